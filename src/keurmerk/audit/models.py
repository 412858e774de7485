"""What happened here: every act of a person or of the worker, never changed, never deleted."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from keurmerk.audit.queries import EventQuerySet


class Event(models.Model):
    """One act: who did what to which object, when. Database triggers refuse change and deletion.

    `sequence` and `chain` are filled by one sweep, in commit order, so that workers
    do not queue for the chain.
    """

    created_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="events", null=True, blank=True
    )
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    sequence = models.PositiveBigIntegerField(null=True, unique=True)
    chain = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class ChainHead(models.Model):
    """Where the chain of events ends: the one row that a sweep locks to lengthen it."""

    sequence = models.PositiveBigIntegerField(default=0)
    chain = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_chain")]

    def __str__(self) -> str:
        return f"{self.sequence}"


class Stateful(models.Model):
    """A model whose `state` only ever changes along its table of transitions."""

    TRANSITIONS: ClassVar[Mapping[str, frozenset[str]]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    if TYPE_CHECKING:
        state: str

        def get_state_display(self) -> str: ...

    class Meta:
        abstract = True

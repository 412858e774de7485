"""The outbox: every e-mail is a row first, so that none is lost and none goes twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.mail.queries import MessageQuerySet


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    DEAD = "dead", _("could not be sent")


class Message(models.Model):
    """One e-mail to one address. `key` names its occasion: no second row has the same."""

    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return self.subject

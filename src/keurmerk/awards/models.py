"""Giving it to people: cohorts, the rows brought in, the awards, and their status lists."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Stateful
from keurmerk.awards.queries import AwardQuerySet, CohortQuerySet, RowQuerySet, StatusListQuerySet
from keurmerk.awards.states import (
    AWARD_TRANSITIONS,
    COHORT_TRANSITIONS,
    AwardState,
    CohortState,
    RowState,
)
from keurmerk.institutions.models import Institution, SignedDocument, SigningKey
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkDecision


class Learner(models.Model):
    """A person as an institution knows them: the name as registered, the address, the number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="learners")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    student_number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "email"], name="learner_address_once"),
            models.UniqueConstraint(
                fields=["institution", "student_number"],
                condition=~models.Q(student_number=""),
                name="learner_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cohort(Stateful):
    """The people who finished one run of a programme version together."""

    TRANSITIONS = COHORT_TRANSITIONS

    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name of the group"), max_length=120)
    language = models.CharField(
        _("language of the document"), max_length=2, choices=settings.LANGUAGES, default="nl"
    )
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    released_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CohortState, default=CohortState.DRAFT)

    objects = CohortQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """One line as it was brought in, and what became of it. Never removed."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    original = models.TextField()
    name = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=320, blank=True)
    student_number = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=40, blank=True)
    awarded_on_text = models.CharField(max_length=40, blank=True)
    awarded_on = models.DateField(null=True)
    result_value = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    problems = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    set_aside_reason = models.CharField(max_length=300, blank=True)
    learner = models.ForeignKey(Learner, models.PROTECT, null=True)
    state = models.CharField(max_length=10, choices=RowState)

    objects = RowQuerySet.as_manager()

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["cohort", "line"], name="row_line_once")]

    def __str__(self) -> str:
        return f"{self.cohort} {self.line}"


class StatusList(models.Model):
    """Two signed bit lists of one institution (withdrawn or replaced; suspended), 131,072 places.

    `taken` counts the places given out; the place of an award is a keyed permutation of its number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    permutation_key = models.BinaryField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    revocation = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)
    suspension = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    objects = StatusListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="status_list_once"),
            models.CheckConstraint(
                condition=models.Q(taken__lte=131072), name="status_list_not_overfull"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"


class ReasonClass(models.TextChoices):
    ERROR = "error", _("awarded by mistake")
    FRAUD = "fraud", _("fraud or irregularity")
    RESULT = "result", _("the result was changed")
    REQUEST = "request", _("at the participant's request")


class Award(Stateful):
    """One version, awarded to one person. Everything that will be signed is fixed at release."""

    TRANSITIONS = AWARD_TRANSITIONS

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="awards")
    row = models.OneToOneField(Row, models.PROTECT, related_name="award")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="awards")
    decision = models.ForeignKey(MarkDecision, models.PROTECT, related_name="awards", null=True)
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="awards")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    salt = models.CharField(max_length=32)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    result = models.CharField(max_length=40, blank=True)
    pass_mark = models.CharField(max_length=10, blank=True)
    awarded_on = models.DateField()
    valid_from = models.DateTimeField()
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="awards")
    status_index = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=AwardState, default=AwardState.TO_BE_SIGNED)
    problem = models.TextField(blank=True)
    document = models.OneToOneField(SignedDocument, models.PROTECT, null=True)
    reason_class = models.CharField(max_length=10, choices=ReasonClass, blank=True)
    private_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    note = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "learner"],
                condition=~models.Q(state__in=["withdrawn", "replaced"]),
                name="nobody_twice",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="status_place_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["to_be_signed", "held_back"])
                | models.Q(document__isnull=False)
                | models.Q(state="withdrawn"),
                name="an_issued_award_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.name}"

    @property
    def urn(self) -> str:
        return f"urn:uuid:{self.pk}"

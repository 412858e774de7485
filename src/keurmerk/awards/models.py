"""Giving it to people: cohorts, the rows brought in, the awards, and their status lists."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Stateful
from keurmerk.awards.problems import Problem
from keurmerk.awards.queries import AwardQuerySet, CohortQuerySet, RowQuerySet, StatusListQuerySet
from keurmerk.awards.states import (
    AWARD_TRANSITIONS,
    COHORT_TRANSITIONS,
    ENDED,
    AwardState,
    CohortState,
    RowState,
)
from keurmerk.institutions.models import Admission, Institution, SignedDocument, SigningKey
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkDecision

PLACES = 131_072
PLACE_BYTES = 3


class Learner(models.Model):
    """A person as an institution knows them: the name as registered, the address, the number.

    The address is kept in small letters; an award keeps the name and address of its own day.
    """

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

    @property
    def institution(self) -> Institution:
        return self.version.programme.institution


class Row(models.Model):
    """One line as it was brought in, and what became of it. Never removed.

    `original` stays as it came; the other texts may be repaired. `problems` and `state` are what
    matching.py makes of them, `choices` what a person answered to its questions.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    original = models.TextField()
    name = models.CharField(max_length=400, blank=True)
    email = models.CharField(max_length=320, blank=True)
    student_number = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=80, blank=True)
    awarded_on_text = models.CharField(max_length=80, blank=True)
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

    @property
    def notices(self) -> list[Problem]:
        """What is wrong with this row, each with its sentence and its buttons."""
        return [Problem(**stored) for stored in self.problems]


class StatusList(models.Model):
    """Two signed bit lists of one institution (withdrawn or replaced; suspended), 131,072 places.

    `taken` counts the places given out, in the order of `StatusOrder`. A list has work for the
    worker while `changes` is ahead of `signed_changes`: numbers, not times, so that a change
    committed while the worker was signing is never overlooked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="status_lists")
    number = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    revocation = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)
    suspension = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1)
    signed_changes = models.PositiveIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)

    objects = StatusListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="status_list_once"),
            models.CheckConstraint(
                condition=models.Q(taken__lte=PLACES), name="status_list_not_overfull"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.number}"

    @property
    def room(self) -> int:
        return PLACES - self.taken


class StatusOrder(models.Model):
    """The order in which the places of a list are given out, three bytes each.

    The worker draws a permutation key when it opens the list, writes the whole order down here
    and forgets the key. So the web process, which holds no key at all, can fix the place of an
    award at release. The order tells an outsider nothing he could get at, and an insider nothing
    that the awards do not already say; a sealed key would only be one more secret to lose.
    """

    status_list = models.OneToOneField(
        StatusList, models.PROTECT, primary_key=True, related_name="order"
    )
    places = models.BinaryField()

    def __str__(self) -> str:
        return str(self.status_list)

    def place(self, number: int) -> int:
        """The place of the award that takes this number."""
        start = number * PLACE_BYTES
        return int.from_bytes(bytes(self.places[start : start + PLACE_BYTES]), "big")


class ReasonClass(models.TextChoices):
    ERROR = "error", _("awarded by mistake")
    FRAUD = "fraud", _("fraud or irregularity")
    RESULT = "result", _("the result was changed")
    REQUEST = "request", _("at the participant's request")


class Award(Stateful):
    """One version, awarded to one person. Everything that will be signed is fixed at release.

    `subject` is the person's name in this one document. `note_due` asks the worker for a signed
    status note; a suspension that was lifted has no note.
    """

    TRANSITIONS = AWARD_TRANSITIONS

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="awards")
    row = models.OneToOneField(Row, models.PROTECT, related_name="award")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="awards")
    decision = models.ForeignKey(MarkDecision, models.PROTECT, related_name="awards", null=True)
    admission = models.ForeignKey(Admission, models.PROTECT, related_name="awards")
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="awards")
    subject = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
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
    note_due = models.BooleanField(default=False)
    note = models.OneToOneField(SignedDocument, models.PROTECT, related_name="+", null=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "learner"],
                condition=~models.Q(state__in=sorted(ENDED)),
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

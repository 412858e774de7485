"""Judging a version: the framework as dated data, the review, and the mark as a signed decision."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Stateful
from keurmerk.institutions.models import DesignatedBody, SignedDocument, SigningKey
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.queries import (
    ApplicationQuerySet,
    ConditionQuerySet,
    DecisionQuerySet,
    FrameworkVersionQuerySet,
    ReviewQuerySet,
    RuleQuerySet,
)
from keurmerk.quality.states import (
    APPLICATION_TRANSITIONS,
    DECISION_TRANSITIONS,
    REVIEW_TRANSITIONS,
    ApplicationState,
    DecisionState,
    ReviewState,
)

# With this letter begin the points that are asked of the education.
EDUCATION = "V"


class FrameworkVersion(models.Model):
    """A dated version of a national quality framework. Old ones keep judging what they judged."""

    slug = models.SlugField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.URLField(blank=True)

    objects = FrameworkVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name_nl


class Point(models.Model):
    """What a framework asks: K points of the institution, V points of the education."""

    framework = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="points")
    code = models.CharField(max_length=4)
    position = models.PositiveSmallIntegerField()
    name_nl = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    question_nl = models.TextField()
    question_en = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="point_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_of_education(self) -> bool:
        """Whether reviewers judge it; the other points are judged at the admission."""
        return self.code.startswith(EDUCATION)


class Severity(models.TextChoices):
    BLOCKS = "blocks", _("blocks")
    ASKS_REASON = "asks_reason", _("asks for a reason")
    ADVICE = "advice", _("advice")


class Rule(models.Model):
    """One limit or demand: sector, period, severity, a sentence in two languages, and its source.

    `check_name` names the calculation in rules.py; `minimum` and `maximum` are its bounds.
    A rule that `replaces` another stands in its place in its own sector and period; what only
    the replacing rule allows is an experiment. A reason lifts the block of a `confirmable` rule.
    """

    framework = models.ForeignKey(FrameworkVersion, models.CASCADE, related_name="rules")
    code = models.CharField(max_length=40)
    check_name = models.CharField(max_length=40)
    point = models.CharField(max_length=4, blank=True)
    field = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    severity = models.CharField(max_length=12, choices=Severity)
    minimum = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    replaces = models.CharField(max_length=40, blank=True)
    confirmable = models.BooleanField(default=False)
    sentence_nl = models.TextField()
    sentence_en = models.TextField()
    source_nl = models.CharField(max_length=200)
    source_en = models.CharField(max_length=200)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="rule_once")]

    def __str__(self) -> str:
        return self.code


class MarkApplication(Stateful):
    """One version put forward for the mark, with the reasons its rules asked for."""

    TRANSITIONS = APPLICATION_TRANSITIONS

    version = models.OneToOneField(ProgrammeVersion, models.PROTECT, related_name="application")
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT)
    body = models.ForeignKey(DesignatedBody, models.PROTECT, related_name="applications")
    number = models.CharField(max_length=12, unique=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reasons = models.JSONField(default=dict)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    times_returned = models.PositiveSmallIntegerField(default=0)
    experiment = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.OPEN)

    objects = ApplicationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.number


class Advice(models.TextChoices):
    GRANT = "grant", _("advises to grant")
    REFUSE = "refuse", _("advises to refuse")
    RETURN = "return", _("asks the applicant first")


class Review(Stateful):
    """One reviewer's judgement of one application, after stating to have no interest in it."""

    TRANSITIONS = REVIEW_TRANSITIONS

    application = models.ForeignKey(MarkApplication, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    content = models.CharField(max_length=64)
    no_interest_at = models.DateTimeField()
    advice = models.CharField(max_length=10, choices=Advice, blank=True)
    concluded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.OPEN)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer", "content"], name="one_review_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}, {self.reviewer}"


class Judgement(models.TextChoices):
    MEETS = "meets", _("meets")
    CONDITION = "condition", _("meets with a condition")
    DOES_NOT_MEET = "does_not_meet", _("does not meet")
    CANNOT_JUDGE = "cannot_judge", _("cannot be judged")


class Finding(models.Model):
    """What a reviewer found on one point; all but a plain “meets” need a sentence."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    point = models.ForeignKey(Point, models.PROTECT)
    judgement = models.CharField(max_length=14, choices=Judgement)
    sentence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "point"], name="one_finding_per_point"),
            models.CheckConstraint(
                condition=models.Q(judgement="meets") | ~models.Q(sentence=""),
                name="a_finding_gives_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.judgement}"


class MarkDecision(Stateful):
    """The decision of a designated body on one version. Granted, it is signed over the content."""

    TRANSITIONS = DECISION_TRANSITIONS

    application = models.OneToOneField(MarkApplication, models.PROTECT, related_name="decision")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="decisions")
    body = models.ForeignKey(DesignatedBody, models.PROTECT, related_name="decisions")
    framework = models.ForeignKey(FrameworkVersion, models.PROTECT)
    number = models.CharField(_("number"), max_length=40)
    reason = models.TextField(_("reason"), blank=True)
    awards_from = models.DateField(_("for awards from"), null=True)
    awards_until = models.DateField(_("for awards until"), null=True)
    ec_minimum = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    ec_maximum = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    digest_nl = models.CharField(max_length=80, blank=True)
    digest_en = models.CharField(max_length=80, blank=True)
    rule_results = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+", null=True)
    document = models.OneToOneField(SignedDocument, models.PROTECT, null=True)
    state = models.CharField(
        max_length=12, choices=DecisionState, default=DecisionState.TO_BE_SIGNED
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="refused")
                | (models.Q(awards_from__isnull=False) & models.Q(key__isnull=False)),
                name="a_granted_mark_has_its_period_and_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["to_be_signed", "refused"])
                | models.Q(document__isnull=False),
                name="a_mark_in_force_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def urn(self) -> str:
        return f"urn:uuid:{self.pk}"

    def covers(self, day: date) -> bool:
        """Say whether an award of `day` falls in the period of this decision."""
        return (
            self.awards_from is not None
            and self.awards_from <= day
            and (self.awards_until is None or day <= self.awards_until)
        )


class Condition(models.Model):
    """What the body asks before a date; missing it suspends new awards only."""

    decision = models.ForeignKey(MarkDecision, models.CASCADE, related_name="conditions")
    text = models.TextField(_("condition"))
    due = models.DateField(_("before"))
    met_at = models.DateTimeField(null=True)

    objects = ConditionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class MarkEventKind(models.TextChoices):
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", _("resumed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MarkReason(models.TextChoices):
    """Why, as the public register says it: a class, never a story about people."""

    CONTENT_CHANGED = "content_changed", _("the programme is no longer what was judged")
    QUALITY = "quality", _("the quality no longer meets the framework")
    CONDITION_NOT_MET = "condition_not_met", _("a condition was not met in time")
    GRANTED_IN_ERROR = "granted_in_error", _("the mark was granted by mistake")
    REQUEST = "request", _("at the request of the programme")
    RESOLVED = "resolved", _("the reason for suspending is gone")


class MarkEvent(models.Model):
    """What happened to a mark after it was granted, with the award dates it touches.

    It goes into the public register; the signed mark itself never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(MarkDecision, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=MarkEventKind)
    at = models.DateTimeField()
    effect_from = models.DateField()
    effect_until = models.DateField(null=True)
    reason = models.CharField(_("reason"), max_length=20, choices=MarkReason)
    explanation = models.TextField(_("explanation"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(explanation=""),
                name="a_mark_event_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(effect_until=None)
                | models.Q(effect_until__gte=models.F("effect_from")),
                name="a_mark_event_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.kind}"


class RegisterIssue(models.Model):
    """One signed issue of the public register; the highest sequence counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(unique=True)
    content_sha256 = models.CharField(max_length=64)
    document = models.OneToOneField(SignedDocument, models.PROTECT)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.sequence)

"""What is offered: programmes, version by version. A published version never changes."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Stateful
from keurmerk.institutions.models import Institution, Unit
from keurmerk.programmes.queries import ProgrammeQuerySet, VersionQuerySet
from keurmerk.programmes.states import EDITABLE, VERSION_TRANSITIONS, VersionState


class Kind(models.TextChoices):
    MICROCREDENTIAL = "microcredential", _("microcredential")
    EDUBADGE = "edubadge", _("edubadge")


class Programme(models.Model):
    """A programme or module; what it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="programmes")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="programmes", verbose_name=_("unit")
    )
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.MICROCREDENTIAL)
    owners = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="programmes")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="programme_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Participation(models.TextChoices):
    ONLINE = "online", _("online")
    ONSITE = "onsite", _("on location")
    BLENDED = "blended", _("partly online, partly on location")
    WORK = "work", _("at the workplace")


class ProgrammeVersion(Stateful):
    """One version of a programme with every European standard element, in Dutch and English.

    Hours are clock hours, one EC is 28 of them. `content_nl` and `content_en` hold the exact
    bytes that every award will carry, filled when the version is submitted.
    """

    TRANSITIONS = VERSION_TRANSITIONS

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_nl = models.CharField(_("title in Dutch"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    description_nl = models.TextField(_("description in Dutch"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    target_group_nl = models.TextField(_("target group in Dutch"), blank=True)
    target_group_en = models.TextField(_("target group in English"), blank=True)
    prerequisites_nl = models.TextField(_("prior knowledge and admission in Dutch"), blank=True)
    prerequisites_en = models.TextField(_("prior knowledge and admission in English"), blank=True)
    ects = models.DecimalField(_("EC"), max_digits=4, decimal_places=1, null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(_("level (EQF)"), null=True, blank=True)
    nlqf_level = models.CharField(_("level (NLQF)"), max_length=2, blank=True)
    level_reason_nl = models.TextField(_("reason for the level in Dutch"), blank=True)
    level_reason_en = models.TextField(_("reason for the level in English"), blank=True)
    participation = models.CharField(
        _("form of participation"), max_length=10, choices=Participation, blank=True
    )
    teaching_language = models.CharField(
        _("language of teaching"), max_length=2, choices=settings.LANGUAGES, blank=True
    )
    fee = models.DecimalField(
        _("fee in euros"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    fee_covers_costs = models.BooleanField(_("the fee covers the costs"), null=True, blank=True)
    accredited_programme = models.BooleanField(
        _("part of an accredited programme"), null=True, blank=True
    )
    stackable = models.BooleanField(_("counts towards something larger"), null=True, blank=True)
    stackability_nl = models.TextField(_("place in a larger whole in Dutch"), blank=True)
    stackability_en = models.TextField(_("place in a larger whole in English"), blank=True)
    isced_f = models.CharField(
        _("field of study (ISCED-F)"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}$")],
    )
    framework = models.SlugField(max_length=60, blank=True)
    framework_name_nl = models.CharField(max_length=200, blank=True)
    framework_name_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    content_nl = models.TextField(blank=True)
    content_en = models.TextField(blank=True)
    digest_nl = models.CharField(max_length=80, blank=True)
    digest_en = models.CharField(max_length=80, blank=True)
    version_hash = models.CharField(max_length=64, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(state__in=["draft", "submitted", "returned"]),
                name="one_version_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "returned"]) | ~models.Q(version_hash=""),
                name="a_version_out_of_hand_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.number}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class LearningOutcome(models.Model):
    """One statement of what the participant demonstrably can do afterwards."""

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    text_nl = models.TextField(_("in Dutch"), blank=True)
    text_en = models.TextField(_("in English"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="outcome_position_once")
        ]

    def __str__(self) -> str:
        return self.text_nl


class AssessmentForm(models.TextChoices):
    WRITTEN_EXAM = "written_exam", _("written examination")
    ORAL_EXAM = "oral_exam", _("oral examination")
    REPORT_PAPER = "report_paper", _("report or paper")
    PROFESSIONAL_PRODUCT = "professional_product", _("professional product")
    PORTFOLIO = "portfolio", _("portfolio")
    BEHAVIOURAL_ASSESSMENT = "behavioural_assessment", _("assessment of behaviour")
    DEVELOPMENT_REPORT = "development_report", _("development report")
    PERSONALISED = "personalised", _("personalised assessment")


class Supervision(models.TextChoices):
    NONE = "none", _("without supervision")
    ONLINE = "online", _("supervised online")
    ONSITE = "onsite", _("supervised on location")


class Assessment(models.Model):
    """How some of the outcomes are assessed: form, supervision, identity check."""

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="assessments")
    position = models.PositiveSmallIntegerField()
    form = models.CharField(_("form"), max_length=30, choices=AssessmentForm)
    supervision = models.CharField(_("supervision"), max_length=10, choices=Supervision)
    identity_check = models.BooleanField(_("identity is checked"), default=False)
    description_nl = models.TextField(_("description in Dutch"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    outcomes = models.ManyToManyField(LearningOutcome, related_name="assessments")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="assessment_position_once")
        ]

    def __str__(self) -> str:
        return self.get_form_display()


class ActivityKind(models.TextChoices):
    CONTACT = "contact", _("contact")
    PREPARATION = "preparation", _("preparation")
    PRACTICE = "practice", _("practice")
    ASSIGNMENT = "assignment", _("assignments")
    ASSESSMENT = "assessment", _("assessment")


class Activity(models.Model):
    """Hours of one kind of work; together they are the study load."""

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=12, choices=ActivityKind)
    hours = models.PositiveSmallIntegerField(_("hours"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="activity_kind_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.hours}"

"""Who takes part: institutions, their units and bodies, the people in their roles, their keys."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Stateful
from keurmerk.institutions.queries import (
    AdmissionQuerySet,
    InstitutionQuerySet,
    MembershipQuerySet,
    PolicyQuerySet,
    SigningKeyQuerySet,
)
from keurmerk.institutions.states import (
    ADMISSION_TRANSITIONS,
    KEY_TRANSITIONS,
    AdmissionState,
    KeyState,
)


class Platform(models.Model):
    """This installation: its public address, fixed before the first start, and its operator."""

    public_url = models.URLField(unique=True)
    operator_name_nl = models.CharField(max_length=200)
    operator_name_en = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_platform")]

    def __str__(self) -> str:
        return self.public_url


class Sector(models.TextChoices):
    WO = "WO", _("research university")
    HBO = "HBO", _("university of applied sciences")
    MBO = "MBO", _("vocational education")


class Institution(models.Model):
    """A higher education institution that may award microcredentials. Its slug never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    sector = models.CharField(_("sector"), max_length=3, choices=Sector)
    country = models.CharField(_("country"), max_length=2, default="NL")
    city = models.CharField(_("city"), max_length=100, blank=True)
    url = models.URLField(_("website"), blank=True)
    desk_email = models.EmailField(_("address of the help desk"), blank=True)
    brin = models.CharField(max_length=4, blank=True)
    linkedin_organization_id = models.CharField(
        _("LinkedIn organisation number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9]*$")],
    )

    objects = InstitutionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name_nl


class Unit(models.Model):
    """A part of an institution that offers programmes: a faculty, a school, a centre."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="units")
    slug = models.SlugField(max_length=40)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="unit_slug_once")
        ]

    def __str__(self) -> str:
        return self.name_nl


class DesignatedBody(models.Model):
    """The body that decides on the mark and guarantees the level, often an examination board."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="bodies")
    slug = models.SlugField(max_length=60)
    name_nl = models.CharField(_("name in Dutch"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    units = models.ManyToManyField(Unit, related_name="bodies")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="body_slug_once")
        ]

    def __str__(self) -> str:
        return self.name_nl


class Role(models.TextChoices):
    PROGRAMME_DIRECTOR = "programme_director", _("programme director")
    QUALITY_REVIEWER = "quality_reviewer", _("quality reviewer")
    BOARD_SECRETARY = "board_secretary", _("secretary of the designated body")
    AWARD_OFFICER = "award_officer", _("award officer")
    EXAMINER = "examiner", _("examiner")
    REGISTRAR = "registrar", _("registrar")
    ADMINISTRATOR = "administrator", _("institution administrator")
    OPERATOR = "operator", _("national operator")


# Who opens the mark key and who releases awards are never the same person (document.md).
MARK_ROLES = frozenset({Role.BOARD_SECRETARY})
RELEASE_ROLES = frozenset({Role.AWARD_OFFICER, Role.EXAMINER})


class Membership(models.Model):
    """A person in a role: at an institution, at one of its units, or for one of its bodies."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="memberships", null=True, blank=True
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)
    body = models.ForeignKey(
        DesignatedBody, models.CASCADE, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    since = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "unit", "body", "role"],
                name="one_membership_per_role",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(role="operator", institution=None)
                | (~models.Q(role="operator") & models.Q(institution__isnull=False)),
                name="only_the_operator_stands_outside_an_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(role="board_secretary", body__isnull=False)
                | (~models.Q(role="board_secretary") & models.Q(body=None)),
                name="a_secretary_belongs_to_a_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class InstitutionPolicy(models.Model):
    """How an institution does it, from a date on. The latest one that has begun counts."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="policies")
    valid_from = models.DateField(_("valid from"))
    second_person_releases = models.BooleanField(_("a second person releases awards"), default=True)
    blind_review = models.BooleanField(
        _("reviewers do not see each other's findings until both are in"), default=True
    )
    languages = models.JSONField(_("languages"), default=list)
    colour_light = models.CharField(
        _("colour on a light page"),
        max_length=7,
        default="#17375e",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
    )
    colour_dark = models.CharField(
        _("colour on a dark page"),
        max_length=7,
        default="#a3c1ea",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
    )
    serif = models.CharField(
        _("typeface of documents"),
        max_length=10,
        choices=[("book", _("book")), ("slab", _("slab")), ("sans", _("sans"))],
        default="book",
    )
    logo = models.BinaryField(_("logo"), blank=True, default=b"")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "valid_from"], name="one_policy_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.valid_from}"


class KeyKind(models.TextChoices):
    OPERATOR = "operator", _("operator key")
    MARK = "mark", _("mark key")
    ISSUING = "issuing", _("issuing key")


class SigningKey(Stateful):
    """A key pair: the public half in the open, the private half sealed; only the worker opens it.

    `sealed` is empty until the worker has made the key.
    """

    TRANSITIONS = KEY_TRANSITIONS

    kind = models.CharField(max_length=10, choices=KeyKind)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="keys", null=True, blank=True
    )
    body = models.ForeignKey(
        DesignatedBody, models.PROTECT, related_name="keys", null=True, blank=True
    )
    did = models.CharField(max_length=300)
    multikey = models.CharField(max_length=60, blank=True)
    kek_id = models.CharField(max_length=20, blank=True)
    sealed = models.BinaryField(blank=True, default=b"")
    state = models.CharField(max_length=12, choices=KeyState, default=KeyState.TO_BE_MADE)
    active_from = models.DateTimeField(null=True)
    active_until = models.DateTimeField(null=True)
    compromised_since = models.DateTimeField(null=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["did"], condition=models.Q(state="active"), name="one_active_key"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="operator", institution=None, body=None)
                | models.Q(kind="mark", institution__isnull=False, body__isnull=False)
                | models.Q(kind="issuing", institution__isnull=False, body=None),
                name="a_key_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def key_id(self) -> str:
        return f"{self.did}#{self.multikey}"


class SignedDocument(models.Model):
    """What was signed, byte for byte, with its SHA-256. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="documents")
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Admission(Stateful):
    """The operator's signed word that an institution may award, with the bodies that may mark."""

    TRANSITIONS = ADMISSION_TRANSITIONS

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="admissions")
    framework = models.SlugField(max_length=60)
    framework_name = models.CharField(max_length=200)
    level_from = models.PositiveSmallIntegerField(_("lowest level (EQF)"), default=5)
    level_to = models.PositiveSmallIntegerField(_("highest level (EQF)"), default=8)
    bodies = models.ManyToManyField(DesignatedBody, related_name="admissions")
    awards_from = models.DateField(_("for awards from"))
    awards_until = models.DateField(_("for awards until"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=AdmissionState, default=AdmissionState.PREPARED)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    released_at = models.DateTimeField(null=True)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+", null=True)
    document = models.OneToOneField(SignedDocument, models.PROTECT, null=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=models.Q(state="in_force"),
                name="one_admission_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by=None)
                | ~models.Q(released_by=models.F("prepared_by")),
                name="a_second_operator_releases_an_admission",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["prepared", "to_be_signed"])
                | models.Q(document__isnull=False),
                name="an_admission_in_force_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.awards_from}"

"""What people do with institutions: take part, fill roles, ask for keys, admit, set their ways."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.actions import ensure_account
from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions import policy
from keurmerk.institutions.documents import body_did, institution_did, operator_did
from keurmerk.institutions.models import (
    Admission,
    DesignatedBody,
    Institution,
    InstitutionPolicy,
    KeyKind,
    Membership,
    Platform,
    Role,
    SigningKey,
    Unit,
)
from keurmerk.institutions.policy import require
from keurmerk.institutions.reading import read_logo, refuse_faint
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.mail.actions import queue_message

POLICY_FIELDS = (
    "second_person_releases",
    "blind_review",
    "languages",
    "colour_light",
    "colour_dark",
    "serif",
    "logo",
)


def set_up_platform(*, public_url: str, operator_name_nl: str, operator_name_en: str) -> Platform:
    """Fix the public address of this installation at its first start, for good.

    The address stands in every document that was ever signed here, so another one is refused.
    """
    platform, _is_new = Platform.objects.get_or_create(
        pk=1,
        defaults={
            "public_url": public_url,
            "operator_name_nl": operator_name_nl,
            "operator_name_en": operator_name_en,
        },
    )
    if platform.public_url != public_url:
        message = _("This database belongs to %(ours)s; PUBLIC_URL now says %(given)s.")
        raise Refused(message % {"ours": platform.public_url, "given": public_url})
    return platform


@transaction.atomic
def appoint_operator(*, email: str, name: str, at: datetime, by: User | None = None) -> Membership:
    """Make somebody a national operator; `by` is None on the command line, for the first ones."""
    require(by is None or policy.is_operator(by))
    user = ensure_account(email=email, language="nl", name=name)
    membership, is_new = Membership.objects.get_or_create(
        user=user, institution=None, role=Role.OPERATOR
    )
    if is_new:
        record("granted", membership, by=by, at=at, role=Role.OPERATOR)
    return membership


@transaction.atomic
def add_institution(
    *, slug: str, name_nl: str, name_en: str, sector: str, by: User, at: datetime, **facts: str
) -> Institution:
    """Let an institution take part; its slug stands in its documents and is never given again."""
    require(policy.is_operator(by))
    if Institution.objects.filter(slug=slug).exists():
        raise Refused(_("There already is an institution with this short name."))
    institution = Institution.objects.create(
        slug=slug, name_nl=name_nl, name_en=name_en, sector=sector, **facts
    )
    record("added", institution, by=by, at=at, slug=slug)
    return institution


@transaction.atomic
def add_unit(
    *, institution: Institution, slug: str, name_nl: str, name_en: str, by: User, at: datetime
) -> Unit:
    """Add a part of the institution that will offer programmes."""
    require(policy.can_administer(by, institution))
    if institution.units.filter(slug=slug).exists():
        raise Refused(_("There already is a unit with this short name."))
    unit = Unit.objects.create(institution=institution, slug=slug, name_nl=name_nl, name_en=name_en)
    record("added", unit, by=by, at=at, slug=slug)
    return unit


@transaction.atomic
def add_body(
    *,
    institution: Institution,
    slug: str,
    name_nl: str,
    name_en: str,
    units: Iterable[Unit],
    by: User,
    at: datetime,
) -> DesignatedBody:
    """Designate the body that decides on the mark for the programmes of these units."""
    require(policy.can_administer(by, institution))
    if institution.bodies.filter(slug=slug).exists():
        raise Refused(_("There already is a designated body with this short name."))
    chosen = list(units)
    if any(unit.institution_id != institution.pk for unit in chosen):
        raise Refused(_("A designated body decides for units of its own institution only."))
    body = DesignatedBody.objects.create(
        institution=institution, slug=slug, name_nl=name_nl, name_en=name_en
    )
    body.units.set(chosen)
    record("added", body, by=by, at=at, slug=slug, units=[unit.slug for unit in chosen])
    return body


@transaction.atomic
def grant_role(
    *,
    institution: Institution | None,
    role: str,
    email: str,
    name: str,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    body: DesignatedBody | None = None,
) -> Membership:
    """Give somebody a role here; the person signs in with a code to this address."""
    require(policy.can_grant(by, institution, role))
    user = ensure_account(email=email, language="nl", name=name)
    if user == by:
        raise Refused(_("You cannot give yourself a role. Ask another administrator."))
    held = {"user": user, "institution": institution, "role": role, "unit": unit, "body": body}
    # SQLite counts two nulls as different, so its constraint does not see this.
    if Membership.objects.filter(**held).exists():
        raise Refused(_("This person already has this role."))
    if (role == Role.BOARD_SECRETARY) != bool(body):
        raise Refused(_("A secretary belongs to a designated body; nobody else does."))
    membership = Membership.objects.create(**held)
    if institution and policy.holds_conflicting_roles(user, institution):
        raise Refused(
            _("Whoever decides on quality marks cannot also award here. Choose another person.")
        )
    record("granted", membership, by=by, at=at, role=role, user=str(user.pk))
    queue_message(
        template="role_granted",
        to=user.email,
        language=user.language,
        key=f"role_granted.{membership.pk}",
        at=at,
        context={"role": Role(role).label, "institution": institution, "user": user},
    )
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> None:
    """End a role from now on; what the person did in it stays."""
    require(policy.can_grant(by, membership.institution, membership.role))
    peers = Membership.objects.filter(institution=membership.institution, role=membership.role)
    needed = membership.role in {Role.ADMINISTRATOR, Role.OPERATOR}
    if needed and not peers.exclude(user=membership.user).exists():
        raise Refused(_("This is the last person in this role. Appoint somebody else first."))
    record("ended", membership, by=by, at=at, role=membership.role, user=str(membership.user_id))
    membership.delete()


@transaction.atomic
def set_policy(
    *, institution: Institution, valid_from: date, by: User, at: datetime, **values: Any
) -> InstitutionPolicy:
    """Lay down how the institution does it from a day on; what was before stays as it was."""
    require(policy.can_administer(by, institution))
    if valid_from < timezone.localdate(at):
        raise Refused(_("A policy cannot begin in the past."))
    refuse_faint(values)
    if values.get("logo"):
        values["logo"] = read_logo(values["logo"])
    before = policy.policy_on(institution, valid_from)
    kept = {field: getattr(before, field) for field in POLICY_FIELDS}
    chosen, _is_new = InstitutionPolicy.objects.update_or_create(
        institution=institution, valid_from=valid_from, defaults=kept | values
    )
    record("set", chosen, by=by, at=at, fields=sorted(values))
    return chosen


@transaction.atomic
def request_key(
    *,
    kind: str,
    by: User,
    at: datetime,
    institution: Institution | None = None,
    body: DesignatedBody | None = None,
) -> SigningKey:
    """Ask for a new key pair; the worker makes it, and the key in use until then retires."""
    owner = body.institution if body else institution
    require(policy.can_administer(by, owner) if owner else policy.is_operator(by))
    did = _did(kind, owner, body)
    if SigningKey.objects.to_be_made().filter(did=did).exists():
        raise Refused(_("A new key is already being made."))
    key = SigningKey.objects.create(kind=kind, institution=owner, body=body, did=did)
    record("requested", key, by=by, at=at, kind=kind, did=did)
    return key


def _did(kind: str, institution: Institution | None, body: DesignatedBody | None) -> str:
    """Whose key this will be."""
    if kind == KeyKind.MARK and body:
        return body_did(body)
    if kind == KeyKind.ISSUING and institution and not body:
        return institution_did(institution)
    if kind == KeyKind.OPERATOR and not institution:
        return operator_did()
    raise ValueError(f"a key of kind {kind} has another owner")


@transaction.atomic
def report_compromise(*, key: SigningKey, since: datetime, by: User, at: datetime) -> None:
    """Say from when on a key was in wrong hands; it never signs again.

    What was released for it and is not yet signed is to be released again.
    """
    require(
        policy.can_administer(by, key.institution) if key.institution else policy.is_operator(by)
    )
    move(key, KeyState.COMPROMISED, by=by, at=at, compromised_since=since)
    for admission in Admission.objects.filter(key=key, state=AdmissionState.TO_BE_SIGNED):
        move(
            admission,
            AdmissionState.PREPARED,
            by=by,
            at=at,
            released_by=None,
            released_at=None,
            key=None,
        )


@transaction.atomic
def prepare_admission(
    *,
    institution: Institution,
    framework: str,
    framework_name: str,
    level_from: int,
    level_to: int,
    bodies: Iterable[DesignatedBody],
    awards_from: date,
    awards_until: date | None,
    by: User,
    at: datetime,
) -> Admission:
    """Write down under which terms an institution may award; a second operator releases it."""
    require(policy.is_operator(by))
    chosen = list(bodies)
    if not chosen or any(body.institution_id != institution.pk for body in chosen):
        raise Refused(_("Choose at least one designated body of this institution."))
    if level_from > level_to:
        raise Refused(_("The lowest level lies above the highest."))
    if awards_until and awards_until < awards_from:
        raise Refused(_("The last day lies before the first."))
    admission = Admission.objects.create(
        institution=institution,
        framework=framework,
        framework_name=framework_name,
        level_from=level_from,
        level_to=level_to,
        awards_from=awards_from,
        awards_until=awards_until,
        prepared_by=by,
    )
    admission.bodies.set(chosen)
    record("prepared", admission, by=by, at=at, institution=institution.slug)
    return admission


def release_admission(*, admission: Admission, by: User, at: datetime) -> None:
    """Let the operator key sign what another operator prepared."""
    require(policy.is_operator(by))
    if not policy.can_release_admission(by, admission):
        raise Refused(_("You prepared this admission yourself. Another operator releases it."))
    key = SigningKey.objects.active().filter(kind=KeyKind.OPERATOR).first()
    if key is None:
        raise Refused(_("There is no operator key yet. Ask for one first."))
    move(
        admission,
        AdmissionState.TO_BE_SIGNED,
        by=by,
        at=at,
        released_by=by,
        released_at=at,
        key=key,
    )

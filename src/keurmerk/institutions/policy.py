"""Who may do what at an institution, and how the institution wants it done."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from keurmerk.institutions.models import (
    MARK_ROLES,
    RELEASE_ROLES,
    Admission,
    DesignatedBody,
    Institution,
    InstitutionPolicy,
    Role,
    Unit,
)

if TYPE_CHECKING:
    from keurmerk.accounts.models import User

LANGUAGES = ("nl", "en")


def require(allowed: bool) -> None:  # noqa: FBT001 - reads as `require(policy.can_release(...))`
    """Stop here unless the policy says yes."""
    if not allowed:
        raise PermissionDenied


def has_role(
    user: "User",
    institution: Institution,
    *roles: str,
    unit: Unit | None = None,
    body: DesignatedBody | None = None,
) -> bool:
    """Whether this person holds one of `roles` here; with `unit` or `body`: for that one.

    A role without unit or body counts for all of them.
    """
    held = user.memberships.filter(institution=institution, role__in=roles)
    if unit is not None:
        held = held.filter(Q(unit=None) | Q(unit=unit))
    if body is not None:
        held = held.filter(Q(body=None) | Q(body=body))
    return held.exists()


def is_operator(user: "User") -> bool:
    return user.memberships.filter(role=Role.OPERATOR).exists()


def can_administer(user: "User", institution: Institution) -> bool:
    """Keys, bodies, units, policy: the institution's own administrator, or the operator."""
    return has_role(user, institution, Role.ADMINISTRATOR) or is_operator(user)


def can_grant(user: "User", institution: Institution | None, role: str) -> bool:
    """The operator appoints operators and administrators; an administrator fills every role."""
    if institution is None:
        return is_operator(user)
    if role == Role.ADMINISTRATOR and is_operator(user):
        return True
    return has_role(user, institution, Role.ADMINISTRATOR)


def can_release_admission(user: "User", admission: Admission) -> bool:
    """A second operator releases what the first prepared."""
    return is_operator(user) and admission.prepared_by_id != user.pk


def holds_conflicting_roles(user: "User", institution: Institution) -> bool:
    """Whether this person could both decide on a mark and release awards here."""
    roles = set(user.memberships.filter(institution=institution).values_list("role", flat=True))
    return bool(roles & MARK_ROLES) and bool(roles & RELEASE_ROLES)


def policy_on(institution: Institution, day: date) -> InstitutionPolicy:
    """How the institution does it on this day; the defaults where it never said."""
    chosen = institution.policies.on(day).first()
    return chosen or InstitutionPolicy(
        institution=institution, valid_from=day, languages=list(LANGUAGES)
    )

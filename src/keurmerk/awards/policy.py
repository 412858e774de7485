"""Who may bring rows, release, and end an award."""

from keurmerk.accounts.models import User
from keurmerk.audit.models import Event
from keurmerk.awards.models import Award, Cohort
from keurmerk.institutions.models import MARK_ROLES, Role
from keurmerk.institutions.policy import has_role
from keurmerk.programmes.models import ProgrammeVersion

PREPARING = ("rows_added", "row_chosen", "row_edited", "row_set_aside", "row_put_back", "presented")


def can_prepare(user: User, version: ProgrammeVersion) -> bool:
    """Start a group for this version, bring its rows, repair and present them."""
    programme = version.programme
    return has_role(
        user,
        programme.institution,
        Role.AWARD_OFFICER,
        Role.EXAMINER,
        Role.REGISTRAR,
        unit=programme.unit,
    )


def can_change_result(user: User, cohort: Cohort) -> bool:
    """A result that blocks a row is the examiner's to change, not the award officer's."""
    programme = cohort.version.programme
    return has_role(user, programme.institution, Role.EXAMINER, unit=programme.unit)


def can_release(user: User, cohort: Cohort) -> bool:
    """An examiner or award officer, who holds no role that opens a mark key here."""
    programme = cohort.version.programme
    return has_role(
        user, programme.institution, Role.AWARD_OFFICER, Role.EXAMINER, unit=programme.unit
    ) and not has_role(user, programme.institution, *MARK_ROLES)


def has_prepared(user: User, cohort: Cohort) -> bool:
    """Whether this person started or presented the group, or touched one of its rows."""
    label = Cohort._meta.label_lower
    return (
        user.pk in {cohort.prepared_by_id, cohort.presented_by_id}
        or Event.objects.about(cohort)
        .filter(by=user, verb__in=[f"{label}.{verb}" for verb in PREPARING])
        .exists()
    )


def can_withdraw(user: User, award: Award) -> bool:
    """Withdraw, suspend, and lift a suspension."""
    programme = award.version.programme
    return has_role(
        user,
        programme.institution,
        Role.AWARD_OFFICER,
        Role.EXAMINER,
        Role.REGISTRAR,
        unit=programme.unit,
    )

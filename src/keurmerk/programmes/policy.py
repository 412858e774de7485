"""Who may write, hand in, copy and publish a programme."""

from keurmerk.accounts.models import User
from keurmerk.audit.models import Event
from keurmerk.institutions.models import Role, Unit
from keurmerk.institutions.policy import has_role
from keurmerk.programmes.models import Kind, Programme, ProgrammeVersion
from keurmerk.programmes.states import VersionState

WRITING = ("started", "copied", "edited", "submitted")


def can_start(user: User, unit: Unit) -> bool:
    return has_role(user, unit.institution, Role.PROGRAMME_DIRECTOR, unit=unit)


def directs(user: User, programme: Programme) -> bool:
    """Say whether `user` is one of the directors who answer for this programme."""
    return (
        programme.owners.filter(pk=user.pk).exists()
        and has_role(user, programme.institution, Role.PROGRAMME_DIRECTOR, unit=programme.unit)
    )  # fmt: skip


def owns(user: User, version: ProgrammeVersion) -> bool:
    return version.programme.owners.filter(pk=user.pk).exists()


def has_written(user: User, version: ProgrammeVersion) -> bool:
    """Say whether `user` wrote anything in this or an earlier version of the programme."""
    versions = ProgrammeVersion.objects.filter(programme=version.programme_id)
    label = ProgrammeVersion._meta.label_lower
    return Event.objects.filter(
        by=user,
        verb__in=[f"{label}.{verb}" for verb in WRITING],
        subject_type=label,
        subject_id__in=[str(pk) for pk in versions.values_list("pk", flat=True)],
    ).exists()


def can_edit(user: User, version: ProgrammeVersion) -> bool:
    return version.is_editable and directs(user, version.programme)


def can_copy(user: User, version: ProgrammeVersion) -> bool:
    """A next version is begun when none is under way."""
    under_way = ProgrammeVersion.objects.under_way().filter(programme=version.programme_id)
    return directs(user, version.programme) and not under_way.exists()


def judges_edubadge(user: User, version: ProgrammeVersion) -> bool:
    """An edubadge goes out by the institution's own rule: somebody else has read it."""
    programme = version.programme
    return (
        has_role(
            user,
            programme.institution,
            Role.QUALITY_REVIEWER,
            Role.ADMINISTRATOR,
            unit=programme.unit,
        )
        and not owns(user, version)
        and not has_written(user, version)
    )


def can_publish_edubadge(user: User, version: ProgrammeVersion) -> bool:
    return (
        version.programme.kind == Kind.EDUBADGE
        and version.state == VersionState.SUBMITTED
        and judges_edubadge(user, version)
    )

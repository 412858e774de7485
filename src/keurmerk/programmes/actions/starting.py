"""Beginning a programme, a next version of it, and answering for it together."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import record
from keurmerk.errors import Refused
from keurmerk.institutions.models import Institution, Role, Unit
from keurmerk.institutions.policy import has_role, require
from keurmerk.programmes import policy
from keurmerk.programmes.actions.writing import WRITTEN, check_fields
from keurmerk.programmes.models import (
    Activity,
    Assessment,
    LearningOutcome,
    Programme,
    ProgrammeVersion,
)
from keurmerk.programmes.reading import clean_line


@transaction.atomic
def start_programme(
    *,
    institution: Institution,
    unit: Unit,
    code: str,
    kind: str,
    title_nl: str,
    by: User,
    at: datetime,
    example: ProgrammeVersion | None = None,
) -> ProgrammeVersion:
    """Begin a programme with a first draft, empty or with the text of an example."""
    require(unit.institution_id == institution.pk and policy.can_start(by, unit))
    code = clean_line(code)
    if not code:
        raise Refused(_("Give the programme a code."))
    if Programme.objects.filter(institution=institution, code__iexact=code).exists():
        raise Refused(_("There is already a programme with the code %(code)s.") % {"code": code})
    programme = Programme(institution=institution, unit=unit, code=code, kind=kind)
    check_fields(programme, ["code", "kind"])
    programme.save()
    programme.owners.add(by)
    version = ProgrammeVersion(programme=programme, number=1, edited_at=at)
    if example is not None:
        require(ProgrammeVersion.objects.visible_to(by).filter(pk=example.pk).exists())
        _copy_fields(example, version)
    version.title_nl = clean_line(title_nl) or version.title_nl
    check_fields(version, ["title_nl"])
    version.save()
    if example is not None:
        _copy_parts(example, version)
    record("started", version, by=by, at=at, code=code)
    return version


@transaction.atomic
def copy_version(*, version: ProgrammeVersion, by: User, at: datetime) -> ProgrammeVersion:
    """Begin the next version of the same programme with the text of this one."""
    programme = Programme.objects.select_for_update().get(pk=version.programme_id)
    require(policy.directs(by, programme))
    if programme.versions.under_way().exists():
        raise Refused(_("There is already a version under way. Finish that one first."))
    last = programme.versions.aggregate(last=Max("number"))["last"]
    copy = ProgrammeVersion(programme=programme, number=last + 1, edited_at=at)
    _copy_fields(version, copy)
    copy.save()
    _copy_parts(version, copy)
    record("copied", copy, by=by, at=at, number_before=version.number)
    return copy


@transaction.atomic
def add_owner(*, programme: Programme, user: User, by: User, at: datetime) -> None:
    """Let a second programme director answer for the programme too."""
    require(policy.directs(by, programme))
    director = Role.PROGRAMME_DIRECTOR
    if not has_role(user, programme.institution, director, unit=programme.unit):
        raise Refused(_("Only a programme director of this unit can answer for the programme."))
    programme.owners.add(user)
    record("owner_added", programme, by=by, at=at, owner=str(user.pk))


def _copy_fields(source: ProgrammeVersion, target: ProgrammeVersion) -> None:
    for name in WRITTEN:
        setattr(target, name, getattr(source, name))


def _copy_parts(source: ProgrammeVersion, target: ProgrammeVersion) -> None:
    copies = {}
    for outcome in source.outcomes.all():
        copies[outcome.pk] = LearningOutcome.objects.create(
            version=target,
            position=outcome.position,
            text_nl=outcome.text_nl,
            text_en=outcome.text_en,
        )
    for part in source.assessments.all():
        copy = Assessment.objects.create(
            version=target,
            position=part.position,
            form=part.form,
            supervision=part.supervision,
            identity_check=part.identity_check,
            description_nl=part.description_nl,
            description_en=part.description_en,
        )
        copy.outcomes.set([copies[outcome.pk] for outcome in part.outcomes.all()])
    for activity in source.activities.all():
        Activity.objects.create(version=target, kind=activity.kind, hours=activity.hours)

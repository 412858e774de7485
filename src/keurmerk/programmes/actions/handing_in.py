"""Handing a version over, getting it back, and publishing it. From then on it never changes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.institutions.policy import has_role, require
from keurmerk.programmes import policy
from keurmerk.programmes.actions.writing import open_for_writing
from keurmerk.programmes.documents import content_intact, frozen_content
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.reading import clean
from keurmerk.programmes.rules import missing
from keurmerk.programmes.states import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkReference:
    """The quality framework a version will be judged by, as its content names it."""

    slug: str
    name_nl: str
    name_en: str


@transaction.atomic
def submit_version(
    *, version: ProgrammeVersion, framework: FrameworkReference | None, by: User, at: datetime
) -> None:
    """Hand the version over to be judged; its content is written down and locked."""
    open_for_writing(version, by)
    if (version.programme.kind == Kind.EDUBADGE) is (framework is not None):
        raise Refused(_("An edubadge has no quality framework, and a microcredential has one."))
    if names := list(missing(version)):
        raise Refused(_("This is still missing: %(what)s.") % {"what": ", ".join(names)})
    version.framework = framework.slug if framework else ""
    version.framework_name_nl = framework.name_nl if framework else ""
    version.framework_name_en = framework.name_en if framework else ""
    move(
        version,
        VersionState.SUBMITTED,
        by=by,
        at=at,
        submitted_at=at,
        framework=version.framework,
        framework_name_nl=version.framework_name_nl,
        framework_name_en=version.framework_name_en,
        **frozen_content(version),
    )


@transaction.atomic
def return_version(*, version: ProgrammeVersion, reason: str, by: User, at: datetime) -> None:
    """Give an edubadge back to its director, who may edit it again.

    A microcredential goes back with its application: who judges that is another question.
    """
    require(version.programme.kind == Kind.EDUBADGE and policy.judges_edubadge(by, version))
    if not clean(reason):
        raise Refused(_("Say what the director should change or answer."))
    move(version, VersionState.RETURNED, by=by, at=at)
    record("returned_with", version, by=by, at=at, reason=clean(reason))


def publish_edubadge(*, version: ProgrammeVersion, by: User, at: datetime) -> None:
    """Publish an edubadge that somebody else wrote and handed in."""
    require(version.programme.kind == Kind.EDUBADGE)
    require(policy.judges_edubadge(by, version))
    if version.state == VersionState.SUBMITTED and not content_intact(version):
        raise Refused(_("The text was changed after it was submitted. Return it to the director."))
    move(version, VersionState.PUBLISHED, by=by, at=at, published_at=at)


def mark_version(*, version: ProgrammeVersion, by: User, at: datetime) -> None:
    """Lock the version under the mark that the designated body granted."""
    require(has_role(by, version.programme.institution, Role.BOARD_SECRETARY))
    move(version, VersionState.MARKED, by=by, at=at)


def refuse_version(*, version: ProgrammeVersion, by: User, at: datetime) -> None:
    """Close the version: the designated body refused the mark."""
    require(has_role(by, version.programme.institution, Role.BOARD_SECRETARY))
    move(version, VersionState.REFUSED, by=by, at=at)


def publish_marked_version(*, version: ProgrammeVersion, at: datetime) -> None:
    """Publish a version whose mark has been signed; the worker finishes what the body decided."""
    move(version, VersionState.PUBLISHED, by=None, at=at, published_at=at)

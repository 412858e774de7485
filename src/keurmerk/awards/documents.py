"""An award, its status and its status note as the documents that get signed."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.signing import Signer
from django.utils.translation import gettext as _

import microcredentials
from keurmerk.awards.cells import RESULT
from keurmerk.awards.models import Award, StatusList
from keurmerk.awards.states import ENDED, AwardState
from keurmerk.errors import Refused
from keurmerk.institutions.documents import party
from keurmerk.institutions.models import DesignatedBody, Institution, SignedDocument, Unit
from keurmerk.programmes.documents import achievement, content_intact
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.quality.documents import MarkProblem, mark_problem
from microcredentials import Achievement, Learner, Microcredential, Party, Result, StatusEntry

CLAIM_SALT = "keurmerk.holding.claim"
SCALE = "1-10"
SUSPENDED_REASON = "investigation"


@dataclass(frozen=True, slots=True)
class Template:
    """What the awards of one version in one language have in common."""

    issuer: Party
    admission: dict[str, Any]
    achievement: Achievement
    mark: dict[str, Any] | None


def template_of(award: Award) -> Template:
    """Read what this award shares with others of its version, language, mark and admission."""
    version = award.version
    return Template(
        issuer=party(version.programme.institution, award.language),
        admission=_signed(award.admission.document),
        achievement=achievement(version, "en" if award.language == "en" else "nl"),
        mark=_signed(award.decision.document) if award.decision else None,
    )


def microcredential(award: Award, template: Template | None = None) -> Microcredential:
    """Write down an award exactly as it was fixed at release."""
    shared = template or template_of(award)
    revocation, suspension = status_urls(award.status_list)
    return Microcredential(
        id=award.urn,
        issuer=shared.issuer,
        admission=shared.admission,
        achievement=shared.achievement,
        mark=shared.mark,
        learner=Learner(
            id=f"urn:uuid:{award.subject}", name=award.name, email=award.email, salt=award.salt
        ),
        awarded_on=award.awarded_on,
        valid_from=award.valid_from,
        valid_until=None,
        status=StatusEntry(
            revocation_list=revocation, suspension_list=suspension, index=award.status_index
        ),
        result=_result(award),
        replaces=None,
    )


def _signed(document: SignedDocument | None) -> dict[str, Any]:
    if document is None:
        raise ValueError("an award rests on a signed admission and a signed mark")
    signed: dict[str, Any] = json.loads(document.text)
    return signed


def _result(award: Award) -> Result | None:
    if not award.result:
        return None
    scale = SCALE if RESULT.fullmatch(award.result) else ""
    return Result(value=award.result, scale=scale, passed_from=award.pass_mark)


def status_urls(status_list: StatusList) -> tuple[str, str]:
    """The addresses of what is withdrawn and of what is suspended."""
    slug = status_list.institution.slug
    address = f"{settings.PUBLIC_URL}/status/{slug}/{status_list.number}"
    return address, f"{address}/suspension"


def status_documents(
    status_list: StatusList, at: datetime
) -> tuple[microcredentials.StatusList, microcredentials.StatusList]:
    """The two lists as they stand now: withdrawn or replaced, and suspended."""
    revocation, suspension = status_urls(status_list)
    issuer = party(status_list.institution)
    ended = status_list.awards.filter(state__in=ENDED)
    suspended = status_list.awards.filter(state=AwardState.SUSPENDED)
    return (
        microcredentials.StatusList(
            id=revocation,
            issuer=issuer,
            purpose="revocation",
            set_indexes=frozenset(ended.values_list("status_index", flat=True)),
            created=at,
        ),
        microcredentials.StatusList(
            id=suspension,
            issuer=issuer,
            purpose="suspension",
            set_indexes=frozenset(suspended.values_list("status_index", flat=True)),
            created=at,
        ),
    )


def status_note(award: Award, at: datetime) -> microcredentials.StatusNote:
    """Why the status of an award is set: a class of reason, and nobody's name."""
    withdrawn = award.state == AwardState.WITHDRAWN
    ended_at = award.ended_at or at
    return microcredentials.StatusNote(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{award.urn}/{award.state}/{ended_at.isoformat()}')}",
        issuer=party(award.version.programme.institution),
        award=award.urn,
        status="withdrawn" if withdrawn else "suspended",
        reason=award.reason_class if withdrawn else SUSPENDED_REASON,
        on=ended_at.date(),
        created=at,
        replaced_by=None,
    )


def claim_token(award: Award) -> str:
    """What opens the page where an award is collected. It has no end and carries only the id."""
    return Signer(salt=CLAIM_SALT).sign(award.pk.hex)


def claim_address(award: Award) -> str:
    return f"{settings.PUBLIC_URL}/claim/{claim_token(award)}"


def ready_key(award: Award) -> str:
    """What names the one message that tells a person their award is ready."""
    return f"award-ready:{award.pk}"


def title_of(version: ProgrammeVersion, language: str) -> str:
    return version.title_en if language == "en" else version.title_nl


def name_of(party: Institution | Unit | DesignatedBody, language: str) -> str:
    return party.name_en if language == "en" else party.name_nl


def require_awardable(
    version: ProgrammeVersion, dates: Collection[date | None], at: datetime
) -> None:
    """Refuse unless this version may be awarded now for results of these dates."""
    if version.programme.kind == Kind.EDUBADGE:
        if not content_intact(version):
            raise Refused(_refusal(MarkProblem.HASH_MISMATCH))
        return
    for day in sorted(day for day in dates if day):
        if problem := mark_problem(version, day, at):
            raise Refused(_refusal(problem))


def _refusal(problem: MarkProblem) -> str:
    reasons = {
        MarkProblem.SUSPENDED: _("the quality mark of this version is suspended"),
        MarkProblem.WITHDRAWN: _("the quality mark of this version is withdrawn"),
        MarkProblem.OTHER_PERIOD: _("the quality mark does not cover one of the result dates"),
        MarkProblem.CONDITION_NOT_MET: _(
            "a condition of the quality mark is past its date and not met"
        ),
        MarkProblem.HASH_MISMATCH: _("the text of this version is not the text that was approved"),
    }
    reason = reasons.get(problem, _("this version has no quality mark in force"))
    message = _("Nothing is released: %(reason)s (%(code)s). All lines are kept.")
    return message % {"reason": reason, "code": "F08" if problem in reasons else problem}

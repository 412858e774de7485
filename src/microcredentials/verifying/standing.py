"""Checks 6 and 7: not withdrawn or suspended, and within its period."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from microcredentials.dates import moment
from microcredentials.document import KeyKind
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.proofs.data_integrity import Proof
from microcredentials.status import decode, is_set
from microcredentials.strict_json import parse
from microcredentials.verifying.case import Case, failed, unknown
from microcredentials.verifying.proving import prove_embedded
from microcredentials.verifying.registry import SKEW, KeyProblem, Registry
from microcredentials.verifying.report import LAST_KNOWN, Check, CheckCode, Outcome
from microcredentials.verifying.statement import issuer_of, subject_of, text_of, types_of
from microcredentials.verifying.trust import get

FRESH = timedelta(hours=24)
# A day starts up to 14 hours earlier somewhere else.
_EARLIEST_ZONE = timedelta(hours=14)
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_URN_UUID = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Place:
    """One bit of one list: set or not, when that was signed, and whether it is of today."""

    url: str
    is_set: bool
    signed_at: datetime
    fresh: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a signed status note adds: why, since when, replaced by what."""

    status: str
    reason: str
    since: str
    replaced_by: str


def check_period(case: Case) -> Check:
    """Check 7: within its period, and not from the future."""
    code, statement = CheckCode.PERIOD, case.statement
    latest = max(statement.valid_from, case.proof.created)
    if latest > case.at + SKEW or statement.awarded_on > (case.at + _EARLIEST_ZONE).date():
        message = "The date of this award lies in the future. The clock here may be wrong."
        return unknown(code, "award_in_future", message)
    if statement.valid_until is not None:
        if statement.valid_until < statement.valid_from:
            return failed(code, "dates", "The award ends before it starts.")
        if case.at >= statement.valid_until:
            return failed(code, "expired", "The award has passed its end date.")
    return Check(code=code, outcome=Outcome.PASSED, explanation="The award is within its period.")


def check_status(case: Case) -> tuple[Check, Note | None]:
    """Check 6: what the institution's signed lists say about this award."""
    try:
        index, revocation_list = _entry(case.statement.status)
    except UncheckableProof as error:
        return unknown(CheckCode.STATUS, error.code, str(error)), None
    places: list[Place] = []
    trouble: UncheckableProof | None = None
    lists: list[tuple[str | None, Literal["revocation", "suspension"]]] = [
        (revocation_list, "revocation"),
        (case.statement.suspension, "suspension"),
    ]
    for url, purpose in lists:
        if url is None:
            continue
        try:
            place = _place(case, url, purpose, index)
        except UncheckableProof as error:
            trouble = error
            continue
        if place.is_set:
            return _set(case, place, purpose)
        places.append(place)
    if trouble is not None:
        return unknown(CheckCode.STATUS, trouble.code, str(trouble), revocation_list), None
    return _clear(places), None


def _clear(places: list[Place]) -> Check:
    oldest = min(places, key=lambda place: place.signed_at)
    fresh = all(place.fresh for place in places)
    return Check(
        code=CheckCode.STATUS,
        outcome=Outcome.PASSED,
        reason="" if fresh else LAST_KNOWN,
        explanation="The award is not withdrawn or suspended."
        if fresh
        else f"The award was not withdrawn or suspended on {oldest.signed_at.date()}.",
        source=oldest.url,
        source_time=oldest.signed_at,
    )


def _set(case: Case, place: Place, purpose: str) -> tuple[Check, Note | None]:
    note = _note(case, place.url)
    reason = "suspended"
    if purpose == "revocation":
        reason = "replaced" if note is not None and note.status == "replaced" else "withdrawn"
    check = Check(
        code=CheckCode.STATUS,
        outcome=Outcome.FAILED,
        reason=reason,
        explanation=f"The institution has {reason} this award.",
        source=place.url,
        source_time=place.signed_at,
    )
    return check, note if note is not None and note.status == reason else None


def _entry(status: object) -> tuple[int, str]:
    match status:
        case None:
            raise UncheckableProof("no_status", "The file does not say where its status stands.")
        case {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": str(url),
            **others,
        } if others.get("statusSize", 1) == 1:
            if not _INDEX.fullmatch(index):
                raise UncheckableProof("status_index", "The place in the list is not readable.")
            return int(index), url
        case _:
            message = "The status of this award is published in a way we do not read."
            raise UncheckableProof("unsupported_status", message)


def _place(case: Case, url: str, purpose: str, index: int) -> Place:
    document, proof, live = _signed_by_issuer(case, url)
    subject = subject_of(document)
    if document.get("id") != url or "BitstringStatusListCredential" not in types_of(document):
        raise UncheckableProof("status_other", "This is not the list that the award names.")
    if purpose not in (subject.get("statusPurpose"), *_purposes(subject)):
        raise UncheckableProof("status_purpose", "The list is about something else.")
    bits = decode(text_of(subject, "encodedList"))
    if index >= len(bits) * 8:
        raise UncheckableProof("status_index", "The place lies outside the list.")
    place = Place(url, is_set(bits, index), proof.created, _fresh(case, proof, live=live))
    # Withdrawn is final: a set bit counts however old the list is.
    if not place.is_set or purpose != "revocation":
        _check_age(case, url, document, proof, live=live)
    return place


def _purposes(subject: dict[str, Any]) -> list[object]:
    purposes = subject.get("statusPurpose")
    return purposes if isinstance(purposes, list) else []


def _fresh(case: Case, proof: Proof, *, live: bool) -> bool:
    return live and case.at - proof.created <= FRESH


def _check_age(case: Case, url: str, document: dict[str, Any], proof: Proof, *, live: bool) -> None:
    if proof.created > case.at + SKEW:
        raise UncheckableProof("status_future", "The status list comes from the future.")
    seen = case.trust.minimum_dates.get(url)
    if seen is not None and proof.created < seen:
        raise UncheckableProof("status_rollback", "The status list is older than one seen before.")
    try:
        ended = live and moment(document.get("validUntil", "9999-12-31T00:00:00Z")) < case.at
    except (TypeError, ValueError) as error:
        raise UncheckableProof("status_format", "The status list is not readable.") from error
    if ended:
        raise UncheckableProof("status_too_old", "The status list is too old to rely on.")


def _signed_by_issuer(case: Case, url: str) -> tuple[dict[str, Any], Proof, bool]:
    try:
        source = get(url, case.trust, case.resolver)
        document = parse(source.text).document
        proof = prove_embedded(document)
    except Unreachable as error:
        message = f"The status of this award cannot be reached ({error.reason})."
        raise UncheckableProof("status_unavailable", message) from error
    except (Unreadable, UntrustedProof) as error:
        message = "What stands at the status address is not signed as it should be."
        raise UncheckableProof("status_format", message) from error
    issuer = case.statement.issuer_id
    if issuer_of(document)[0] != issuer or proof.key_id.partition("#")[0] != issuer:
        raise UncheckableProof("status_issuer", "The status list is of somebody else.")
    if isinstance(case.registry, Registry) and case.registry.knows(issuer):
        try:
            case.registry.check_key(proof, issuer, KeyKind.ISSUING)
        except KeyProblem as problem:
            raise UncheckableProof("status_issuer", str(problem)) from problem
    return document, proof, source.live


def note_url(status_list: str, award: str) -> str:
    """Return where the signed note about an award stands, on the host of the list."""
    host = status_list.removeprefix("https://").partition("/")[0]
    return f"https://{host}/status/note/{award.removeprefix(_URN_UUID)}"


def _note(case: Case, status_list: str) -> Note | None:
    if not case.statement.id.startswith(_URN_UUID):
        return None
    try:
        document, _, _ = _signed_by_issuer(case, note_url(status_list, case.statement.id))
    except UncheckableProof:
        return None
    subject = subject_of(document)
    if "KeurmerkStatusNote" not in types_of(subject) or subject.get("id") != case.statement.id:
        return None
    return Note(
        status=text_of(subject, "awardStatus"),
        reason=text_of(subject, "statusReason"),
        since=text_of(subject, "statusDate"),
        replaced_by=text_of(subject, "replacedBy"),
    )

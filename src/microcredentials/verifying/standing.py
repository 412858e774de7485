"""Checks 6 and 7: not withdrawn or suspended, and within its period."""

from dataclasses import dataclass
from datetime import timedelta

from microcredentials.errors import UncheckableProof
from microcredentials.verifying.case import Case, failed, unknown
from microcredentials.verifying.lists import (
    REVOCATION,
    Entry,
    Place,
    entries,
    place_of,
    signed_by_issuer,
)
from microcredentials.verifying.registry import SKEW
from microcredentials.verifying.report import LAST_KNOWN, Check, CheckCode, Outcome
from microcredentials.verifying.statement import subject_of, text_of, types_of

# A day starts up to 14 hours earlier somewhere else.
_EARLIEST_ZONE = timedelta(hours=14)
_URN_UUID = "urn:uuid:"


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
    places: list[Place] = []
    trouble: list[UncheckableProof] = []
    named = entries(case)
    for entry in named:
        try:
            place = _place(case, entry)
        except UncheckableProof as error:
            trouble.append(error)
            continue
        if place.is_set:
            return _set(case, place)
        places.append(place)
    if trouble:
        source = next((entry.url for entry in named if isinstance(entry, Entry)), "")
        return unknown(CheckCode.STATUS, trouble[0].code, str(trouble[0]), source), None
    return _clear(places), None


def _place(case: Case, entry: Entry | UncheckableProof) -> Place:
    if isinstance(entry, UncheckableProof):
        raise entry
    return place_of(case, entry)


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


def _set(case: Case, place: Place) -> tuple[Check, Note | None]:
    note = _note(case, place.url)
    reason = "suspended"
    if place.purpose == REVOCATION:
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


def note_url(status_list: str, award: str) -> str:
    """Return where the signed note about an award stands, on the host of the list."""
    host = status_list.removeprefix("https://").partition("/")[0]
    return f"https://{host}/status/note/{award.removeprefix(_URN_UUID)}"


def _note(case: Case, status_list: str) -> Note | None:
    if not case.statement.id.startswith(_URN_UUID):
        return None
    try:
        found = signed_by_issuer(case, note_url(status_list, case.statement.id))
    except UncheckableProof:
        return None
    subject = subject_of(found.document)
    if "KeurmerkStatusNote" not in types_of(subject) or subject.get("id") != case.statement.id:
        return None
    return Note(
        status=text_of(subject, "awardStatus"),
        reason=text_of(subject, "statusReason"),
        since=text_of(subject, "statusDate"),
        replaced_by=text_of(subject, "replacedBy"),
    )

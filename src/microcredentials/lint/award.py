"""Rules for what differs from award to award: learner, dates, result, evidence, status."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from microcredentials.document import Grading, Microcredential
from microcredentials.lint.texts import URN_UUID, are_web_addresses
from microcredentials.status import LENGTH

_SALT = re.compile(r"[0-9a-f]{32,}")


def identifies_the_learner(document: Microcredential) -> Iterator[str]:
    # M1: "Identification of the learner".
    if not document.learner.name.strip():
        yield "the name of the learner is missing (M1)"
    if not URN_UUID.fullmatch(document.learner.id):
        yield "the learner needs an urn:uuid of their own for this award (M1)"
    hashed = document.learner.email or document.learner.identifiers
    if hashed and not _SALT.fullmatch(document.learner.salt):
        yield "the e-mail address needs a salt of at least 128 bits, in hex"
    if not all(identifier.value.strip() for identifier in document.learner.identifiers):
        yield "an identifier of the learner is empty (M1)"


def has_a_date(document: Microcredential) -> Iterator[str]:
    # M5: "Date of issuing". Design: the result date comes first, the release after it.
    if document.awarded_on > document.valid_from.date() + timedelta(days=1):
        yield "the award date lies after the release (M5)"
    if document.valid_until is not None and document.valid_until <= document.valid_from:
        yield "the end date lies before the release"
    start, end = document.took_part_from, document.took_part_until
    if start and end and end < start:
        yield "the learner stopped taking part before starting"


def grades_on_its_scale(document: Microcredential) -> Iterator[str]:
    # O3: "Grade achieved". Open Badges 3.0: a result is one of the values, or within the bounds.
    grading, result = document.achievement.grading, document.result
    if grading is None or result is None:
        return
    fits = result.value in grading.values if grading.values else _within(result.value, grading)
    if not fits:
        yield f"the result {result.value[:20]} does not stand on the scale “{grading.name[:40]}”"


def _within(value: str, grading: Grading) -> bool:
    try:
        return Decimal(grading.minimum) <= Decimal(value) <= Decimal(grading.maximum)
    except InvalidOperation:
        return False


def shows_evidence_at_complete_addresses(document: Microcredential) -> Iterator[str]:
    yield from are_web_addresses(*(evidence.id for evidence in document.evidence if evidence.id))


def falls_in_both_periods(document: Microcredential) -> Iterator[str]:
    # Design, "Periods": mark and admission count for awards between their dates.
    mark, admission = document.mark, document.admission["credentialSubject"]
    if mark is not None and not _covers(mark["credentialSubject"], document.awarded_on):
        yield "the quality mark does not cover the award date"
    if not _covers(admission, document.awarded_on):
        yield "the admission does not cover the award date"


def _covers(subject: dict[str, Any], day: date) -> bool:
    # Both ends inclusive; days in this form are ordered as texts.
    until = subject.get("awardsUntil")
    return bool(
        subject["awardsFrom"] <= day.isoformat() and (not until or day.isoformat() <= until)
    )


def has_a_status(document: Microcredential) -> Iterator[str]:
    # W3C Bitstring Status List 1.0: an index inside the list; two lists, one per purpose.
    status = document.status
    if not 0 <= status.index < LENGTH:
        yield f"status index {status.index} lies outside the list"
    if status.revocation_list == status.suspension_list:
        yield "withdrawal and suspension need two lists"
    if document.replaces == document.id:
        yield "an award cannot replace itself"


AWARD_RULES: tuple[Callable[[Microcredential], Iterator[str]], ...] = (
    identifies_the_learner,
    has_a_date,
    grades_on_its_scale,
    shows_evidence_at_complete_addresses,
    falls_in_both_periods,
    has_a_status,
)

"""The rules before anything is signed. Each yields a sentence per problem and quotes its source.

The European elements M1 to M11: Council Recommendation of 16 June 2022 on a European approach to
micro-credentials (2022/C 243/02), Annex I.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from microcredentials.document import (
    Admission,
    Document,
    Grading,
    Kind,
    MarkEvent,
    Microcredential,
    QualityMark,
    Register,
    StatusList,
    StatusNote,
)
from microcredentials.formats.open_badge_3 import content_digest
from microcredentials.status import LENGTH

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_URN_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SALT = re.compile(r"[0-9a-f]{32,}")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ISCED_F = re.compile(r"[0-9]{4}")
_REASON_CLASS = re.compile(r"[a-z][a-z_]{0,39}")
_NLQF = frozenset({"1", "2", "3", "4", "4+", "5", "6", "7", "8"})
_LEVELS = range(1, 9)
_HALF_EC = Decimal("0.5")
_MAXIMUM_OUTCOMES = 30
_MAXIMUM_TEXT = 20_000


def problems(document: Document) -> list[str]:
    """Return what is wrong with `document`, in sentences; empty if it may be signed."""
    found = [*_texts(document), *_addresses(document)]
    match document:
        case Microcredential():
            rules: tuple[Callable[[Any], Iterator[str]], ...] = AWARD_RULES
        case QualityMark():
            rules = MARK_RULES
        case Admission():
            rules = (_admission,)
        case Register():
            rules = (_register,)
        case StatusList():
            rules = (_status_list,)
        case _:
            rules = (_status_note,)
    return found + [problem for rule in rules for problem in rule(document)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for member in value:
            yield from _strings(member)


def _texts(document: Document) -> Iterator[str]:
    # W3C credentials c.6: engines disagree about control characters; design: NFC and LF.
    for text in _strings(document):
        if _UNSEEN.search(text):
            yield f"the text “{text[:40]!a}” holds an invisible control character"
        elif unicodedata.normalize("NFC", text) != text:
            yield f"the text “{text[:40]}” is not in Unicode form NFC"
        if len(text) > _MAXIMUM_TEXT:
            yield f"the text “{text[:40]}…” is longer than {_MAXIMUM_TEXT} characters"


def _addresses(document: Document) -> Iterator[str]:
    # Open Badges 3.0: an id is an absolute URI. Ours are of these kinds.
    kinds = ("https",) if isinstance(document, StatusList | Register) else ("urn",)
    if urlsplit(document.id).scheme not in kinds:
        yield f"the id “{document.id[:80]}” must be of kind {kinds[0]}"
    if kinds == ("urn",) and not _URN_UUID.fullmatch(document.id):
        yield f"the id “{document.id[:80]}” is not a urn:uuid"


def identifies_the_learner(document: Microcredential) -> Iterator[str]:
    # M1: "Identification of the learner".
    if not document.learner.name.strip():
        yield "the name of the learner is missing (M1)"
    if not _URN_UUID.fullmatch(document.learner.id):
        yield "the learner needs an urn:uuid of their own for this award (M1)"
    hashed = document.learner.email or document.learner.identifiers
    if hashed and not _SALT.fullmatch(document.learner.salt):
        yield "the e-mail address needs a salt of at least 128 bits, in hex"
    if not all(identifier.value.strip() for identifier in document.learner.identifiers):
        yield "an identifier of the learner is empty (M1)"


def has_a_title(document: Microcredential) -> Iterator[str]:
    # M2: "Title of the micro-credential".
    if not document.achievement.name.strip():
        yield "the title is missing (M2)"
    if not document.achievement.description.strip():
        yield "the description is missing (Open Badges 3.0)"


def names_the_country(document: Microcredential) -> Iterator[str]:
    # M3: "Country/Region of the issuer".
    if not re.fullmatch("[A-Z]{2}", document.issuer.country):
        yield "the country of the institution must be two capital letters (M3)"


def names_the_awarding_body(document: Microcredential) -> Iterator[str]:
    # M4: "Awarding body".
    if not document.issuer.name.strip():
        yield "the name of the institution is missing (M4)"
    if not document.issuer.id.startswith("did:web:"):
        yield "the institution must be named by its did:web (M4)"
    if document.achievement.creator != document.issuer.id:
        yield "the achievement was made by another institution than the one that awards it (M4)"


def has_a_date(document: Microcredential) -> Iterator[str]:
    # M5: "Date of issuing". Design: the result date comes first, the release after it.
    if document.awarded_on > document.valid_from.date() + timedelta(days=1):
        yield "the award date lies after the release (M5)"
    if document.valid_until is not None and document.valid_until <= document.valid_from:
        yield "the end date lies before the release"
    start, end = document.took_part_from, document.took_part_until
    if start and end and end < start:
        yield "the learner stopped taking part before starting"


def has_learning_outcomes(document: Microcredential) -> Iterator[str]:
    # M6: "Learning outcomes".
    outcomes = document.achievement.outcomes
    if not outcomes or not all(outcome.strip() for outcome in outcomes):
        yield "the learning outcomes are missing, or one of them is empty (M6)"
    if len(outcomes) > _MAXIMUM_OUTCOMES:
        yield f"there are more than {_MAXIMUM_OUTCOMES} learning outcomes"


def states_the_workload(document: Microcredential) -> Iterator[str]:
    # M7: "Notional workload needed to achieve the learning outcomes (in ECTS, wherever possible)".
    version = document.achievement
    if version.kind is Kind.MICROCREDENTIAL and version.ects <= 0:
        yield "the number of EC is missing (M7)"
    if version.ects % _HALF_EC:
        yield f"{version.ects} EC is not a multiple of 0.5 (M7)"
    if version.hours <= 0:
        yield "the study load in hours is missing (M7)"


def states_the_level(document: Microcredential) -> Iterator[str]:
    # M8: "Level of the learning experience leading to the micro-credential (EQF, QF-EHEA)".
    version = document.achievement
    if version.eqf_level not in _LEVELS:
        yield f"EQF level {version.eqf_level} does not exist (M8)"
    if version.nlqf_level and version.nlqf_level not in _NLQF:
        yield f"NLQF level {version.nlqf_level} does not exist (M8)"
    if version.kind is Kind.MICROCREDENTIAL and not version.nlqf_level:
        yield "the NLQF level is missing (M8)"


def states_the_assessment(document: Microcredential) -> Iterator[str]:
    # M9: "Type of assessment".
    version = document.achievement
    if not version.assessments:
        yield "the assessment is missing (M9)"
    for assessment in version.assessments:
        if not assessment.description.strip():
            yield "an assessment has no description (M9)"
        if not set(assessment.outcomes) <= set(range(1, len(version.outcomes) + 1)):
            yield "an assessment names a learning outcome that does not exist (M9)"


def states_the_quality_assurance(document: Microcredential) -> Iterator[str]:
    # M10 (participation) cannot be left out: it is one of an enumeration.
    # M11: "Type of quality assurance used to underpin the micro-credential".
    version = document.achievement
    if version.kind is Kind.MICROCREDENTIAL and version.framework is None:
        yield "the quality framework is missing (M11)"
    if version.isced_f and not _ISCED_F.fullmatch(version.isced_f):
        yield "the field of education must be four digits (ISCED-F 2013)"


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


def names_complete_addresses(document: Microcredential) -> Iterator[str]:
    # Open Badges 3.0: what an award points at is named by an absolute URL.
    version = document.achievement
    evidence = [evidence.id for evidence in document.evidence if evidence.id]
    previous = [version.previous.id] if version.previous else []
    for address in (*evidence, *previous, *(skill.id for skill in version.skills)):
        if not _WEB_ADDRESS.fullmatch(address):
            yield f"“{address[:80]}” is not a complete web address"
    if version.previous and version.previous.id == version.id:
        yield "a version cannot follow itself"


def carries_the_right_mark(document: Microcredential) -> Iterator[str]:
    # Framework HBO/WO: a microcredential carries the mark of this version; an edubadge never one.
    version = document.achievement
    if version.kind is Kind.EDUBADGE:
        if document.mark is not None:
            yield "an edubadge must not carry a quality mark"
        return
    if document.mark is None:
        yield "a microcredential must carry a quality mark"
        return
    subject = document.mark["credentialSubject"]
    digests = {entry["digestMultibase"] for entry in document.mark["relatedResource"]}
    if subject["id"] != version.id or content_digest(version) not in digests:
        yield "MARK_HASH_MISMATCH: the quality mark belongs to another version"
    if not covers(subject, document.awarded_on):
        yield "the quality mark does not cover the award date"
    # Framework HBO/WO, condition V1: the range of the day stands in the mark itself.
    lowest, highest = Decimal(subject["ecMinimum"]), Decimal(subject["ecMaximum"])
    if not lowest <= version.ects <= highest:
        yield f"{version.ects} EC lies outside the {lowest} to {highest} EC that the mark allows"
    if document.mark["issuer"]["id"] == document.issuer.id:
        yield "the institution cannot mark its own version: a designated body does"
    bodies = document.admission["credentialSubject"]["designatedBody"]
    if document.mark["issuer"]["id"] not in bodies:
        yield "the body that marked is not designated in the admission"


def is_admitted(document: Microcredential) -> Iterator[str]:
    # Design, "Three credentials in one file": the operator admits the institution.
    subject = document.admission["credentialSubject"]
    if subject["id"] != document.issuer.id:
        yield "the admission is of another institution"
    if not covers(subject, document.awarded_on):
        yield "the admission does not cover the award date"
    level = document.achievement.eqf_level
    micro = document.achievement.kind is Kind.MICROCREDENTIAL
    if micro and not subject["levelMinimum"] <= level <= subject["levelMaximum"]:
        yield f"the institution is not admitted for level {level}"


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
    has_a_title,
    names_the_country,
    names_the_awarding_body,
    has_a_date,
    has_learning_outcomes,
    states_the_workload,
    states_the_level,
    states_the_assessment,
    states_the_quality_assurance,
    grades_on_its_scale,
    names_complete_addresses,
    carries_the_right_mark,
    is_admitted,
    has_a_status,
)


def covers(subject: dict[str, Any], day: date) -> bool:
    """Say whether an endorsement counts for an award of this day (both ends inclusive)."""
    until = subject.get("awardsUntil")
    return bool(
        subject["awardsFrom"] <= day.isoformat() and (not until or day.isoformat() <= until)
    )


def _period(start: date | datetime, end: date | datetime | None) -> Iterator[str]:
    if end is not None and end < start:
        yield "the period ends before it starts"


def names_the_decision(mark: QualityMark) -> Iterator[str]:
    # Capabilities §1: number, framework version, exactly one version of one programme.
    if not mark.decision_number.strip():
        yield "the decision number is missing"
    if not mark.contents or not all(content.digest.startswith("u") for content in mark.contents):
        yield "the mark names no content"


def states_a_range(mark: QualityMark) -> Iterator[str]:
    # Framework HBO/WO, condition V1.
    if not 0 < mark.ec_minimum <= mark.ec_maximum:
        yield "the range of EC is empty"
    yield from _period(mark.awards_from, mark.awards_until)


MARK_RULES: tuple[Callable[[QualityMark], Iterator[str]], ...] = (
    names_the_decision,
    states_a_range,
)


def _admission(document: Admission) -> Iterator[str]:
    lowest, highest = document.levels
    if not (lowest in _LEVELS and highest in _LEVELS and lowest <= highest):
        yield "the levels of the admission do not exist"
    if not document.bodies:
        yield "the admission names no designated body"
    if document.institution.id in document.bodies:
        yield "an institution cannot be its own designated body"
    if document.institution.id == document.operator.id:
        yield "the operator cannot admit itself"
    yield from _period(document.awards_from, document.awards_until)


def _register(document: Register) -> Iterator[str]:
    if document.sequence < 1:
        yield "the sequence number starts at 1"
    for what, names in (
        ("key", [key.id for key in document.keys]),
        ("institution", [entry.institution.id for entry in document.institutions]),
        ("body", [body.id for entry in document.institutions for body in entry.bodies]),
    ):
        if len(set(names)) != len(names):
            yield f"a {what} stands in the register twice"
    for key in document.keys:
        if key.id != f"{key.controller}#{key.multikey}":
            yield f"the key {key.id} does not belong to {key.controller}"
        yield from _period(key.active_from, key.active_until)
    for event in document.mark_events:
        yield from _mark_event(event)


def _mark_event(event: MarkEvent) -> Iterator[str]:
    if not _REASON_CLASS.fullmatch(event.reason):
        yield "the reason of a mark event must be a class, like `content_changed`"
    yield from _period(event.effect_from, event.effect_until)


def _status_list(document: StatusList) -> Iterator[str]:
    if document.length < LENGTH or document.length % 8:
        yield f"a status list has at least {LENGTH} places, in whole bytes"
    if not all(0 <= index < document.length for index in document.set_indexes):
        yield "a status index lies outside the list"


def _status_note(document: StatusNote) -> Iterator[str]:
    if not _REASON_CLASS.fullmatch(document.reason):
        yield "the reason must be a class, like `issued_in_error`: never a story about a person"
    if (document.status == "replaced") is (document.replaced_by is None):
        yield "a replaced award, and only that, names the award that replaces it"

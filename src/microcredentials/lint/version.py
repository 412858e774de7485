"""Rules for what is the same in every award of a version: institution, version, mark, admission.

Each takes an award, and reads nothing of it that differs from award to award.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from microcredentials.document import Kind, Microcredential
from microcredentials.formats.open_badge_3 import content_digest
from microcredentials.lint.texts import are_web_addresses

_ISCED_F = re.compile(r"[0-9]{4}")
_NLQF = frozenset({"1", "2", "3", "4", "4+", "5", "6", "7", "8"})
_LEVELS = range(1, 9)
_HALF_EC = Decimal("0.5")
_MAXIMUM_OUTCOMES = 30


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


def points_at_complete_addresses(document: Microcredential) -> Iterator[str]:
    version = document.achievement
    previous = [version.previous.id] if version.previous else []
    yield from are_web_addresses(*previous, *(skill.id for skill in version.skills))
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
    level = document.achievement.eqf_level
    micro = document.achievement.kind is Kind.MICROCREDENTIAL
    if micro and not subject["levelMinimum"] <= level <= subject["levelMaximum"]:
        yield f"the institution is not admitted for level {level}"


VERSION_RULES: tuple[Callable[[Microcredential], Iterator[str]], ...] = (
    has_a_title,
    names_the_country,
    names_the_awarding_body,
    has_learning_outcomes,
    states_the_workload,
    states_the_level,
    states_the_assessment,
    states_the_quality_assurance,
    points_at_complete_addresses,
    carries_the_right_mark,
    is_admitted,
)

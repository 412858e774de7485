"""What a certificate says in print, and the Dutch and English it is said in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from microcredentials.document import Assessment, AssessmentForm, Kind, Participation, Supervision

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMark:
    """The quality mark as a certificate names it."""

    body: str
    decision_number: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One certificate in one language; every text is printed as it stands here.

    `version_hash` draws the rosette, and is empty for an edubadge. `address` is where to check
    today, and stands in the code as well; `verdict` is a sentence with its date, such as "Genuine
    and valid on 3 June 2026."; `fingerprint` is that of the key of `operator`.
    """

    language: Language
    kind: Kind
    institution: str
    title: str
    learner: str
    awarded_on: date
    outcomes: tuple[str, ...]
    ects: Decimal
    hours: int
    eqf_level: int
    nlqf_level: str
    assessments: tuple[Assessment, ...]
    participation: Participation
    teaching_language: str
    mark: PrintedMark | None
    version_hash: bytes
    address: str
    verdict: str
    operator: str
    fingerprint: str
    unit: str = ""
    result: str = ""


MONTHS: dict[str, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
        "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip

_WORDS: dict[str, dict[str, str]] = {
    "nl": {
        Kind.MICROCREDENTIAL: "Microcredential met keurmerk",
        Kind.EDUBADGE: "Edubadge",
        "awarded_to": "toegekend aan",
        "awarded_on": "op {day}",
        "demonstrably": "die aantoonbaar in staat is tot het volgende",
        "load": "Studielast en niveau",
        "load_line": "{ects} EC, {hours} uur",
        "level_line": "niveau EQF {eqf}, NLQF {nlqf}",
        "assessment": "Toetsing",
        "result": "Resultaat",
        "mark": "Keurmerk",
        "mark_line": "Besluit {number} van {body}, {day}",
        "participation": "Vorm van deelname",
        "check": "Controleer de stand van vandaag met de code of op",
        "issued": "Uitgereikt door {institution}.",
        "paper": "De pdf draagt de handtekeningen; op papier is dit een afdruk.",
        "key": "Sleutel van {operator}: {fingerprint}",
        "code": "QR-code met het adres om te controleren: {address}",
        "description": "{over}, {load}, toegekend door {institution}",
    },
    "en": {
        Kind.MICROCREDENTIAL: "Microcredential with quality mark",
        Kind.EDUBADGE: "Edubadge",
        "awarded_to": "awarded to",
        "awarded_on": "on {day}",
        "demonstrably": "who has demonstrated the following",
        "load": "Study load and level",
        "load_line": "{ects} EC, {hours} hours",
        "level_line": "level EQF {eqf}, NLQF {nlqf}",
        "assessment": "Assessment",
        "result": "Result",
        "mark": "Quality mark",
        "mark_line": "Decision {number} of {body}, {day}",
        "participation": "Form of participation",
        "check": "Check how it stands today with the code or at",
        "issued": "Issued by {institution}.",
        "paper": "The PDF carries the signatures; on paper this is a print.",
        "key": "Key of {operator}: {fingerprint}",
        "code": "QR code with the address to check: {address}",
        "description": "{over}, {load}, awarded by {institution}",
    },
}

_FORMS: dict[str, dict[str, str]] = {
    "nl": {
        AssessmentForm.WRITTEN_EXAM: "Schriftelijk examen",
        AssessmentForm.ORAL_EXAM: "Mondeling examen",
        AssessmentForm.REPORT_PAPER: "Verslag of paper",
        AssessmentForm.PROFESSIONAL_PRODUCT: "Beroepsproduct",
        AssessmentForm.PORTFOLIO: "Portfolio",
        AssessmentForm.BEHAVIOURAL_ASSESSMENT: "Gedragsassessment",
        AssessmentForm.DEVELOPMENT_REPORT: "Ontwikkelverslag",
        AssessmentForm.PERSONALISED: "Persoonlijke toets",
    },
    "en": {
        AssessmentForm.WRITTEN_EXAM: "Written exam",
        AssessmentForm.ORAL_EXAM: "Oral exam",
        AssessmentForm.REPORT_PAPER: "Report or paper",
        AssessmentForm.PROFESSIONAL_PRODUCT: "Professional product",
        AssessmentForm.PORTFOLIO: "Portfolio",
        AssessmentForm.BEHAVIOURAL_ASSESSMENT: "Behavioural assessment",
        AssessmentForm.DEVELOPMENT_REPORT: "Development report",
        AssessmentForm.PERSONALISED: "Personal assessment",
    },
}

_CIRCUMSTANCES: dict[str, dict[str, str]] = {
    "nl": {
        Supervision.NONE: "zonder toezicht",
        Supervision.ONLINE: "met online toezicht",
        Supervision.ONSITE: "met toezicht op locatie",
        Participation.ONLINE + "_taking_part": "Online",
        Participation.ONSITE + "_taking_part": "Op locatie",
        Participation.BLENDED + "_taking_part": "Deels online, deels op locatie",
        Participation.WORK + "_taking_part": "Op het werk",
        "identity": "met identiteitscontrole",
        "nl": "in het Nederlands",
        "en": "in het Engels",
        "de": "in het Duits",
        "fr": "in het Frans",
        "es": "in het Spaans",
    },
    "en": {
        Supervision.NONE: "unsupervised",
        Supervision.ONLINE: "supervised online",
        Supervision.ONSITE: "supervised on location",
        Participation.ONLINE + "_taking_part": "Online",
        Participation.ONSITE + "_taking_part": "On location",
        Participation.BLENDED + "_taking_part": "Partly online, partly on location",
        Participation.WORK + "_taking_part": "At work",
        "identity": "identity checked",
        "nl": "in Dutch",
        "en": "in English",
        "de": "in German",
        "fr": "in French",
        "es": "in Spanish",
    },
}


def day_words(day: date, language: Language) -> str:
    """A date written out: 3 juni 2026."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def number_words(number: Decimal, language: Language) -> str:
    """A number without trailing zeros, with a comma in Dutch."""
    words = f"{number.normalize():f}"
    return words.replace(".", ",") if language == "nl" else words


def texts(page: Page) -> dict[str, Any]:
    """Every line of the page in the language of the page, ready to be set."""
    words = _WORDS[page.language]
    over = words[page.kind]
    load = words["load_line"].format(ects=number_words(page.ects, page.language), hours=page.hours)
    return {
        "language": page.language,
        "institution": page.institution,
        "unit": page.unit,
        "over": over,
        "title": page.title,
        "awarded_to": words["awarded_to"],
        "learner": page.learner,
        "awarded_on": words["awarded_on"].format(day=day_words(page.awarded_on, page.language)),
        "demonstrably": words["demonstrably"],
        "outcomes": page.outcomes,
        "facts": list(_facts(page, load)),
        "verdict": page.verdict,
        "check": words["check"],
        "address": page.address.removeprefix("https://"),
        "issued": words["issued"].format(institution=page.institution),
        "paper": words["paper"],
        "key": words["key"].format(operator=page.operator, fingerprint=page.fingerprint),
        "code_text": words["code"].format(address=page.address),
        "description": words["description"].format(
            over=over, load=load, institution=page.institution
        ),
    }


def _facts(page: Page, load: str) -> Iterator[tuple[str, list[str]]]:
    words = _WORDS[page.language]
    level = words["level_line"].format(eqf=page.eqf_level, nlqf=page.nlqf_level)
    yield words["load"], [load, level]
    if page.assessments:
        lines = dict.fromkeys(_assessment(one, page.language) for one in page.assessments)
        yield words["assessment"], list(lines)
    if page.result:
        yield words["result"], [page.result]
    if page.mark is not None:
        day = day_words(page.mark.decided_on, page.language)
        number, body = page.mark.decision_number, page.mark.body
        yield words["mark"], [words["mark_line"].format(number=number, body=body, day=day)]
    yield words["participation"], [_participation(page)]


def _assessment(assessment: Assessment, language: Language) -> str:
    words = _CIRCUMSTANCES[language]
    parts = [_FORMS[language][assessment.form], words[assessment.supervision]]
    return ", ".join([*parts, words["identity"]] if assessment.identity_check else parts)


def _participation(page: Page) -> str:
    words = _CIRCUMSTANCES[page.language]
    taught = words.get(page.teaching_language)
    form = words[page.participation + "_taking_part"]
    return f"{form}, {taught}" if taught else form

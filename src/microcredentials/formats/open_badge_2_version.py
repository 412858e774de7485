"""Open Badges 2.0: what a version says in words, in alignments and in extensions.

The format has no words for workload, level, assessment, participation or quality assurance
(European elements M7 to M11), so each stands in the criteria for people, and as an alignment
with a European concept for machines.
"""

from collections.abc import Callable
from typing import Any

from microcredentials.document import Achievement
from microcredentials.formats.european_concepts import (
    ASSESSMENT,
    ECTS,
    PARTICIPATION,
    Concept,
    eqf_level,
    field_of_education,
    nlqf_level,
    supervision,
)
from microcredentials.formats.open_badge_3 import decimal, number

_WORDS = {
    "nl": {
        "outcomes": "Na afloop heeft de deelnemer deze leeruitkomsten behaald:",
        "assessment": "Beoordeling:",
        "workload": "Studielast: {ects} EC, {hours} uur.",
        "level": "Niveau: EQF {eqf}{nlqf}.",
        "reason": "Waarom dit niveau: {}",
        "participation": "Vorm van deelname: {}.",
        "prerequisites": "Toelating: {}",
        "target group": "Doelgroep: {}",
        "stackability": "Stapelbaarheid: {}",
        "quality": "Kwaliteitszorg: {}.",
        "fee": "Deelnamekosten: {}",
        "result": "Resultaat",
        "passed from": "voldoende vanaf",
        "took part": "Deelname",
        "outcome": "leeruitkomst {}",
    },
    "en": {
        "outcomes": "The learner has reached these learning outcomes:",
        "assessment": "Assessment:",
        "workload": "Workload: {ects} ECTS, {hours} hours.",
        "level": "Level: EQF {eqf}{nlqf}.",
        "reason": "Why this level: {}",
        "participation": "Form of participation: {}.",
        "prerequisites": "Entry requirements: {}",
        "target group": "For whom: {}",
        "stackability": "Stackability: {}",
        "quality": "Quality assurance: {}.",
        "fee": "Fee: {}",
        "result": "Result",
        "passed from": "passed from",
        "took part": "Took part",
        "outcome": "learning outcome {}",
    },
}


def words_of(version: Achievement) -> dict[str, str]:
    """Return the fixed words in the language of a version."""
    return _WORDS[version.language]


def narrative(version: Achievement) -> str:
    """Return the criteria as Markdown: what was learned, how it was assessed, and the rest."""
    words, language = words_of(version), version.language
    assessments = "\n".join(
        f"- {part.description} ({ASSESSMENT[part.form].words[language]}; "
        f"{supervision(part).words[language]})"
        for part in version.assessments
    )
    outcomes = "\n".join(f"- {outcome}" for outcome in version.outcomes)
    nlqf = f", NLQF {version.nlqf_level}" if version.nlqf_level else ""
    said = [
        f"{words['outcomes']}\n\n{outcomes}",
        f"{words['assessment']}\n\n{assessments}",
        words["workload"].format(ects=decimal(version.ects), hours=version.hours),
        words["level"].format(eqf=version.eqf_level, nlqf=nlqf),
        _said(words["reason"], version.level_reason),
        words["participation"].format(PARTICIPATION[version.participation].words[language]),
        _said(words["prerequisites"], version.prerequisites),
        _said(words["target group"], version.target_group),
        _said(words["stackability"], version.stackability),
        _said(words["quality"], version.framework.name if version.framework else ""),
        _said(words["fee"], version.fee),
    ]
    return "\n\n".join(sentence for sentence in said if sentence)


def _said(sentence: str, value: str) -> str:
    return sentence.format(value) if value else ""


def alignments(version: Achievement) -> list[dict[str, Any]]:
    """Return outcomes, levels, workload, forms, field, skills and framework as alignments."""
    nlqf = [nlqf_level(version.nlqf_level)] if version.nlqf_level else []
    assessments = {ASSESSMENT[part.form].id: ASSESSMENT[part.form] for part in version.assessments}
    supervisions = {supervision(part).id: supervision(part) for part in version.assessments}
    field = [field_of_education(version.isced_f)] if version.isced_f else []
    concept = _in_language(version.language)
    return [
        *_outcomes(version),
        concept(eqf_level(version.eqf_level), "EQF", str(version.eqf_level)),
        *(concept(level, "NLQF", version.nlqf_level) for level in nlqf),
        *(concept(ECTS, "ECTS", decimal(ects)) for ects in [version.ects] if ects),
        concept(PARTICIPATION[version.participation], "Modes of learning and assessment"),
        *(concept(form, "Learning assessment types") for form in assessments.values()),
        *(concept(kind, "Supervision and ID verification") for kind in supervisions.values()),
        *(concept(code, "ISCED-F 2013", version.isced_f) for code in field),
        *_skills(version),
        *_framework(version),
    ]


def _in_language(language: str) -> Callable[..., dict[str, Any]]:
    def alignment(concept: Concept, framework: str, code: str = "") -> dict[str, Any]:
        rendered = {
            "type": "AlignmentObject",
            "targetName": concept.words.get(language) or concept.words.get("en") or code,
            "targetUrl": concept.id,
            "targetFramework": framework,
        }
        return rendered | ({"targetCode": code} if code else {})

    return alignment


def _outcomes(version: Achievement) -> list[dict[str, Any]]:
    code = words_of(version)["outcome"]
    return [
        {
            "type": "AlignmentObject",
            "targetName": outcome,
            "targetUrl": f"{version.id}#outcome-{number}",
            "targetCode": code.format(number),
        }
        for number, outcome in enumerate(version.outcomes, 1)
    ]


def _skills(version: Achievement) -> list[dict[str, Any]]:
    return [
        {
            "type": "AlignmentObject",
            "targetName": skill.name,
            "targetUrl": skill.id,
            "targetFramework": "ESCO",
        }
        for skill in version.skills
    ]


def _framework(version: Achievement) -> list[dict[str, Any]]:
    if version.framework is None:
        return []
    return [
        {
            "type": "AlignmentObject",
            "targetName": version.framework.name,
            "targetUrl": version.framework.id,
            "targetFramework": "Quality assurance",
        }
    ]


def extensions(version: Achievement, address: str) -> dict[str, Any]:
    """Return the extensions that Dutch badges carry; their contexts stand under `address`."""
    values: dict[str, Any] = {
        "ECTS": number(version.ects),
        "StudyLoad": version.hours,
        "EQF": version.eqf_level,
        "LearningOutcome": "\n".join(version.outcomes),
        "Language": version.teaching_language,
    }
    return {
        f"extensions:{name}Extension": {
            "@context": f"{address}/{name}Extension/context.json",
            "type": ["Extension", f"extensions:{name}Extension"],
            name: value,
        }
        for name, value in values.items()
        if value
    }

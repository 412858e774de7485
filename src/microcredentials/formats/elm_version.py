"""European Learning Model: what a version says, as a qualification with its parts."""

from typing import Any

from microcredentials.document import Achievement, Assessment
from microcredentials.formats.elm_parts import (
    Languages,
    Text,
    concept,
    identifier,
    node,
    note,
    notes,
    web_page,
)
from microcredentials.formats.european_concepts import (
    ASSESSMENT,
    ECTS,
    FORMAL,
    LANGUAGES,
    NON_FORMAL,
    PARTICIPATION,
    PROGRAMME_ACTIVITY,
    SHORT_PROGRAMME,
    Concept,
    eqf_level,
    field_of_education,
    is_esco,
    nlqf_level,
    skill,
)
from microcredentials.formats.open_badge_3 import decimal


def qualification(languages: Languages, accreditation: dict[str, Any]) -> dict[str, Any]:
    """Return the version as a partial qualification: levels stand on qualifications only.

    Institutions state the level of a microcredential themselves; it is no qualification of the
    Dutch framework.
    """
    version = languages.versions[0]
    nlqf = concept(nlqf_level(version.nlqf_level)) if version.nlqf_level else {}
    field = [field_of_education(version.isced_f)] if version.isced_f else []
    rendered = node(
        "Qualification",
        "1",
        title=languages.text(lambda each: each.name),
        description=languages.text(lambda each: each.description),
        identifier=_names(version),
        dcType=concept(SHORT_PROGRAMME),
        eqfLevel=concept(eqf_level(version.eqf_level)),
        nqfLevel=nlqf,
        isPartialQualification=True,
        thematicArea=[concept(code) for code in field],
        creditPoint=credits_of(version, "qualification"),
        mode=concept(PARTICIPATION[version.participation]),
        learningSetting=concept(FORMAL if version.accredited_programme else NON_FORMAL),
        entryRequirement=note("entry", languages.text(lambda each: each.prerequisites)),
        learningOutcome=[*_outcomes(languages), *_skills(languages)],
        provenBy=[
            assessment_specification(languages, number)
            for number in range(1, len(version.assessments) + 1)
        ],
        category=_categories(languages),
        additionalNote=_notes(languages),
        accreditation=accreditation,
        homepage=web_page("criteria", version.criteria_url),
        supplementaryDocument=_previous(version, languages),
        **_taught(version),
    )
    return rendered | {"id": version.id}


def _previous(version: Achievement, languages: Languages) -> dict[str, Any]:
    if version.previous is None:
        return {}
    title = languages.words("previous", languages.same(version.previous.version))
    return web_page("previous", version.previous.id, title)


def _names(version: Achievement) -> list[dict[str, Any]]:
    return [
        identifier("code", "code", version.code),
        identifier("version", "version", version.version),
    ]


def credits_of(version: Achievement, name: str) -> dict[str, Any]:
    """Return the EC of a version, or an empty object if it has none."""
    if not version.ects:
        return {}
    return node("CreditPoint", name, framework=concept(ECTS), point=decimal(version.ects))


def _taught(version: Achievement) -> dict[str, Any]:
    language = LANGUAGES.get(version.teaching_language)
    return ({"language": concept(language)} if language else {}) | {
        "volumeOfLearning": hours(version)
    }


def hours(version: Achievement) -> str:
    """Return the study load as a duration."""
    return f"PT{version.hours}H"


def activity_specification(languages: Languages) -> dict[str, Any]:
    """Return what learners do in the programme."""
    version = languages.versions[0]
    return node(
        "LearningActivitySpecification",
        "1",
        title=languages.text(lambda each: each.name),
        mode=concept(PARTICIPATION[version.participation]),
        dcType=concept(PROGRAMME_ACTIVITY),
        **_taught(version),
    )


def assessment_specification(languages: Languages, number: int) -> dict[str, Any]:
    """Return the assessment with this number, from 1."""
    part = languages.versions[0].assessments[number - 1]
    return node(
        "LearningAssessmentSpecification",
        str(number),
        title=part_text(languages, number),
        dcType=concept(ASSESSMENT[part.form]),
    )


def part_text(languages: Languages, number: int) -> Text:
    """Return what the assessment with this number is, in each language."""

    def described(version: Achievement) -> str:
        parts: tuple[Assessment, ...] = version.assessments
        return parts[number - 1].description

    return languages.text(described)


def _outcomes(languages: Languages) -> list[dict[str, Any]]:
    version = languages.versions[0]
    return [
        {
            "id": f"{version.id}#outcome-{number}",
            "type": "LearningOutcome",
            "title": _outcome(languages, number),
        }
        for number in range(1, len(version.outcomes) + 1)
    ]


def _outcome(languages: Languages, number: int) -> Text:
    return {version.language: version.outcomes[number - 1] for version in languages.versions}


def _skills(languages: Languages) -> list[dict[str, Any]]:
    # A skill has no place but on an outcome, and the record does not say on which one.
    version = languages.versions[0]
    found = []
    for number, each in enumerate(version.skills, 1):
        words = _skill_words(languages, each.id)
        related: Concept = skill(each.id, words)
        word = "relatedESCOSkill" if is_esco(each.id) else "relatedSkill"
        outcome = node("LearningOutcome", f"skill-{number}", title=words)
        found.append(outcome | {word: concept(related)})
    return found


def _skill_words(languages: Languages, address: str) -> Text:
    return {
        version.language: each.name
        for version in languages.versions
        for each in version.skills
        if each.id == address
    }


def _categories(languages: Languages) -> dict[str, list[str]]:
    found = {
        version.language: [word for word in (version.field_of_study, *version.tags) if word]
        for version in languages.versions
    }
    return {language: words for language, words in found.items() if words}


def _notes(languages: Languages) -> list[dict[str, Any]]:
    stackable = languages.versions[0].stackable
    said = languages.words
    return notes(
        note("level", said("level", languages.text(lambda each: each.level_reason))),
        note("target-group", said("group", languages.text(lambda each: each.target_group))),
        note("stackable", said("stackable" if stackable else "stand-alone")),
        note("stackability", languages.text(lambda each: each.stackability)),
        note("fee", said("fee", languages.text(lambda each: each.fee))),
    )

"""European Learning Model: what is said of the learner, and who vouches for the version."""

from typing import Any

from microcredentials.dates import midnight
from microcredentials.document import (
    Achievement,
    Evidence,
    Grading,
    Learner,
    Microcredential,
    Party,
    Result,
    ResultKind,
)
from microcredentials.formats.elm_parts import (
    Languages,
    Text,
    concept,
    identifier,
    mailbox,
    node,
    note,
    notes,
    organisation,
    web_page,
)
from microcredentials.formats.elm_version import (
    activity_specification,
    assessment_specification,
    credits_of,
    hours,
    part_text,
    qualification,
)
from microcredentials.formats.european_concepts import PROGRAMME_QUALITY, eqf_level, supervision


def person(learner: Learner, claim: dict[str, Any], languages: Languages) -> dict[str, Any]:
    """Return the learner, by name and e-mail address, with what they have earned."""
    language = languages.versions[0].language
    return node(
        "Person",
        "1",
        fullName={language: learner.name},
        givenName={language: learner.given_name} if learner.given_name else {},
        familyName={language: learner.family_name} if learner.family_name else {},
        contactPoint=mailbox("person", learner.email),
        hasClaim=claim,
    ) | {"id": learner.id}


def claim(award: Microcredential, languages: Languages) -> dict[str, Any]:
    """Return the achievement of the learner: the one claim of the credential."""
    version = award.achievement
    awarded = node(
        "AwardingProcess",
        "1",
        awardingBody=[organisation("institution", award.issuer, languages)],
        awardingDate=midnight(award.awarded_on),
    )
    return node(
        "LearningAchievement",
        "1",
        title=languages.text(lambda each: each.name),
        description=languages.text(lambda each: each.description),
        awardedBy=awarded,
        creditReceived=credits_of(version, "earned"),
        influencedBy=_activity(award, awarded, languages),
        provenBy=_assessments(award, awarded, languages),
        specifiedBy=qualification(languages, _accreditation(award, languages)),
        additionalNote=_notes(award, languages),
        supplementaryDocument=[
            web_page(f"evidence-{number}", evidence.id, languages.own(evidence.name))
            for number, evidence in enumerate(award.evidence, 1)
            if evidence.id
        ],
    )


def _activity(
    award: Microcredential, awarded: dict[str, Any], languages: Languages
) -> dict[str, Any]:
    start, end = award.took_part_from, award.took_part_until
    period = {
        "startDate": midnight(start) if start else "",
        "endDate": midnight(end) if end else "",
    }
    return node(
        "LearningActivity",
        "1",
        title=languages.text(lambda each: each.name),
        awardedBy=awarded,
        temporal=node("PeriodOfTime", "1", **period) if start or end else {},
        workload=hours(award.achievement),
        specifiedBy=activity_specification(languages),
    )


def _assessments(
    award: Microcredential, awarded: dict[str, Any], languages: Languages
) -> dict[str, Any]:
    """Return the result of the whole, with each assessment as a part of it.

    An assessment must have a grade here. The record has one result, so a part is only said to
    be completed.
    """
    result, title = award.result, languages.words("final")
    return node(
        "LearningAssessment",
        "final",
        title=title,
        awardedBy=awarded,
        grade=note("grade", languages.same(result.value) if result else languages.words("passed")),
        dateIssued=midnight(award.awarded_on),
        specifiedBy=node(
            "LearningAssessmentSpecification",
            "final",
            title=title,
            gradingScheme=_grading(award.achievement.grading, result, languages),
        ),
        hasPart=[
            _part(number, awarded, languages)
            for number in range(1, len(award.achievement.assessments) + 1)
        ],
    )


def _part(number: int, awarded: dict[str, Any], languages: Languages) -> dict[str, Any]:
    part = languages.versions[0].assessments[number - 1]
    return node(
        "LearningAssessment",
        str(number),
        title=part_text(languages, number),
        awardedBy=awarded,
        grade=note("part-grade", languages.words("completed")),
        idVerification=concept(supervision(part)),
        specifiedBy=assessment_specification(languages, number),
    )


def _grading(
    grading: Grading | None, result: Result | None, languages: Languages
) -> dict[str, Any]:
    """Return the scale of the version, else what the result says of its own scale."""
    if grading is None:
        grading = Grading(
            name=result.scale if result else "",
            kind=ResultKind.RAW_SCORE,
            passed_from=result.passed_from if result else "",
        )
    if not grading.name:
        return {}
    ends = [end for end in (grading.minimum, grading.maximum) if end]
    bounds = ", ".join(grading.values) or " – ".join(ends)
    passed = languages.words("from", languages.same(grading.passed_from))
    said = {
        language: "; ".join(filter(None, (bounds, passed.get(language, ""))))
        for language in languages.same(grading.name)
    }
    return node(
        "GradingScheme",
        "1",
        title=languages.text(_scale_name) or languages.same(grading.name),
        description={language: text for language, text in said.items() if text},
    )


def _scale_name(version: Achievement) -> str:
    return version.grading.name if version.grading else ""


def _notes(award: Microcredential, languages: Languages) -> list[dict[str, Any]]:
    replaces = languages.words("replaces", languages.same(award.replaces or ""))
    return notes(
        note("narrative", languages.own(award.narrative)),
        note("replaces", replaces),
        *(
            note(f"evidence-{number}", _evidence(evidence, languages))
            for number, evidence in enumerate(award.evidence, 1)
        ),
    )


def _evidence(evidence: Evidence, languages: Languages) -> Text:
    said = (evidence.name, evidence.genre, evidence.description, evidence.narrative)
    return languages.words("evidence", languages.own("\n".join(filter(None, said))))


def _accreditation(award: Microcredential, languages: Languages) -> dict[str, Any]:
    """Return the quality mark, as the designated body decided it."""
    framework = award.achievement.framework
    if award.mark is None or framework is None:
        return {}
    subject = award.mark["credentialSubject"]
    decision = languages.words("decision", languages.same(subject["decisionNumber"]))
    until = subject.get("awardsUntil")
    return node(
        "Accreditation",
        "mark",
        title=languages.words("mark", _framework(languages)),
        dcType=concept(PROGRAMME_QUALITY),
        identifier=identifier("decision", "decision", subject["decisionNumber"]),
        description=decision,
        accreditingAgent=organisation("body", _body(award), languages),
        organisation=organisation("institution", award.issuer, languages),
        limitEQFLevel=concept(eqf_level(award.achievement.eqf_level)),
        dateIssued=award.mark["validFrom"],
        expiryDate=f"{until}T23:59:59Z" if until else "",
        homepage=web_page("framework", framework.id),
    )


def _framework(languages: Languages) -> Text:
    return languages.text(lambda each: each.framework.name if each.framework else "")


def _body(award: Microcredential) -> Party:
    issuer = (award.mark or {})["issuer"]
    return Party(
        id=issuer["id"],
        name=issuer["name"],
        url=issuer.get("url", ""),
        country=award.issuer.country,
    )

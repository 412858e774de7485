"""Open Badges 3.0: what an award may say beyond what it must; nothing where there is nothing."""

from collections.abc import Mapping
from typing import Any

from microcredentials.dates import midnight
from microcredentials.document import Achievement, Evidence, Grading, Microcredential, Party


def skills(version: Achievement) -> list[dict[str, Any]]:
    """Return the skills as alignments, beside the learning outcomes."""
    return [
        {
            "type": ["Alignment"],
            "targetType": "ext:ESCOSkill",
            "targetName": skill.name,
            "targetUrl": skill.id,
        }
        for skill in version.skills
    ]


def previous(version: Achievement) -> list[dict[str, Any]]:
    """Return the version that this one follows, as a related achievement."""
    if version.previous is None:
        return []
    return [
        {"id": version.previous.id, "type": ["Related"], "version": version.previous.version},
    ]


def of_version(version: Achievement) -> dict[str, Any]:
    """Return the optional properties of an achievement."""
    grading = version.grading
    return _given(
        {
            "fieldOfStudy": version.field_of_study,
            "tag": list(version.tags),
            "resultDescription": [_grading(version, grading)] if grading else [],
        }
    )


def grading_id(version: Achievement) -> str:
    """Return the address of the scale of a version, to which every result points."""
    return f"{version.id}#grading"


def _grading(version: Achievement, grading: Grading) -> dict[str, Any]:
    return {
        "id": grading_id(version),
        "type": ["ResultDescription"],
        "name": grading.name,
        "resultType": grading.kind.value,
    } | _given(
        {
            "allowedValue": list(grading.values),
            "valueMin": grading.minimum,
            "valueMax": grading.maximum,
            "requiredValue": grading.passed_from,
        }
    )


def of_award(document: Microcredential) -> dict[str, Any]:
    """Return the optional properties of an award."""
    return _given({"evidence": [_evidence(evidence) for evidence in document.evidence]})


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"type": ["Evidence"], "name": evidence.name} | _given(
        {
            "id": evidence.id,
            "description": evidence.description,
            "narrative": evidence.narrative,
            "genre": evidence.genre,
        }
    )


def of_subject(document: Microcredential) -> dict[str, Any]:
    """Return the optional properties of who the award is about."""
    start, end = document.took_part_from, document.took_part_until
    return _given(
        {
            "narrative": document.narrative,
            "activityStartDate": midnight(start) if start else "",
            "activityEndDate": midnight(end) if end else "",
        }
    )


def of_party(party: Party) -> dict[str, Any]:
    """Return address, logo and identifiers of an organisation."""
    address = {"type": ["Address"], "addressCountryCode": party.country}
    logo = {"id": party.logo_url, "type": "Image", "caption": party.name}
    return {"address": address | _given({"streetAddress": party.address})} | _given(
        {
            "image": logo if party.logo_url else "",
            "otherIdentifier": [
                {
                    "type": "IdentifierEntry",
                    "identifier": identifier.value,
                    "identifierType": f"ext:{identifier.kind}",
                }
                for identifier in party.identifiers
            ],
        }
    )


def _given(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in ("", [])}

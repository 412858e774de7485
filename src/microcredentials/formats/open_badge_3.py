"""Open Badges 3.0: the achievement of a version, and the award of it to a learner."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from microcredentials.canonical_json import canonical_json
from microcredentials.contexts import AWARD_CONTEXTS
from microcredentials.dates import midnight, timestamp
from microcredentials.document import (
    Achievement,
    Assessment,
    Kind,
    Learner,
    Microcredential,
    Party,
    Result,
    StatusEntry,
)
from microcredentials.formats import open_badge_3_optional as optional
from microcredentials.formats.european_concepts import (
    ASSESSMENT,
    PARTICIPATION,
    eqf_level,
    field_of_education,
    supervision,
)
from microcredentials.multibase import write_base64url

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
ACHIEVEMENT_TYPE = {Kind.MICROCREDENTIAL: "MicroCredential", Kind.EDUBADGE: "Badge"}

_SHA2_256 = b"\x12\x20"

_WORDS = {
    "nl": {
        "outcomes": "Na afloop heeft de deelnemer deze leeruitkomsten behaald:",
        "assessment": "Beoordeling:",
        "eqf": "EQF-niveau",
        "nlqf": "NLQF-niveau",
    },
    "en": {
        "outcomes": "The learner has reached these learning outcomes:",
        "assessment": "Assessment:",
        "eqf": "EQF level",
        "nlqf": "NLQF level",
    },
}


def achievement(version: Achievement) -> dict[str, Any]:
    """Return the achievement exactly as it stands in every award of this version."""
    micro = version.kind is Kind.MICROCREDENTIAL
    return {
        "id": version.id,
        "type": ["Achievement", *(["MicrocredentialAchievement"] if micro else [])],
        "achievementType": ACHIEVEMENT_TYPE[version.kind],
        "name": version.name,
        "description": version.description,
        "inLanguage": version.language,
        "version": version.version,
        "humanCode": version.code,
        "creator": {"id": version.creator, "type": ["Profile"]},
        "criteria": {"id": version.criteria_url, "narrative": _narrative(version)},
        "image": {"id": version.image_url, "type": "Image", "caption": version.name},
        "creditsAvailable": number(version.ects),
        "alignment": [
            *_outcomes(version),
            *_levels(version),
            *optional.skills(version),
            *_framework(version),
        ],
        "related": [
            *(
                {"id": url, "type": ["Related"], "inLanguage": language}
                for language, url in version.other_languages
            ),
            *optional.previous(version),
        ],
        **optional.of_version(version),
        **_own_terms(version),
    }


def _own_terms(version: Achievement) -> dict[str, Any]:
    terms: dict[str, Any] = {
        "ects": decimal(version.ects),
        "studyLoadHours": version.hours,
        "eqfLevel": eqf_level(version.eqf_level).id,
        "nlqfLevel": version.nlqf_level,
        "levelJustification": version.level_reason,
        "iscedF": field_of_education(version.isced_f).id if version.isced_f else "",
        "participationType": PARTICIPATION[version.participation].id,
        "assessmentType": _distinct(ASSESSMENT[part.form].id for part in version.assessments),
        "supervisionType": _distinct(supervision(part).id for part in version.assessments),
        "identityCheck": all(part.identity_check for part in version.assessments),
        "assessmentPlan": [
            _assessment(version, number, part) for number, part in enumerate(version.assessments, 1)
        ],
        "prerequisites": version.prerequisites,
        "targetGroup": version.target_group,
        "teachingLanguage": version.teaching_language,
        "stackable": version.stackable,
        "stackability": version.stackability,
        "accreditedProgramme": version.accredited_programme,
        "participationFee": version.fee,
    }
    if version.framework is not None:
        terms["qualityAssurance"] = version.framework.id
    return {name: value for name, value in terms.items() if value not in ("", [])}


def _assessment(version: Achievement, number: int, part: Assessment) -> dict[str, Any]:
    return {
        "id": f"{version.id}#assessment-{number}",
        "type": ["AssessmentPart"],
        "assessmentForm": ASSESSMENT[part.form].id,
        "assessmentExplanation": part.description,
        "supervisionType": [supervision(part).id],
        "identityCheck": part.identity_check,
        "assessedOutcome": [f"{version.id}#outcome-{outcome}" for outcome in part.outcomes],
    }


def _narrative(version: Achievement) -> str:
    words = _WORDS[version.language]
    outcomes = "\n".join(f"- {outcome}" for outcome in version.outcomes)
    assessments = "\n".join(f"- {part.description}" for part in version.assessments)
    return f"{words['outcomes']}\n\n{outcomes}\n\n{words['assessment']}\n\n{assessments}"


def _outcomes(version: Achievement) -> list[dict[str, Any]]:
    return [
        {
            "type": ["Alignment"],
            "targetType": "ext:LearningOutcome",
            "targetName": outcome,
            "targetUrl": f"{version.id}#outcome-{number}",
        }
        for number, outcome in enumerate(version.outcomes, 1)
    ]


def _levels(version: Achievement) -> list[dict[str, Any]]:
    words = _WORDS[version.language]
    levels = [
        {
            "type": ["Alignment"],
            "targetType": "ext:EQF",
            "targetName": f"{words['eqf']} {version.eqf_level}",
            "targetFramework": "European Qualifications Framework",
            "targetCode": str(version.eqf_level),
            "targetUrl": eqf_level(version.eqf_level).id,
        }
    ]
    if version.nlqf_level:
        levels.append(
            {
                "type": ["Alignment"],
                "targetType": "ext:NLQF",
                "targetName": f"{words['nlqf']} {version.nlqf_level}",
                "targetFramework": "Nederlands kwalificatieraamwerk (NLQF)",
                "targetCode": version.nlqf_level,
                "targetUrl": "https://www.nlqf.nl/nlqf-niveaus",
            }
        )
    return levels


def _framework(version: Achievement) -> list[dict[str, Any]]:
    if version.framework is None:
        return []
    return [
        {
            "type": ["Alignment"],
            "targetType": "ext:QualityAssurance",
            "targetName": version.framework.name,
            "targetUrl": version.framework.id,
        }
    ]


def content_bytes(version: Achievement) -> bytes:
    """Return the bytes (RFC 8785) that the content address of this version serves for ever."""
    return canonical_json(achievement(version))


def content_digest(version: Achievement) -> str:
    """Return the digest of a version in one language, as a mark names it."""
    return digest_of(achievement(version))


def digest_of(rendered: Mapping[str, Any]) -> str:
    """Return the digest of an achievement found in a file, leaving out who endorsed it."""
    content = {name: value for name, value in rendered.items() if name != "endorsement"}
    hashed = hashlib.sha256(canonical_json(content)).digest()
    return "u" + write_base64url(_SHA2_256 + hashed)


def version_hash(digests: Mapping[str, str]) -> bytes:
    """Return the one hash of a version over the digests of its languages."""
    return hashlib.sha256(canonical_json({"schema": "version-1", **digests})).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What awards of one version by one institution have in common, in JSON or for later."""

    issuer: object
    achievement: object


def common_to(document: Microcredential) -> Common:
    """Return the parts of an award that hold nothing of the learner."""
    content = achievement(document.achievement)
    if document.mark is not None:
        content["endorsement"] = [document.mark]
    issuer = profile(document.issuer) | {"endorsement": [document.admission]}
    return Common(issuer=issuer, achievement=content)


def award(document: Microcredential, common: Common | None = None) -> dict[str, Any]:
    """Return the award as an unsigned OpenBadgeCredential; `common` is put in place as it is."""
    common = common or common_to(document)
    rendered: dict[str, Any] = {
        "@context": list(AWARD_CONTEXTS),
        "id": document.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": document.achievement.name,
        "issuer": common.issuer,
        "validFrom": timestamp(document.valid_from),
        "awardedDate": midnight(document.awarded_on),
        "credentialSubject": _subject(document, common),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": _status(document.status),
        "suspension": document.status.suspension_list,
    }
    if document.valid_until is not None:
        rendered["validUntil"] = timestamp(document.valid_until)
    if document.replaces is not None:
        rendered["replaces"] = document.replaces
    return rendered | optional.of_award(document)


def _subject(document: Microcredential, common: Common) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": document.learner.id,
        "type": ["AchievementSubject"],
        "identifier": identity(document.learner),
        "creditsEarned": number(document.achievement.ects),
        "achievement": common.achievement,
    }
    if document.result is not None:
        subject["result"] = [_result(document.result, document.achievement)]
    return subject | optional.of_subject(document)


def identity(learner: Learner) -> list[dict[str, Any]]:
    """Return what the learner is known by: the name in plain words, all else hashed."""
    found: list[dict[str, Any]] = [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": learner.name,
            "identityType": "name",
        }
    ]
    if learner.email:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": identity_hash(learner.email, learner.salt),
                "identityType": "emailAddress",
                "salt": learner.salt,
            }
        )
    return found + [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": identity_hash(identifier.value, learner.salt),
            "identityType": identifier.kind.value,
            "salt": learner.salt,
        }
        for identifier in learner.identifiers
    ]


def identity_hash(identity: str, salt: str) -> str:
    """Hash an address or number as Open Badges asks, after trimming and lower-casing it."""
    text = identity.strip().lower() + salt
    return "sha256$" + hashlib.sha256(text.encode()).hexdigest()


def _result(result: Result, version: Achievement) -> dict[str, Any]:
    rendered = {"type": ["Result"], "value": result.value}
    if version.grading is not None:
        rendered["resultDescription"] = optional.grading_id(version)
    if result.scale:
        rendered["gradingScale"] = result.scale
    if result.passed_from:
        rendered["passedFrom"] = result.passed_from
    return rendered


def _status(status: StatusEntry) -> dict[str, Any]:
    return {
        "id": f"{status.revocation_list}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": status.revocation_list,
    }


def profile(party: Party) -> dict[str, Any]:
    """Return an institution, body or operator as an Open Badges profile."""
    rendered: dict[str, Any] = {"id": party.id, "type": ["Profile"], "name": party.name}
    if party.url:
        rendered["url"] = party.url
    if party.email:
        rendered["email"] = party.email
    return rendered | optional.of_party(party)


def number(value: Decimal) -> int | float:
    """Write a number of EC as RFC 8785 does: 5, never 5.0."""
    return int(value) if value % 1 == 0 else float(value)


def decimal(value: Decimal) -> str:
    """Write a number of EC in the words of our own terms."""
    return str(number(value))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))

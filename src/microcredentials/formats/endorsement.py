"""Open Badges 3.0 endorsements: the quality mark and the admission.

They carry no end date and no status of their own: foreign validators would call old awards
expired. Our terms say for which awards they count.
"""

from typing import Any

from microcredentials.contexts import AWARD_CONTEXTS
from microcredentials.dates import timestamp
from microcredentials.document import Admission, ContentReference, QualityMark
from microcredentials.formats.open_badge_3 import decimal, profile

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)


def quality_mark(mark: QualityMark) -> dict[str, Any]:
    """Return the mark as an unsigned EndorsementCredential about one version."""
    subject: dict[str, Any] = {
        "id": mark.achievement_id,
        "type": ["EndorsementSubject", "QualityMark"],
        "frameworkVersion": mark.framework.id,
        "decisionNumber": mark.decision_number,
        "ecMinimum": decimal(mark.ec_minimum),
        "ecMaximum": decimal(mark.ec_maximum),
        "awardsFrom": mark.awards_from.isoformat(),
    }
    if mark.awards_until is not None:
        subject["awardsUntil"] = mark.awards_until.isoformat()
    if mark.comment:
        subject["endorsementComment"] = mark.comment
    return {
        "@context": list(AWARD_CONTEXTS),
        "id": mark.id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"{mark.framework.name}: {mark.achievement_name}",
        "issuer": profile(mark.body),
        "validFrom": timestamp(mark.created),
        "credentialSubject": subject,
        "relatedResource": [_content(content) for content in mark.contents],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _content(content: ContentReference) -> dict[str, Any]:
    return {
        "id": content.url,
        "mediaType": "application/json",
        "digestMultibase": content.digest,
    }


def admission(document: Admission) -> dict[str, Any]:
    """Return the admission as an unsigned EndorsementCredential about one institution."""
    lowest, highest = document.levels
    subject: dict[str, Any] = {
        "id": document.institution.id,
        "type": ["EndorsementSubject", "InstitutionAdmission"],
        "sector": document.sector,
        "levelMinimum": lowest,
        "levelMaximum": highest,
        "frameworkVersion": document.framework.id,
        "designatedBody": list(document.bodies),
        "awardsFrom": document.awards_from.isoformat(),
    }
    if document.awards_until is not None:
        subject["awardsUntil"] = document.awards_until.isoformat()
    return {
        "@context": list(AWARD_CONTEXTS),
        "id": document.id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"{document.framework.name}: {document.institution.name}",
        "issuer": profile(document.operator),
        "validFrom": timestamp(document.created),
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }

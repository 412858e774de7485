"""Status list credentials (W3C Bitstring Status List 1.0) and our signed status notes."""

from datetime import timedelta
from typing import Any

from microcredentials.contexts import REGISTER_CONTEXTS, STATUS_CONTEXTS
from microcredentials.dates import timestamp
from microcredentials.document import StatusList, StatusNote
from microcredentials.status import encode

VALID_FOR = timedelta(days=7)
TTL_MILLISECONDS = 300_000


def either(document: StatusList | StatusNote) -> dict[str, Any]:
    """Return a list or a note as an unsigned credential."""
    return status_list(document) if isinstance(document, StatusList) else status_note(document)


def status_list(document: StatusList) -> dict[str, Any]:
    """Return the list as an unsigned credential in the standard's own words only."""
    return {
        "@context": list(STATUS_CONTEXTS),
        "id": document.id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": document.issuer.id,
        "validFrom": timestamp(document.created),
        "validUntil": timestamp(document.created + VALID_FOR),
        "credentialSubject": {
            "id": f"{document.id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": document.purpose,
            "encodedList": encode(document.set_indexes, length=document.length),
            "ttl": TTL_MILLISECONDS,
        },
    }


def status_note(document: StatusNote) -> dict[str, Any]:
    """Return the note as an unsigned credential; there is no person in it."""
    subject = {
        "id": document.award,
        "type": "KeurmerkStatusNote",
        "awardStatus": document.status,
        "statusReason": document.reason,
        "statusDate": document.on.isoformat(),
    }
    if document.replaced_by is not None:
        subject["replacedBy"] = document.replaced_by
    return {
        "@context": list(REGISTER_CONTEXTS),
        "id": document.id,
        "type": ["VerifiableCredential"],
        "issuer": document.issuer.id,
        "validFrom": timestamp(document.created),
        "credentialSubject": subject,
    }

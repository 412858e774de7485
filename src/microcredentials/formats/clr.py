"""CLR 2.0: a learning record over several awards of one learner.

The awards stand in it as they were signed, each with its own proof, mark and admission: a record
adds only how they stand to each other. The word `partial` of CLR is left out: its context gives
it a type that is no address, and engines differ on whether it says anything at all.
"""

from typing import Any

from microcredentials.contexts import LEARNING_RECORD_CONTEXTS
from microcredentials.dates import timestamp
from microcredentials.document import Association, LargerAward, LearningRecord
from microcredentials.formats.open_badge_3 import identity, profile

SCHEMA = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"


def learning_record(record: LearningRecord) -> dict[str, Any]:
    """Return the record as an unsigned ClrCredential."""
    subject: dict[str, Any] = {
        "id": record.learner.id,
        "type": ["ClrSubject"],
        "identifier": identity(record.learner),
        "verifiableCredential": list(record.awards),
    }
    if record.larger_awards:
        subject["achievement"] = [_larger_award(award) for award in record.larger_awards]
    if record.associations:
        subject["association"] = [_association(association) for association in record.associations]
    rendered = {
        "@context": list(LEARNING_RECORD_CONTEXTS),
        "id": record.id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": record.name,
        "issuer": profile(record.issuer),
        "validFrom": timestamp(record.created),
        "credentialSubject": subject,
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    return rendered | ({"description": record.description} if record.description else {})


def _larger_award(award: LargerAward) -> dict[str, Any]:
    return {
        "id": award.id,
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": award.name,
        "description": award.description,
        "criteria": {"narrative": award.criteria},
    }


def _association(association: Association) -> dict[str, Any]:
    return {
        "type": "Association",
        "associationType": association.kind.value,
        "sourceId": association.source,
        "targetId": association.target,
    }

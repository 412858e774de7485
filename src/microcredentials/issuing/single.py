"""Issue: lint the document, write it down, sign it, and check what was signed."""

from datetime import datetime
from typing import Any

from microcredentials import lint
from microcredentials.document import (
    Admission,
    Document,
    LearningRecord,
    Microcredential,
    QualityMark,
    Register,
)
from microcredentials.errors import InvalidDocument
from microcredentials.formats import clr, endorsement, open_badge_3, register, status
from microcredentials.keys import Signer
from microcredentials.proofs import data_integrity
from microcredentials.proofs.screening import described_twice


def issue(document: Document, signer: Signer) -> str:
    """Return `document`, signed, as one line of JSON.

    Raises `InvalidDocument` before the key is touched: nothing that breaks a rule is ever signed.
    """
    if problems := lint.problems(document):
        raise InvalidDocument(problems)
    rendered, author = render(document)
    if not signer.key_id.startswith(f"{author}#"):
        raise InvalidDocument([f"the key {signer.key_id} is not a key of {author}"])
    if twice := described_twice(rendered):
        raise InvalidDocument([f"{twice} is described twice"])
    signed = data_integrity.sign(rendered, signer, created=_signed_at(document))
    return register.compact(signed)


def render(document: Document) -> tuple[dict[str, Any], str]:
    """Return the unsigned credential, and the DID of who must sign it."""
    match document:
        case Microcredential():
            return open_badge_3.award(document), document.issuer.id
        case LearningRecord():
            return clr.learning_record(document), document.issuer.id
        case QualityMark():
            return endorsement.quality_mark(document), document.body.id
        case Admission():
            return endorsement.admission(document), document.operator.id
        case Register():
            return register.register(document), document.operator.id
        case _:
            return status.either(document), document.issuer.id


def _signed_at(document: Document) -> datetime:
    return document.valid_from if isinstance(document, Microcredential) else document.created

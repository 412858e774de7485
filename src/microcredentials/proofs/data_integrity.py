"""Data Integrity proof `eddsa-rdfc-2022`: canonical statements, hashed, signed with Ed25519."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import base58

from microcredentials.dates import moment, timestamp
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.keys import Signer, fits
from microcredentials.proofs.canonical import second_opinion, statements
from microcredentials.proofs.screening import screen

CRYPTOSUITE = "eddsa-rdfc-2022"
_SIGNATURE_BYTES = 64
_PROOF_VALUE_CHARACTERS = 90
_MAXIMUM_PROOFS = 4
_OPTIONS = {
    "type": "DataIntegrityProof",
    "cryptosuite": CRYPTOSUITE,
    "proofPurpose": "assertionMethod",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One readable proof: who says to have signed, when, and the signature itself."""

    key_id: str
    created: datetime
    signature: bytes
    options: dict[str, Any]


def sign(document: dict[str, Any], signer: Signer, *, created: datetime) -> dict[str, Any]:
    """Return `document` with a proof by `signer`, checked along two independent paths."""
    options = _OPTIONS | {"created": timestamp(created), "verificationMethod": signer.key_id}
    screen(document | {"proof": [options]})
    text = statements(document)
    if second_opinion(document) != text:
        raise UntrustedProof("second_opinion", "Two engines read this document differently.")
    message = _digest(_configuration(document, options)) + _sha256(text)
    signature = signer.sign(message)
    if not fits(signer.public, signature, message):
        raise UntrustedProof("signature", "The key made a signature that does not hold.")
    value = "z" + base58.b58encode(signature).decode()
    return document | {"proof": [options | {"proofValue": value}]}


def proofs(document: dict[str, Any]) -> list[Proof]:
    """Read the proofs of `document`; raise if there is none we can check."""
    match document.get("proof"):
        case None | []:
            raise UntrustedProof("no_proof", "The file is not signed.")
        case dict() as single:
            return [_read(single)]
        case list() as several if len(several) <= _MAXIMUM_PROOFS:
            return [_read(proof) for proof in several]
        case _:
            raise UntrustedProof("proof_encoding", "The signature of the file is not readable.")


def holds(document: dict[str, Any], proof: Proof, public: bytes) -> bool:
    """Say whether `proof` covers the whole of `document`, unchanged, under this key."""
    screen(document)
    return fits(public, proof.signature, _message(document, proof.options))


def _read(proof: Any) -> Proof:
    match proof:
        case {"previousProof": _}:
            raise UntrustedProof("proof_chain", "The signature builds on one that is not here.")
        case {"proofPurpose": str(purpose)} if purpose != "assertionMethod":
            raise UntrustedProof("purpose", "The signature was not made to state something.")
        case {"type": "DataIntegrityProof", "cryptosuite": str(suite)} if suite != CRYPTOSUITE:
            message = f"The file is signed in a way we cannot check ({suite[:60]})."
            raise UncheckableProof("unsupported_suite", message)
        case {"type": str(kind)} if kind != "DataIntegrityProof":
            message = f"The file is signed in a way we cannot check ({kind[:60]})."
            raise UncheckableProof("unsupported_suite", message)
        case {
            "type": "DataIntegrityProof",
            "cryptosuite": str(),
            "created": str(created),
            "verificationMethod": str(key_id),
            "proofPurpose": str(),
            "proofValue": str(value),
        }:
            options = {key: member for key, member in proof.items() if key != "proofValue"}
            return Proof(key_id, _moment(created), _signature(value), options)
        case _:
            raise UntrustedProof("proof_encoding", "The signature of the file is not readable.")


def _moment(text: str) -> datetime:
    try:
        return moment(text)
    except ValueError as error:
        message = "The time of the signature is not readable."
        raise UntrustedProof("proof_encoding", message) from error


def _signature(value: str) -> bytes:
    try:
        text = value[1:] if len(value) <= _PROOF_VALUE_CHARACTERS else ""
        signature = bytes(base58.b58decode(text))
    except ValueError:
        signature = b""
    if not value.startswith("z") or len(signature) != _SIGNATURE_BYTES:
        raise UntrustedProof("proof_encoding", "The signature of the file is not readable.")
    return signature


def _message(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    return _digest(_configuration(document, options)) + _digest(unsigned)


def _configuration(document: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    return options | {"@context": document["@context"]}


def _digest(document: dict[str, Any]) -> bytes:
    return _sha256(statements(document))


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

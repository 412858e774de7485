"""The signature suites of Data Integrity: what exactly is hashed and signed under which name.

Source: Data Integrity EdDSA Cryptosuites v1.0, Data Integrity ECDSA Cryptosuites v1.0, and the
older Ed25519Signature2020, which signs the same bytes as `eddsa-rdfc-2022`.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from microcredentials.canonical_json import canonical_json
from microcredentials.contexts import CREDENTIALS_V1, DATA_INTEGRITY, context
from microcredentials.errors import UntrustedProof
from microcredentials.keys import Algorithm
from microcredentials.proofs.canonical import statements, statements_by_sha384

EDDSA_RDFC, EDDSA_JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"
ECDSA_RDFC, ECDSA_JCS = "ecdsa-rdfc-2019", "ecdsa-jcs-2019"
ED25519_2020 = "Ed25519Signature2020"


@dataclass(frozen=True, slots=True)
class Form:
    """How a document becomes bytes, and how those are hashed."""

    transform: Callable[[dict[str, Any]], bytes]
    digest: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The form that a suite signs with each kind of key.

    A suite that is not `of_statements` signs the JSON itself: the proof then carries its contexts.
    """

    forms: Mapping[Algorithm, Form]
    of_statements: bool


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def sha384(data: bytes) -> bytes:
    return hashlib.sha384(data).digest()


def rdfc(document: dict[str, Any]) -> bytes:
    """Return the canonical statements of `document` (RDFC-1.0)."""
    return statements(document).encode()


def rdfc_sha384(document: dict[str, Any]) -> bytes:
    """Return the canonical statements as P-384 signs them (RDFC-1.0 with SHA-384)."""
    return statements_by_sha384(document).encode()


def jcs(document: dict[str, Any]) -> bytes:
    """Return `document` in the one spelling of its JSON (RFC 8785)."""
    try:
        return canonical_json(document)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        message = "The file holds a value that has no one spelling."
        raise UntrustedProof("canonical_json", message) from error


STATEMENTS = Form(rdfc, sha256)
_STATEMENTS_384 = Form(rdfc_sha384, sha384)
_JSON, _JSON_384 = Form(jcs, sha256), Form(jcs, sha384)

SUITES: Mapping[str, Suite] = {
    EDDSA_RDFC: Suite(forms={Algorithm.ED25519: STATEMENTS}, of_statements=True),
    EDDSA_JCS: Suite(forms={Algorithm.ED25519: _JSON}, of_statements=False),
    ECDSA_RDFC: Suite(
        forms={Algorithm.P256: STATEMENTS, Algorithm.P384: _STATEMENTS_384}, of_statements=True
    ),
    ECDSA_JCS: Suite(forms={Algorithm.P256: _JSON, Algorithm.P384: _JSON_384}, of_statements=False),
    ED25519_2020: Suite(forms={Algorithm.ED25519: STATEMENTS}, of_statements=True),
}


def suite_name(proof: Mapping[str, Any]) -> str:
    """Return the name a proof gives its suite: the cryptosuite, or of an older kind the type."""
    kind = proof.get("cryptosuite") if proof.get("type") == "DataIntegrityProof" else None
    return str(kind if kind is not None else proof.get("type"))


def message(
    document: dict[str, Any], options: dict[str, Any], form: Form, *, known: str | None = None
) -> bytes:
    """Return the bytes that are signed: the hash of the options, then that of `document`.

    `document` has no proof, or, in a chain, the proofs that this one builds on. `options` is
    the proof without its value. `known` are the statements of `document`, if they are known.
    """
    if SUITES[suite_name(options)].of_statements:
        document = with_proof_terms(document)
        options = options | {"@context": document["@context"]}
    else:
        document = document | {"@context": options.get("@context", document["@context"])}
    text = form.transform(document) if known is None else known.encode()
    return form.digest(form.transform(options)) + form.digest(text)


def with_proof_terms(document: dict[str, Any]) -> dict[str, Any]:
    """Return `document` with the words of a proof defined, as data model 1.1 does not do.

    Source: Data Integrity v1.0, section 2.4.1 (context injection).
    """
    contexts = document["@context"]
    contexts = contexts if isinstance(contexts, list) else [contexts]
    if CREDENTIALS_V1 not in contexts or any(_defines_proofs(address) for address in contexts):
        return document
    return document | {"@context": [*contexts, DATA_INTEGRITY]}


def _defines_proofs(address: str) -> bool:
    found = context(address)["@context"]
    parts = found if isinstance(found, list) else [found]
    return any("DataIntegrityProof" in part for part in parts)

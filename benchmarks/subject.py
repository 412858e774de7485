"""What is measured: awards of one cohort, and the peer: PyLD with its contexts parsed once."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld
from pyld.context_resolver import ContextResolver

from microcredentials import Microcredential
from microcredentials.contexts import AWARD_CONTEXTS, context
from microcredentials.dates import timestamp
from microcredentials.issuing import render
from microcredentials.keys import public_key
from tests.microcredentials import chain

COHORT = 500
_CONTEXTS: dict[str, Any] = {}
_PRIVATE_KEY = Ed25519PrivateKey.from_private_bytes(b"v" * 32)


def cohort(size: int = COHORT) -> list[Microcredential]:
    """Return awards of one version to so many people: all that can differ, does."""
    return [_award(number) for number in range(size)]


def _award(number: int) -> Microcredential:
    unlike = sha256(str(number).encode()).hexdigest()
    name = f"urn:uuid:{unlike[:8]}-{unlike[8:12]}-4{unlike[13:16]}-8{unlike[17:20]}-{unlike[20:32]}"
    learner = replace(
        chain.AWARD.learner,
        id=name.replace("-4", "-5"),
        name=f"Noor “{unlike[:4]}” de Öztürk-{number}",
        email=f"learner{number}@mail.example",
        salt=unlike[:32],
    )
    status = replace(chain.AWARD.status, index=number)
    result = replace(chain.AWARD.result, value=f"{5.5 + number % 45 / 10:.1f}")
    return replace(chain.AWARD, id=name, learner=learner, status=status, result=result)


def _load(address: str, options: object) -> dict[str, Any]:
    found = {"contextUrl": None, "documentUrl": address, "document": context(address)}
    return found | {"tag": "static"}


def canonical_by_pyld(document: dict[str, Any]) -> str:
    """Return the canonical statements by PyLD, which keeps the contexts it parsed."""
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
        "contextResolver": ContextResolver(_CONTEXTS, _load),
    }
    text: str = jsonld.JsonLdProcessor().normalize(document, options)
    return text


def signed_by_pyld(award: Microcredential) -> str:
    """Issue an award as others do: both hashes by PyLD, the signature by OpenSSL."""
    document, _ = render(award)
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "created": timestamp(award.valid_from),
        "verificationMethod": chain.VU_SIGNER.key_id,
    }
    signature = _PRIVATE_KEY.sign(_message(document, options))
    value = "z" + base58.b58encode(signature).decode()
    return json.dumps(
        document | {"proof": [options | {"proofValue": value}]},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def verify_by_pyld(text: str) -> None:
    """Verify a document and every endorsement in it by PyLD and OpenSSL; raises if one fails."""
    _verify(json.loads(text))


def _verify(document: dict[str, Any]) -> None:
    unsigned = {word: member for word, member in document.items() if word != "proof"}
    proof = document["proof"][0] if isinstance(document["proof"], list) else document["proof"]
    options = {word: member for word, member in proof.items() if word != "proofValue"}
    key = public_key(proof["verificationMethod"].partition("#")[2])
    signature = base58.b58decode(proof["proofValue"][1:])
    Ed25519PublicKey.from_public_bytes(key or b"").verify(signature, _message(unsigned, options))
    for holder in (
        document["issuer"],
        document.get("credentialSubject", {}).get("achievement", {}),
    ):
        for endorsement in holder.get("endorsement", []) if isinstance(holder, dict) else []:
            _verify(endorsement)


def _message(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    configuration = options | {"@context": document.get("@context", AWARD_CONTEXTS)}
    return b"".join(
        sha256(canonical_by_pyld(part).encode()).digest() for part in (configuration, document)
    )

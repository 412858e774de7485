"""Whether a document is unchanged since it was signed, with everything inside it."""

import json
from functools import lru_cache
from typing import Any

from microcredentials.contexts import AWARD_CONTEXTS, KEURMERK_CONTEXT
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.keys import did_web_url, public_key
from microcredentials.proofs.data_integrity import Proof, holds, proofs
from microcredentials.proofs.screening import described_twice, embedded
from microcredentials.strict_json import MAXIMUM_BYTES, parse
from microcredentials.verifying.trust import NoNetwork, Resolver

_CHANGED = "This is not what was signed: something was changed afterwards."


def prove_award(document: dict[str, Any], resolver: Resolver) -> Proof:
    """Prove an award, and apart from it every endorsement that stands in it."""
    proof = prove(document, resolver)
    contexts = document["@context"]
    if KEURMERK_CONTEXT in contexts and contexts != AWARD_CONTEXTS:
        raise UntrustedProof("context_order", "The contexts of the file are in the wrong order.")
    if described_twice(document):
        message = "This file describes one thing in two places, so parts of it may be moved."
        raise UntrustedProof("node_described_twice", message)
    endorsements = list(embedded(document))
    # One that stands inside another is proved again: a file could make us work without end.
    if sum(len(json.dumps(endorsement)) for endorsement in endorsements) > MAXIMUM_BYTES:
        raise UncheckableProof("too_many_endorsements", "This file holds too much to check.")
    for endorsement in endorsements:
        try:
            prove_embedded(endorsement)
        except UncheckableProof:
            # What it says is not relied on: `unproved` tells that it is there.
            continue
        except UntrustedProof as error:
            message = "A statement by somebody else inside this file was changed."
            raise UntrustedProof("endorsement_altered", message) from error
    return proof


def unproved(document: dict[str, Any]) -> bool:
    """Say whether an endorsement inside `document` is one that we cannot check."""
    for endorsement in embedded(document):
        try:
            prove_embedded(endorsement)
        except UncheckableProof:
            return True
    return False


def prove_embedded(document: dict[str, Any]) -> Proof:
    """Prove a document that comes with its key in its key id; the answer is remembered."""
    return _prove_text(json.dumps(document))


@lru_cache(maxsize=1024)
def _prove_text(text: str) -> Proof:
    return prove(json.loads(text), NoNetwork())


def prove(document: dict[str, Any], resolver: Resolver) -> Proof:
    """Return the first proof of `document`, after all of them were found to hold."""
    found = proofs(document)
    for proof in found:
        if not holds(document, proof, _public(proof.key_id, resolver)):
            raise UntrustedProof("signature", _CHANGED)
    return found[0]


def _public(key_id: str, resolver: Resolver) -> bytes:
    owner, _, fragment = key_id.partition("#")
    return public_key(fragment) or _resolved(owner, key_id, resolver)


def _resolved(did: str, key_id: str, resolver: Resolver) -> bytes:
    unknown = UncheckableProof("key_unknown", "The key that signed this file cannot be found.")
    try:
        found = resolver.fetch(did_web_url(did)).decode("utf-8", "replace")
        document = parse(found).document
    except (Unreachable, Unreadable, ValueError) as error:
        raise unknown from error
    methods = document.get("verificationMethod")
    for method in methods if isinstance(methods, list) else []:
        match method:
            case {"id": str(name), "publicKeyMultibase": str(key)} if name == key_id:
                public = public_key(key)
                if public is None or document.get("id") != did:
                    raise unknown
                _check_purpose(document, key_id)
                return public
    raise unknown


def _check_purpose(document: dict[str, Any], key_id: str) -> None:
    asserting = document.get("assertionMethod")
    if not isinstance(asserting, list) or key_id not in asserting:
        raise UntrustedProof("purpose", "The key was not made to sign awards.")

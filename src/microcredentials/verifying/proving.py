"""Whether a document is unchanged since it was signed, with everything inside it."""

import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from microcredentials.contexts import AWARD_CONTEXTS, KEURMERK_CONTEXT
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.keys import (
    VerificationMethod,
    check_moment,
    document_url,
    method_in,
    self_naming,
)
from microcredentials.proofs.data_integrity import Proof, check_use, holds, proofs
from microcredentials.proofs.screening import described_twice, embedded
from microcredentials.proofs.vc_jwt import credential_of, token_holds, token_proof
from microcredentials.strict_json import MAXIMUM_BYTES, Signed, parse
from microcredentials.verifying.statement import issuer_of
from microcredentials.verifying.trust import NoNetwork, Resolver

_CHANGED = "This is not what was signed: something was changed afterwards."


def prove_award(
    award: Signed | dict[str, Any], resolver: Resolver, *, at: datetime | None = None
) -> Proof:
    """Prove an award, and apart from it every endorsement that stands in it."""
    document = award.document if isinstance(award, Signed) else award
    if isinstance(award, Signed) and award.enveloped:
        if opened(award.text) != document:
            raise UntrustedProof("signature", _CHANGED)
        proof = prove_token(award.text, resolver, at=at)
    else:
        proof = prove(document, resolver, at=at)
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


def prove(
    document: dict[str, Any],
    resolver: Resolver,
    *,
    at: datetime | None = None,
    domain: str | None = None,
    challenge: str | None = None,
) -> Proof:
    """Return the proof of `document` by its issuer, or else its first, after all were proved.

    A proof that had expired `at` that moment does not count, nor one that was made for another
    `domain` or `challenge` than was asked for.
    """
    issuer, _ = issuer_of(document)
    found = [_proved(document, proof, issuer, resolver) for proof in proofs(document)]
    for proof in found:
        check_use(proof, at=at, domain=domain, challenge=challenge)
    return next((proof for proof in found if proof.controller == issuer), found[0])


def prove_token(token: str, resolver: Resolver, *, at: datetime | None = None) -> Proof:
    """Return the proof of a credential in a signed token.

    Proofs that stand in the credential itself were made before it was put there, and must hold.
    """
    document, proof = opened(token), token_proof(token)
    issuer, _ = issuer_of(document)
    method = method_of(proof.key_id, issuer, resolver)
    check_moment(method, proof.created)
    check_use(proof, at=at)
    if not token_holds(token, proof, method.key):
        raise UntrustedProof("signature", _CHANGED)
    if "proof" in document:
        prove(document, resolver, at=at)
    return replace(proof, controller=method.controller)


def opened(token: str) -> dict[str, Any]:
    """Return the credential in a token, which must be one."""
    try:
        return credential_of(token)
    except Unreadable as error:
        raise UntrustedProof(
            "proof_encoding", "The signature of the file is not readable."
        ) from error


def _proved(document: dict[str, Any], proof: Proof, issuer: str, resolver: Resolver) -> Proof:
    method = method_of(proof.key_id, issuer, resolver)
    check_moment(method, proof.created)
    if not holds(document, proof, method.key):
        raise UntrustedProof("signature", _CHANGED)
    return replace(proof, controller=method.controller)


def method_of(key_id: str, issuer: str, resolver: Resolver) -> VerificationMethod:
    """Return the key `key_id`: out of its own name, or of the document where it is listed."""
    named = self_naming(key_id)
    if named is not None:
        return named
    try:
        found = resolver.fetch(document_url(key_id))[:MAXIMUM_BYTES].decode("utf-8", "replace")
        document = parse(found).document
    except (Unreachable, Unreadable) as error:
        message = "The key that signed this file cannot be found."
        raise UncheckableProof("key_unknown", message) from error
    return method_in(document, key_id, issuer)

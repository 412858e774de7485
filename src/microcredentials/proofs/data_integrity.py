"""Data Integrity proofs: signed, read, and checked; alone, in sets, and in chains.

Source: Verifiable Credential Data Integrity v1.0; which bytes are signed stands in `suites`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from microcredentials.dates import moment, timestamp
from microcredentials.errors import UncheckableProof, UntrustedProof, UnusableKey
from microcredentials.keys import Algorithm, PublicKey, Signer, verifies
from microcredentials.multibase import read_base58, write_base58
from microcredentials.proofs.canonical import first_opinion, second_opinion, statements
from microcredentials.proofs.screening import screen
from microcredentials.proofs.suites import (
    ECDSA_RDFC,
    ED25519_2020,
    EDDSA_RDFC,
    STATEMENTS,
    SUITES,
    message,
    suite_name,
    with_proof_terms,
)

_SIGNATURE_BYTES = {Algorithm.ED25519: 64, Algorithm.P256: 64, Algorithm.P384: 96}
_PROOF_VALUE_CHARACTERS = 140
_MAXIMUM_PROOFS = 4
_OWN_SUITE = {
    Algorithm.ED25519: EDDSA_RDFC,
    Algorithm.P256: ECDSA_RDFC,
    Algorithm.P384: ECDSA_RDFC,
}
_UNREADABLE = "The signature of the file is not readable."
# A suite in a list of one makes the same statement, but would be passed over as unknown.
_TEXTS = ("id", "cryptosuite", "challenge", "nonce", "expires")


@dataclass(frozen=True, slots=True)
class Proof:
    """One readable proof: who says to have signed, when, and the signature itself.

    `controller` is whose key it is; empty until the key was found. `expires` is when the
    signature, not what it signs, stops to count.
    """

    key_id: str
    created: datetime
    signature: bytes
    options: dict[str, Any]
    expires: datetime | None = None
    controller: str = ""


def sign(
    document: dict[str, Any],
    signer: Signer,
    *,
    created: datetime,
    suite: str = "",
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return `document` with a proof by `signer` in place of any other.

    `suite` is a name of `suites.SUITES`, by default the one on statements for this kind of key;
    `options` are more members of the proof (`id`, `expires`, `domain`, `challenge`, `nonce`).
    Raises `UntrustedProof` for a document that would not verify, `UnusableKey` for a key that
    does not go with the suite.
    """
    unsigned = _without(document, "proof")
    return add_proof(unsigned, signer, created=created, suite=suite, options=options)


def add_proof(
    document: dict[str, Any],
    signer: Signer,
    *,
    created: datetime,
    suite: str = "",
    options: Mapping[str, Any] | None = None,
    previous: Sequence[str] = (),
) -> dict[str, Any]:
    """Return `document` with one proof more: of a set, or of a chain if it builds on `previous`.

    `previous` are the ids of proofs that already stand in the document. Else as `sign`.
    """
    suite = _suite_for(signer, suite)
    screen(_without(document, "proof"))
    document = with_proof_terms(document)
    made = dict(options or {}) | _options(suite, signer.key_id, timestamp(created))
    if previous:
        made["previousProof"] = previous[0] if len(previous) == 1 else list(previous)
    if not SUITES[suite].of_statements:
        made["@context"] = document["@context"]
    signed = document | {"proof": [*_entries(document), made]}
    _check_words(signed, made)
    covered = _covered(signed, made)
    text = first_opinion(covered)
    if second_opinion(covered) != text:
        raise UntrustedProof("second_opinion", "Two engines read this document differently.")
    form = SUITES[suite].forms[signer.algorithm]
    to_sign = message(covered, made, form, known=text if form is STATEMENTS else None)
    signature = signer.sign(to_sign)
    if not verifies(PublicKey(signer.algorithm, signer.public), signature, to_sign):
        raise UntrustedProof("signature", "The key made a signature that does not hold.")
    made["proofValue"] = write_base58(signature)
    return signed


def eddsa_options(key_id: str, created: str) -> dict[str, Any]:
    """Return what a proof of our own states beside its value."""
    return _options(EDDSA_RDFC, key_id, created)


def _options(suite: str, key_id: str, created: str) -> dict[str, Any]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "proofPurpose": "assertionMethod",
        "created": created,
        "verificationMethod": key_id,
    }


def proofs(document: dict[str, Any]) -> list[Proof]:
    """Read the proofs of `document`; raise if there is none we can check.

    A proof of a suite that we do not know is passed over if another covers the document too.
    """
    found, unknown = [], None
    for entry in _entries(document):
        try:
            found.append(_read(entry))
        except UncheckableProof as error:
            unknown = error
    # In a chain each proof rests on those before it.
    if unknown and (not found or any("previousProof" in proof.options for proof in found)):
        raise unknown
    if not found:
        raise UntrustedProof("no_proof", "The file is not signed.")
    return found


def holds(document: dict[str, Any], proof: Proof, key: PublicKey) -> bool:
    """Say whether `proof` covers the whole of `document`, unchanged, under this key.

    A proof that builds on others covers those too: all of a chain must hold for it to mean
    anything. Raises `UntrustedProof` if a part of the document would go unsigned.
    """
    form = SUITES[suite_name(proof.options)].forms.get(key.algorithm)
    if form is None or len(proof.signature) != _SIGNATURE_BYTES[key.algorithm]:
        return False
    _check_words(document, proof.options)
    covered = _covered(document, proof.options)
    return verifies(key, proof.signature, message(covered, proof.options, form))


def check_use(
    proof: Proof,
    *,
    at: datetime | None = None,
    domain: str | None = None,
    challenge: str | None = None,
) -> None:
    """Raise if the proof had expired `at` a moment (`UncheckableProof`), or was for another.

    `domain` and `challenge` are what the checker asked for; what it did not ask for is not
    compared (Data Integrity v1.0, section 4.4).
    """
    if at is not None and proof.expires is not None and at >= proof.expires:
        # It may be genuine, but nobody stands for that any longer.
        raise UncheckableProof("proof_expired", "The signature was made for a time that is over.")
    domains = proof.options.get("domain")
    if domain is not None and domain not in (domains if isinstance(domains, list) else [domains]):
        raise UntrustedProof("proof_domain", "The signature was made for somebody else.")
    if challenge is not None and challenge != proof.options.get("challenge"):
        raise UntrustedProof("proof_challenge", "The signature was made at another occasion.")


def _suite_for(signer: Signer, suite: str) -> str:
    chosen = suite or _OWN_SUITE.get(signer.algorithm, "")
    # The older suite is only read: nobody should start to write it.
    known = SUITES.get(chosen) if chosen != ED25519_2020 else None
    if known is None or signer.algorithm not in known.forms:
        text = f"A key of kind {signer.algorithm} does not sign as {chosen or 'Data Integrity'}."
        raise UnusableKey("key_kind", text)
    return chosen


def _read(entry: Any) -> Proof:
    match entry:
        case {"proofPurpose": str(purpose)} if purpose != "assertionMethod":
            raise UntrustedProof("purpose", "The signature was not made to state something.")
        case {"type": str()} if suite_name(entry) not in SUITES and _is_shaped(entry):
            text = f"The file is signed in a way we cannot check ({suite_name(entry)[:60]})."
            raise UncheckableProof("unsupported_suite", text)
        case {
            "type": str(),
            "created": str(created),
            "verificationMethod": str(key_id),
            "proofPurpose": str(),
            "proofValue": str(value),
        } if _is_shaped(entry):
            options = {word: member for word, member in entry.items() if word != "proofValue"}
            expires = _moment(entry["expires"]) if "expires" in entry else None
            sizes = {_SIGNATURE_BYTES[kind] for kind in SUITES[suite_name(entry)].forms}
            return Proof(key_id, _moment(created), _signature(value, sizes), options, expires)
        case _:
            raise UntrustedProof("proof_encoding", _UNREADABLE)


def _is_shaped(entry: dict[str, Any]) -> bool:
    domain = entry.get("domain", [])
    domains = domain if isinstance(domain, list) else [domain]
    texts = [entry.get(word, "") for word in _TEXTS]
    return all(isinstance(text, str) for text in (*domains, *texts))


def _moment(text: str) -> datetime:
    try:
        return moment(text)
    except ValueError as error:
        raise UntrustedProof(
            "proof_encoding", "The time of the signature is not readable."
        ) from error


def _signature(value: str, sizes: set[int]) -> bytes:
    signature = read_base58(value, maximum_characters=_PROOF_VALUE_CHARACTERS)
    if signature is None or len(signature) not in sizes:
        raise UntrustedProof("proof_encoding", _UNREADABLE)
    return signature


def _check_words(document: dict[str, Any], options: dict[str, Any]) -> None:
    """Raise unless every word of `document` and of the proof means something, and one thing."""
    suite = SUITES[suite_name(options)]
    screen(document | {"proof": [_bare(entry) for entry in _entries(document)]})
    if suite.of_statements:
        return  # what makes no statement is found while they are written down
    unsigned = with_proof_terms(_without(document, "proof"))
    text = statements(unsigned)
    statements(_without(options, "@context") | {"@context": unsigned["@context"]})
    if "@context" in options:
        _check_contexts(unsigned, text, options["@context"])


def _check_contexts(unsigned: dict[str, Any], text: str, signed: Any) -> None:
    """Let contexts only be added, at the end, and only without any effect on what was signed.

    Source: Data Integrity EdDSA Cryptosuites v1.0, section 3.3.2.
    """
    read = unsigned["@context"]
    before, after = (found if isinstance(found, list) else [found] for found in (signed, read))
    if after[: len(before)] != before or (
        after != before and statements(unsigned | {"@context": signed}) != text
    ):
        message = "The words of the file have another meaning than when it was signed."
        raise UntrustedProof("context_order", message)


def _bare(entry: Any) -> Any:
    """Return a proof without the contexts that a suite on JSON puts there, and only it may."""
    is_known = isinstance(entry, dict) and suite_name(entry) in SUITES
    if is_known and not SUITES[suite_name(entry)].of_statements:
        return _without(entry, "@context")
    return entry


def _without(node: dict[str, Any], word: str) -> dict[str, Any]:
    return {key: member for key, member in node.items() if key != word}


def _entries(document: dict[str, Any]) -> list[Any]:
    found = document.get("proof")
    entries = found if isinstance(found, list) else [found] if found is not None else []
    if len(entries) > _MAXIMUM_PROOFS:
        raise UntrustedProof("proof_encoding", _UNREADABLE)
    return entries


def _covered(document: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return what a proof covers: the document, and the proofs that it says to build on.

    Source: Data Integrity v1.0, section 4.5 (verify proof sets and chains).
    """
    by_id = _named(_entries(document))
    wanted = _previous(options)
    if not all(name in by_id for name in wanted) or len(set(wanted)) != len(wanted):
        _refuse_chain()
    before = wanted
    for _ in by_id:
        before = [name for entry in before if entry in by_id for name in _previous(by_id[entry])]
    if before:
        _refuse_chain()  # more steps back than there are proofs: they build on each other
    unsigned = _without(document, "proof")
    return unsigned | {"proof": [by_id[name] for name in wanted]} if wanted else unsigned


def _named(entries: list[Any]) -> dict[str, dict[str, Any]]:
    named = [entry for entry in entries if isinstance(entry, dict) and "id" in entry]
    by_id = {str(entry["id"]): entry for entry in named}
    if len(by_id) != len(named):
        _refuse_chain()
    return by_id


def _previous(options: dict[str, Any]) -> list[str]:
    found = options.get("previousProof", [])
    names = found if isinstance(found, list) else [found]
    if len(names) > _MAXIMUM_PROOFS or not all(isinstance(name, str) for name in names):
        _refuse_chain()
    return names


def _refuse_chain() -> NoReturn:
    raise UntrustedProof("proof_chain", "The signature builds on one that is not here.")

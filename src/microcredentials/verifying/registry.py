"""The operator's register: fetched, proved, and asked about keys and marks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import unquote

from microcredentials.dates import moment
from microcredentials.document import KeyKind, Register, RegisteredKey
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.formats.register import read_register
from microcredentials.proofs.data_integrity import Proof
from microcredentials.strict_json import parse
from microcredentials.verifying.proving import prove
from microcredentials.verifying.statement import types_of
from microcredentials.verifying.trust import (
    NoNetwork,
    OperatorKey,
    Resolver,
    Source,
    Trust,
    sources,
)

SKEW = timedelta(minutes=5)
_MAXIMUM_BYTES = 4 * 1024 * 1024
_MAXIMUM_VALUES = 200_000


class KeyProblem(Exception):
    """A key may not have signed this; `doubtful` if that cannot be told for certain."""

    def __init__(self, code: str, message: str, *, doubtful: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.doubtful = doubtful


@dataclass(frozen=True, slots=True)
class Registry:
    """A register that was proved, where it came from, and whether it is of today."""

    register: Register
    url: str
    fresh: bool

    def key(self, key_id: str) -> RegisteredKey | None:
        return next((key for key in self.register.keys if key.id == key_id), None)

    def knows(self, institution: str) -> bool:
        return any(entry.institution.id == institution for entry in self.register.institutions)

    def check_key(self, proof: Proof, controller: str, kind: KeyKind) -> None:
        """Raise `KeyProblem` unless this key of `controller` might sign at that time."""
        key = self.key(proof.key_id)
        if key is None or key.controller != controller:
            raise KeyProblem("key_not_of_issuer", "The key is not one of this organisation.")
        if key.kind is not kind:
            raise KeyProblem("key_kind", "The key may sign other things, but not this.")
        check_window(key, proof.created)


def register_url(operator: str) -> str:
    """Return where the operator publishes the register."""
    host = unquote(operator.removeprefix("did:web:").split(":", maxsplit=1)[0])
    return f"https://{host}/register.json"


def check_window(key: RegisteredKey | OperatorKey, created: datetime) -> None:
    """Raise `KeyProblem` unless `key` was in use, and safe, at the time of the signature."""
    if created < key.active_from or (key.active_until and created > key.active_until):
        raise KeyProblem("key_window", "The key was not in use at the time of the signature.")
    if key.compromised_since is None:
        return
    if created >= key.compromised_since:
        raise KeyProblem("key_compromised", "The key was already in the wrong hands.")
    message = "The key fell into the wrong hands later, so the time of the signature is in doubt."
    raise KeyProblem("key_later_compromised", message, doubtful=True)


def check_operator(proof: Proof, operator: str, trust: Trust) -> None:
    """Raise `KeyProblem` unless a key of `operator` that we believe signed."""
    for key in trust.operator_keys:
        if key.id == proof.key_id and key.operator == operator:
            check_window(key, proof.created)
            return
    raise KeyProblem("operator_unknown", "You have not chosen to believe this operator.")


def load_registry(
    operator: str, trust: Trust, resolver: Resolver, at: datetime, *, register: str = ""
) -> Registry:
    """Return the operator's register; raise `UncheckableProof` if there is none to rely on."""
    url = register_url(operator)
    try:
        found = [Source(register, url, live=True)] if register else sources(url, trust, resolver)
    except Unreachable as error:
        message = f"The register at {url} cannot be reached."
        raise UncheckableProof("register_unavailable", message) from error
    registries: list[Registry] = []
    trouble: UncheckableProof | None = None
    for source in found:
        try:
            registries.append(_proved(source, operator, trust, at))
        except UncheckableProof as error:
            trouble = trouble or error
    if not registries and trouble is not None:
        raise trouble
    return max(registries, key=lambda registry: registry.register.sequence)


def _proved(source: Source, operator: str, trust: Trust, at: datetime) -> Registry:
    url = source.url
    try:
        found, proof, valid_until = _read(source.text)
        check_operator(proof, operator, trust)
    except (KeyProblem, Unreadable, UntrustedProof) as error:
        message = f"The register at {url} is not signed as it should be."
        raise UncheckableProof("register_invalid", message) from error
    if found.id != url or found.operator.id != operator or found.created > at + SKEW:
        raise UncheckableProof("register_invalid", f"The register at {url} is not the right one.")
    if found.sequence < trust.seen_sequence:
        message = f"The register at {url} is older than one seen before."
        raise UncheckableProof("register_older", message)
    return Registry(found, url, fresh=source.live and at <= valid_until)


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[Register, Proof, datetime]:
    if len(text) > _MAXIMUM_BYTES:
        raise Unreadable("too_large", "The register is too large.")
    document = parse(text, maximum_values=_MAXIMUM_VALUES).document
    proof = prove(document, NoNetwork())
    if "KeurmerkRegister" not in types_of(document):
        raise Unreadable("misshapen", "This is not a register.")
    try:
        return read_register(document), proof, moment(document["validUntil"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("misshapen", "This is not a register.") from error

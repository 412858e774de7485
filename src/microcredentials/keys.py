"""Signing keys: who holds one, how it is written, and where its public half is found."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, Self
from urllib.parse import quote, unquote

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from microcredentials.dates import timestamp

_ED25519 = b"\xed\x01"
_SEED_BYTES = 32
_MULTIKEY_CHARACTERS = 80
_DID_WEB = "did:web:"

# Points of small order: a signature by such a "key" fits any message (RFC 8032, section 5.1.7).
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)


class Signer(Protocol):
    """Anything that can sign: sealed bytes opened by a worker, an HSM, a key service."""

    @property
    def key_id(self) -> str: ...

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


class LocalSigner:
    """Signs with a private key held in memory."""

    def __init__(self, key_id: str, private_key: Ed25519PrivateKey) -> None:
        self.key_id = key_id
        self._private_key = private_key

    @classmethod
    def from_seed(cls, did: str, seed: bytes) -> Self:
        """Return the signer of `did` whose key grows from these 32 bytes."""
        private_key = Ed25519PrivateKey.from_private_bytes(seed)
        public = private_key.public_key().public_bytes_raw()
        return cls(key_id(did, multikey(public)), private_key)

    @property
    def public(self) -> bytes:
        return self._private_key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._private_key.sign(message)


def generate_seed() -> bytes:
    """Return 32 new random bytes to grow a key from."""
    return secrets.token_bytes(_SEED_BYTES)


def multikey(public: bytes) -> str:
    """Write an Ed25519 public key as a Multikey (`z6Mk…`)."""
    return "z" + str(base58.b58encode(_ED25519 + public), "ascii")


def public_key(key: str) -> bytes | None:
    """Read an Ed25519 Multikey; None if it is anything else."""
    if not key.startswith("z6Mk") or len(key) > _MULTIKEY_CHARACTERS:
        return None
    try:
        raw = base58.b58decode(key[1:])
    except ValueError:
        return None
    return raw[2:] if raw[:2] == _ED25519 and len(raw) == len(_ED25519) + _SEED_BYTES else None


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` was made with the key of `public`."""
    if public in _SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def key_id(did: str, key: str) -> str:
    """Return the id of a key: the DID and the Multikey itself."""
    return f"{did}#{key}"


def did_web(host: str, *path: str) -> str:
    """Return the did:web of `path` at `host`, which may carry a port."""
    return _DID_WEB + ":".join(quote(part, safe="") for part in (host, *path))


def did_web_url(did: str) -> str:
    """Return the address of the DID document of a did:web."""
    if not did.startswith(_DID_WEB):
        raise ValueError(did)
    host, *path = (unquote(part) for part in did.removeprefix(_DID_WEB).split(":"))
    return f"https://{host}/{'/'.join(path or ['.well-known'])}/did.json"


def did_document(
    did: str, keys: Sequence[str], revoked: Mapping[str, datetime] | None = None
) -> dict[str, Any]:
    """Return the DID document; a retired key stays, a revoked one may no longer assert."""
    revoked = revoked or {}
    methods: list[dict[str, Any]] = []
    for key in dict.fromkeys((*keys, *revoked)):
        method = {
            "id": key_id(did, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key,
        }
        if key in revoked:
            method["revoked"] = timestamp(revoked[key])
        methods.append(method)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [key_id(did, key) for key in keys],
    }

"""Public keys: how they are written, and whether a signature was made with their private half.

Source: Controlled Identifiers v1.0, section 2.2 (Multikey, JsonWebKey); RFC 7517 and RFC 8037
(JWK); RFC 7638 (thumbprint).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from microcredentials.canonical_json import canonical_json
from microcredentials.keys import ed25519
from microcredentials.multibase import (
    read_base58,
    read_base64url,
    write_base58,
    write_base64url,
)

_MULTIKEY_CHARACTERS = 80
_ED25519_BYTES = 32
_RSA_BITS = range(2048, 8193)
_RSA_EXPONENT_BYTES = 4

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


class Algorithm(StrEnum):
    """The kinds of key we know."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key and its kind.

    `raw` is what the kind is usually written as: 32 bytes (Ed25519), the compressed point of 33
    or 49 bytes (P-256, P-384), or a DER SubjectPublicKeyInfo (RSA).
    """

    algorithm: Algorithm
    raw: bytes


# Kind → (the bytes before the key in a Multikey, the length of the key).
_MULTIKEY: dict[Algorithm, tuple[bytes, int]] = {
    Algorithm.ED25519: (b"\xed\x01", _ED25519_BYTES),
    Algorithm.P256: (b"\x80\x24", 33),
    Algorithm.P384: (b"\x81\x24", 49),
}
_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_HASHES: dict[str, hashes.HashAlgorithm] = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}


def multikey(public: bytes, algorithm: Algorithm = Algorithm.ED25519) -> str:
    """Write a public key as a Multikey (`z6Mk…`, `zDna…`, `z82L…`); RSA has none (KeyError)."""
    prefix, _ = _MULTIKEY[algorithm]
    return write_base58(prefix + public)


@lru_cache(maxsize=1024)
def read_multikey(text: str) -> PublicKey | None:
    """Read a Multikey; None if it is none, or of a kind we do not know."""
    data = read_base58(text, maximum_characters=_MULTIKEY_CHARACTERS)
    for algorithm, (prefix, length) in _MULTIKEY.items():
        if data and data[:2] == prefix and len(data) == len(prefix) + length:
            key = PublicKey(algorithm, data[2:])
            return key if algorithm is Algorithm.ED25519 or _on_curve(key) else None
    return None


def public_key(text: str) -> bytes | None:
    """Read an Ed25519 Multikey; None if it is anything else."""
    key = read_multikey(text)
    return key.raw if key is not None and key.algorithm is Algorithm.ED25519 else None


def jwk_of(key: PublicKey) -> dict[str, str]:
    """Write a public key as the required members of its JWK, in the order of RFC 7638."""
    if key.algorithm is Algorithm.ED25519:
        return {"crv": "Ed25519", "kty": "OKP", "x": write_base64url(key.raw)}
    if key.algorithm is Algorithm.RSA:
        numbers = _rsa(key.raw).public_numbers()
        return {"e": _integer(numbers.e), "kty": "RSA", "n": _integer(numbers.n)}
    point = _point(key)
    size = (point.curve.key_size + 7) // 8
    return {
        "crv": key.algorithm.value,
        "kty": "EC",
        "x": _integer(point.public_numbers().x, size),
        "y": _integer(point.public_numbers().y, size),
    }


def thumbprint(key: PublicKey) -> str:
    """Return the name that a key gives itself (RFC 7638, SHA-256)."""
    return write_base64url(hashlib.sha256(canonical_json(jwk_of(key))).digest())


def read_jwk(jwk: Mapping[str, Any]) -> PublicKey | None:
    """Read a public JWK: Ed25519, P-256, P-384, or RSA of 2048 to 8192 bits; else None.

    A key that is meant for something else than signatures is None, and so is one that carries
    its private half: whoever sees it can sign.
    """
    if jwk.get("use", "sig") != "sig" or is_private(jwk):
        return None
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        return None
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519", "x": str(x)}:
            raw = read_base64url(x)
            is_key = raw is not None and len(raw) == _ED25519_BYTES
            return PublicKey(Algorithm.ED25519, raw) if raw and is_key else None
        case {"kty": "EC", "crv": "P-256" | "P-384" as curve, "x": str(x), "y": str(y)}:
            return _ec_key(curve, read_base64url(x), read_base64url(y))
        case {"kty": "RSA", "n": str(n), "e": str(e)}:
            return _rsa_key(read_base64url(n), read_base64url(e))
        case _:
            return None


def is_private(jwk: Mapping[str, Any]) -> bool:
    """Say whether a JWK shows a secret (RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1)."""
    return not jwk.keys().isdisjoint({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def fits(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether an Ed25519 `signature` over `message` was made with the key of `public`."""
    if public in _SMALL_ORDER:
        return False
    return ed25519.verifies(public, signature, message)


def verifies(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` was made with `key`.

    An ECDSA signature is r and s, one after the other, over SHA-256 (P-256) or SHA-384 (P-384);
    an RSA signature is PKCS#1 v1.5 over SHA-256.
    """
    try:
        match key.algorithm:
            case Algorithm.ED25519:
                return fits(key.raw, signature, message)
            case Algorithm.RSA:
                _rsa(key.raw).verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
            case _:
                _verify_ecdsa(key, signature, message)
    except InvalidSignature:
        return False
    return True


def _verify_ecdsa(key: PublicKey, signature: bytes, message: bytes) -> None:
    point = _point(key)
    size = (point.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        raise InvalidSignature
    r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
    point.verify(encode_dss_signature(r, s), message, ec.ECDSA(_HASHES[key.algorithm]))


@lru_cache(maxsize=256)
def _point(key: PublicKey) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[key.algorithm], key.raw)


def _on_curve(key: PublicKey) -> bool:
    try:
        _point(key)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def _rsa(der: bytes) -> rsa.RSAPublicKey:
    loaded = serialization.load_der_public_key(der)
    if not isinstance(loaded, rsa.RSAPublicKey):
        raise TypeError("not an RSA key")
    return loaded


def _ec_key(curve: str, x: bytes | None, y: bytes | None) -> PublicKey | None:
    size = (_CURVES[curve].key_size + 7) // 8
    if not x or not y or len(x) != size or len(y) != size:
        return None
    key = PublicKey(Algorithm(curve), bytes([2 + (y[-1] & 1)]) + x)
    # The point on that side of the curve must be the one that was written.
    is_that = _on_curve(key) and _point(key).public_numbers().y == int.from_bytes(y, "big")
    return key if is_that else None


def _rsa_key(n: bytes | None, e: bytes | None) -> PublicKey | None:
    if not n or not e or len(e) > _RSA_EXPONENT_BYTES:
        return None
    modulus, exponent = int.from_bytes(n, "big"), int.from_bytes(e, "big")
    if modulus.bit_length() not in _RSA_BITS:
        return None
    try:
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError:
        return None
    return PublicKey(Algorithm.RSA, spki(key))


def spki(key: rsa.RSAPublicKey) -> bytes:
    """Write an RSA public key as DER SubjectPublicKeyInfo."""
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _integer(number: int, size: int = 0) -> str:
    return write_base64url(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))

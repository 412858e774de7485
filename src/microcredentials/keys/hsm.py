"""Keys that never leave their device: PKCS#11, for an HSM, a smart card or SoftHSM.

Needs the extra `hsm` (python-pkcs11). Source: PKCS#11 v3.0; RFC 7512 (the `pkcs11:` address).
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pkcs11
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from microcredentials.errors import UnusableKey
from microcredentials.keys.dids import key_id
from microcredentials.keys.public import Algorithm, PublicKey, spki
from microcredentials.keys.signers import key_name, read_secret

_POINT_BYTES = {
    32: Algorithm.ED25519,
    65: Algorithm.P256,
    97: Algorithm.P384,
}
_CURVES = {Algorithm.P256: ec.SECP256R1(), Algorithm.P384: ec.SECP384R1()}
_DIGESTS = {Algorithm.P256: hashlib.sha256, Algorithm.P384: hashlib.sha384}
_MECHANISMS = {
    Algorithm.ED25519: pkcs11.Mechanism.EDDSA,
    Algorithm.P256: pkcs11.Mechanism.ECDSA,
    Algorithm.P384: pkcs11.Mechanism.ECDSA,
    Algorithm.RSA: pkcs11.Mechanism.SHA256_RSA_PKCS,
}
_DER_HEADER_BYTES = 2


class HsmSigner:
    """Signs with a private key inside a device."""

    def __init__(self, did: str, session: pkcs11.Session, label: str) -> None:
        kinds = pkcs11.ObjectClass
        private = session.get_key(object_class=kinds.PRIVATE_KEY, label=label)
        public = session.get_key(object_class=kinds.PUBLIC_KEY, label=label)
        # What a key can do is mixed in by the device, so its type does not tell.
        self._private_key: Any = private
        key = _public(public)
        self.algorithm, self.public = key.algorithm, key.raw
        self.key_id = key_id(did, key_name(key))

    def sign(self, message: bytes) -> bytes:
        try:
            return self._sign(message)
        except pkcs11.PKCS11Error as error:
            raise UnusableKey("key_device", "The device of the key did not sign.") from error

    def _sign(self, message: bytes) -> bytes:
        # For ECDSA most devices hash nothing themselves.
        digest = _DIGESTS.get(self.algorithm)
        content = digest(message).digest() if digest else message
        return bytes(self._private_key.sign(content, mechanism=_MECHANISMS[self.algorithm]))


def hsm_signer(uri: str, did: str) -> HsmSigner:
    """Return the signer of `did` whose private key the device at `uri` holds.

    `pkcs11:token=LABEL;object=LABEL?module-path=/path/driver.so&pin-source=file:/path`. The PIN
    stands in a file that only its owner may read, never in the address: addresses are shown and
    logged. Raises `UnusableKey`.
    """
    path = _attributes(urlsplit(uri).path, ";")
    query = _attributes(urlsplit(uri).query, "&")
    try:
        token, label, module = path["token"], path["object"], query["module-path"]
        source = query["pin-source"]
    except KeyError as error:
        message = f"The address of the key lacks its {error.args[0]}."
        raise UnusableKey("key_uri", message) from error
    pin = read_secret(Path(source.removeprefix("file:")))
    message = f"The key {label} on {token} cannot be opened."
    try:
        return HsmSigner(did, _session(module, token, pin), label)
    except RuntimeError as error:
        raise UnusableKey("key_device", message) from error


@lru_cache(maxsize=16)
def _session(module: str, token: str, pin: str) -> pkcs11.Session:
    # A process has one login per device: it is shared by all keys in it, and ends with us.
    return pkcs11.lib(module).get_token(token_label=token).open(user_pin=pin)


def _attributes(text: str, separator: str) -> dict[str, str]:
    pairs = parse_qsl(text.replace("+", "%2B"), separator=separator)
    return dict(pairs)


def _public(key: pkcs11.Key) -> PublicKey:
    if key.key_type is pkcs11.KeyType.RSA:
        exponent, modulus = (
            int.from_bytes(key[attribute], "big")
            for attribute in (pkcs11.Attribute.PUBLIC_EXPONENT, pkcs11.Attribute.MODULUS)
        )
        return PublicKey(Algorithm.RSA, spki(rsa.RSAPublicNumbers(exponent, modulus).public_key()))
    point = bytes(key[pkcs11.Attribute.EC_POINT])
    # The standard wraps the point in an OCTET STRING; some devices do not.
    bare = point if len(point) in _POINT_BYTES else point[_DER_HEADER_BYTES:]
    algorithm = _POINT_BYTES.get(len(bare))
    if algorithm is None:
        raise UnusableKey("key_kind", "The device holds a kind of key that we do not know.")
    if algorithm is Algorithm.ED25519:
        return PublicKey(algorithm, bare)
    try:
        found = ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[algorithm], bare)
    except ValueError as error:
        message = "The device holds a kind of key that we do not know."
        raise UnusableKey("key_kind", message) from error
    compressed = found.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return PublicKey(algorithm, compressed)

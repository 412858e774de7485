"""Ed25519 by libsodium where it is installed (the extra `fast`), else by OpenSSL.

Both make the same signatures; libsodium takes half the time.
"""

from importlib import import_module
from importlib.util import find_spec

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SIGNATURE_BYTES = 64

sodium = import_module("nacl.bindings") if find_spec("nacl") else None
_REFUSAL: type[Exception] = (
    import_module("nacl.exceptions").CryptoError if sodium else InvalidSignature
)


def sign(private_key: Ed25519PrivateKey, public: bytes, message: bytes) -> bytes:
    """Sign a message with this key; `public` is its other half."""
    if sodium is None:
        return private_key.sign(message)
    signed: bytes = sodium.crypto_sign(message, private_key.private_bytes_raw() + public)
    return signed[:_SIGNATURE_BYTES]


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether `signature` over `message` was made with the key of `public`.

    What libsodium refuses, OpenSSL judges: the answer is the same with and without libsodium.
    """
    return _by_libsodium(public, signature, message) or _by_openssl(public, signature, message)


def _by_libsodium(public: bytes, signature: bytes, message: bytes) -> bool:
    if sodium is None or len(signature) != _SIGNATURE_BYTES:
        return False
    try:
        sodium.crypto_sign_open(signature + message, public)
    except _REFUSAL:
        return False
    return True


def _by_openssl(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True

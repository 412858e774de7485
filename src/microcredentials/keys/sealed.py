"""A private key at rest: sealed under a key-encryption key (KEK), and bound to whose it is.

A fresh data key seals the seed, and the KEK seals the data key: AES-256-GCM, each as nonce,
content, tag. Another KEK is then a matter of the first part alone. Source: NIST SP 800-38D.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from microcredentials.errors import UnusableKey
from microcredentials.keys.signers import LocalSigner

KEK_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SEALED_KEY_BYTES = _NONCE_BYTES + KEK_BYTES + _TAG_BYTES


def seal(seed: bytes, kek: bytes, bound: bytes) -> bytes:
    """Return `seed` sealed under a KEK of 32 bytes.

    `bound` says whose it is and what for; who opens it must say the same, so what is moved to
    another owner does not open.
    """
    data_key = AESGCM.generate_key(bit_length=KEK_BYTES * 8)
    return _seal(kek, data_key, bound) + _seal(data_key, seed, bound)


def sealed_signer(did: str, sealed: bytes, kek: bytes, bound: bytes) -> LocalSigner:
    """Return the signer of `did` whose Ed25519 seed was sealed; raises `UnusableKey`."""
    try:
        data_key = _open(kek, sealed[:_SEALED_KEY_BYTES], bound)
        seed = _open(data_key, sealed[_SEALED_KEY_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        message = "The key was sealed under another key, or for something else."
        raise UnusableKey("key_sealed", message) from error
    return LocalSigner.from_seed(did, seed)


def _seal(secret: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, content, bound)


def _open(secret: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)

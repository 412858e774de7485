"""Who can sign: the protocol, and a private key in memory or in a file."""

import secrets
import stat
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from microcredentials.errors import UnusableKey
from microcredentials.keys import ed25519
from microcredentials.keys.dids import key_id
from microcredentials.keys.public import Algorithm, PublicKey, multikey, spki, thumbprint
from microcredentials.multibase import read_base58

_SEED_BYTES = 32
_RSA_BITS = 2048
_CURVES = {"secp256r1": Algorithm.P256, "secp384r1": Algorithm.P384}
_KEY_FILE_BYTES = 16_384
_SECRET_CHARACTERS = 80
_OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO

PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Signer(Protocol):
    """Anything that can sign: sealed bytes opened by a worker, an HSM, a key service.

    `public` is written as in `PublicKey.raw`; `sign` answers as `verifies` expects.
    """

    @property
    def key_id(self) -> str: ...

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


class LocalSigner:
    """Signs with a private key held in memory."""

    def __init__(self, key_id: str, private_key: PrivateKey) -> None:
        """Raises `UnusableKey` for a curve or a size that we do not sign with."""
        self.key_id = key_id
        self._private_key = private_key
        public = _public(private_key)
        self.algorithm, self.public = public.algorithm, public.raw

    @classmethod
    def from_seed(cls, did: str, seed: bytes) -> Self:
        """Return the signer of `did` whose Ed25519 key grows from these 32 bytes."""
        return cls.from_private_key(did, Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_private_key(cls, did: str, private_key: PrivateKey) -> Self:
        """Return the signer of `did` with this key, named by the key itself."""
        return cls(key_id(did, key_name(_public(private_key))), private_key)

    def sign(self, message: bytes) -> bytes:
        match self._private_key:
            case Ed25519PrivateKey() as key:
                return ed25519.sign(key, self.public, message)
            case rsa.RSAPrivateKey() as key:
                return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
            case key:
                is_p256 = self.algorithm is Algorithm.P256
                digest = hashes.SHA256() if is_p256 else hashes.SHA384()
                return _flat(key, key.sign(message, ec.ECDSA(digest)))


def generate_seed() -> bytes:
    """Return 32 new random bytes to grow a key from."""
    return secrets.token_bytes(_SEED_BYTES)


def key_name(key: PublicKey) -> str:
    """Return what follows the # in the id of a key: its Multikey, or for RSA its thumbprint."""
    return thumbprint(key) if key.algorithm is Algorithm.RSA else multikey(key.raw, key.algorithm)


def signer_at(uri: str, did: str) -> Signer:
    """Return the signer of `did` whose private key stands at `uri`.

    `file:///path`, as `signer_from_file` reads it, or `pkcs11:…` (RFC 7512), as
    `microcredentials.keys.hsm` reads it. Raises `UnusableKey`.
    """
    scheme = urlsplit(uri).scheme
    if scheme == "file":
        return signer_from_file(Path(unquote(urlsplit(uri).path)), did)
    if scheme == "pkcs11":
        # Its library is an extra, and loads the driver of the device.
        from microcredentials.keys.hsm import hsm_signer  # noqa: PLC0415

        return hsm_signer(uri, did)
    raise UnusableKey("key_uri", f"There are no keys at addresses of kind {scheme!r}.")


def signer_from_file(path: Path, did: str) -> LocalSigner:
    """Return the signer of `did` whose private key is in a file that only its owner may read.

    The file holds 64 hex digits (an Ed25519 seed), a secret Multikey (`z3u2…`, `z42t…`), or a
    PKCS#8 key in PEM without password. Raises `UnusableKey`.
    """
    text = read_secret(path)
    try:
        private_key = _private_key(text)
    except ValueError as error:
        raise UnusableKey("key_file", f"The file {path} holds no key that we can read.") from error
    return LocalSigner.from_private_key(did, private_key)


def read_secret(path: Path) -> str:
    """Return the text of a file that only its owner may read; raises `UnusableKey`."""
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS_MAY_READ:
            raise UnusableKey("key_mode", f"The file {path} is readable by others.")
        with path.open(encoding="ascii") as file:
            return file.read(_KEY_FILE_BYTES).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableKey("key_file", f"The file {path} cannot be read.") from error


def _private_key(text: str) -> PrivateKey:
    if text.startswith("-----BEGIN"):
        return _private_pem(text)
    if text.startswith("z"):
        return _private_multikey(text)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))


def _private_pem(text: str) -> PrivateKey:
    try:
        key = serialization.load_pem_private_key(text.encode("ascii"), password=None)
    except TypeError as error:  # it has a password
        raise ValueError(str(error)) from error
    if not isinstance(key, PrivateKey):
        raise ValueError("a kind of key that does not sign")  # noqa: TRY004
    return key


def _private_multikey(text: str) -> PrivateKey:
    data = read_base58(text, maximum_characters=_SECRET_CHARACTERS) or b""
    prefix, secret = data[:2], data[2:]
    number = int.from_bytes(secret, "big")
    match prefix:
        case b"\x80\x26":
            return Ed25519PrivateKey.from_private_bytes(secret)
        case b"\x86\x26":
            return ec.derive_private_key(number, ec.SECP256R1())
        case b"\x87\x26":
            return ec.derive_private_key(number, ec.SECP384R1())
        case _:
            raise ValueError("a kind of key that we do not know")


def _public(private_key: PrivateKey) -> PublicKey:
    if isinstance(private_key, Ed25519PrivateKey):
        return PublicKey(Algorithm.ED25519, private_key.public_key().public_bytes_raw())
    if isinstance(private_key, rsa.RSAPrivateKey):
        if private_key.key_size < _RSA_BITS:
            raise UnusableKey("key_kind", f"An RSA key needs {_RSA_BITS} bits or more.")
        return PublicKey(Algorithm.RSA, spki(private_key.public_key()))
    curve = private_key.curve.name
    if curve not in _CURVES:
        raise UnusableKey("key_kind", f"We do not sign with {curve}.")
    point = private_key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return PublicKey(_CURVES[curve], point)


def _flat(key: ec.EllipticCurvePrivateKey, signature: bytes) -> bytes:
    size = (key.curve.key_size + 7) // 8
    r, s = decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")

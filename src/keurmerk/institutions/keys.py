"""Private keys: made, sealed and opened by the worker alone; a page has no key to open them with.

A key-encryption key (KEK) per kind of signing key seals a fresh data key, which seals the
private seed. Both seals are bound to the key, its owner and its KEK, so a row that is moved to
another owner does not open.
"""

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import rfc8785
from django.conf import settings

from keurmerk.institutions.models import KeyKind, SignedDocument, SigningKey
from keurmerk.institutions.states import KeyState
from microcredentials import (
    CredentialError,
    Document,
    LocalSigner,
    Signer,
    UnusableKey,
    generate_seed,
    issue_all,
    multikey,
)
from microcredentials.keys.sealed import KEK_BYTES, seal, sealed_signer

ALGORITHM = "Ed25519"
OTHERS_MAY_READ = stat.S_IRWXG | stat.S_IRWXO


class KeyNotAvailable(Exception):
    """This process cannot open that key, and may well be meant not to."""


@dataclass(frozen=True, slots=True)
class KeyEncryptionKey:
    """Seals every signing key of one kind; its id tells which one is needed to open a row."""

    id: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class SealedKey:
    """A new key pair: the public half in the open, the private half sealed."""

    multikey: str
    kek_id: str
    sealed: bytes


def kinds_here() -> list[str]:
    """The kinds of key that this process can open."""
    return [kind for kind in KeyKind.values if settings.KEK_FILES.get(kind)]


def key_encryption_key(kind: str) -> KeyEncryptionKey:
    """Read the KEK of `kind` from the file that the settings name."""
    path = Path(settings.KEK_FILES.get(kind) or "/nonexistent")
    if not path.is_file():
        raise KeyNotAvailable(f"no key-encryption key for {kind} keys in this process")
    if path.stat().st_mode & OTHERS_MAY_READ:
        raise KeyNotAvailable(f"the key-encryption key for {kind} keys is readable by others")
    if path.resolve().is_relative_to(settings.DATA_DIR):
        raise KeyNotAvailable(f"the key-encryption key for {kind} keys lies in the data folder")
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != KEK_BYTES:
        raise KeyNotAvailable(f"the key-encryption key for {kind} keys is not 64 hex digits")
    return KeyEncryptionKey(id=hashlib.sha256(secret).hexdigest()[:16], secret=secret)


def seal_new_key(key: SigningKey) -> SealedKey:
    """Make the key pair for this row."""
    kek = key_encryption_key(key.kind)
    seed = generate_seed()
    signer = LocalSigner.from_seed(key.did, seed)
    bound = _bound(kek.id, signer.key_id, key)
    return SealedKey(
        multikey=multikey(signer.public),
        kek_id=kek.id,
        sealed=seal(seed, kek.secret, bound),
    )


def open_signer(key: SigningKey) -> LocalSigner:
    """Open a key to sign with; only where its KEK is, and never a compromised one."""
    kek = key_encryption_key(key.kind)
    if key.state not in {KeyState.ACTIVE, KeyState.RETIRED} or key.kek_id != kek.id:
        raise KeyNotAvailable(f"the {key.kind} key cannot be opened")
    bound = _bound(kek.id, key.key_id, key)
    try:
        return sealed_signer(key.did, bytes(key.sealed), kek.secret, bound)
    except UnusableKey as error:
        raise KeyNotAvailable(f"the {key.kind} key was sealed for something else") from error


def store(document: Document, signer: Signer, key: SigningKey, at: datetime) -> SignedDocument:
    """Sign `document` and keep it, byte for byte."""
    (stored,) = store_all([document], signer, key, at)
    if isinstance(stored, CredentialError):
        raise stored
    return stored


def store_all(
    documents: Iterable[Document], signer: Signer, key: SigningKey, at: datetime
) -> list[SignedDocument | CredentialError]:
    """Sign `documents` and keep them; in place of one that breaks a rule stands its error."""
    made = [
        _signed_document(signed, key, at) if isinstance(signed, str) else signed
        for signed in issue_all(documents, signer)
    ]
    SignedDocument.objects.bulk_create(one for one in made if isinstance(one, SignedDocument))
    return made


def _signed_document(text: str, key: SigningKey, at: datetime) -> SignedDocument:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return SignedDocument(text=text, sha256=digest, key=key, signed_at=at)


def _bound(kek_id: str, key_id: str, key: SigningKey) -> bytes:
    tenant = key.institution.slug if key.institution else "operator"
    return rfc8785.dumps([kek_id, key_id, tenant, ALGORITHM])

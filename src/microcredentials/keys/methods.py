"""Where a key id leads: to a key that names itself, or to a document that lists keys.

Source: Controlled Identifiers v1.0, section 3.3 (retrieve verification method), of which every
rule is kept: the document is the one it should be, the key is listed for making assertions, and
its controller is the document's own. Open Badges 3.0 adds addresses at which one key stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from microcredentials.dates import moment
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.keys.dids import DID_JWK, DID_KEY, DID_WEB, did_web_url
from microcredentials.keys.public import PublicKey, read_jwk, read_multikey
from microcredentials.multibase import read_base64url

_JWK_CHARACTERS = 4096
_UNKNOWN = "The key that signed this file cannot be found."


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationMethod:
    """A key, who controls it, and the moments after which it no longer counts."""

    id: str
    controller: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


def self_naming(key_id: str) -> VerificationMethod | None:
    """Return the key that stands in its own id, or None: then a document must be asked.

    That is a Multikey behind the # (as Open Badges 3.0 allows for any issuer), a did:key, or a
    did:jwk. Who trusts it must know that the key is of the one before the #.
    """
    owner, _, fragment = key_id.partition("#")
    if owner.startswith(DID_JWK):
        key = _key_of_did_jwk(owner) if fragment == "0" else None
        return VerificationMethod(id=key_id, controller=owner, key=key) if key else None
    key = read_multikey(fragment)
    if key is None:
        return None
    if owner.startswith(DID_KEY) and owner != DID_KEY + fragment:
        raise UntrustedProof("key_not_of_issuer", "The key is not the one that its name says.")
    return VerificationMethod(id=key_id, controller=owner, key=key)


def document_url(key_id: str) -> str:
    """Return the address of the document in which a key stands; raises `UncheckableProof`."""
    owner = key_id.partition("#")[0]
    if owner.startswith("https://"):
        return owner
    try:
        return did_web_url(owner)
    except ValueError as error:
        raise UncheckableProof("key_unknown", _UNKNOWN) from error


def method_in(document: Mapping[str, Any], key_id: str, issuer: str) -> VerificationMethod:
    """Return the key `key_id` as `document` lists it, which was found at its address.

    `issuer` is who should have signed: a JWK alone does not say whose it is. Raises
    `UncheckableProof` if the document is not the right one or holds no such key, and
    `UntrustedProof` if the key was not made to make assertions, or is somebody else's.
    """
    owner, mark, _ = key_id.partition("#")
    if not mark:
        return _standing_alone(document, key_id, issuer)
    if document.get("id") != owner:
        raise UncheckableProof("key_unknown", _UNKNOWN)
    asserting = _members(document, "assertionMethod")
    for method in (*_members(document, "verificationMethod"), *asserting):
        if isinstance(method, dict) and _is_named(method, owner, key_id):
            return _listed(method, owner, key_id, asserting)
    raise UncheckableProof("key_unknown", _UNKNOWN)


def check_moment(method: VerificationMethod, created: datetime) -> None:
    """Raise `UntrustedProof` if the key had expired, or was revoked, when it signed."""
    if method.revoked is not None and created >= method.revoked:
        raise UntrustedProof("key_compromised", "The key was already revoked when it signed.")
    if method.expires is not None and created >= method.expires:
        raise UntrustedProof("key_window", "The key had expired when it signed.")


def same_origin(name: str, url: str) -> bool:
    """Say whether a did:web or https name lives at the host of `url`."""
    if name.startswith(DID_WEB):
        host = unquote(name.removeprefix(DID_WEB).split(":", maxsplit=1)[0]).lower()
    elif name.startswith("https://"):
        host = host_of(name)
    else:
        return False
    return bool(host) and host == host_of(url)


def host_of(url: str) -> str:
    """Return the host of an address, with its port, in small letters; empty if there is none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # brackets around something else than an IPv6 address
        return ""


def _listed(
    method: dict[str, Any], owner: str, key_id: str, asserting: list[Any]
) -> VerificationMethod:
    found = _read(method, key_id, owner)
    name = method["id"]
    if not any(
        entry is method or _absolute(entry, owner) == _absolute(name, owner) for entry in asserting
    ):
        raise UntrustedProof("purpose", "The key was not made to sign awards.")
    controllers = method.get("controller", owner)
    if owner not in (controllers if isinstance(controllers, list) else [controllers]):
        raise UntrustedProof(
            "key_not_of_issuer", "The key is listed by somebody else than its own."
        )
    return found


def _standing_alone(document: Mapping[str, Any], url: str, issuer: str) -> VerificationMethod:
    """Read an address at which one key stands, as JWK or as method (Open Badges 3.0, 8.2)."""
    if "kty" in document:
        key = read_jwk(document)
        if key is None:
            raise UncheckableProof("key_unknown", _UNKNOWN)
        # A JWK names nobody; it counts as the issuer's if it stands at the issuer's own host.
        controller = issuer if same_origin(issuer, url) else url
        return VerificationMethod(id=url, controller=controller, key=key)
    claimed = document.get("controller")
    if document.get("id", url) != url or not isinstance(claimed, str):
        raise UncheckableProof("key_unknown", _UNKNOWN)
    # Anybody may write a name here: it is believed of what stands at the host of that name.
    return _read(document, url, claimed if same_origin(claimed, url) else url)


def _read(method: Mapping[str, Any], key_id: str, controller: str) -> VerificationMethod:
    key = None
    match method:
        case {"publicKeyMultibase": str(text)}:
            key = read_multikey(text)
        case {"publicKeyJwk": dict(jwk)}:
            key = read_jwk(jwk)
    if key is None:
        raise UncheckableProof("key_unknown", _UNKNOWN)
    return VerificationMethod(
        id=key_id,
        controller=controller,
        key=key,
        expires=_moment(method, "expires"),
        revoked=_moment(method, "revoked"),
    )


def _moment(method: Mapping[str, Any], word: str) -> datetime | None:
    if word not in method:
        return None
    try:
        return moment(method[word])
    except (TypeError, ValueError) as error:
        raise UncheckableProof("key_unknown", _UNKNOWN) from error


def _is_named(method: dict[str, Any], owner: str, key_id: str) -> bool:
    if _absolute(method.get("id"), owner) == key_id:
        return True
    jwk = method.get("publicKeyJwk")
    # A token may name its key by the name inside the JWK (VC-JOSE-COSE, section 4.2).
    return (
        isinstance(method.get("id"), str)
        and isinstance(jwk, dict)
        and key_id == f"{owner}#{jwk.get('kid')}"
    )


def _absolute(name: object, owner: str) -> str | None:
    if not isinstance(name, str):
        return None
    return owner + name if name.startswith("#") else name


def _members(document: Mapping[str, Any], word: str) -> list[Any]:
    found = document.get(word)
    return found if isinstance(found, list) else []


def _key_of_did_jwk(did: str) -> PublicKey | None:
    raw = read_base64url(did.removeprefix(DID_JWK)) if len(did) <= _JWK_CHARACTERS else None
    try:
        jwk = json.loads(raw or b"null")
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return read_jwk(jwk) if isinstance(jwk, dict) else None

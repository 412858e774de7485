"""Names of who holds keys: did:web, did:key, did:jwk, and the documents that list keys.

Source: the did:web, did:key and did:jwk method specifications; Controlled Identifiers v1.0.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from microcredentials.canonical_json import canonical_json
from microcredentials.dates import timestamp
from microcredentials.keys.public import PublicKey, jwk_of, multikey, thumbprint
from microcredentials.multibase import write_base64url

DID_WEB, DID_KEY, DID_JWK = "did:web:", "did:key:", "did:jwk:"

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?")
_PATH = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._~!$&'()*+,;=@-]+")
_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
_JWK_CONTEXT = "https://w3id.org/security/jwk/v1"


def key_id(did: str, key: str) -> str:
    """Return the id of a key: the DID and the Multikey itself."""
    return f"{did}#{key}"


def did_web(host: str, *path: str) -> str:
    """Return the did:web of `path` at `host`, which may carry a port."""
    return DID_WEB + ":".join(quote(part, safe="") for part in (host, *path))


def did_web_url(did: str) -> str:
    """Return the address of the DID document of a did:web; raises ValueError for another name."""
    host, *path = (unquote(part) for part in did.removeprefix(DID_WEB).split(":"))
    if not (did.startswith(DID_WEB) and _HOST.fullmatch(host) and all(map(_PATH.fullmatch, path))):
        raise ValueError(did)
    return f"https://{host}/{'/'.join(path or ['.well-known'])}/did.json"


def did_key(key: PublicKey) -> str:
    """Return the did:key of a key (KeyError for RSA, which has no Multikey)."""
    return DID_KEY + multikey(key.raw, key.algorithm)


def did_jwk(key: PublicKey) -> str:
    """Return the did:jwk of a key; its only key id ends on `#0`."""
    return DID_JWK + write_base64url(canonical_json(jwk_of(key)))


def did_document(
    did: str,
    keys: Sequence[str],
    revoked: Mapping[str, datetime] | None = None,
    jwks: Sequence[PublicKey] = (),
) -> dict[str, Any]:
    """Return the DID document; a retired key stays, a revoked one may no longer assert.

    `keys` and `revoked` are Multikeys; `jwks` are keys that readers want as a JWK (RSA, which has
    no Multikey), named by their thumbprint. From when to when a key was in use stands in the
    register: a retired key keeps its place here, or other verifiers would refuse older awards.
    """
    revoked = revoked or {}
    methods: list[dict[str, Any]] = []
    for key in dict.fromkeys((*keys, *revoked)):
        method = _method(did, key) | {"type": "Multikey", "publicKeyMultibase": key}
        if key in revoked:
            method["revoked"] = timestamp(revoked[key])
        methods.append(method)
    for public in jwks:
        method = _method(did, thumbprint(public))
        methods.append(method | {"type": "JsonWebKey", "publicKeyJwk": jwk_of(public)})
    return {
        "@context": [*_CONTEXTS, *([_JWK_CONTEXT] if jwks else [])],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [
            *(key_id(did, key) for key in keys),
            *(key_id(did, thumbprint(public)) for public in jwks),
        ],
    }


def _method(did: str, key: str) -> dict[str, Any]:
    # The order of the members is the order in which they have always been written.
    return {"id": key_id(did, key), "type": "", "controller": did}

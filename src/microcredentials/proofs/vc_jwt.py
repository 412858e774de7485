"""Credentials in a signed token: VC-JWT of Open Badges 3.0, and `vc+jwt` of VC-JOSE-COSE.

A token signs JSON, but readers read statements: every word of the credential is checked as in a
Data Integrity proof. Source: Open Badges 3.0, section 8.2 (JSON Web Token proof format); Securing
Verifiable Credentials using JOSE and COSE v1.0, section 3.1; RFC 7515, 7519, 8725.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from microcredentials.contexts import CREDENTIALS_V1
from microcredentials.dates import moment, timestamp
from microcredentials.errors import (
    InvalidDocument,
    UncheckableProof,
    Unreadable,
    UntrustedProof,
)
from microcredentials.keys import (
    Algorithm,
    PublicKey,
    Signer,
    did_jwk,
    is_private,
    read_jwk,
    verifies,
)
from microcredentials.multibase import read_base64url, write_base64url
from microcredentials.proofs.canonical import second_opinion, statements
from microcredentials.proofs.data_integrity import Proof
from microcredentials.proofs.screening import screen
from microcredentials.strict_json import MAXIMUM_BYTES, parse


class TokenForm(StrEnum):
    """The two forms, by what stands as `typ` in the header."""

    OPEN_BADGE = "JWT"
    VC_JOSE = "vc+jwt"


# Only what is listed here is ever verified: neither `none`, nor a shared secret (RFC 8725, 3.1).
_ALGORITHMS: Mapping[str, Algorithm] = {
    "EdDSA": Algorithm.ED25519,
    "Ed25519": Algorithm.ED25519,
    "ES256": Algorithm.P256,
    "ES384": Algorithm.P384,
    "RS256": Algorithm.RSA,
}
_NOT_HERE = frozenset({"ES256K", "ES512", "Ed448", "PS256", "PS384", "PS512", "RS384", "RS512"})
_WRITTEN = {
    Algorithm.ED25519: "EdDSA",
    Algorithm.P256: "ES256",
    Algorithm.P384: "ES384",
    Algorithm.RSA: "RS256",
}
_HEADER = {
    TokenForm.OPEN_BADGE: frozenset({"alg", "kid", "jwk", "typ"}),
    TokenForm.VC_JOSE: frozenset({"alg", "kid", "jwk", "typ", "cty", "iss"}),
}
# Where a key may be found, by the word of the one who signed: that could be anybody's.
_OTHERS_KEYS = frozenset({"jku", "x5u", "x5c", "x5t", "x5t#S256"})
# They change how the token is to be read.
_OTHER_READING = frozenset({"crit", "b64", "enc", "zip"})
_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vc", "vp"})

_TOKEN_CHARACTERS = 2 * MAXIMUM_BYTES
_PARTS = 3
_NAME = re.compile(r"(did:[a-z0-9]+:|https://)[!-~]{1,1024}")
_RELATIVE_NAME = re.compile(r"#?[A-Za-z0-9_.=-]{1,256}")
_LATEST = 253_402_300_799  # the last second of the year 9999
_CLAIMS_DIFFER = "The token says one thing around the credential and another inside it."


def decode(token: str) -> tuple[dict[str, Any], str]:
    """Return the header and the text of the payload; raise `Unreadable` if it is no token.

    Three parts of canonical base64url; header and payload are JSON, read as strictly as a file.
    """
    header, payload, _ = _parts(token)
    return parse(_text(header)).document, _text(payload)


def credential_of(token: str) -> dict[str, Any]:
    """Return the credential in a token, without what the token says about itself.

    In data model 1.1 the credential is the claim `vc`, and what the token says around it fills
    what it leaves out. In a badge, `exp` is its end date. Nothing is verified here.
    """
    return _opened(token)[2]


def _opened(token: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    header, text = decode(token)
    payload = parse(text).document
    return header, payload, _credential(header, payload)


def _credential(header: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    if "@context" not in payload and isinstance(payload.get("vc"), dict):
        return _older(payload)
    document = {word: member for word, member in payload.items() if word not in _CLAIMS}
    end = _instant(payload.get("exp"))
    if _form(header) is TokenForm.OPEN_BADGE and end and "validUntil" not in document:
        document["validUntil"] = timestamp(end)
    return document


def token_proof(token: str) -> Proof:
    """Read who says to have signed a token, and when; `token_holds` tells whether it is true.

    Raises `UntrustedProof` for a header that nobody may rely on, or claims that say something
    else than the credential, and `UncheckableProof` for an algorithm that we do not have.
    """
    header, payload, document = _opened(token)
    form = _check_header(header)
    _check_claims(form, payload, document)
    moments = [_issued(payload.get("iat")), _instant(payload.get("nbf"))]
    known = [found for found in moments if found is not None]
    return Proof(
        _key_id(header, payload, document),
        max(known) if known else _start(document),
        read_base64url(_parts(token)[2]) or b"",
        header,
        # In a badge it is the end of the badge, and stands inside it.
        expires=_instant(payload.get("exp")) if form is TokenForm.VC_JOSE else None,
    )


def token_holds(token: str, proof: Proof, key: PublicKey) -> bool:
    """Say whether `proof` was made over the whole of `token` with this key.

    Raises `UntrustedProof` if a word of the credential means nothing, or means two things.
    """
    if _ALGORITHMS[proof.options["alg"]] is not key.algorithm:
        return False
    _check_words(credential_of(token))
    signed = token.rpartition(".")[0].encode("ascii")
    return verifies(key, proof.signature, signed)


def sign_jwt(
    document: dict[str, Any],
    signer: Signer,
    *,
    form: TokenForm = TokenForm.OPEN_BADGE,
    issued: datetime | None = None,
    key_url: str = "",
) -> str:
    """Return a token that signs `document`, of either data model, in one of the two forms.

    `key_url` is where the key stands as a JWK, which readers of badges like best; else `kid` is
    the id of the key. `issued` is when the token is signed, if it should say so. Raises
    `InvalidDocument` for a credential that lacks what its token must say, and `UntrustedProof`
    for one that would not verify.
    """
    is_older = CREDENTIALS_V1 in document.get("@context", [])
    if is_older and form is TokenForm.VC_JOSE:
        raise InvalidDocument(["a credential of data model 1.1 has no token of form vc+jwt"])
    _check_words(document)
    unsigned = {word: member for word, member in document.items() if word != "proof"}
    if second_opinion(unsigned) != statements(unsigned):
        raise UntrustedProof("second_opinion", "Two engines read this document differently.")
    header = {
        "alg": _WRITTEN[signer.algorithm],
        "kid": key_url or signer.key_id,
        "typ": form.value,
    }
    claims = _claims(document, issued)
    if form is TokenForm.OPEN_BADGE and not {"jti", "sub"} <= claims.keys():
        raise InvalidDocument(["a badge in a token needs an id, and so does its learner"])
    if form is TokenForm.VC_JOSE:
        header["cty"] = "vc"
        claims = {word: claims[word] for word in ("iss", "iat") if word in claims}
    payload = claims | ({"vc": document} if is_older else document)
    signed = f"{_encode(header)}.{_encode(payload)}"
    token = f"{signed}.{write_base64url(signer.sign(signed.encode()))}"
    if not token_holds(token, token_proof(token), PublicKey(signer.algorithm, signer.public)):
        raise UntrustedProof("signature", "The key made a signature that does not hold.")
    return token


def _parts(token: str) -> list[str]:
    parts = token.split(".") if len(token) <= _TOKEN_CHARACTERS else []
    if len(parts) != _PARTS or any(read_base64url(part) is None for part in parts):
        raise Unreadable("token_encoding", "This is not a signed token that can be read one way.")
    return parts


def _text(part: str) -> str:
    try:
        return (read_base64url(part) or b"").decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", "This token is not written in UTF-8.") from error


def _encode(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return write_base64url(text.encode())


def _form(header: dict[str, Any]) -> TokenForm | None:
    found = header.get("typ", TokenForm.OPEN_BADGE)
    return next((form for form in TokenForm if form.value == found), None)


def _check_header(header: dict[str, Any]) -> TokenForm:
    form = _form(header)
    if form is None or header.get("cty", "vc") != "vc":
        raise UntrustedProof("typ", "The token calls itself something else than a credential.")
    if not header.keys().isdisjoint(_OTHERS_KEYS):
        message = "The token names its key by an address or certificate that could be anybody's."
        raise UntrustedProof("key_not_of_issuer", message)
    unknown = header.keys() - _HEADER[form]
    # VC-JOSE-COSE has readers pass over what they do not know; Open Badges 3.0 allows nothing.
    if unknown & _OTHER_READING or (unknown and form is TokenForm.OPEN_BADGE):
        raise UntrustedProof("token_header", "The token asks to be read in a way we do not know.")
    algorithm = str(header.get("alg"))
    if algorithm in _NOT_HERE:
        message = f"The token is signed in a way we cannot check ({algorithm})."
        raise UncheckableProof("unsupported_suite", message)
    if algorithm not in _ALGORITHMS:
        raise UntrustedProof("alg", "The token is not signed, or with a secret that others know.")
    return form


def _key_id(header: dict[str, Any], payload: dict[str, Any], document: dict[str, Any]) -> str:
    match header:
        case {"kid": str(name)} if _NAME.fullmatch(name):
            return name
        case {"kid": str(name)} if _RELATIVE_NAME.fullmatch(name):
            # A short name is one of the issuer's own keys; `vc+jwt` must then say who that is.
            if _form(header) is TokenForm.OPEN_BADGE or "iss" in payload | header:
                return f"{_issuer(document)}#{name.removeprefix('#')}"
        case {"jwk": dict(jwk)} if "kid" not in header:
            key = read_jwk(jwk)
            if key is not None:
                # The key is its own name: it is the issuer's only if the issuer goes by it.
                return f"{did_jwk(key)}#0"
            if is_private(jwk):
                message = "The token shows the secret half of its key: anybody could have signed."
                raise UntrustedProof("token_header", message)
    raise UntrustedProof("kid", "The token does not say which key signed it.")


def _check_claims(form: TokenForm, payload: dict[str, Any], document: dict[str, Any]) -> None:
    if "vp" in payload or ("vc" in payload and "@context" in payload):
        raise UntrustedProof("token_claims", _CLAIMS_DIFFER)
    stated = _claims(document, None)
    for word in ("iss", "sub", "jti"):
        if word in payload and payload[word] != stated.get(word):
            raise UntrustedProof("token_claims", _CLAIMS_DIFFER)
    for word in ("nbf", "exp"):
        if word in payload and _instant(payload[word]) is None:
            raise UntrustedProof("token_claims", _CLAIMS_DIFFER)
    if form is TokenForm.OPEN_BADGE:
        for word, member in stated.items():
            at = _instant(payload.get(word))
            # Whole seconds are compared: a moment may be written in finer parts.
            if payload.get(word) != member and (at is None or int(at.timestamp()) != member):
                raise UntrustedProof("token_claims", _CLAIMS_DIFFER)


def _claims(document: dict[str, Any], issued: datetime | None) -> dict[str, Any]:
    """Return what the token of a badge must say around it (Open Badges 3.0, section 8.2.4.1)."""
    claims: dict[str, Any] = {"iss": _issuer(document)}
    if isinstance(document.get("id"), str):
        claims["jti"] = document["id"]
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and isinstance(subject.get("id"), str):
        claims["sub"] = subject["id"]
    claims["nbf"] = int(_start(document).timestamp())
    end = document.get("validUntil", document.get("expirationDate"))
    if end is not None:
        claims["exp"] = int(_moment(end).timestamp())
    if issued is not None:
        claims["iat"] = int(issued.timestamp())
    return claims


def _older(payload: dict[str, Any]) -> dict[str, Any]:
    """Return a credential of data model 1.1 (VC Data Model 1.1, section 6.3.1, JWT decoding)."""
    document: dict[str, Any] = dict(payload["vc"])
    for word, claim in (("id", "jti"), ("issuer", "iss")):
        if claim in payload:
            document.setdefault(word, payload[claim])
    for word, claim in (("issuanceDate", "nbf"), ("expirationDate", "exp")):
        found = _instant(payload.get(claim))
        if found is not None:
            document.setdefault(word, timestamp(found))
    subject = document.get("credentialSubject")
    if "sub" in payload and isinstance(subject, dict):
        document["credentialSubject"] = {"id": payload["sub"]} | subject
    return document


def _issuer(document: dict[str, Any]) -> str:
    match document.get("issuer"):
        case str(name) | {"id": str(name)}:
            return name
        case _:
            raise UntrustedProof("token_claims", "The token does not say who made it.")


def _start(document: dict[str, Any]) -> datetime:
    return _moment(document.get("validFrom", document.get("issuanceDate")))


def _moment(text: Any) -> datetime:
    try:
        return moment(text)
    except (TypeError, ValueError) as error:
        raise UntrustedProof(
            "token_claims", "The token holds a moment that is no moment."
        ) from error


def _instant(number: Any) -> datetime | None:
    """Read a NumericDate (RFC 7519, section 2); None if it is none."""
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return datetime.fromtimestamp(number, UTC) if is_number and 0 <= number <= _LATEST else None


def _issued(value: Any) -> datetime | None:
    try:
        # The vectors of VC-JOSE-COSE write a text here.
        return moment(value) if isinstance(value, str) else _instant(value)
    except ValueError:
        return None


def _check_words(document: dict[str, Any]) -> None:
    screen(document)
    statements({word: member for word, member in document.items() if word != "proof"})

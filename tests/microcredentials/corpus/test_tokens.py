"""Group D: tokens, as far as a library without wallets or log-in reads them."""

import base64
import hashlib
import hmac
import json

import pytest

from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import ASKED, GOOD, check, rows

PAYLOAD = chain.award_json()
del PAYLOAD["proof"]
CLAIMS = {"iss": chain.VU.id, "jti": PAYLOAD["id"], "sub": PAYLOAD["credentialSubject"]["id"]}
KEYS = "https://keurmerk.example/issuers/vu/did.json"


def part(value):
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(header, *, payload=None, sign=chain.VU_SIGNER.sign, tail=""):
    """A compact token of S with this header, signed by whatever `sign` is."""
    signing = f"{part(header)}.{part((PAYLOAD | CLAIMS) if payload is None else payload)}"
    return f"{signing}.{part(sign(signing.encode()))}{tail}"


def header(**changes):
    return {"alg": "EdDSA", "typ": "JWT", "kid": chain.VU_SIGNER.key_id} | changes


def unsigned(_):
    return b""


def with_secret(message):
    return hmac.new(chain.VU_SIGNER.public, message, hashlib.sha256).digest()


def disclosure(*parts):
    return part(list(parts))


def digest(text):
    return part(hashlib.sha256(text.encode()).digest())


NAME = disclosure("salt", "name", "Piet")
SELECTIVE = {"typ": "dc+sd-jwt"}
JWK = {"kty": "OKP", "crv": "Ed25519", "x": part(b"x" * 32)}

TOKENS = {
    **{
        f"D01 {alg}": (token(header(alg=alg), sign=unsigned),)
        for alg in ("none", "None", "NONE", "nOnE")
    },
    "D02 the public key as secret": (token(header(alg="HS256"), sign=with_secret),),
    "D04 its own key": (token(header(jwk=JWK), sign=lambda _: b"x" * 64),),
    "D04 an address of keys": (token(header(jku="https://evil.example/k"), sign=unsigned),),
    "D04 an address of certificates": (token(header(x5u="https://evil.example/c"), sign=unsigned),),
    "D05 a path": (token(header(kid="../../etc/passwd")),),
    "D05 a query": (token(header(kid="' OR 1=1--")),),
    "D05 10 kB": (token(header(kid="k" * 10_000)),),
    "D07 the wrong type": (token(header() | {"typ": "JWT"}, tail=f"~{NAME}~"),),
    "D08 an open payload": (token(header(b64=False, crit=["b64"])),),
    "D10 encrypted": (
        ".".join(
            part(value)
            for value in ({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}, b"", b"i", b"c", b"t")
        ),
    ),
    "D11 certificates": (token(header(x5c=["AAAA", "AAAA"])),),
    "D13 a disclosure without digest": (token(header(**SELECTIVE), tail=f"~{NAME}~"),),
    "D14 one digest twice": (
        token(
            header(**SELECTIVE),
            payload=PAYLOAD | CLAIMS | {"_sd": [digest(NAME), digest(NAME)]},
            tail=f"~{NAME}~",
        ),
    ),
    "D16 a claim overridden": (
        token(
            header(**SELECTIVE),
            payload=PAYLOAD | CLAIMS | {"_sd": [digest(NAME)]},
            tail=f"~{NAME}~",
        ),
    ),
    "D17 an old hash": (
        token(header(**SELECTIVE), payload=PAYLOAD | CLAIMS | {"_sd_alg": "md5"}, tail="~"),
    ),
    "D19 no binding": (
        token(header(**SELECTIVE), payload=PAYLOAD | CLAIMS | {"cnf": {"jwk": JWK}}, tail="~"),
    ),
    "D20 bound by another key": (
        token(
            header(**SELECTIVE),
            payload=PAYLOAD | CLAIMS | {"cnf": {"jwk": JWK}},
            tail="~" + token({"typ": "kb+jwt", "alg": "EdDSA"}, payload={"nonce": "old"}),
        ),
    ),
}


@pytest.mark.parametrize("given", rows(TOKENS))
def test_a_token_of_that_kind_is_never_genuine(given):
    report = check(given, asked=ASKED | {KEYS})

    assert report.verdict not in GOOD

"""Group D: tokens, as far as a library without wallets or log-in reads them."""

import base64
import hashlib
import hmac
import json

import pytest

from microcredentials import CheckCode, LocalSigner, Verdict
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import check, reason, rows

PAYLOAD = chain.award_json()
del PAYLOAD["proof"]
CLAIMS = {
    "iss": chain.VU.id,
    "jti": PAYLOAD["id"],
    "sub": PAYLOAD["credentialSubject"]["id"],
    "nbf": int(chain.RELEASED.timestamp()),
}


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
ATTACKER = LocalSigner.from_seed("did:web:evil.example", b"a" * 32)
JWK = {"kty": "OKP", "crv": "Ed25519", "x": part(ATTACKER.public)}


def selective(tail, **claims):
    return token(header(typ="dc+sd-jwt"), payload=PAYLOAD | CLAIMS | claims, tail=tail)


BINDING = token({"typ": "kb+jwt", "alg": "EdDSA"}, payload={"nonce": "old", "aud": "elsewhere"})
ENCRYPTED = ".".join(
    part(value) for value in ({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}, b"", b"i", b"c", b"t")
)
REFUSED = {
    **{
        f"D01 {alg}": (token(header(alg=alg), sign=unsigned), "alg")
        for alg in ("none", "None", "NONE", "nOnE")
    },
    "D01 without a word": (token({"kid": chain.VU_SIGNER.key_id}, sign=unsigned), "alg"),
    "D02 the public key as secret": (token(header(alg="HS256"), sign=with_secret), "alg"),
    "D04 an address of keys": (
        token(header(jku="https://evil.example/k"), sign=unsigned),
        "key_not_of_issuer",
    ),
    "D04 an address of certificates": (
        token(header(x5u="https://evil.example/c"), sign=unsigned),
        "key_not_of_issuer",
    ),
    "D04 a key beside the name of another": (
        token(header(jwk=JWK), sign=ATTACKER.sign),
        "signature",
    ),
    "D05 a path": (token(header(kid="../../etc/passwd")), "kid"),
    "D05 a query": (token(header(kid="' OR 1=1--")), "kid"),
    "D05 10 kB": (token(header(kid="k" * 10_000)), "kid"),
    "D08 an open payload": (token(header(b64=False, crit=["b64"])), "token_header"),
    "D11 certificates": (token(header(x5c=["AAAA", "AAAA"])), "key_not_of_issuer"),
}


@pytest.mark.parametrize(("given", "code"), rows(REFUSED))
def test_a_token_that_nobody_may_rely_on_is_altered(given, code):
    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.ALTERED
    assert reason(report) == code


UNREADABLE = {
    "D07 the type of a badge on a selective token": (token(header(), tail=f"~{NAME}~"),),
    "D10 encrypted": (ENCRYPTED,),
    "D13 a disclosure without digest": (selective(f"~{NAME}~"),),
    "D14 one digest twice": (selective(f"~{NAME}~", _sd=[digest(NAME), digest(NAME)]),),
    "D16 a claim overridden": (selective(f"~{NAME}~", _sd=[digest(NAME)]),),
    "D17 an old hash": (selective(f"~{NAME}~", _sd_alg="md5"),),
    "D19 no binding": (selective(f"~{NAME}~", cnf={"jwk": JWK}),),
    "D19 an old binding": (selective(f"~{NAME}~{BINDING}", cnf={"jwk": JWK}),),
    "D20 bound by another key": (selective(f"~{BINDING}", cnf={"jwk": JWK}),),
}


@pytest.mark.parametrize("given", rows(UNREADABLE))
def test_a_token_of_a_kind_that_we_do_not_read_is_unreadable(given):
    assert check(given, asked=frozenset()).verdict is Verdict.UNREADABLE


def test_d04_a_key_that_a_token_brings_along_is_not_the_issuers():
    own = {word: value for word, value in header(jwk=JWK).items() if word != "kid"}

    report = check(token(own, sign=ATTACKER.sign))

    assert report.check(CheckCode.KEY).reason == "key_not_of_issuer"
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_the_same_token_as_it_should_be_is_genuine():
    assert check(token(header())).verdict is Verdict.GENUINE

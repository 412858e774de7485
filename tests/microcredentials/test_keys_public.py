import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from microcredentials import LocalSigner
from microcredentials.keys import (
    Algorithm,
    PublicKey,
    jwk_of,
    multikey,
    public_key,
    read_jwk,
    read_multikey,
    thumbprint,
    verifies,
)
from microcredentials.keys.public import spki
from microcredentials.multibase import (
    write_base58,
    write_base64url,
)

DID = "did:web:example.org"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SIGNERS = {
    Algorithm.ED25519: LocalSigner.from_seed(DID, bytes(range(32))),
    Algorithm.P256: LocalSigner.from_private_key(DID, ec.derive_private_key(7, ec.SECP256R1())),
    Algorithm.P384: LocalSigner.from_private_key(DID, ec.derive_private_key(7, ec.SECP384R1())),
    Algorithm.RSA: LocalSigner.from_private_key(DID, RSA),
}
KEYS = {kind: PublicKey(kind, signer.public) for kind, signer in SIGNERS.items()}
every_kind = pytest.mark.parametrize("kind", list(Algorithm))
PADDED = "AAAA="


@every_kind
def test_a_key_is_read_back_from_its_jwk(kind):
    jwk = jwk_of(KEYS[kind])

    assert list(jwk) == sorted(jwk)
    assert read_jwk(jwk) == KEYS[kind]
    assert read_jwk(jwk | {"use": "sig", "key_ops": ["verify"], "kid": "x"}) == KEYS[kind]


@pytest.mark.parametrize(
    ("kind", "start"),
    [(Algorithm.ED25519, "z6Mk"), (Algorithm.P256, "zDna"), (Algorithm.P384, "z82L")],
)
def test_a_key_is_read_back_from_its_multikey(kind, start):
    text = multikey(KEYS[kind].raw, kind)

    assert text.startswith(start)
    assert read_multikey(text) == KEYS[kind]
    assert public_key(text) == (KEYS[kind].raw if kind is Algorithm.ED25519 else None)


@every_kind
def test_a_signature_verifies_under_its_own_key_only(kind):
    signature = SIGNERS[kind].sign(b"message")

    assert verifies(KEYS[kind], signature, b"message")
    assert not verifies(KEYS[kind], signature, b"another")
    assert not verifies(KEYS[kind], signature[:-1], b"message")
    assert not verifies(KEYS[kind], bytes(len(signature)), b"message")


def test_a_key_is_named_by_its_thumbprint_as_the_standard_shows():
    # The key and its thumbprint are the example of RFC 7638, section 3.1.
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
        "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4"
        "vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    key = read_jwk({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"})

    assert thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Algorithm.ED25519, {"x": "AAAA"}),
        (Algorithm.ED25519, {"x": ""}),
        (Algorithm.ED25519, {"x": 5}),
        (Algorithm.ED25519, {"crv": "X25519"}),
        (Algorithm.ED25519, {"d": "AAAA"}),
        (Algorithm.ED25519, {"use": "enc"}),
        (Algorithm.ED25519, {"key_ops": ["sign"]}),
        (Algorithm.ED25519, {"key_ops": "verify"}),
        (Algorithm.ED25519, {"x": PADDED}),
        (Algorithm.P256, {"x": "AAAA"}),
        (Algorithm.P256, {"y": "AAAA"}),
        (Algorithm.P256, {"x": "***"}),
        (Algorithm.P256, {"y": "***"}),
        (Algorithm.P256, {"x": write_base64url(bytes(31) + b"\x05")}),
        (Algorithm.P256, {"y": write_base64url(bytes(31) + b"\x05")}),
        (Algorithm.P256, {"crv": "secp256k1"}),
        (Algorithm.RSA, {"n": write_base64url(b"\xff" * 128)}),
        (Algorithm.RSA, {"n": write_base64url(b"\xff" * 2048)}),
        (Algorithm.RSA, {"n": "***"}),
        (Algorithm.RSA, {"e": "***"}),
        (Algorithm.RSA, {"e": "AQAAAAAB"}),
        (Algorithm.RSA, {"e": "Ag"}),
        (Algorithm.RSA, {"kty": "oct", "k": "AAAA"}),
    ],
)
def test_a_jwk_that_is_no_key_for_signatures_is_none(kind, change):
    assert read_jwk(jwk_of(KEYS[kind]) | change) is None


def test_a_point_that_is_not_on_the_curve_is_no_key():
    # There is no y for this x.
    assert read_multikey(write_base58(b"\x80\x24\x02" + bytes(31) + b"\x01")) is None
    assert read_multikey(write_base58(b"\x80\x24\x09" + bytes(32))) is None


def test_what_calls_itself_an_rsa_key_must_be_one():
    not_rsa = Ed25519PrivateKey.generate().public_key()
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    der = not_rsa.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    with pytest.raises(TypeError):
        jwk_of(PublicKey(Algorithm.RSA, der))
    assert spki(RSA.public_key()) == KEYS[Algorithm.RSA].raw


@given(st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "n", "e", "use"]), st.text()))
def test_no_jwk_trips_the_reader(jwk):
    assert read_jwk(json.loads(json.dumps(jwk))) is None

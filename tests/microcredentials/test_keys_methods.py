import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.keys import (
    Algorithm,
    check_moment,
    did_document,
    did_jwk,
    did_key,
    did_web_url,
    document_url,
    jwk_of,
    method_in,
    multikey,
    self_naming,
    thumbprint,
)
from microcredentials.keys.methods import same_origin
from microcredentials.multibase import write_base64url
from tests.microcredentials.test_keys_public import DID, KEYS

KEY = KEYS[Algorithm.P256]
NAME = multikey(KEY.raw, Algorithm.P256)
OTHER = multikey(KEYS[Algorithm.ED25519].raw)
SINCE = datetime(2026, 7, 1, tzinfo=UTC)
URL = "https://example.org/keys/1"
ISSUER = "https://example.org/issuers/1"


def document(**changes):
    method = {"id": f"{DID}#1", "type": "Multikey", "controller": DID, "publicKeyMultibase": NAME}
    listed = {"id": DID, "verificationMethod": [method | changes], "assertionMethod": [f"{DID}#1"]}
    return json.loads(json.dumps(listed))


@pytest.mark.parametrize("kind", [Algorithm.ED25519, Algorithm.P256, Algorithm.P384])
def test_a_did_key_names_its_own_key(kind):
    did = did_key(KEYS[kind])
    fragment = did.removeprefix("did:key:")

    method = self_naming(f"{did}#{fragment}")

    assert (method.controller, method.key) == (did, KEYS[kind])


@pytest.mark.parametrize("kind", list(Algorithm))
def test_a_did_jwk_names_its_own_key(kind):
    did = did_jwk(KEYS[kind])

    assert self_naming(f"{did}#0").key == KEYS[kind]
    assert self_naming(f"{did}#0").controller == did
    assert self_naming(f"{did}#1") is None
    assert self_naming(did) is None


def test_a_key_behind_the_name_of_its_issuer_needs_no_document():
    assert self_naming(f"{ISSUER}#{NAME}").controller == ISSUER
    assert self_naming(f"{DID}#{NAME}").key == KEY
    assert self_naming(f"{DID}#key-1") is None


def test_another_key_behind_a_did_key_is_not_its_key():
    with pytest.raises(UntrustedProof) as caught:
        self_naming(f"{did_key(KEY)}#{OTHER}")

    assert caught.value.code == "key_not_of_issuer"


@pytest.mark.parametrize(
    "text", ["AAAA", "not base64", write_base64url(b"[1]"), write_base64url(b"\xff"), "A" * 5000]
)
def test_a_did_jwk_without_a_key_is_none(text):
    assert self_naming(f"did:jwk:{text}#0") is None


@pytest.mark.parametrize(
    ("key_id", "url"),
    [
        ("did:web:example.org#1", "https://example.org/.well-known/did.json"),
        ("https://example.org/keys/1", "https://example.org/keys/1"),
        ("https://example.org/issuer#key-1", "https://example.org/issuer"),
    ],
)
def test_a_key_stands_in_a_document(key_id, url):
    assert document_url(key_id) == url


@pytest.mark.parametrize(
    "key_id",
    [
        "did:example:1#1",
        "http://example.org/keys/1",
        "file:///etc/passwd",
        "",
        "did:web:example.org%2Fx#1",
        "did:web:someone%40example.org#1",
        "did:web:example.org:..:x#1",
        "did:web:example.org:a%2Fb#1",
        "did:web:#1",
    ],
)
def test_a_key_without_a_document_is_unknown(key_id):
    with pytest.raises(UncheckableProof) as caught:
        document_url(key_id)

    assert caught.value.code == "key_unknown"


def test_a_name_with_dots_is_no_way_out_of_its_folder():
    assert did_web_url("did:web:example.org:a..b:.c") == "https://example.org/a..b/.c/did.json"


def test_a_document_lists_a_key_with_the_moments_that_bound_it():
    method = method_in(document(expires="2026-07-01T00:00:00Z"), f"{DID}#1", DID)

    assert (method.key, method.controller, method.expires) == (KEY, DID, SINCE)
    check_moment(method, SINCE - timedelta(seconds=1))
    with pytest.raises(UntrustedProof) as caught:
        check_moment(method, SINCE)
    assert caught.value.code == "key_window"


def test_a_revoked_key_verifies_what_it_signed_before():
    method = method_in(document(revoked="2026-07-01T00:00:00Z"), f"{DID}#1", DID)

    check_moment(method, SINCE - timedelta(seconds=1))
    with pytest.raises(UntrustedProof) as caught:
        check_moment(method, SINCE)
    assert caught.value.code == "key_compromised"


def test_what_our_own_documents_list_is_found():
    listed = did_document(DID, [OTHER], revoked={NAME: SINCE}, jwks=[KEYS[Algorithm.RSA]])
    name = thumbprint(KEYS[Algorithm.RSA])

    assert "https://w3id.org/security/jwk/v1" in listed["@context"]
    assert method_in(listed, f"{DID}#{OTHER}", DID).key == KEYS[Algorithm.ED25519]
    assert method_in(listed, f"{DID}#{name}", DID).key == KEYS[Algorithm.RSA]
    with pytest.raises(UntrustedProof) as caught:
        method_in(listed, f"{DID}#{NAME}", DID)
    assert caught.value.code == "purpose"


def test_ids_may_be_written_relative_to_the_document():
    listed = document(id="#1")
    assert method_in(listed, f"{DID}#1", DID).key == KEY
    listed["assertionMethod"] = ["#1"]
    assert method_in(listed, f"{DID}#1", DID).key == KEY
    assert method_in(document(), f"{DID}#1", DID).key == KEY


def test_a_key_may_stand_under_its_purpose_itself():
    listed = document()
    listed["assertionMethod"] = listed.pop("verificationMethod")

    assert method_in(listed, f"{DID}#1", DID).key == KEY


def test_a_key_is_found_by_the_name_inside_its_jwk():
    listed = document(publicKeyJwk=jwk_of(KEY) | {"kid": "mine"}, publicKeyMultibase=None)

    assert method_in(listed, f"{DID}#mine", DID).key == KEY


def test_a_controller_may_be_one_of_several():
    assert method_in(document(controller=["did:web:x.org", DID]), f"{DID}#1", DID).key == KEY


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"assertionMethod": []}, "purpose"),
        ({"assertionMethod": f"{DID}#1"}, "purpose"),
        ({"assertionMethod": [None, f"{DID}#2"], "keyAgreement": [f"{DID}#1"]}, "purpose"),
    ],
)
def test_a_key_for_something_else_is_refused(change, code):
    with pytest.raises(UntrustedProof) as caught:
        method_in(document() | change, f"{DID}#1", DID)

    assert caught.value.code == code


def test_a_key_of_another_controller_is_refused():
    with pytest.raises(UntrustedProof) as caught:
        method_in(document(controller="did:web:elsewhere.org"), f"{DID}#1", DID)

    assert caught.value.code == "key_not_of_issuer"


@pytest.mark.parametrize(
    "listed",
    [
        {},
        document() | {"id": "did:web:elsewhere.org"},
        document() | {"verificationMethod": "none"},
        document() | {"verificationMethod": ["none", {}, {"id": 5, "publicKeyJwk": {"kid": "1"}}]},
        document(publicKeyMultibase="z1"),
        document(publicKeyMultibase=5),
        document(publicKeyMultibase=None, publicKeyJwk={"kty": "oct", "k": "AAAA"}),
        document(expires="yesterday"),
        document(revoked=5),
    ],
)
def test_a_document_that_does_not_list_the_key_leaves_it_unknown(listed):
    with pytest.raises(UncheckableProof) as caught:
        method_in(listed, f"{DID}#1", DID)

    assert caught.value.code == "key_unknown"


def test_a_jwk_at_an_address_is_the_issuers_if_it_stands_at_the_issuers_host():
    assert method_in(jwk_of(KEY), URL, ISSUER).controller == ISSUER
    assert method_in(jwk_of(KEY), URL, DID).controller == DID
    assert method_in(jwk_of(KEY), URL, "https://elsewhere.org/1").controller == URL
    assert method_in(jwk_of(KEY), URL, "did:web:elsewhere.org").controller == URL
    assert method_in(jwk_of(KEY), URL, "urn:uuid:1").controller == URL


def test_a_method_at_an_address_says_whose_it_is():
    alone = {"id": URL, "controller": ISSUER, "publicKeyMultibase": NAME}

    assert method_in(alone, URL, "").controller == ISSUER
    assert method_in(alone | {"controller": "https://x.org/1"}, URL, "").controller == URL


@pytest.mark.parametrize(
    "alone",
    [
        {"kty": "oct"},
        {"publicKeyMultibase": NAME},
        {"id": "https://x.org", "controller": ISSUER, "publicKeyMultibase": NAME},
        {"id": URL, "controller": ISSUER},
    ],
)
def test_an_address_without_a_key_leaves_it_unknown(alone):
    with pytest.raises(UncheckableProof) as caught:
        method_in(alone, URL, ISSUER)

    assert caught.value.code == "key_unknown"


def test_the_port_is_part_of_the_host():
    assert same_origin("did:web:localhost%3A8000:x", "https://LOCALHOST:8000/y")
    assert not same_origin("did:web:localhost", "https://localhost:8000/y")


leaves = st.none() | st.integers() | st.sampled_from([DID, f"{DID}#1", URL, NAME, "#1", "x"])
methods = st.dictionaries(
    st.sampled_from(["id", "controller", "publicKeyMultibase", "publicKeyJwk", "revoked"]), leaves
)
members = leaves | methods | st.lists(leaves | methods, max_size=3)


@given(
    st.dictionaries(
        st.sampled_from(["id", "verificationMethod", "assertionMethod", "kty", "controller"]),
        members,
    )
)
def test_no_document_trips_the_reader(listed):
    for key_id in (f"{DID}#1", URL):
        try:
            method_in({"id": DID} | listed, key_id, DID)
        except (UncheckableProof, UntrustedProof):
            continue

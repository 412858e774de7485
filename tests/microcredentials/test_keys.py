from datetime import UTC, datetime

import pytest

from microcredentials import (
    LocalSigner,
    did_document,
    did_web,
    did_web_url,
    generate_seed,
    key_id,
    multikey,
)
from microcredentials.keys import fits, public_key
from microcredentials.keys.public import _SMALL_ORDER
from tests.microcredentials import chain

KEY = multikey(chain.VU_SIGNER.public)


def test_a_key_is_named_by_its_owner_and_itself():
    assert key_id(chain.VU.id, KEY) == f"{chain.VU.id}#{KEY}" == chain.VU_SIGNER.key_id
    assert KEY.startswith("z6Mk")
    assert public_key(KEY) == chain.VU_SIGNER.public


@pytest.mark.parametrize("text", ["", "z6Mk", "zDnaX", KEY[:-1], "z6Mk0OIl", KEY + "1" * 60, "é"])
def test_what_is_no_key_is_none(text):
    assert public_key(text) is None


def test_every_seed_is_new():
    assert len({generate_seed() for _ in range(9)}) == 9
    assert LocalSigner.from_seed("did:web:x", generate_seed()).key_id.startswith("did:web:x#z6Mk")


def test_a_signature_fits_only_its_key_and_message():
    signature = chain.VU_SIGNER.sign(b"message")

    assert fits(chain.VU_SIGNER.public, signature, b"message")
    assert not fits(chain.VU_SIGNER.public, signature, b"another")
    assert not fits(chain.BODY_SIGNER.public, signature, b"message")


@pytest.mark.parametrize("point", sorted(_SMALL_ORDER), ids=lambda point: point.hex()[:8])
def test_a_key_that_fits_every_message_fits_none(point):
    for first in (bytes(32), b"\x01" + bytes(31), point):
        assert not fits(point, first + bytes(32), b"message")


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:example.nl", "https://example.nl/.well-known/did.json"),
        ("did:web:example.nl:issuers:vu", "https://example.nl/issuers/vu/did.json"),
        ("did:web:localhost%3A8000:operator", "https://localhost:8000/operator/did.json"),
    ],
)
def test_a_did_of_the_web_has_an_address(did, url):
    assert did_web_url(did) == url


def test_the_port_of_a_host_is_written_as_the_method_asks():
    assert did_web("localhost:8000", "issuers", "vu") == "did:web:localhost%3A8000:issuers:vu"


def test_another_did_has_no_address_of_the_web():
    with pytest.raises(ValueError, match="did:key:x"):
        did_web_url("did:key:x")


def test_a_retired_key_still_asserts_and_a_revoked_one_does_not():
    since = datetime(2026, 7, 1, tzinfo=UTC)

    document = did_document("did:web:x", ["z1", "z2"], revoked={"z3": since})

    assert document["assertionMethod"] == ["did:web:x#z1", "did:web:x#z2"]
    assert [method["id"][-2:] for method in document["verificationMethod"]] == ["z1", "z2", "z3"]
    assert [method.get("revoked") for method in document["verificationMethod"]] == [
        None,
        None,
        "2026-07-01T00:00:00Z",
    ]
    assert did_document("did:web:x", ["z1"])["assertionMethod"] == ["did:web:x#z1"]


def test_a_revoked_key_may_assert_until_everything_is_issued_again():
    since = datetime(2026, 7, 1, tzinfo=UTC)

    document = did_document("did:web:x", ["z1"], revoked={"z1": since})

    assert len(document["verificationMethod"]) == 1
    assert document["assertionMethod"] == ["did:web:x#z1"]

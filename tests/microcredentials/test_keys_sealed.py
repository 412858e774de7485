import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcredentials import LocalSigner
from microcredentials.errors import UnusableKey
from microcredentials.keys.sealed import KEK_BYTES, seal, sealed_signer

DID, SEED, KEK, BOUND = "did:web:example.org", bytes(range(32)), bytes(KEK_BYTES), b"whose"
SEALED = seal(SEED, KEK, BOUND)


def code_of(*given):
    with pytest.raises(UnusableKey) as caught:
        sealed_signer(DID, *given)
    return caught.value.code


def test_what_was_sealed_opens_to_sign():
    signer = sealed_signer(DID, SEALED, KEK, BOUND)

    assert signer.key_id == LocalSigner.from_seed(DID, SEED).key_id
    assert SEED not in SEALED
    assert seal(SEED, KEK, BOUND) != SEALED


def test_another_key_or_another_owner_opens_nothing():
    assert code_of(SEALED, b"\x01" * KEK_BYTES, BOUND) == "key_sealed"
    assert code_of(SEALED, KEK, b"somebody else's") == "key_sealed"
    assert code_of(SEALED, b"short", BOUND) == "key_sealed"


@settings(deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_no_byte_of_a_seal_can_be_changed(place, change):
    damaged = bytearray(SEALED)
    damaged[place] ^= change

    assert code_of(bytes(damaged), KEK, BOUND) == "key_sealed"
    assert code_of(SEALED[:place], KEK, BOUND) == "key_sealed"

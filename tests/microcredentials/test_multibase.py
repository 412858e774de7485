import random

import base58
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcredentials.multibase import (
    base58_of_signature,
    read_base58,
    read_base64url,
    write_base58,
    write_base64url,
)

DRAWN = random.Random(7)  # noqa: S311  # the same in every run
SIGNATURES = [
    bytes(64),
    bytes(63) + b"\1",
    b"\xff" * 64,
    *(DRAWN.randbytes(64) for _ in range(200)),
]


@given(st.binary(max_size=60))
def test_bytes_have_one_spelling(data):
    text = write_base58(data)
    assert read_base58(text, maximum_characters=90) == (data or None)
    assert read_base58(text + " ", maximum_characters=90) is None
    assert read_base64url(write_base64url(data)) == data


@pytest.mark.parametrize("text", ["A", "AB", "AAAAA", "AA==", "A A", "AA\n", "+/+/", "é"])
def test_another_spelling_of_base64url_is_none(text):
    assert read_base64url(text) is None


def test_every_signature_is_written_as_everybody_writes_it():
    written = [base58_of_signature(signature) for signature in SIGNATURES]

    assert written == [base58.b58encode(signature) for signature in SIGNATURES]


def test_only_a_signature_is_written_so():
    with pytest.raises(ValueError, match="63"):
        base58_of_signature(bytes(63))

import base64
import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcredentials import issue
from microcredentials.errors import UncheckableProof
from microcredentials.status import LENGTH, decode, encode, is_set
from tests.microcredentials import chain


def packed(data):
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@settings(deadline=None, max_examples=30)
@given(st.sets(st.integers(0, LENGTH - 1), max_size=20))
def test_what_is_encoded_is_decoded(indexes):
    bits = decode(encode(indexes))

    assert {index for index in indexes if is_set(bits, index)} == indexes
    assert sum(byte.bit_count() for byte in bits) == len(indexes)


def test_the_first_index_is_the_left_most_bit():
    assert decode(encode([0]))[0] == 0b10000000
    assert decode(encode([7, 8]))[:2] == b"\x01\x80"


def test_the_empty_list_of_the_standard_is_read(shared):
    document = json.loads((shared / "examples" / "status" / "revocation-1.json").read_text())

    assert not any(decode(document["credentialSubject"]["encodedList"]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (packed(gzip.compress(bytes(16_384), mtime=0))[1:], "status_format"),
        (packed(gzip.compress(bytes(16_384), mtime=0)) + "==", "status_format"),
        (packed(bytes(16_384)), "status_format"),
        (packed(gzip.compress(bytes(16_384), mtime=0) + b"x"), "status_format"),
        ("u+///", "status_format"),
        ("u!!!!", "status_format"),
        ("ué", "status_format"),
        ("u", "status_format"),
        (packed(gzip.compress(bytes(16_384), mtime=0)[:-4]), "status_format"),
        (packed(gzip.compress(bytes(50_000_000), mtime=0)), "status_too_large"),
        (packed(gzip.compress(bytes(100), mtime=0)), "status_length"),
    ],
)
def test_a_broken_or_hostile_list_is_refused(text, code):
    with pytest.raises(UncheckableProof) as caught:
        decode(text)

    assert caught.value.code == code


def test_a_list_speaks_only_the_words_of_the_standard():
    document = json.loads(issue(replace(chain.REVOCATIONS), chain.VU_SIGNER))

    assert document["@context"] == ["https://www.w3.org/ns/credentials/v2"]
    assert document["credentialSubject"]["ttl"] == 300_000
    assert document["validUntil"] == "2026-07-27T09:00:00Z"

"""Group A: what is handed in, before anything in it means something."""

import json

import pytest

from microcredentials import Verdict
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import achievement, check, reason, rows, signed

S = chain.AWARD_TEXT
TWICE = '{"issuer":"did:web:a","issuer":"did:web:b"}'
GIVEN = {
    "A01 nothing": (b"", "empty_input"),
    "A01 white space": (b" \r\n\t", "empty_input"),
    "A02 not JSON": (b"not json", "not_json"),
    "A04 UTF-16": (S.encode("utf-16-le"), "not_utf8"),
    "A04 UTF-16 with its mark": (S.encode("utf-16"), "not_utf8"),
    "A05 a stray byte": (b'{"a":"\xff"}', "not_utf8"),
    "A07 a key twice": (TWICE, "duplicate_key"),
    "A07 a key twice in S": (S.replace('"name":', '"name":"x","name":', 1), "duplicate_key"),
    "A08 a key twice in the subject": ('{"credentialSubject":{"id":1,"id":2}}', "duplicate_key"),
    "A10 infinity": ('{"a":1e400}', "number_range"),
    "A11 5,000 digits": ('{"a":' + "9" * 5000 + "}", "number_range"),
    "A13 100,000 levels": ("[" * 100_000, "too_deep"),
    "A13 100,000 objects": ('{"a":' * 40_000, "too_deep"),
    "A14 100,000 keys": (
        json.dumps({f"key{number:010}": number for number in range(100_000)}),
        "too_large",
    ),
    "A16 a list": (f"[{S},{S}]", "expected_object"),
    "A17 a text": (json.dumps(S), "expected_object"),
    "A19 a NUL in a name": (S.replace("Fenna", "Fenna\\u0000"), "control_char"),
    "A20 YAML": ("issuer: did:web:a\nid: urn:x\n", "not_json"),
    "A20 CBOR": (b"\xa2\x66issuer\x69did:web:a\x62id\x65urn:x", "not_utf8"),
    "A20 CBOR that is ASCII": (b"\x61\x61", "not_json"),
}


@pytest.mark.parametrize(("given", "code"), rows(GIVEN))
def test_what_is_no_signed_document_is_unreadable(given, code):
    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.UNREADABLE
    assert reason(report) == code
    assert report.document is None


def test_a11_a_number_without_one_spelling_is_refused_however_it_was_signed():
    """Its hash could not be made (RFC 8785): a fuzzer found that this was not foreseen."""
    given = signed(lambda document: achievement(document).update(studyLoadHours=2**53))

    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.UNREADABLE
    assert reason(report) == "number_range"

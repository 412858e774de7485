import io
import json
import zipfile

import pytest

from microcredentials import Unreadable, read
from microcredentials.carriers.bundle import pack
from microcredentials.carriers.png import bake
from microcredentials.carriers.standards import OPEN_BADGE_2, OPEN_BADGE_3
from microcredentials.carriers.svg import bake as bake_svg
from microcredentials.contexts import OPEN_BADGES_2
from tests.microcredentials import chain
from tests.microcredentials.images import png
from tests.microcredentials.pages import pdf


def archive(name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        written.writestr(name, "{}")
    return stream.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
OLDER = "https://badges.example/assertion/1"
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6IngifQ.c2ln"

REFUSED = {
    "A01 nothing": (b"", "empty_input"),
    "A01 only spaces": (b" \n ", "empty_input"),
    "A02 no JSON": (b"not json", "not_json"),
    "A02 a cut file": (b'{"id": "x', "not_json"),
    "A04 UTF-16 without mark": ('{"a":1}'.encode("utf-16-le"), "not_utf8"),
    "A04 UTF-16": ('{"a":1}'.encode("utf-16"), "not_utf8"),
    "A05 a stray byte": (b'{"a":"\xff"}', "not_utf8"),
    "A07 a key twice": (b'{"issuer":"a","issuer":"b"}', "duplicate_key"),
    "A08 a key twice inside": (b'{"a":{"b":1,"b":1}}', "duplicate_key"),
    "A09 not a number": (b'{"a":NaN}', "number_range"),
    "A09 infinity": (b'{"a":-Infinity}', "number_range"),
    "A10 too large a number": (b'{"a":1e400}', "number_range"),
    "A11 5,000 digits": (b'{"a":' + b"9" * 5_000 + b"}", "number_range"),
    "A11 past what JavaScript counts": (b'{"a":9007199254740993}', "number_range"),
    "A11 the first number that has no one spelling": (b'{"a":9007199254740992}', "number_range"),
    "A11 endless decimals": (b'{"a":0.' + b"1" * 50 + b"}", "number_range"),
    "A13 100,000 levels": (b"[" * 100_000, "too_deep"),
    "A14 2 MB": (b'{"a":"' + b"x" * 2_000_000 + b'"}', "too_large"),
    "A16 a list": (b"[{}]", "expected_object"),
    "A17 a text": (json.dumps(chain.AWARD_TEXT).encode(), "expected_object"),
    "A19 a NUL in a name": (b'{"name":"a\\u0000"}', "control_char"),
    "B25 a backspace": (b'{"name":"a\\b"}', "control_char"),
    "a right-to-left override": ('{"name":"a\u202eb"}', "control_char"),
    "a control character in a key": (b'{"a\\u0007":1}', "control_char"),
    "half a character": (b'{"name":"\\ud800"}', "lone_surrogate"),
    "half a character in a text": ('{"name":"\ud800"}', "not_utf8"),
    "B29 10,000 values": (json.dumps({"a": ["x"] * 10_000}).encode(), "too_many_values"),
    "a PDF": (pdf(), "looks_like_pdf"),
    "a damaged PDF": (b"%PDF-1.7 ...", "pdf_damaged"),
    "a zip": (archive("a.json"), "looks_like_zip"),
    "a damaged zip": (b"PK\x03\x04....", "zip_damaged"),
    "a JPEG": (b"\xff\xd8\xff\xe0", "looks_like_image"),
    "a screenshot": (png(), "looks_like_image"),
    "an SVG": (SVG, "looks_like_svg"),
    "an SVG with a prolog": (b"<?xml version='1.0'?> <!-- a -->" + SVG, "looks_like_svg"),
    "an SVG with many comments": (b"<!--a--><!----> " * 3_000 + SVG, "looks_like_svg"),
    "comments without end": (b"<!---->" * 20_000 + b"x", "looks_like_web_page"),
    "a prolog that seems to end often": (
        b"<?xml ?>" + b"<!-- ?>" * 20_000,
        "looks_like_web_page",
    ),
    "a damaged SVG": (b"<svg xmlns='x'>", "svg_damaged"),
    "an older badge at no plain address": (
        bake(png(), OLDER + "\u202e", OPEN_BADGE_2),
        "legacy_hosted",
    ),
    "an older badge at an open address": (
        bake(png(), OLDER.replace("https", "http"), OPEN_BADGE_2),
        "legacy_hosted",
    ),
    "a web page": (b"<!doctype html>", "looks_like_web_page"),
    "an address": ("https://keurmerk.example/m/x", "looks_like_address"),
    "an old address": ("http://keurmerk.example/m/x", "looks_like_address"),
    "a token that is none": (JWT + "A", "token_encoding"),
    "a token with disclosures": (JWT + "~abc~", "looks_like_jwt"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_a_signed_document_is_refused_with_a_code(data, code):
    with pytest.raises(Unreadable) as caught:
        read(data)

    assert caught.value.code == code
    assert str(caught.value).endswith((".", ")"))


@pytest.mark.parametrize(
    "image", [bake(png(), OLDER, OPEN_BADGE_2), bake_svg(SVG, OLDER, OPEN_BADGE_2)]
)
def test_the_address_in_an_older_badge_is_that_of_its_assertion(image):
    assert read(image).document == {"@context": OPEN_BADGES_2, "type": "Assertion", "id": OLDER}


def test_a_screenshot_proves_nothing():
    with pytest.raises(Unreadable, match="A screenshot proves nothing"):
        read(png())


@pytest.mark.parametrize(
    "data",
    [
        chain.AWARD_TEXT,
        chain.AWARD_TEXT.encode(),
        b"\xef\xbb\xbf" + chain.AWARD_TEXT.encode(),
        bytearray(chain.AWARD_TEXT.encode()),
        bake(png(), chain.AWARD_TEXT),
        bake(png(), chain.AWARD_TEXT, OPEN_BADGE_2),
        bake_svg(SVG, chain.AWARD_TEXT),
        pack(chain.AWARD_TEXT, {}, {}),
        pdf(("credential.json", chain.AWARD_TEXT.encode(), "/Source")),
        b"\xef\xbb\xbf" + bake_svg(SVG, chain.AWARD_TEXT),
    ],
    ids=[
        "text",
        "bytes",
        "with a byte order mark",
        "a buffer",
        "a baked image",
        "an older badge",
        "a baked SVG",
        "a bundle",
        "a certificate",
        "a baked SVG with a byte order mark",
    ],
)
def test_an_award_is_read_byte_for_byte(data):
    signed = read(data)

    assert signed.text == chain.AWARD_TEXT
    assert signed.document == json.loads(chain.AWARD_TEXT)


def test_brackets_in_a_text_are_not_levels():
    assert read(json.dumps({"a": "[{" * 100, "b": 2.5})).document["b"] == 2.5


def test_names_of_all_the_world_are_read_unchanged():
    name = "Nguyễn Thị Ánh, İpek Işık, IJsbrand, ’t Hart, 阮, \u202fא"

    assert read(json.dumps({"name": name})).document == {"name": name}


def test_a_token_is_read_with_the_credential_in_it():
    for data in (JWT, f" {JWT}\n".encode(), bake(png(), JWT, OPEN_BADGE_3)):
        signed = read(data)

        assert (signed.document, signed.text, signed.enveloped) == ({"id": "x"}, JWT, True)

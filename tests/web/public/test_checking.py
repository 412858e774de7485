"""The check page: anything may be handed in, every answer is a page with a sentence."""

import datetime as dt
import io
import json
import struct
import zipfile
import zlib

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from keurmerk.holding.bundle import award_bundle
from keurmerk.holding.certificate import Said, certificate_pdf
from keurmerk.holding.documents import baked_svg
from keurmerk.programmes.documents import LANGUAGES
from microcredentials.carriers.png import bake
from microcredentials.carriers.qr import qr_png
from microcredentials.rosette import rosette_png
from tests.web.chain import NOW, TOKEN, Chain

pytestmark = pytest.mark.django_db
UNREADABLE = "This file is not a microcredential we can read."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asking():
    """Somebody without cookies, whose browser sends no token either."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})


def answer(client, what="", file=None, name="file.json"):
    given = {"what": what}
    if file is not None:
        given["file"] = SimpleUploadedFile(name, file)
    return client.post("/check/", given)


def text(response):
    return " ".join(response.content.decode().split())


def with_extra(text, **extra):
    return json.dumps({**json.loads(text), **extra})


def test_the_page_has_one_field_for_anything_and_one_for_a_file(asking):
    shown = text(asking.get("/check/"))

    assert '<textarea name="what"' in shown
    assert '<input type="file" name="file"' in shown
    assert "A screenshot proves nothing." in shown


def test_a_genuine_file_is_told_so_with_focus_and_status_for_who_cannot_see(asking):
    shown = text(answer(asking, file=Chain().text.encode()))

    assert 'role="status"' in shown
    assert '<h1 id="outcome" tabindex="-1">Genuine and valid.' in shown
    assert "Data-gedreven besluitvorming" in shown
    assert "Jan van der Veen" in shown
    assert shown.count('role="rowheader"') == 7


def test_the_text_of_a_file_may_be_pasted(asking):
    assert "Genuine and valid." in text(answer(asking, what=Chain().text))


def test_an_image_with_the_file_in_it_is_read(asking):
    chain = Chain()
    picture = bake(rosette_png(bytes.fromhex(chain.version.version_hash), 64), chain.text)

    assert "Genuine and valid." in text(answer(asking, file=picture, name="m.png"))


def test_the_drawing_the_bundle_and_the_certificate_are_as_good_as_the_file(asking):
    award = Chain().award

    said = dict.fromkeys(LANGUAGES, Said("Genuine", ""))
    certificate = certificate_pdf(award, address="https://keurmerk.example/m/x", said=said)
    for file in (baked_svg(award), award_bundle(award), certificate):
        assert "Genuine and valid." in text(answer(asking, file=file))


def test_the_address_of_a_shared_page_is_checked(asking):
    Chain().share(show_name="initials")

    shown = text(answer(asking, what=f"https://keurmerk.example/m/{TOKEN}"))

    assert "Genuine and valid." in shown
    assert "J. v.d. V." in shown
    assert "Jan van der Veen" not in shown


def test_it_can_be_checked_again_with_one_press(asking):
    Chain().share()

    shown = text(answer(asking, what=TOKEN))

    assert f'name="what" value="https://keurmerk.example/m/{TOKEN}"' in shown


def photo(*texts):
    codes = [Image.open(io.BytesIO(qr_png(text))) for text in texts]
    height = max(code.height for code in codes)
    sheet = Image.new("L", (sum(code.width for code in codes), height), 255)
    for number, code in enumerate(codes):
        sheet.paste(code, (sum(one.width for one in codes[:number]), 0))
    out = io.BytesIO()
    sheet.convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("beside", [[], ["https://elsewhere.example/m/x"], ["WIFI:T:WPA;"]])
def test_a_photo_of_the_code_on_a_certificate_is_as_good_as_its_address(asking, beside):
    Chain().share()
    picture = photo(*beside, f"https://keurmerk.example/m/{TOKEN}")

    assert "Genuine and valid." in text(answer(asking, file=picture))


def test_a_photo_of_another_code_proves_nothing(asking):
    shown = text(answer(asking, file=photo("https://elsewhere.example/m/x")))

    assert "A screenshot proves nothing." in shown


def test_the_text_of_an_image_is_not_looked_at_for_a_code(asking):
    assert "A screenshot proves nothing." in text(answer(asking, what="GIF89a"))


def test_a_name_is_compared_and_kept_for_checking_again(asking):
    shown = text(asking.post("/check/", {"what": Chain().text, "name": "J. van der Veen"}))

    assert "The person you asked after" in shown
    assert 'name="name" value="J. van der Veen"' in shown


def test_withdrawing_turns_the_verdict_at_once(asking):
    chain = Chain()
    before = text(answer(asking, what=chain.text))

    chain.end("withdrawn", reason_class="error")
    after = text(answer(asking, what=chain.text))

    assert "Genuine and valid." in before
    assert "Reason: awarded by mistake." in after


@pytest.mark.parametrize("token", [TOKEN, "C" * 22])
def test_an_address_that_opens_nothing_gives_the_not_public_answer(asking, token):
    response = answer(asking, what=f"/m/{token}")

    assert response.status_code == 404
    assert "This credential is not public or does not exist." in text(response)


def test_a_cut_off_address_is_told_apart(asking):
    response = answer(asking, what="https://keurmerk.example/m/AAAA")

    assert response.status_code == 404
    assert "This address is not complete" in text(response)


def test_checking_needs_no_cookie_and_sets_none_and_leaves_nothing_behind(
    asking, django_assert_num_queries
):
    response = answer(asking, what=Chain().text)

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_nothing_given_is_an_error_at_the_field(asking):
    shown = text(answer(asking))

    assert "<title>Error: Check a microcredential" in shown
    assert "Paste an address or a text, or choose a file." in shown


def withdrawn(chain):
    chain.end("withdrawn", reason_class="fraud")


def suspended(chain):
    chain.end("suspended")


def replaced(chain):
    chain.replace()


def past_its_end(chain):
    chain.reissue(valid_until=NOW - dt.timedelta(days=1))


def without_status(chain):
    chain.list.revocation = None
    chain.list.save()


def without_mark(chain):
    chain.mark_event("suspended", dt.date(2026, 11, 1))


def of_two_days_ago(chain):
    chain.sign_status(NOW - dt.timedelta(days=2))


def by_a_stranger(chain):
    chain.sign_as_stranger()


def altered(chain):
    chain.keep({**json.loads(chain.text), "name": "Another"})


def no_credential(chain):
    chain.keep({"type": "Something"})


def untouched(chain):
    pass


VERDICTS = [
    (untouched, "Echt en geldig. Uitgereikt door", "Genuine and valid. Awarded by"),
    (of_two_days_ago, "Echt. Laatst bekende stand:", "Genuine. Last known status:"),
    (without_status, "We konden niet alles controleren.", "We could not check everything."),
    (past_its_end, "Echt, maar de geldigheid is afgelopen", "Genuine, but its validity ended"),
    (replaced, "Echt, maar vervangen op", "Genuine, but replaced on"),
    (suspended, "Tijdelijk opgeschort door", "Temporarily suspended by"),
    (withdrawn, "Ingetrokken door", "Withdrawn by"),
    (by_a_stranger, "deze uitgever staat niet in het register", "this issuer is not in the"),
    (altered, "Niet echt. De inhoud is veranderd", "Not genuine. The content was changed"),
    (no_credential, "Dit bestand is geen microcredential", "This file is not a microcredential"),
    (without_mark, "Echt, maar zonder keurmerk", "Genuine, but without a quality mark"),
]


@pytest.mark.parametrize(("happened", "dutch", "english"), VERDICTS)
def test_every_verdict_has_its_sentence_in_both_languages(asking, happened, dutch, english):
    chain = Chain()
    happened(chain)

    for language, sentence in (("nl", dutch), ("en", english)):
        asking.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        response = answer(asking, what=chain.text)
        assert response.status_code == 200
        assert sentence in text(response).split("<h1")[1].split("</h1>")[0]


DUPLICATE = '{"issuer":"did:web:a","issuer":"did:web:b"}'
CASES = [
    ("A02", "not json", "neither an address of ours nor the text of a signed file"),
    ("A07", DUPLICATE, "says the same thing twice"),
    ("A08", '{"credentialSubject":{"id":"a","id":"b"}}', "says the same thing twice"),
    ("A10", '{"a":1e400}', "a number that is out of range"),
    ("A11", '{"a":' + "9" * 5000 + "}", "a number that is out of range"),
    ("A13", "[" * 100_000, "nested deeper than any microcredential"),
    ("A14", json.dumps({f"k{n}": n for n in range(100_000)}), "at most 256 kB of text"),
    ("A16", "[{},{}]", "something else than one signed document"),
    ("A17", '"{}"', "something else than one signed document"),
    ("A19", '{"name":"a\\u0000b"}', "invisible control characters"),
    ("A20", "issuer: did:web:a\nid: urn:x", "neither an address of ours nor the text"),
    ("B25", '{"name":"a\\bb"}', "invisible control characters"),
    ("B29", json.dumps({"name": [{"@value": "x"}] * 10_000}), "more values than any"),
    ("D01", "eyJhbGciOiJub25lIn0.e30.", "not a document that was awarded"),
    ("D02", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "not a document that was awarded"),
    ("D13", "eyJ0eXAiOiJkYytzZC1qd3QifQ.e30.AAAA~AAAA~", "a part of a credential"),
    ("G07", "data:text/html;base64,iVBORw0KGgo=", "neither an address of ours nor the text"),
    ("half a character", '{"name":"\\ud800"}', "half a character"),
    ("a list of status", '{"type":["VerifiableCredential"]}', "not a document that was awarded"),
    ("a badge without shape", '{"type":["OpenBadgeCredential"]}', "not built as a microcredential"),
]


@pytest.mark.parametrize(("what", "sentence"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_an_unreadable_text_is_answered_with_a_clear_sentence(asking, what, sentence):
    response = answer(asking, what=what)

    assert response.status_code == 200
    assert UNREADABLE in text(response)
    assert sentence in text(response)


def test_a19_a_raw_nul_is_refused_at_the_field(asking):
    assert "Null characters are not allowed." in text(answer(asking, what="a\x00b"))


ALTERED = "Not genuine. The content was changed after signing."
COULD_NOT = "We could not check everything."
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CHANGES = [
    ("B01", {"@context": "https://evil.example/c"}, COULD_NOT),
    ("B02", {"@context": [V2, "http://127.0.0.1:1/"]}, COULD_NOT),
    ("B04", {"@context": [V2, {"@vocab": "http://evil/"}]}, ALTERED),
    ("B05", {"@context": [V2, {"@import": "http://evil/"}]}, ALTERED),
    ("B07", {"@context": [OB, V2]}, ALTERED),
    ("B08", {"@context": [OB]}, ALTERED),
    ("B10", {"evidence": [{"@context": V2, "type": ["Evidence"]}]}, ALTERED),
    ("B13", {"ects": 30}, ALTERED),
    ("B16", {"id": "badge/1"}, ALTERED),
    ("B17", {"id": "javascript:alert(1)"}, ALTERED),
    ("B19", {"@included": []}, ALTERED),
    ("B28", {"name": {"@value": "x", "@language": "x-<script>"}}, ALTERED),
    ("C01", {"name": "Another"}, ALTERED),
    ("C05", {"proof": None}, ALTERED),
    ("E14", {"credentialStatus": None}, ALTERED),
]


@pytest.mark.parametrize(("change", "verdict"), [pytest.param(*c[1:], id=c[0]) for c in CHANGES])
def test_a_signed_document_with_something_changed_is_never_genuine(asking, change, verdict):
    response = answer(asking, what=with_extra(Chain().text, **change))

    assert response.status_code == 200
    assert verdict in text(response)
    assert "<script>" not in text(response).split("</head>")[1]


def png_chunk(kind, content):
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png_of(width, height, *chunks):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = b"".join(chunks)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + body + png_chunk(b"IEND", b"")


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


def archive(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        files.writestr(name, "{}")
    return out.getvalue()


ITXT = b"openbadgecredential\x00"
BOMB = ITXT + b"\x01\x00\x00\x00" + zlib.compress(b" " * 3_000_000)
OLDER = b"openbadges\0\0\0\0\0https://badges.example/1"
FILES = [
    ("A01", b"", "There is nothing in it."),
    ("A04", '{"a":"b"}'.encode("utf-16-le"), "not written in UTF-8"),
    ("A05", b'{"a":"\xff"}', "not written in UTF-8"),
    ("G01", png_of(30_000, 30_000), "too many pixels"),
    ("G02", png_of(13_000, 13_000), "too many pixels"),
    ("G04", png_of(8, 8, *[png_chunk(b"zTXt", b"x\x00\x00" + b"a" * 9)] * 200), "A screenshot"),
    ("G05", picture("PNG") + b"<script>alert(1)</script>", "A screenshot proves nothing."),
    ("G10", picture("GIF"), "A screenshot proves nothing."),
    ("G11", picture("PNG")[:-20], "This image is damaged."),
    (
        "G13",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "This SVG image has no signed document in it.",
    ),
    (
        "G16",
        png_of(8, 8, *[png_chunk(b"iTXt", ITXT + b"\0\0\0\0{}")] * 2),
        "more than one document",
    ),
    ("G17", png_of(8, 8, png_chunk(b"iTXt", BOMB)), "larger than any microcredential"),
    ("G20", b"%PDF-1.7\n1 0 obj << /JavaScript >> endobj", "This PDF is damaged."),
    ("G25", archive("../evil.json"), "has a name that does not belong there"),
    ("a zip of others", archive("letter.json"), "This is a ZIP file. It is not a bundle of ours"),
    ("G28", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "neither"),
    ("a screenshot", picture("JPEG"), "A screenshot proves nothing."),
    ("a screenshot as PNG", picture("PNG"), "A screenshot proves nothing."),
    ("a web page", b"<!doctype html><title>x</title>", "This is a web page."),
    ("an address in a file", b"https://evil.example/c.json", "This address is of another site"),
    ("too large", b"{" + b" " * 5_242_880, "larger than 5 MB"),
]


@pytest.mark.parametrize(("file", "sentence"), [pytest.param(*f[1:], id=f[0]) for f in FILES])
def test_an_unreadable_file_is_answered_with_a_clear_sentence(asking, file, sentence):
    response = answer(asking, file=file)

    assert response.status_code == 200
    assert UNREADABLE in text(response)
    assert sentence in text(response)


def test_c35_of_an_older_badge_only_its_issuer_can_say_whether_it_is_genuine(asking):
    response = answer(asking, file=png_of(8, 8, png_chunk(b"iTXt", OLDER)))

    assert "We could not check everything." in text(response)
    assert "Its issuer can show whether it is genuine." in text(response)


@pytest.mark.parametrize(
    "name", ["../../x.png", "a.png\0.html", "CON.png", "x" * 300, "\u202egnp.x"]
)
def test_g08_the_name_of_a_file_means_nothing(asking, name):
    response = answer(asking, file=Chain().text.encode(), name=name)

    assert response.status_code == 200
    assert "Genuine and valid." in text(response)


def test_a_request_that_is_too_large_is_not_even_read(asking):
    response = asking.post(
        "/check/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="50000000"
    )

    assert response.status_code == 413
    assert "This is larger than 5 MB, so we did not read it." in text(response)


def test_a_length_that_is_no_number_breaks_nothing(asking):
    response = asking.post("/check/", {"what": "x"}, CONTENT_LENGTH="much")

    assert response.status_code == 200


def test_a_text_that_is_too_large_is_not_read_either(asking):
    response = asking.post("/check/", {"what": "x" * 5_300_000})

    assert response.status_code == 413


def test_a_body_that_is_no_form_is_nothing_to_check(asking):
    response = asking.post("/check/", Chain().text, content_type="application/json")

    assert "Paste an address or a text, or choose a file." in text(response)


def test_what_is_too_long_to_repeat_is_not_offered_again(asking):
    shown = text(answer(asking, what="not json"))

    assert 'type="hidden" name="what"' not in shown
    assert "Check something else" in shown

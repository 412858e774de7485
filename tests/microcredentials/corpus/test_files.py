"""Group G: images, documents and archives that carry a document, or claim to."""

import base64
import io
import struct
import zipfile
import zlib

import pytest

from microcredentials import Verdict
from microcredentials.carriers import png as png_carrier
from microcredentials.carriers import svg as svg_carrier
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import check, reason, rows

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential\x00"
S = chain.AWARD_TEXT.encode()


def chunk(kind, content):
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def image(*chunks, width=8, height=8):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + header + b"".join(chunks) + chunk(b"IEND", b"")


PICTURE = chunk(b"IDAT", zlib.compress(b"\x00" * 9 * 8))
BAKED = image(PICTURE, chunk(b"iTXt", KEYWORD + bytes(4) + S))
FRAMES = [chunk(b"fcTL", bytes(26)), PICTURE] * 5_000


def packed_text(text):
    return chunk(b"iTXt", KEYWORD + b"\x01\x00\x00\x00" + zlib.compress(text))


def drawing(inside, *, attributes=""):
    return f"<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{inside}</svg>".encode()


def archive(*names, link=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for name in names:
            entry = zipfile.ZipInfo(name)
            if link:
                entry.external_attr = 0o120777 << 16
            files.writestr(entry, "{}")
    return out.getvalue()


def document(*objects):
    body = b"\n".join(objects)
    return b"%PDF-1.7\n" + body + b"\ntrailer << /Root 1 0 R >>\n%%EOF"


UNREADABLE = {
    "G01 30,000 by 30,000": (image(PICTURE, width=30_000, height=30_000),),
    "G02 13,000 by 13,000": (image(PICTURE, width=13_000, height=13_000),),
    "G04 200 packed texts": (
        image(*[chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(1_000_000)))] * 200, PICTURE),
    ),
    "G07 an image as an address": (b"data:text/html;base64," + base64.b64encode(BAKED),),
    "G10 10,000 frames": (image(chunk(b"acTL", bytes(8)), *FRAMES, PICTURE),),
    "G10 a GIF": (b"GIF89a" + bytes(1_000),),
    "G11 a wrong sum": (BAKED[:-30] + b"x" + BAKED[-29:],),
    "G11 cut off": (BAKED[: len(BAKED) // 2],),
    "G11 nothing": (b"",),
    "G13 a script": (drawing("<g><script>alert(1)</script></g>"),),
    "G13 a click": (drawing("", attributes="onclick='alert(1)'"),),
    "G13 a foreign object": (drawing("<foreignObject><p/></foreignObject>"),),
    "G13 a link": (drawing("<a href='javascript:alert(1)'/>"),),
    "G13 an animation": (drawing("<animate attributeName='href' values='javascript:alert(1)'/>"),),
    "G14 a use": (drawing("<use href='https://evil.example/x'/>"),),
    "G14 an image": (drawing("<image href='http://169.254.169.254/'/>"),),
    "G14 a style": (drawing("<style>@import 'https://evil.example'</style>"),),
    "G16 two documents": (
        image(chunk(b"iTXt", KEYWORD + bytes(4) + S), chunk(b"iTXt", KEYWORD + bytes(4) + b"{}")),
    ),
    "G17 a bomb": (image(packed_text(b" " * 50_000_000)),),
    "G19 entities": (
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + drawing("&b;"),
    ),
    "G19 an outside entity": (
        b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + drawing("&a;"),
    ),
    "G20 a script in a PDF": (document(b"1 0 obj << /OpenAction << /JS (x) >> >> endobj"),),
    "G20 a PDF that starts a program": (document(b"1 0 obj << /Launch (cmd) >> endobj"),),
    "G23 a table that points at itself": (
        b"%PDF-1.7\nxref\n0 1\ntrailer<</Prev 9>>\nstartxref\n9\n%%EOF",
    ),
    "G23 a PDF of pages without end": (document(*[b"<< /Type /Page >>"] * 100_000),),
    "G25 a way out": (archive("../award.json"),),
    "G25 an absolute path": (archive("/etc/award.json"),),
    "G25 a link": (archive("award.json", link=True),),
    "G25 many files": (archive(*[f"{number}.json" for number in range(5_000)]),),
    "G26 a zip behind a tar": (bytes(512) + archive("award.json"),),
    "G28 a test for scanners": (
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    ),
}


@pytest.mark.parametrize("given", rows(UNREADABLE))
def test_a_file_that_carries_no_document_is_refused(given):
    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.UNREADABLE
    assert report.checks[0].explanation.endswith((".", ")"))


CODES = {
    "G01": (UNREADABLE["G01 30,000 by 30,000"][0], "image_too_large"),
    "G16": (UNREADABLE["G16 two documents"][0], "multiple_payloads"),
    "G17": (UNREADABLE["G17 a bomb"][0], "too_large"),
}


@pytest.mark.parametrize(("given", "code"), rows(CODES))
def test_a_refusal_has_its_code(given, code):
    assert reason(check(given, asked=frozenset())) == code


def test_g05_what_stands_behind_an_image_is_neither_read_nor_kept():
    baked = BAKED + b"<script>alert(1)</script>"

    assert check(baked).verdict is Verdict.GENUINE
    assert b"<script>" not in png_carrier.bake(baked, chain.AWARD_TEXT)


def test_g19_a_document_in_a_drawing_is_read_without_drawing_it():
    baked = svg_carrier.bake(drawing("<script>alert(1)</script>"), chain.AWARD_TEXT)

    assert check(baked).verdict is Verdict.GENUINE

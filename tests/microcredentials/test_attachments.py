import io
import zlib
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from microcredentials import Unreadable, read
from microcredentials.carriers.attachments import MAXIMUM_BYTES, attachment, attachments
from tests.microcredentials import chain
from tests.microcredentials.pages import pdf, with_trailer

TEXT = chain.AWARD_TEXT.encode()
SOURCE, SUPPLEMENT = "/Source", "/Supplement"


@pytest.mark.parametrize(
    "attached",
    [
        [("credential.json", TEXT, SOURCE)],
        [("anything", TEXT, SOURCE)],
        [("award.JSON", TEXT, None)],
        [("credential.json", TEXT, SOURCE), ("other.json", b"{}", "/Data")],
        [("picture.png", b"x", None), ("award.jsonld", TEXT, "/Data"), ("a.xml", b"<a/>", None)],
    ],
)
def test_the_document_that_a_pdf_names_as_its_source_is_read(attached):
    assert attachment(pdf(*attached)) == chain.AWARD_TEXT


def test_copies_travel_beside_the_document_by_address():
    file = pdf(
        ("credential.json", TEXT, SOURCE),
        ("register.json", b"{1}", SUPPLEMENT),
        ("status.json", b"{2}", SUPPLEMENT),
        ("logo.json", b"{3}", "/Data"),
    )

    copies = {
        f"https://{chain.HOST}/register.json": "{1}",
        f"https://{chain.HOST}/status.json": "{2}",
    }
    assert attachments(file) == (chain.AWARD_TEXT, copies)
    assert read(file).copies == copies


def test_a_text_named_as_a_copy_without_a_document_is_no_document():
    with pytest.raises(Unreadable, match="carries no signed document"):
        attachment(pdf(("register.txt", TEXT, SUPPLEMENT)))


def nested(depth):
    return b"<</Size 2/Root 1 0 R/Deep" + b"[" * depth + b"]" * depth + b">>"


def object_stream(content):
    """A PDF whose catalogue lies in a compressed stream that grows a thousandfold."""
    packed = zlib.compress(content)
    head = b"%PDF-1.7\n"
    stream = (
        f"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {len(packed)}>>\n".encode()
        + b"stream\n" + packed + b"\nendstream\nendobj\n"
    )  # fmt: skip
    # Fields of 1, 4 and 1 bytes: object 1 lies in stream 3, stream 3 stands at its place.
    rows = bytes([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1])
    rows += len(head).to_bytes(4, "big") + b"\x00"
    place = len(head + stream)
    table = (
        f"4 0 obj\n<</Type/XRef/Size 4/Root 1 0 R/W[1 4 1]/Length {len(rows)}>>\n".encode()
        + b"stream\n" + rows + b"\nendstream\nendobj\n"
    )  # fmt: skip
    return head + stream + table + f"startxref\n{place}\n%%EOF\n".encode()


def repeated_attachment():
    """A list of attachments that names one file a hundred times."""
    reader = PdfWriter(clone_from=io.BytesIO(pdf(("a.json", b"{}" + b" " * 500_000, None))))
    names = reader.root_object["/Names"]["/EmbeddedFiles"]
    names[NameObject("/Names")] = ArrayObject(list(names["/Names"]) * 100)
    out = io.BytesIO()
    reader.write(out)
    return out.getvalue()


def endless_table(entries):
    table = b"".join(b"%010d 00000 n \n" % 9 for _ in range(entries))
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (entries + 1, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (entries + 1) + table + end


def packed_attachment():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(("a.json", zlib.compress(bytes(10**7)), SOURCE))))
    (file,) = writer.attachment_list
    file._embedded_file[NameObject("/Filter")] = NameObject("/FlateDecode")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def strange_attachment():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(("a.json", b"{}", None))))
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
    names[1] = DictionaryObject({NameObject("/EF"): NumberObject(1)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


HOSTILE = {
    "no attachment": (pdf(), "looks_like_pdf"),
    "only a picture": (pdf(("a.png", b"x", None)), "looks_like_pdf"),
    "three thousand pages": (pdf(pages=3_000), "looks_like_pdf"),
    "two sources": (
        pdf(("a.json", b"{}", SOURCE), ("b.json", b"{}", SOURCE)),
        "multiple_payloads",
    ),
    "two likely files": (pdf(("a.json", b"{}", None), ("b.jwt", b"{}", None)), "multiple_payloads"),
    "a password": (pdf(("a.json", b"{}", SOURCE), password="x"), "pdf_encrypted"),
    "an empty password": (pdf(("a.json", b"{}", SOURCE), password=""), "pdf_encrypted"),
    "a file that unpacks to 10 MB": (packed_attachment(), "too_large"),
    "a file of 300 kB": (pdf(("a.json", b"x" * 300_000, SOURCE)), "too_large"),
    "an object stream that unpacks to 10 MB": (
        object_stream(b"1 0 " + bytes(10**7)),
        "too_large",
    ),
    "one file a hundred times": (repeated_attachment(), "too_large"),
    "too many objects": (endless_table(30_000), "too_large"),
    "another encoding": (pdf(("a.json", b'{"a":"\xff"}', SOURCE)), "not_utf8"),
    "a strange attachment": (strange_attachment(), "pdf_damaged"),
    "a loop of tables": (
        with_trailer(b"<</Size 2/Root 1 0 R/Prev HERE>>"),
        "looks_like_pdf",
    ),
    "no catalogue": (with_trailer(b"<</Size 2/Root 7 0 R>>"), "pdf_damaged"),
    "a catalogue that is itself": (with_trailer(b"<</Size 2/Root 0 0 R>>"), "pdf_damaged"),
    "very deep": (with_trailer(nested(50_000)), "pdf_damaged"),
    "a million false ends": (b"%PDF-1.7\n" + b"startxref\n" * 500_000, "pdf_damaged"),
    "only the first line": (b"%PDF-1.7\n", "pdf_damaged"),
    "cut off": (pdf(("a.json", b"{}", SOURCE))[:-300], "pdf_damaged"),
    "too many bytes": (b"%PDF-1.7\n" + bytes(MAXIMUM_BYTES), "too_large"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_broken_or_hostile_pdf_is_refused(data, code):
    with pytest.raises(Unreadable) as caught:
        attachments(data)

    assert caught.value.code == code


def test_nothing_but_a_named_error_comes_out_of_a_pdf_with_a_changed_byte():
    good = bytearray(pdf(("a.json", b"{}", SOURCE)))
    for place in range(0, len(good), 3):
        for byte in (0, 32, 60, 255):
            changed = bytes(good[:place]) + bytes([byte]) + bytes(good[place + 1 :])
            with suppress(Unreadable):
                attachments(changed)
    assert len(PdfReader(io.BytesIO(good)).pages) == 1

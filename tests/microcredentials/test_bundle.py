"""The zip that stands alone, and every way in which a zip can be made to hurt its reader."""

import io
import json
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcredentials import Signed, Unreadable, read, write_trust
from microcredentials.carriers import bundle
from microcredentials.carriers.bundle import pack, unpack
from tests.microcredentials import chain

COPIES = {url: page.decode() for url, page in chain.SIGNED_PAGES.items()}
PACKED = pack(chain.AWARD_TEXT, COPIES, {"LEES-MIJ.txt": "Hallo"})


def zipped(files, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def contents(**changes):
    found = {"format": bundle.FORMAT, "award": bundle.AWARD, "copies": {}} | changes
    return ("contents.json", json.dumps(found))


def award(text=chain.AWARD_TEXT):
    return (bundle.AWARD, text)


def code_of(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.code


def test_what_was_packed_is_unpacked_byte_for_byte():
    found = unpack(PACKED)

    assert isinstance(found, Signed)
    assert found.text == chain.AWARD_TEXT
    assert found.document == chain.award_json()
    assert found.copies == COPIES
    assert not found.enveloped


def test_the_same_files_make_the_same_bytes_and_any_program_opens_them():
    again = pack(chain.AWARD_TEXT, dict(reversed(COPIES.items())), {"LEES-MIJ.txt": "Hallo"})

    with zipfile.ZipFile(io.BytesIO(PACKED)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert again == PACKED
    assert names == [
        "LEES-MIJ.txt",
        "microcredential.json",
        "copies/1.json",
        "copies/2.json",
        "copies/3.json",
        "contents.json",
    ]


def test_the_file_that_stands_alone_says_how_to_check_it():
    whole = bundle.bundle(chain.AWARD_TEXT, copies=COPIES, trust=write_trust(chain.TRUST))

    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
        page = archive.read("check.html").decode()
        told = archive.read("README.txt").decode(), archive.read("LEES-MIJ.txt").decode()
    assert names[:3] == ["LEES-MIJ.txt", "README.txt", "check.html"]
    assert read(whole).copies == COPIES
    assert chain.AWARD.id in page
    assert all("check.html" in text for text in told)


def test_nothing_is_packed_that_could_not_be_read():
    with pytest.raises(Unreadable):
        bundle.bundle("{", copies={}, trust="")


def test_a_zip_made_by_another_program_is_read_too():
    streamed = zipped([contents(), award()], strict_timestamps=False)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.mkdir("copies")
        archive.writestr(*contents())
        archive.writestr(*award())

    assert unpack(streamed).text == unpack(stored.getvalue()).text == chain.AWARD_TEXT


def patched(data, offset, pack_as, *values):
    return data[:offset] + struct.pack(pack_as, *values) + data[offset + struct.calcsize(pack_as) :]


def central(data):
    return data.index(b"PK\x01\x02")


SIMPLE = zipped([contents(), award()])
WRONG = {
    "the start alone": (b"PK\x03\x04", "zip_damaged"),
    "cut off": (SIMPLE[:-5], "zip_damaged"),
    "something behind it": (SIMPLE + b"x", "zip_damaged"),
    "something before it": (b"PK\x03\x04" + SIMPLE, "zip_damaged"),
    "a comment": (SIMPLE[:-2] + b"\x01\x00x", "zip_damaged"),
    "on two disks": (patched(SIMPLE, len(SIMPLE) - 18, "<H", 1), "zip_damaged"),
    "a count that is too low": (patched(SIMPLE, len(SIMPLE) - 14, "<2H", 1, 1), "zip_damaged"),
    "a count that is too high": (patched(SIMPLE, len(SIMPLE) - 14, "<2H", 3, 3), "zip_damaged"),
    "a directory cut off": (
        patched(SIMPLE, central(SIMPLE) + 28, "<H", 60_000),
        "zip_path",
    ),
    "another ZIP file in it, not asked for": (
        zipped([contents(), award(), ("a.ZIP", b"x")]),
        "zip_nested",
    ),
    "another ZIP file as award": (zipped([contents(), (bundle.AWARD, SIMPLE)]), "zip_nested"),
    "a way out": (zipped([contents(), ("../award.json", b"{}")]), "zip_path"),
    "a way out inside": (zipped([contents(), ("a/../../award.json", b"{}")]), "zip_path"),
    "a name from the root": (zipped([contents(), ("/etc/passwd", b"{}")]), "zip_path"),
    "a name of Windows": (zipped([contents(), ("C:\\award.json", b"{}")]), "zip_path"),
    "a hidden name": (zipped([contents(), (".award.json", b"{}")]), "zip_path"),
    "a name in other letters": (zipped([contents(), ("аward.json", b"{}")]), "zip_path"),
    "locked": (patched(SIMPLE, central(SIMPLE) + 8, "<H", 1), "zip_encrypted"),
    "packed otherwise": (patched(SIMPLE, central(SIMPLE) + 10, "<H", 14), "zip_method"),
    "another checksum": (patched(SIMPLE, central(SIMPLE) + 16, "<I", 1), "zip_damaged"),
    "a smaller packed size": (patched(SIMPLE, central(SIMPLE) + 20, "<I", 3), "zip_damaged"),
    "a larger packed size": (patched(SIMPLE, central(SIMPLE) + 20, "<I", 70), "zip_damaged"),
    "a packed size past the end": (
        patched(SIMPLE, central(SIMPLE) + 20, "<I", 2**30),
        "zip_damaged",
    ),
    "a smaller size": (patched(SIMPLE, central(SIMPLE) + 24, "<I", 3), "zip_damaged"),
    "a larger size": (patched(SIMPLE, central(SIMPLE) + 24, "<I", 3_000), "zip_damaged"),
    "a place outside": (patched(SIMPLE, central(SIMPLE) + 42, "<I", 2**30), "zip_damaged"),
    "a place in between": (patched(SIMPLE, central(SIMPLE) + 42, "<I", 1), "zip_damaged"),
    "rubbish instead of packed": (patched(SIMPLE, 30 + 13, "<4s", b"\xff" * 4), "zip_damaged"),
    "another name inside": (patched(SIMPLE, 30, "<4s", b"Cont"), "zip_damaged"),
    "no list of contents": (zipped([award()]), "looks_like_zip"),
    "contents of another kind": (zipped([contents(format="x"), award()]), "bundle_contents"),
    "contents that name no award": (zipped([contents(award=1), award()]), "bundle_contents"),
    "contents that name another award": (zipped([contents(award="b"), award()]), "bundle_contents"),
    "contents that name no copy": (
        zipped([contents(copies={"https://x/": "copies/1.json"}), award()]),
        "bundle_contents",
    ),
    "a copy that is a list": (
        zipped([contents(copies={"https://x/": []}), award()]),
        "bundle_contents",
    ),
    "too many copies": (
        zipped([contents(copies={f"https://x/{n}": f"{n}.json" for n in range(33)}), award()]),
        "bundle_contents",
    ),
    "one copy under two addresses": (
        zipped([contents(copies={f"https://x/{n}": bundle.AWARD for n in range(2)}), award()]),
        "bundle_contents",
    ),
    "contents that are no JSON": (zipped([("contents.json", "{"), award()]), "not_json"),
    "an award that is no JSON": (zipped([contents(), award("{")]), "not_json"),
    "an award in other letters": (zipped([contents(), award(b"\xff\xfe")]), "not_utf8"),
    "an award that is too large": (zipped([contents(), award("x" * 300_000)]), "zip_too_large"),
    "an award that is too large, not packed": (
        zipped([contents(), award("".join(map(str, range(80_000))))]),
        "too_large",
    ),
    "a bomb": (zipped([contents(), award(b"\0" * 3_000_000)]), "zip_too_large"),
    "too much together": (
        patched(SIMPLE, central(SIMPLE) + 24, "<I", 17 * 1024 * 1024),
        "zip_too_large",
    ),
    "too many files": (
        zipped([contents(), *((f"{number}.txt", b"") for number in range(64))]),
        "zip_too_many",
    ),
    "endless": (b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024), "too_large"),
}


@pytest.mark.parametrize(("data", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_zip_that_is_not_right_is_refused_by_name(data, code):
    assert code_of(data) == code


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_under_one_name_are_refused():
    assert code_of(zipped([contents(), award(), award("{}")])) == "zip_duplicate"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SIMPLE)), st.binary(max_size=8))
def test_a_zip_with_rubbish_in_it_is_read_or_refused_by_name(place, rubbish):
    with suppress(Unreadable):
        found = unpack(SIMPLE[:place] + rubbish + SIMPLE[place + len(rubbish) :])

        assert found.text == chain.AWARD_TEXT

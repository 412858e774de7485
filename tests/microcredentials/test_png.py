import json
import struct
import zlib

import pytest
from PIL import Image

from microcredentials import Unreadable
from microcredentials.carriers.png import SIGNATURE, bake, unbake
from microcredentials.carriers.standards import CLR_2, OPEN_BADGE_2, OPEN_BADGE_3, STANDARDS
from tests.microcredentials import chain
from tests.microcredentials.images import png

KEYWORD = OPEN_BADGE_3.keyword


def chunk(kind, content, checksum=None):
    checksum = zlib.crc32(kind + content) if checksum is None else checksum
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def text_chunk(content, *, keyword=KEYWORD, flags=b"\x00\x00", kind=b"iTXt"):
    return chunk(kind, keyword + b"\x00" + flags + b"\x00\x00" + content)


HEADER = png()[8:33]
END = chunk(b"IEND", b"")


def image(*chunks, header=HEADER):
    return SIGNATURE + header + b"".join(chunks) + END


def header(width, height):
    return chunk(b"IHDR", struct.pack(">II", width, height) + HEADER[16:21])


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.keyword)
@pytest.mark.parametrize(
    "text", [chain.AWARD_TEXT, "https://badges.example/assertion/1", "e30.e30.c2ln"]
)
def test_what_is_baked_is_unbaked(standard, text):
    baked = bake(png(), text, standard)

    assert unbake(baked) == unbake(baked, (standard,)) == text
    assert baked == bake(png(), text.encode(), standard)


def test_an_image_may_carry_a_document_of_each_standard_and_the_newest_badge_is_read():
    both = bake(bake(png(), "2", OPEN_BADGE_2), "3", OPEN_BADGE_3)
    all_three = bake(both, "record", CLR_2)

    assert unbake(all_three) == "3"
    assert unbake(all_three, (OPEN_BADGE_2, OPEN_BADGE_3)) == "2"
    assert unbake(bake(all_three, "new", OPEN_BADGE_2), (OPEN_BADGE_2,)) == "new"


def test_baking_copies_the_picture_as_it_is():
    picture = png((64, 64))
    baked = bake(picture, "{}")

    assert baked.startswith(picture[:33])
    assert baked.endswith(picture[33:])


def test_only_the_picture_is_kept_when_something_follows_its_end():
    assert bake(png() + b"<script>", "{}") == bake(png(), "{}")


def test_a_picture_baked_by_others_is_read(shared):
    folder = shared / "examples" / "ob3"

    baked = unbake((folder / "microcredential.baked.png").read_bytes())

    assert json.loads(baked)["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_a_baked_image_is_still_an_image(tmp_path):
    file = tmp_path / "award.png"
    file.write_bytes(bake(png(), chain.AWARD_TEXT))

    with Image.open(file) as opened:
        opened.load()
        assert opened.size == (2, 2)
        assert opened.text["openbadgecredential"] == chain.AWARD_TEXT


def test_baking_again_replaces():
    assert unbake(bake(bake(png(), "old"), "new")) == "new"


def test_a_compressed_text_is_read():
    assert unbake(image(text_chunk(zlib.compress(b"{}"), flags=b"\x01\x00"))) == "{}"


def test_what_follows_the_end_of_the_image_is_ignored():
    assert unbake(bake(png(), "{}") + b"<script>") == "{}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png(), "looks_like_image"),
        (image(text_chunk(b"a"), text_chunk(b"b")), "multiple_payloads"),
        (image(text_chunk(b"{}", keyword=b"openbadge")), "looks_like_image"),
        (image(text_chunk(b"1", keyword=b"openbadges") * 2), "multiple_payloads"),
        (image(text_chunk(b"{}", kind=b"tEXt")), "looks_like_image"),
        (image(text_chunk(zlib.compress(b"x" * 10**7), flags=b"\x01\x00")), "too_large"),
        (image(text_chunk(b"x" * 300_000)), "too_large"),
        (image(text_chunk(b"not zlib", flags=b"\x01\x00")), "png_damaged"),
        (image(text_chunk(b"{}", flags=b"\x02\x00")), "png_damaged"),
        (image(text_chunk(b"\xff")), "not_utf8"),
        (image(chunk(b"iTXt", KEYWORD + b"\x00")), "png_damaged"),
        (image(chunk(b"tEXt", b"a", checksum=0)), "png_damaged"),
        (SIGNATURE + HEADER + b"\x00\x00", "png_damaged"),
        (SIGNATURE + HEADER + chunk(b"tEXt", b"abc")[:-6], "png_damaged"),
        (SIGNATURE, "png_damaged"),
        (SIGNATURE + END, "png_damaged"),
        (SIGNATURE + chunk(b"IHDR", b"short") + END, "png_damaged"),
        (image(header=header(30_000, 30_000)), "image_too_large"),
        (image(*[chunk(b"tEXt", b"")] * 10_001), "png_damaged"),
        (SIGNATURE + b"x" * (10 * 1024 * 1024), "too_large"),
        (b"GIF89a", "png_damaged"),
    ],
)
def test_a_broken_or_hostile_image_is_refused(data, code):
    with pytest.raises(Unreadable) as caught:
        unbake(data)

    assert caught.value.code == code


def test_an_empty_text_is_an_empty_text():
    assert unbake(image(chunk(b"iTXt", KEYWORD + b"\x00\x00\x00"))) == ""


@pytest.mark.parametrize("data", [b"GIF89a", SIGNATURE, SIGNATURE + HEADER, SIGNATURE + END])
def test_nothing_is_baked_into_what_is_no_picture(data):
    with pytest.raises(Unreadable) as caught:
        bake(data, "{}")

    assert caught.value.code == "png_damaged"

import io
import struct
import zlib

import pytest
from PIL import Image

from microcredentials import Unreadable
from microcredentials.carriers import png, qr
from microcredentials.carriers.qr import MAXIMUM_TEXT, qr_png, qr_svg, qr_texts
from tests.microcredentials import images

ADDRESS = "https://keurmerk.example/m/Q2V7KQ4M2XDt5p0a8bHs2A"


def saved(picture, kind="JPEG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo(angle=0.0, side=420):
    """A code on a grey page, as a telephone sees it."""
    page = Image.new("RGB", (900, 700), (214, 210, 200))
    code = Image.open(io.BytesIO(qr_png(ADDRESS))).convert("RGB").resize((side, side))
    page.paste(code, (300, 150))
    return page.rotate(angle, fillcolor=(90, 90, 90))


@pytest.mark.parametrize(
    "text", [ADDRESS, "a", "x" * MAXIMUM_TEXT, "Nguyễn Thị Ánh, 阮", "two\nlines"]
)
def test_a_code_that_is_drawn_is_read_back(text):
    assert qr_texts(qr_png(text, scale=3)) == [text]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("angle", [0, 7, 180])
def test_a_photo_of_a_code_is_read(kind, angle):
    assert qr_texts(saved(photo(angle), kind)) == [ADDRESS]


def test_a_picture_without_a_code_gives_nothing():
    assert qr_texts(images.png((50, 50))) == []


def test_two_codes_in_one_picture_are_both_read():
    page = Image.new("L", (900, 500), 255)
    for place, text in ((20, "one"), (460, "two")):
        page.paste(Image.open(io.BytesIO(qr_png(text))), (place, 100))

    assert sorted(qr_texts(saved(page))) == ["one", "two"]


def test_the_drawing_holds_the_code_and_the_white_around_it():
    drawn = qr_svg("HELLO", ink="#17375e")

    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 29 29"')
    assert '<path fill="#17375e" d="M0 0h7v1h-7Z' in drawn
    assert 'aria-hidden="true"' in drawn
    assert "<!DOCTYPE" not in drawn


def test_a_label_names_the_drawing_and_is_only_text():
    assert 'role="img" aria-label="a &lt;b> &quot;c&quot; &amp;"' in qr_svg(
        "x", label='a <b> "c" &'
    )


def test_the_same_text_gives_the_same_picture():
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)


@pytest.mark.parametrize("draw", [qr_svg, qr_png])
def test_a_text_that_no_code_holds_is_refused(draw):
    with pytest.raises(ValueError, match="2331 bytes"):
        draw("x" * (MAXIMUM_TEXT + 1))


def chunk(kind, content):
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def test_the_texts_in_a_picture_are_not_unpacked():
    code = qr_png(ADDRESS)
    bombs = [chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"x" * 10**6)) for _ in range(200)]

    assert qr_texts(code[:33] + b"".join(bombs) + code[33:]) == [ADDRESS]
    assert png.bare(code[:33] + b"".join(bombs) + code[33:] + b"<script>") == code


LARGE = saved(Image.new("1", (6000, 5000)), "PNG")
REFUSED = {
    "no picture": (b"hello", "image_damaged"),
    "nothing": (b"", "image_damaged"),
    "a picture of another kind": (saved(Image.new("L", (9, 9)), "GIF"), "image_damaged"),
    "half a JPEG": (saved(photo())[:4000], "image_damaged"),
    "half a PNG": (qr_png("x")[:90], "png_damaged"),
    "a PNG without picture": (
        png.SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
        + chunk(b"IEND", b""),
        "image_damaged",
    ),
    "a picture with a broken inside": (
        png.SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", b"no zlib") + chunk(b"IEND", b""),
        "image_damaged",
    ),
    "thirty million pixels": (LARGE, "image_too_large"),
    "more bytes than a photo has": (b"\xff\xd8\xff" + bytes(qr.MAXIMUM_BYTES), "too_large"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_broken_or_hostile_picture_is_refused(data, code):
    with pytest.raises(Unreadable) as caught:
        qr_texts(data)

    assert caught.value.code == code


def test_a_size_that_pillow_only_warns_of_is_refused():
    jpeg = saved(Image.new("L", (64, 64)))
    size = jpeg.index(b"\xff\xc0") + 5
    hostile = jpeg[:size] + struct.pack(">HH", 13_000, 13_000) + jpeg[size + 4 :]

    with pytest.raises(Unreadable):
        qr_texts(hostile)

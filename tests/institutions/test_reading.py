import io
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from keurmerk.errors import Refused
from keurmerk.institutions.actions import set_policy
from keurmerk.institutions.models import Role
from keurmerk.institutions.reading import MAX_BYTES, read_logo
from tests.conftest import NOW
from tests.factories import MembershipFactory


def picture(kind="PNG", size=(20, 10), **extra):
    content = io.BytesIO()
    Image.new("RGB", size, "#17375e").save(content, kind, **extra)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_png_or_jpeg_is_drawn_again_as_png(kind):
    kept = Image.open(io.BytesIO(read_logo(picture(kind))))

    assert (kept.format, kept.size) == ("PNG", (20, 10))


def test_what_is_not_a_pixel_is_left_behind():
    secret = PngInfo()
    secret.add_text("Comment", "<script>")

    assert b"script" not in read_logo(picture(pnginfo=secret) + b"<script>")


def test_a_large_logo_is_made_smaller():
    kept = Image.open(io.BytesIO(read_logo(picture(size=(1600, 200)))))

    assert kept.size == (800, 100)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><SVG xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"not a picture", "PNG or JPEG"),
        (picture("GIF"), "PNG or JPEG"),
        (picture()[:48], "PNG or JPEG"),
        (picture(size=(2001, 2000)), "4 million"),
        (b"x" * (MAX_BYTES + 1), "1 MB"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_by_name(content, words):
    with pytest.raises(Refused, match=words):
        read_logo(content)


def test_a_picture_that_claims_to_be_enormous_is_never_unpacked():
    bomb = bytearray(picture())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")

    with pytest.raises(Refused, match="PNG or JPEG"):
        read_logo(bytes(bomb))


@pytest.mark.django_db
def test_the_logo_of_a_policy_is_read_this_way():
    administrator = MembershipFactory(role=Role.ADMINISTRATOR)

    chosen = set_policy(
        institution=administrator.institution,
        valid_from=NOW.date(),
        logo=picture("JPEG"),
        by=administrator.user,
        at=NOW,
    )

    assert bytes(chosen.logo).startswith(b"\x89PNG")

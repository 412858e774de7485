import hashlib
import math
from io import BytesIO

import pytest
from PIL import Image

from microcredentials.rosette import LARGEST_PNG, bands, plain_seal, rosette, rosette_png

ONE = bytes(32)
OTHER = bytes(range(32))


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_version_has_the_same_rosette_for_ever():
    assert [digest(rosette(version, size)) for version in (ONE, OTHER) for size in (320, 64)] == [
        "22e777077435e12271d6362507df3e3cf10ed78e726596fbcd407b639477bc86",
        "18f2f1cd3519b471617177a9ccbb45196cd823aacbe182debce4e73bb0590de2",
        "899e1cc334a520310d9d2270497f96e644d807d435c6e047ca00255c4fe43e3c",
        "b6cccdd1323344ea6ecfad7460fda9ec8930534183d27f804cddc828bf1a3da8",
    ]
    assert digest(plain_seal(320)) == (
        "f89846170d12b2f038dc5f59e37a38ff91e03f649d3a122fabe8d2a229b9d064"
    )


def test_no_two_of_forty_versions_look_alike():
    hashes = [hashlib.sha256(bytes([number])).digest() for number in range(40)]

    drawings = {rosette(version, 64) for version in hashes}

    assert len(drawings) == 40


def test_every_line_stays_within_the_drawing_and_every_weave_closes():
    for number in range(30):
        for band in bands(hashlib.sha256(bytes([number])).digest()):
            reach = max(band.radius(math.tau * step / 720, 0.0) for step in range(720))

            assert reach <= 312
            assert math.gcd(band.waves, band.lobes) == 1
            assert 1 <= band.threads <= 4


def test_a_drawing_takes_its_inks_and_its_ids_from_the_page():
    plain, coloured = rosette(ONE), rosette(ONE, ink=("#8b2540", "#17375e"), uid="b")

    assert 'stroke="currentColor"' in plain
    assert 'stroke="currentColor"' not in coloured
    assert set(_ids(plain)).isdisjoint(_ids(coloured))


def _ids(svg):
    return [part.split('"')[0] for part in svg.split(' id="')[1:]]


def test_a_drawing_is_hidden_from_assistive_technology_and_carries_no_style():
    for svg in (rosette(ONE), rosette(ONE, 64), plain_seal(), plain_seal(64)):
        assert 'aria-hidden="true"' in svg
        assert "style=" not in svg


@pytest.mark.parametrize("version", [ONE, None, b""])
@pytest.mark.parametrize("size", [64, 300])
def test_a_picture_is_a_square_png_that_is_always_the_same(version, size):
    picture = rosette_png(version, size)

    image = Image.open(BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (size, size))
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert picture == rosette_png(version, size)


def test_pictures_of_two_versions_and_of_an_edubadge_differ():
    assert len({rosette_png(version, 200) for version in (ONE, OTHER, None)}) == 3


@pytest.mark.parametrize("size", [0, LARGEST_PNG + 1])
def test_a_picture_beyond_the_limits_is_not_drawn(size):
    with pytest.raises(ValueError, match="a rosette is 1 to 1200 pixels"):
        rosette_png(ONE, size)

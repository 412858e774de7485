"""Bake an award into the picture of its version, against Pillow, which draws the picture anew."""

import sys
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from benchmarks.harness import Figure, in_turns, ratio, show
from microcredentials.carriers.png import bake, unbake
from microcredentials.rosette import rosette_png
from tests.microcredentials import chain

SIZE = 600
PICTURE = rosette_png(bytes(range(32)), SIZE)
SIGNED = chain.AWARD_TEXT.encode()


def bake_with_pillow() -> bytes:
    chunks = PngInfo()
    chunks.add_itxt("openbadgecredential", SIGNED.decode())
    stream = BytesIO()
    with Image.open(BytesIO(PICTURE)) as picture:
        picture.save(stream, "PNG", pnginfo=chunks)
    return stream.getvalue()


def main() -> int:
    assert unbake(bake_with_pillow()) == unbake(bake(PICTURE, SIGNED)) == chain.AWARD_TEXT
    ours, peer = in_turns(lambda: bake(PICTURE, SIGNED), bake_with_pillow)
    name = f"award baked into a PNG of {SIZE} × {SIZE}, against Pillow"
    return show(Figure(name=name, value=ratio(peer, ours), unit="×", must=1_000))


if __name__ == "__main__":
    sys.exit(main())

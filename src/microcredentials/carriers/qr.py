"""A text as a QR code, and the text of a QR code in a picture."""

import re
from io import BytesIO

import zxingcpp
from PIL import Image, UnidentifiedImageError

from microcredentials.carriers import png
from microcredentials.errors import Unreadable

# What one code holds at this level of correction, which stands 15 % of damage.
LEVEL = "M"
MAXIMUM_TEXT = 2_331
MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
INK = "#000000"
_QUIET = 4  # modules of white that the standard asks around a code
_QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_PATH = re.compile(r'width="(\d+)".*<path d="([^"]+)"', re.DOTALL)
# Pillow tells damage in all these ways; a warning is one where warnings are errors.
_DAMAGE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    Warning,
)


def qr_svg(text: str, *, ink: str = INK, label: str = "") -> str:
    """The code as SVG with the white around it; one unit is one module.

    `label` names the picture for who does not see it. A text over 2,331 bytes is a ValueError.
    """
    side, path = _modules(text)
    name = f' role="img" aria-label="{_escaped(label)}"' if label else ' aria-hidden="true"'
    around = side + 2 * _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-_QUIET} {-_QUIET} {around} {around}"'
        f'{name} shape-rendering="crispEdges"><path fill="#ffffff" d="M{-_QUIET}'
        f' {-_QUIET}h{around}v{around}h-{around}z"/><path fill="{ink}" d="{path}"/></svg>'
    )


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """The code as PNG with the white around it; one module is `scale` pixels."""
    picture = Image.fromarray(_barcode(text).to_image(scale=scale, add_quiet_zones=True))
    out = BytesIO()
    picture.convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()


def qr_texts(picture: bytes) -> list[str]:
    """The texts of the QR codes in a PNG, JPEG or WebP picture, in the order they are found.

    Raises `Unreadable` for what is no such picture, is damaged or is too large.
    """
    if len(picture) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This image is too large.")
    if picture.startswith(png.SIGNATURE):
        picture = png.bare(picture)
    try:
        with Image.open(BytesIO(picture), formats=FORMATS) as opened:
            if opened.width * opened.height > MAXIMUM_PIXELS:
                raise Unreadable("image_too_large", "This image has too many pixels.")
            grey = opened.convert("L")
    except _DAMAGE as error:
        raise Unreadable("image_damaged", "This image is damaged, or none we know.") from error
    found = zxingcpp.read_barcodes(grey, formats=_QR_CODES, text_mode=zxingcpp.TextMode.Plain)
    return [code.text for code in found]


def _barcode(text: str) -> zxingcpp.Barcode:
    if len(text.encode()) > MAXIMUM_TEXT:
        raise ValueError(f"a code holds {MAXIMUM_TEXT} bytes, and this text is longer")
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL)


def _modules(text: str) -> tuple[int, str]:
    """The side in modules, and the dark modules as a path."""
    found = _PATH.search(_barcode(text).to_svg(add_quiet_zones=False))
    assert found is not None
    return int(found[1]), found[2]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

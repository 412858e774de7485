"""Read a house style: a logo, of which the pixels are kept, and colours that can be read."""

import warnings
from collections.abc import Mapping
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from keurmerk.errors import Refused

# The pages of tokens.css on which each colour must be readable.
PAPERS = {"colour_light": "#fdfcf9", "colour_dark": "#15181d"}
LEAST_CONTRAST = 4.5
# Below this share of full light, sRGB is linear.
DIM = 0.04045
MAX_BYTES = 1_000_000
MAX_PIXELS = 4_000_000
KEPT_SIZE = (800, 400)
FORMATS = ("PNG", "JPEG")
UNREADABLE = (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError)


def read_logo(content: bytes) -> bytes:
    """Return the logo as a PNG that holds nothing but pixels."""
    if len(content) > MAX_BYTES:
        raise Refused(_("The logo is larger than 1 MB. Please choose a smaller file."))
    if b"<svg" in content[:1000].lower():
        raise Refused(_("A logo in SVG is not accepted. Please save it as PNG."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(BytesIO(content), formats=FORMATS)
            # The size stands in the header: a picture that is too large is never unpacked.
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused(_("The logo has more than 4 million pixels. Please make it smaller."))
            pixels = picture.convert("RGBA")
    except UNREADABLE as error:
        raise Refused(_("This is not a PNG or JPEG picture that can be read.")) from error
    pixels.thumbnail(KEPT_SIZE)
    kept = BytesIO()
    pixels.save(kept, "PNG")
    return kept.getvalue()


def refuse_faint(values: Mapping[str, object]) -> None:
    """Stop at a colour that cannot be read on the page it is for (WCAG 2.2, 1.4.3)."""
    for field, paper in PAPERS.items():
        colour = str(values.get(field) or "")
        if colour and contrast(colour, paper) < LEAST_CONTRAST:
            raise Refused(
                _("The colour %(colour)s is too faint to be read on %(paper)s.")
                % {"colour": colour, "paper": paper}
            )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as #17375e, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= DIM else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

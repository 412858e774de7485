"""Read a logo that somebody uploads: what is kept is our own drawing of its pixels."""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from keurmerk.errors import Refused

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

"""A small real image."""

import io

from PIL import Image


def png(size=(2, 2)):
    stream = io.BytesIO()
    Image.new("RGB", size).save(stream, "PNG")
    return stream.getvalue()

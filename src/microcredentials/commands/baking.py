"""Put a document into an image, and take it out again."""

from argparse import Namespace
from pathlib import Path

from microcredentials.carriers import png, svg
from microcredentials.carriers.reading import read
from microcredentials.carriers.standards import CLR_2, OPEN_BADGE_2, OPEN_BADGE_3, Standard
from microcredentials.commands import GENUINE, NOT_GENUINE
from microcredentials.commands.files import complain, content, show_each
from microcredentials.errors import InvalidDocument, Unreadable
from microcredentials.strict_json import Signed
from microcredentials.verifying.statement import types_of


def bake_file(chosen: Namespace) -> int:
    """Write the image with the document in it, at the place that the document's standard names.

    Raises `Unopened` for a file that cannot be opened, and OSError for one that cannot be written.
    """
    document, image = content(chosen.document), content(chosen.image)
    try:
        baked = _baked(image, read(document))
    except Unreadable as error:
        complain(f"{error} ({error.code})")
        return NOT_GENUINE
    except InvalidDocument as error:
        complain(str(error))
        return NOT_GENUINE
    Path(chosen.output).write_bytes(baked)
    return GENUINE


def _baked(image: bytes, signed: Signed) -> bytes:
    standard = _standard(types_of(signed.document))
    if image.startswith(png.SIGNATURE):
        return png.bake(image, signed.text, standard)
    return svg.bake(image, signed.text, standard)


def _standard(types: frozenset[str]) -> Standard:
    if "ClrCredential" in types:
        return CLR_2
    return OPEN_BADGE_2 if "Assertion" in types else OPEN_BADGE_3


def unbake_files(chosen: Namespace) -> int:
    """Write the text of the document that each file carries, byte for byte."""
    return show_each(chosen.files, _text)


def _text(_name: str, file: bytes) -> str:
    # An older badge may hold no more than an address: that is what it carries.
    return png.unbake(file) if file.startswith(png.SIGNATURE) else read(file).text

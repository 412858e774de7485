"""Any file → a signed document, strictly: what two readers could read differently is refused."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from microcredentials.carriers import png
from microcredentials.errors import Unreadable
from microcredentials.proofs.screening import CONTROL_CHARACTERS

MAXIMUM_BYTES = 256 * 1024
MAXIMUM_DEPTH = 32
MAXIMUM_VALUES = 5_000
_SAFE_INTEGER = 2**53
_NUMBER_CHARACTERS = 24

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_COMPACT_JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*(~.*)?", re.ASCII)

# What a person may hand in by mistake, and what to tell them.
_LOOKS_LIKE: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "looks_like_pdf", "This is a PDF. Ask for the file of the award itself (JSON)."),
    (b"PK\x03\x04", "looks_like_zip", "This is a ZIP file. Unpack it and check the JSON file."),
    (b"<svg", "looks_like_svg", "This is an SVG image. Ask for the file of the award itself."),
    (b"<", "looks_like_web_page", "This is a web page. Download the file of the award itself."),
    (b"http://", "looks_like_address", "This is an address. Open it and download the file."),
    (b"https://", "looks_like_address", "This is an address. Open it and download the file."),
)
_IMAGES = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
_SCREENSHOT = "This is an image without a document in it. A screenshot proves nothing."


@dataclass(frozen=True, slots=True)
class Signed:
    """A document as it was read: its text, byte for byte, and what the text says."""

    document: dict[str, Any]
    text: str


def read(data: bytes | str) -> Signed:
    """Read a JSON text, a JSON file or a baked PNG; raise `Unreadable` with a code."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    if raw.startswith(png.SIGNATURE):
        raw = png.unbake(raw).encode()
    return parse(_decode(raw))


def parse(text: str, *, maximum_values: int = MAXIMUM_VALUES) -> Signed:
    """Read the JSON text of a signed document."""
    _refuse_depth(text)
    document = _object_of(text)
    _refuse_text(document, maximum_values)
    return Signed(document, text)


def _decode(raw: bytes) -> str:
    start = raw.lstrip()[:16].lower()
    if not start:
        raise Unreadable("empty_input", "There is nothing in this file.")
    for prefix, code, message in _LOOKS_LIKE:
        if start.startswith(prefix.lower()):
            raise Unreadable(code, message)
    if raw.startswith(_IMAGES):
        raise Unreadable("looks_like_image", _SCREENSHOT)
    if len(raw) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This file is too large to be an award (limit 256 kB).")
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", "This file is not written in UTF-8.") from error
    if "\x00" in text:
        raise Unreadable("not_utf8", "This file is not written in UTF-8.")
    if _COMPACT_JWS.fullmatch(text.strip()):
        raise Unreadable("looks_like_jwt", "This is a signed token, which we do not read yet.")
    return text


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise Unreadable("too_deep", "This file is nested too deeply.")
        elif token[0] in "]}":
            depth -= 1


def _object_of(text: str) -> dict[str, Any]:
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_number,
            parse_float=_float,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise Unreadable("not_json", "This file is not a signed document (no JSON).") from error
    if not isinstance(document, dict):
        raise Unreadable("expected_object", "This file holds something else than one document.")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable("duplicate_key", "This file says one thing in two ways.")
    return members


def _integer(text: str) -> int:
    if len(text) > _NUMBER_CHARACTERS or abs(int(text)) > _SAFE_INTEGER:
        _refuse_number(text)
    return int(text)


def _float(text: str) -> float:
    if len(text) > _NUMBER_CHARACTERS or not math.isfinite(float(text)):
        _refuse_number(text)
    return float(text)


def _refuse_number(text: str) -> NoReturn:
    raise Unreadable("number_range", f"This file holds a number out of range ({text[:24]}).")


def _refuse_text(document: dict[str, Any], maximum_values: int) -> None:
    for count, text in enumerate(_texts(document)):
        if count > maximum_values:
            raise Unreadable("too_many_values", "This file holds too many values.")
        if CONTROL_CHARACTERS.search(text):
            raise Unreadable("control_char", "This file holds invisible control characters.")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Unreadable("lone_surrogate", "This file holds half a character.")


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, member in value.items():
                yield key
                yield from _texts(member)
        case list():
            for member in value:
                yield from _texts(member)
        case str():
            yield value
        case _:
            yield ""

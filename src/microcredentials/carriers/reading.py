"""Any file → a signed document, strictly."""

import json
import re
from dataclasses import replace

from microcredentials.carriers import attachments, bundle, png, svg
from microcredentials.contexts import OPEN_BADGES_2
from microcredentials.errors import Unreadable
from microcredentials.proofs.vc_jwt import credential_of
from microcredentials.strict_json import MAXIMUM_BYTES, Signed, parse

_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)
_DISCLOSING = re.compile(_TOKEN.pattern + r"~.*", re.ASCII)

# What a person may hand in by mistake, and what to tell them.
_LOOKS_LIKE: tuple[tuple[bytes, str, str], ...] = (
    (b"<", "looks_like_web_page", "This is a web page. Download the file of the award itself."),
    (b"http://", "looks_like_address", "This is an address. Open it and download the file."),
    (b"https://", "looks_like_address", "This is an address. Open it and download the file."),
)
# Each comment ends at its first end: else those of a hostile file can be cut up in endless ways.
_SVG = re.compile(
    rb"\s*+(?:<\?xml\b(?:(?!\?>).)*+\?>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:\w+:)?svg\b",
    re.DOTALL,
)
_ADDRESS = re.compile(r"https://[!-~]{1,300}")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_IMAGES = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
_SCREENSHOT = "This is an image without a document in it. A screenshot proves nothing."


def read(data: bytes | str) -> Signed:
    """Read JSON, a signed token, an image with either baked in, a certificate or a bundle.

    Raises `Unreadable` with a code.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    if raw.startswith(bundle.SIGNATURE):
        return bundle.unpack(raw)
    if raw.startswith(attachments.SIGNATURE):
        text, copies = attachments.attachments(raw)
        return replace(_signed(text.encode()), copies=copies)
    if raw.startswith(png.SIGNATURE):
        raw = _baked(png.unbake(raw))
    elif _SVG.match(raw.removeprefix(_BYTE_ORDER_MARK)):
        raw = _baked(svg.unbake(raw))
    return _signed(raw)


def _signed(raw: bytes) -> Signed:
    text = _decode(raw)
    token = text.strip()
    if _TOKEN.fullmatch(token):
        return Signed(credential_of(token), token, enveloped=True)
    return parse(text)


def _baked(text: str) -> bytes:
    """Return the document that was baked; of an address, the assertion that must stand there."""
    if not text.startswith(("http://", "https://")):
        return text.encode()
    if not _ADDRESS.fullmatch(text):
        message = "This image is an Open Badge of an older kind, whose document stands elsewhere."
        raise Unreadable("legacy_hosted", message)
    return json.dumps({"@context": OPEN_BADGES_2, "type": "Assertion", "id": text}).encode()


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
        text = raw.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8", "This file is not written in UTF-8.") from error
    if "\x00" in text:
        raise Unreadable("not_utf8", "This file is not written in UTF-8.")
    if _DISCLOSING.fullmatch(text.strip()):
        message = "This is a token that shows a part of a credential, which we do not read."
        raise Unreadable("looks_like_jwt", message)
    return text

"""Rules for every text and every name in a document, whatever it is about."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from urllib.parse import urlsplit

from microcredentials.document import Document, Register, StatusList

URN_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
MAXIMUM_TEXT = 20_000


def texts_of(
    document: Document,
    *,
    only: Collection[str] | None = None,
    leaving_out: Collection[str] = (),
) -> Iterator[str]:
    """Yield a problem for each text that engines or readers may take for another one."""
    # W3C credentials c.6: engines disagree about control characters; design: NFC and LF.
    for field in fields(document):
        if field.name in leaving_out or (only is not None and field.name not in only):
            continue
        for text in _strings(getattr(document, field.name)):
            yield from _of_text(text)


def _of_text(text: str) -> Iterator[str]:
    if UNSEEN.search(text):
        yield f"the text “{text[:40]!a}” holds an invisible control character"
    elif unicodedata.normalize("NFC", text) != text:
        yield f"the text “{text[:40]}” is not in Unicode form NFC"
    if len(text) > MAXIMUM_TEXT:
        yield f"the text “{text[:40]}…” is longer than {MAXIMUM_TEXT} characters"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for member in value:
            yield from _strings(member)


def is_named(document: Document) -> Iterator[str]:
    """Yield a problem unless the document has a name of the kind that it should have."""
    # Open Badges 3.0: an id is an absolute URI. Ours are of these kinds.
    kinds = ("https",) if isinstance(document, StatusList | Register) else ("urn",)
    if urlsplit(document.id).scheme not in kinds:
        yield f"the id “{document.id[:80]}” must be of kind {kinds[0]}"
    if kinds == ("urn",) and not URN_UUID.fullmatch(document.id):
        yield f"the id “{document.id[:80]}” is not a urn:uuid"


def are_web_addresses(*addresses: str) -> Iterator[str]:
    """Yield a problem for each text that is no complete web address."""
    # Open Badges 3.0: what an award points at is named by an absolute URL.
    for address in addresses:
        if not _WEB_ADDRESS.fullmatch(address):
            yield f"“{address[:80]}” is not a complete web address"

"""A signed document inside an SVG image: one element, as the Open Badges standards ask.

The image is read as XML that declares nothing itself (no DOCTYPE, so no entities) and opens
nothing; it is never drawn.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import NoReturn
from xml.parsers import expat

from microcredentials.carriers.standards import (
    MAXIMUM_TEXT,
    OPEN_BADGE_2,
    OPEN_BADGE_3,
    STANDARDS,
    Standard,
)
from microcredentials.errors import InvalidDocument, Unreadable

NAMESPACE = "http://www.w3.org/2000/svg"
MAXIMUM_BYTES = 2 * 1024 * 1024
MAXIMUM_DEPTH = 256
MAXIMUM_ELEMENTS = 100_000
_PREFIX = "openbadges"
_START_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_COMPACT_JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_ELEMENTS = {f"{standard.namespace} {standard.element}": standard for standard in STANDARDS}


@dataclass(slots=True)
class _Place:
    """An element that holds a document: where it stands in the image, and what it says."""

    standard: Standard
    begin: int
    verify: str
    end: int = 0
    texts: list[str] = field(default_factory=list)

    def document(self) -> str:
        text = "".join(self.texts).strip()
        if self.verify and text and self.standard is not OPEN_BADGE_2:
            raise Unreadable("multiple_payloads", "This image carries more than one document.")
        # Open Badges 2.0 may repeat in the text what `verify` signs, or where it stands.
        if _COMPACT_JWS.fullmatch(self.verify):
            return self.verify
        return text or self.verify


def bake(svg: bytes, text: str, standard: Standard = OPEN_BADGE_3) -> bytes:
    """Return the image with `text` in it, instead of what it carried before.

    A compact JWS (or, for Open Badges 2.0, an address) stands in the attribute `verify`, JSON in
    the element. Everything else is copied as it is. Raises `Unreadable` for what is no image,
    and `InvalidDocument` for a document that this image cannot carry.
    """
    reading = _read(svg)
    if reading.prefix not in {None, standard.namespace}:
        raise InvalidDocument([f"the image calls something else “{_PREFIX}”"])
    kept = bytearray(svg)
    for place in reversed(reading.places):
        if place.standard is standard:
            del kept[place.begin : place.end]
    baked = _insert(bytes(kept), reading, _element(text, standard), standard)
    # XML has no room for some characters of JSON, and rewrites the ends of lines.
    if _said(baked, standard) != text.strip():
        raise InvalidDocument(["the document holds what an SVG image cannot carry"])
    return baked


def _said(baked: bytes, standard: Standard) -> str | None:
    try:
        return unbake(baked, (standard,))
    except Unreadable:
        return None


def unbake(svg: bytes, standards: tuple[Standard, ...] = STANDARDS) -> str:
    """Return the text that is baked into the image; raise `Unreadable` if there is none.

    The text is JSON or a compact JWS, and for Open Badges 2.0 perhaps an address. When the image
    carries documents of several standards, the first of `standards` is returned.
    """
    places = _read(svg).places
    for standard in standards:
        found = [place for place in places if place.standard is standard]
        if len(found) > 1:
            raise Unreadable("multiple_payloads", "This image carries more than one document.")
        if found:
            document = found[0].document()
            if len(document.encode()) > MAXIMUM_TEXT:
                raise Unreadable("too_large", "The document in this image is too large.")
            return document
    raise Unreadable(
        "looks_like_svg", "This SVG image carries no signed document. Ask for the file itself."
    )


def _insert(svg: bytes, reading: "_Reading", element: str, standard: Standard) -> bytes:
    """The image with `element` directly after the start tag of `svg`."""
    begin, end, name = _start_tag(svg, reading.begin)
    tag, after = svg[begin:end], svg[end:]
    if tag.endswith(b"/>"):
        tag, after = tag[:-2] + b">", b"</" + name + b">" + after
    if reading.prefix is None:
        cut = len(name) + 1
        tag = tag[:cut] + f' xmlns:{_PREFIX}="{standard.namespace}"'.encode() + tag[cut:]
    return svg[:begin] + tag + element.encode() + after


def _start_tag(svg: bytes, begin: int) -> tuple[int, int, bytes]:
    """Where a start tag in well-formed XML begins and ends, and its name as written."""
    tag = _START_TAG.match(svg, begin)
    assert tag is not None
    return begin, tag.end(), tag[1]


def _element(text: str, standard: Standard) -> str:
    name = f"{_PREFIX}:{standard.element}"
    if not text.lstrip().startswith("{"):
        return f'<{name} verify="{escape(text)}"></{name}>'
    return f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


@dataclass(slots=True)
class _Reading:
    """What stands in an image, gathered while the parser walks through it."""

    svg: bytes
    parser: expat.XMLParserType
    begin: int = 0
    prefix: str | None = None
    places: list[_Place] = field(default_factory=list)
    open: list[_Place | None] = field(default_factory=list)
    elements: int = 0

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            raise Unreadable("not_utf8", "This image is not written in UTF-8.")

    def namespace(self, prefix: str | None, address: str) -> None:
        if prefix == _PREFIX and not self.open:
            self.prefix = address

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.open:
            if name != f"{NAMESPACE} svg":
                raise Unreadable("svg_damaged", "This is not an SVG image.")
            self.begin = self.parser.CurrentByteIndex
        elif self.open[-1] is not None:
            raise Unreadable("svg_damaged", "The document in this image is not a plain text.")
        self.elements += 1
        if self.elements > MAXIMUM_ELEMENTS or len(self.open) >= MAXIMUM_DEPTH:
            raise Unreadable("too_large", "This SVG image holds too much.")
        place = None
        if standard := _ELEMENTS.get(name):
            begin = self.parser.CurrentByteIndex
            place = _Place(standard, begin, attributes.get("verify", ""))
            self.places.append(place)
        self.open.append(place)

    def text(self, text: str) -> None:
        if (place := self.open[-1]) is not None:
            place.texts.append(text)

    def end(self, _name: str) -> None:
        if (place := self.open.pop()) is not None:
            _, end, _ = _start_tag(self.svg, place.begin)
            if self.svg[end - 2 : end] != b"/>":
                end = self.svg.index(b">", self.parser.CurrentByteIndex) + 1
            place.end = end


def _is_utf8(text: bytes) -> bool:
    try:
        return "\x00" not in text.decode()
    except UnicodeDecodeError:
        return False


def _refuse_doctype(*_declared: object) -> NoReturn:
    raise Unreadable("svg_doctype", "This SVG image declares a document type, which is not read.")


def _read(svg: bytes) -> _Reading:
    if len(svg) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This image is too large.")
    # The parser would follow a mark of UTF-16, whatever encoding it is told.
    if not _is_utf8(svg):
        raise Unreadable("not_utf8", "This image is not written in UTF-8.")
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    reading = _Reading(svg, parser)
    parser.XmlDeclHandler = reading.declaration
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartNamespaceDeclHandler = reading.namespace
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(svg, True)  # noqa: FBT003  # the parser's own interface
    except expat.ExpatError as error:
        raise Unreadable("svg_damaged", "This SVG image is damaged.") from error
    return reading

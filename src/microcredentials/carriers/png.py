"""A signed document inside a PNG image: one `iTXt` chunk, as the Open Badges standards ask."""

import struct
import zlib
from collections.abc import Iterator

from microcredentials.carriers.standards import MAXIMUM_TEXT, OPEN_BADGE_3, STANDARDS, Standard
from microcredentials.errors import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_PIXELS = 50_000_000
_MAXIMUM_CHUNKS = 10_000
_HEADER_BYTES = 13
_FRAME = struct.Struct(">I4s")
_NUMBER = struct.Struct(">I")
_KIND_BYTES = 4
_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
_CHECKSUM_BYTES = 4

_DAMAGED = "This image is damaged."


def bake(png: bytes, text: str | bytes, standard: Standard = OPEN_BADGE_3) -> bytes:
    """Return the image with `text` in it, instead of what it carried before.

    Every other chunk is copied as it is; only `unbake` checks the sums of the picture itself.
    """
    keyword = standard.keyword + b"\x00"
    content = text.encode() if isinstance(text, str) else text
    ours = b"iTXt" + keyword + b"\x00\x00\x00\x00" + content
    (_, _, start), *places = _places(png)
    whole = memoryview(png)
    pieces: list[bytes | memoryview] = [
        whole[:start],
        _NUMBER.pack(len(ours) - _KIND_BYTES),
        ours,
        _NUMBER.pack(zlib.crc32(ours)),
    ]
    for kind, begin, end in places:
        if kind == b"iTXt" and png.startswith(keyword, begin + _FRAME.size):
            pieces.append(whole[start:begin])
            start = end
    return b"".join([*pieces, whole[start : places[-1][2]]])


def unbake(png: bytes, standards: tuple[Standard, ...] = STANDARDS) -> str:
    """Return the text that is baked into the image; raise `Unreadable` if there is none.

    The text is JSON or a compact JWS, and for Open Badges 2.0 perhaps an address. When the image
    carries documents of several standards, the first of `standards` is returned.
    """
    texts = [content for kind, content in _chunks(png) if kind == b"iTXt"]
    for standard in standards:
        keyword = standard.keyword + b"\x00"
        found = [content for content in texts if content.startswith(keyword)]
        if len(found) > 1:
            raise Unreadable("multiple_payloads", "This image carries more than one document.")
        if found:
            return _text(found[0].removeprefix(keyword))
    raise Unreadable(
        "looks_like_image",
        "This image carries no signed document. A screenshot proves nothing: "
        "ask for the file itself.",
    )


def bare(png: bytes) -> bytes:
    """Return only what the picture itself needs: none of the texts, profiles and frames in it."""
    needed = [png[begin:end] for kind, begin, end in _places(png) if kind in _PICTURE]
    return SIGNATURE + b"".join(needed)


def _places(png: bytes) -> list[tuple[bytes, int, int]]:
    """The chunks up to and with `IEND`: kind, where each starts and where it ends."""
    if not png.startswith(SIGNATURE):
        raise Unreadable("png_damaged", "This is not a PNG image.")
    if len(png) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This image is too large.")
    places: list[tuple[bytes, int, int]] = []
    begin = len(SIGNATURE)
    while len(places) < _MAXIMUM_CHUNKS and begin + _FRAME.size <= len(png):
        length, kind = _FRAME.unpack_from(png, begin)
        end = begin + _FRAME.size + length + _CHECKSUM_BYTES
        if end > len(png):
            break
        places.append((kind, begin, end))
        if kind == b"IEND":
            _check_header(*_read(png, *places[0]))
            return places
        begin = end
    raise Unreadable("png_damaged", _DAMAGED)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    for place in _places(png):
        yield _read(png, *place)


def _read(png: bytes, kind: bytes, begin: int, end: int) -> tuple[bytes, bytes]:
    content = png[begin + _FRAME.size : end - _CHECKSUM_BYTES]
    if _NUMBER.unpack_from(png, end - _CHECKSUM_BYTES) != (zlib.crc32(content, zlib.crc32(kind)),):
        raise Unreadable("png_damaged", _DAMAGED)
    return kind, content


def _check_header(kind: bytes, content: bytes) -> None:
    if kind != b"IHDR" or len(content) != _HEADER_BYTES:
        raise Unreadable("png_damaged", _DAMAGED)
    width, height = struct.unpack(">II", content[:8])
    if width * height > MAXIMUM_PIXELS:
        raise Unreadable("image_too_large", "This image has too many pixels.")


def _text(content: bytes) -> str:
    # Compression flag, method; then language and translated keyword, each closed by NUL.
    flag, (_, _, packed) = content[:2], [*content[2:].split(b"\x00", 2), b"", b""][:3]
    if flag == b"\x01\x00":
        packed = _unpack(packed)
    elif flag != b"\x00\x00":
        raise Unreadable("png_damaged", _DAMAGED)
    if len(packed) > MAXIMUM_TEXT:
        raise Unreadable("too_large", "The document in this image is too large.")
    try:
        return packed.decode()
    except UnicodeDecodeError as error:
        message = "The document in this image is not written in UTF-8."
        raise Unreadable("not_utf8", message) from error


def _unpack(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAXIMUM_TEXT + 1)
    except zlib.error as error:
        raise Unreadable("png_damaged", _DAMAGED) from error

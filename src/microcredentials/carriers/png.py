"""A signed document inside a PNG image: one `iTXt` chunk, as Open Badges 3.0 asks."""

import struct
import zlib
from collections.abc import Iterator

from microcredentials.errors import Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
LEGACY_KEYWORD = b"openbadges"
MAXIMUM_BYTES = 10 * 1024 * 1024
MAXIMUM_TEXT = 256 * 1024
MAXIMUM_PIXELS = 50_000_000
_MAXIMUM_CHUNKS = 10_000
_HEADER_BYTES = 13
_FRAME_BYTES = 12

_DAMAGED = "This image is damaged."


def bake(png: bytes, text: str) -> bytes:
    """Return the image with `text` in it, instead of what it carried before."""
    head, *rest = _chunks(png)
    kept = [chunk for chunk in rest if not _is_ours(*chunk)]
    ours = (b"iTXt", KEYWORD + b"\x00\x00\x00\x00\x00" + text.encode())
    return SIGNATURE + b"".join(_chunk(*chunk) for chunk in (head, ours, *kept))


def unbake(png: bytes) -> str:
    """Return the text that is baked into the image; raise `Unreadable` if there is none."""
    found = [content for kind, content in _chunks(png) if kind == b"iTXt"]
    ours = [content for content in found if content.startswith(KEYWORD + b"\x00")]
    if len(ours) > 1:
        raise Unreadable("multiple_payloads", "This image carries more than one document.")
    if ours:
        return _text(ours[0].removeprefix(KEYWORD + b"\x00"))
    if any(content.startswith(LEGACY_KEYWORD + b"\x00") for content in found):
        raise Unreadable(
            "legacy_hosted", "This is an Open Badge of an older kind, which we do not read."
        )
    raise Unreadable(
        "looks_like_image",
        "This image carries no signed document. A screenshot proves nothing: "
        "ask for the file itself.",
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise Unreadable("png_damaged", "This is not a PNG image.")
    if len(png) > MAXIMUM_BYTES:
        raise Unreadable("too_large", "This image is too large.")
    position = len(SIGNATURE)
    for number in range(_MAXIMUM_CHUNKS):
        kind, content = _read(png, position)
        if number == 0:
            _check_header(kind, content)
        yield kind, content
        if kind == b"IEND":
            return
        position += len(content) + _FRAME_BYTES
    raise Unreadable("png_damaged", _DAMAGED)


def _read(png: bytes, position: int) -> tuple[bytes, bytes]:
    frame = png[position : position + 8]
    if len(frame) < 8:  # noqa: PLR2004  # four bytes of length, four of kind
        raise Unreadable("png_damaged", _DAMAGED)
    length, kind = struct.unpack(">I4s", frame)
    content = png[position + 8 : position + 8 + length]
    checksum = png[position + 8 + length : position + _FRAME_BYTES + length]
    if len(content) != length or checksum != _checksum(kind, content):
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


def _is_ours(kind: bytes, content: bytes) -> bool:
    return kind == b"iTXt" and content.startswith(KEYWORD + b"\x00")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + _checksum(kind, content)


def _checksum(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + content))

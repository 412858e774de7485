"""The bundle: one zip file with an award and all that is needed to check it without network.

Read as strictly as it is written: no comment, no ZIP64, nothing before the first file. The
checker in a browser (`data/checker/zip.js`) reads by the same rules.
"""

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from microcredentials.carriers.checker import checker_page, read_part
from microcredentials.errors import Unreadable
from microcredentials.strict_json import MAXIMUM_BYTES, Signed, parse

SIGNATURE = b"PK\x03\x04"
FORMAT = "keurmerk-bundle-1"
CONTENTS = "contents.json"
AWARD = "microcredential.json"

MAXIMUM_ZIP = 10 * 1024 * 1024
MAXIMUM_FILES = 64
MAXIMUM_COPIES = 32
MAXIMUM_UNPACKED = 16 * 1024 * 1024
# A signed text packs to a tenth; what packs to less than a two-hundredth is made to fill memory.
MAXIMUM_RATIO = 200
_RATIO_FROM = 64 * 1024
_MAXIMUM_COPY = 4 * 1024 * 1024
_MAXIMUM_DIRECTORY = 64 * 1024
# The first moment a zip file can name, so that the same files make the same bytes on any day.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3

# APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (central header), 4.3.16 (end record).
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_END_SIGNATURE = b"PK\x05\x06"
_ENCRYPTED = 0x1
_STORED, _DEFLATED = 0, 8
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*(/[A-Za-z0-9_][A-Za-z0-9_. -]*)*/?")
_READ_FIRST = ("LEES-MIJ.txt", "README.txt")
_NOT_OURS = "This is a ZIP file. Unpack it and check the file in it."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One file in the zip, as the directory at its end tells of it; sizes in bytes."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    offset: int


def bundle(award: str, *, copies: Mapping[str, str], trust: str) -> bytes:
    """Return the file that stands alone: the award, what it needs, and a page that checks it.

    `copies` are signed documents by address: the register or an extract of it, the status lists,
    the status note if there is one. `trust` is the text of a trust file with the operator's keys.
    Raises `Unreadable` for an award that cannot be read.
    """
    parse(award)
    extras = {name: read_part(name) for name in _READ_FIRST}
    extras["check.html"] = checker_page(trust, award=award, copies=copies)
    return pack(award, copies, extras)


def pack(award: str, copies: Mapping[str, str], extras: Mapping[str, str]) -> bytes:
    """Return the zip of an award, the signed documents it needs (by address) and `extras`."""
    named = {url: f"copies/{number}.json" for number, url in enumerate(sorted(copies), 1)}
    contents = {"format": FORMAT, "award": AWARD, "copies": named}
    files = dict(extras) | {AWARD: award} | {name: copies[url] for url, name in named.items()}
    files[CONTENTS] = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode(), compresslevel=9)
    return target.getvalue()


def unpack(data: bytes) -> Signed:
    """Read the award of a bundle, with the signed documents that came with it."""
    entries = _directory(data)
    if CONTENTS not in entries:
        raise Unreadable("looks_like_zip", _NOT_OURS)
    contents = parse(_text(data, entries[CONTENTS], MAXIMUM_BYTES)).document
    match contents:
        case {"format": "keurmerk-bundle-1", "award": str(award), "copies": dict(named)} if (
            # One file under many addresses would be unpacked, and kept, as often.
            len({str(name) for name in named.values()}) == len(named) <= MAXIMUM_COPIES
        ):
            signed = parse(_text(data, _listed(entries, award), MAXIMUM_BYTES))
            return replace(signed, copies=_copies(data, entries, named))
        case _:
            raise Unreadable("bundle_contents", "The list of contents of this file is not right.")


def _copies(data: bytes, entries: dict[str, _Entry], named: dict[str, Any]) -> dict[str, str]:
    return {url: _text(data, _listed(entries, name), _MAXIMUM_COPY) for url, name in named.items()}


def _listed(entries: dict[str, _Entry], name: object) -> _Entry:
    if not isinstance(name, str) or name not in entries:
        raise Unreadable("bundle_contents", "A file that should be in this bundle is not there.")
    return entries[name]


def _directory(data: bytes) -> dict[str, _Entry]:
    if len(data) > MAXIMUM_ZIP:
        raise Unreadable("too_large", "This ZIP file is too large.")
    start, size, count = _end(data)
    if count > MAXIMUM_FILES or size > _MAXIMUM_DIRECTORY:
        raise Unreadable("zip_too_many", "There are too many files in this ZIP file.")
    entries: dict[str, _Entry] = {}
    position = start
    for _ in range(count):
        entry, position = _central(data, position)
        if entry.name in entries:
            raise Unreadable("zip_duplicate", "Two files in this ZIP file have one name.")
        entries[entry.name] = entry
    if position != start + size:
        raise _damaged()
    _refuse_bombs(entries)
    return entries


def _end(data: bytes) -> tuple[int, int, int]:
    end = data[-_END.size :]
    if len(end) != _END.size:
        raise _damaged()
    signature, disk, first_disk, here, count, size, start, comment = _END.unpack(end)
    if signature != _END_SIGNATURE or (disk, first_disk, comment) != (0, 0, 0) or here != count:
        raise _damaged()
    if start + size + _END.size != len(data):
        raise _damaged()
    return start, size, count


def _central(data: bytes, position: int) -> tuple[_Entry, int]:
    header = data[position : position + _CENTRAL.size]
    if len(header) != _CENTRAL.size or not header.startswith(_CENTRAL_SIGNATURE):
        raise _damaged()
    fields = _CENTRAL.unpack(header)
    flags, method, checksum, packed, size, name_length, extra, comment = fields[3:5] + fields[7:13]
    after = position + _CENTRAL.size
    name = data[after : after + name_length].decode("ascii", "replace")
    if flags & _ENCRYPTED:
        raise Unreadable("zip_encrypted", "This ZIP file is locked with a password.")
    if method not in (_STORED, _DEFLATED):
        raise Unreadable("zip_method", "This ZIP file is packed in a way we do not read.")
    if not _NAME.fullmatch(name):
        raise Unreadable("zip_path", "A file in this ZIP file has a name that does not belong.")
    entry = _Entry(
        name=name, method=method, checksum=checksum, packed=packed, size=size, offset=fields[16]
    )
    return entry, after + name_length + extra + comment


def _refuse_bombs(entries: dict[str, _Entry]) -> None:
    if sum(entry.size for entry in entries.values()) > MAXIMUM_UNPACKED:
        raise Unreadable("zip_too_large", "This ZIP file unpacks to more than we read.")
    for entry in entries.values():
        if entry.size > _RATIO_FROM and entry.size > entry.packed * MAXIMUM_RATIO:
            raise Unreadable("zip_too_large", "This ZIP file unpacks to more than we read.")
        if entry.name.lower().endswith(".zip"):
            raise Unreadable("zip_nested", "There is another ZIP file in this ZIP file.")


def _text(data: bytes, entry: _Entry, limit: int) -> str:
    if entry.size > limit:
        raise Unreadable("too_large", "A document in this ZIP file is too large.")
    content = _unpacked(_packed(data, entry), entry)
    if content.startswith(SIGNATURE):
        raise Unreadable("zip_nested", "There is another ZIP file in this ZIP file.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        message = "A document in this ZIP file is not written in UTF-8."
        raise Unreadable("not_utf8", message) from error


def _packed(data: bytes, entry: _Entry) -> bytes:
    header = data[entry.offset : entry.offset + _LOCAL.size]
    if len(header) != _LOCAL.size or not header.startswith(SIGNATURE):
        raise _damaged()
    name_length, extra = _LOCAL.unpack(header)[9:]
    start = entry.offset + _LOCAL.size
    name = data[start : start + name_length].decode("ascii", "replace")
    start += name_length + extra
    content = data[start : start + entry.packed]
    if name != entry.name or len(content) != entry.packed:
        raise _damaged()
    return content


def _unpacked(packed: bytes, entry: _Entry) -> bytes:
    content = packed
    if entry.method == _DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacking.decompress(packed, entry.size + 1)
        except zlib.error as error:
            raise _damaged() from error
        if not unpacking.eof or unpacking.unused_data:
            raise _damaged()
    if len(content) != entry.size or zlib.crc32(content) != entry.checksum:
        raise _damaged()
    return content


def _damaged() -> Unreadable:
    return Unreadable("zip_damaged", "This ZIP file is damaged.")

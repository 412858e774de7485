"""A file or pasted text as rows: whatever separator, encoding and headers it came with."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keurmerk.errors import Refused

MAXIMUM_ROWS = 10_000
MAXIMUM_BYTES = 20 * 1024 * 1024
MAXIMUM_COLUMNS = 200
# Empty lines and line breaks inside a cell count too: they cost as much to read.
MAXIMUM_LINES = 20 * MAXIMUM_ROWS
ZIP = b"PK\x03\x04"
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SEPARATORS = ("\t", ";", ",")
JOINERS = "\u200c\u200d"
UNSEEN = {"Cc", "Cf", "Cs"}

# The first pattern that fits names the column; what is about something else comes first.
HEADERS: tuple[tuple[str, str], ...] = (
    ("", r"geboorte|birth|start|begin|gebruikersnaam|user|telefoon|phone|mobiel|postcode"),
    ("", r"huisn|factuur|invoice"),
    ("", r"cursus|course|module|programma|opleiding|bedrijf|company|organisat|werkgever|employer"),
    ("email", r"mail"),
    ("given", r"voornaam|voornamen|roepnaam|firstname|givenname|forename"),
    ("infix", r"tussenv|voorvoeg|infix|prefix"),
    ("family", r"achternaam|familienaam|lastname|surname|familyname"),
    ("awarded_on", r"datum|date$|^date|behaaldop|awardedon|passedon"),
    ("student_number", r"nummer|number|^(student|deelnemer|participant)?(nr|no|id)$|nr$"),
    ("result", r"result|resultaat|cijfer|uitslag|grade|score|^mark$|oordeel"),
    ("name", r"naam|name|^(deelnemer|cursist|student|participant|learner)s?$"),
)
FIELDS = ("name", "email", "student_number", "result", "awarded_on")
DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( .*|T.*)?")
NUMBER_LIKE = re.compile(r"[a-zA-Z]?\d{4,}")
RESULT_LIKE = re.compile(r"\d{1,3}([.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line as it came, and its cells by the field they are about."""

    line: int
    original: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read, and how."""

    headers: list[str]
    rows: list[RawRow]
    encoding: str
    separator: str


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    original: str
    cells: list[str]


def read_rows(data: bytes | str) -> Table:
    """Read a CSV file, or text pasted from a spreadsheet; refuse what holds no rows."""
    text, encoding = decode(data)
    separator, records = _records(text)
    if not records:
        raise Refused(_("There are no lines in this file."))
    columns = [field_of(cell) for cell in records[0].cells]
    has_header = any(columns) and not any("@" in cell for cell in records[0].cells)
    headers = records.pop(0).cells if has_header else []
    if len(records) > MAXIMUM_ROWS:
        message = _(
            "This file has %(count)d lines; at most %(limit)d fit in one go (F04). "
            "Split it: nothing of it was added."
        )
        raise Refused(message % {"count": len(records), "limit": MAXIMUM_ROWS})
    if not records:
        raise Refused(_("This file has column names, but no lines below them."))
    if not has_header:
        columns = guess_columns([record.cells for record in records])
    _require_columns(columns, headers)
    rows = [
        RawRow(record.line, record.original, _by_field(columns, record.cells)) for record in records
    ]
    return Table(headers, rows, encoding, separator)


def decode(data: bytes | str) -> tuple[str, str]:
    """Turn the bytes into text: by its mark, else UTF-16 by its zeros, UTF-8, or Windows-1252."""
    if len(data) > MAXIMUM_BYTES:
        raise Refused(_("This file is too large (F04); at most 20 MB and 10,000 lines fit."))
    if isinstance(data, str):
        text, encoding = data.removeprefix("\ufeff"), "text"
    elif data.startswith(ZIP):
        raise Refused(_("This is a workbook. Save it as CSV, or copy the cells and paste them."))
    else:
        text, encoding = _decoded(data)
    if max(text.count("\n"), text.count("\r")) > MAXIMUM_LINES:
        raise Refused(_("This file has too many lines (F04); at most 10,000 rows fit in one go."))
    if "\0" in text:
        raise Refused(_("This is not a text file. Save the sheet as CSV, or paste the cells."))
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, "replace"), encoding
    head = data[:400]
    if head.count(0) * 3 > len(head):
        return data.decode("utf-16-le", "replace"), "utf-16-le"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "windows-1252"


def _records(text: str) -> tuple[str, list[_Record]]:
    """Split into records, each with the text it came from; a stray quote swallows nothing."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = ""
    if declared := re.fullmatch(r'"?sep=(.)"?', first.strip()):
        separator = declared[1]
        text = text.replace(first, "", 1)
        first = next((line for line in text.splitlines() if line.strip()), "")
    separator = separator or next((mark for mark in SEPARATORS if mark in first), SEPARATORS[0])
    try:
        records = list(_quoted(text, separator))
    except csv.Error:
        records = list(_unquoted(text, separator))
    return separator, [record for record in records if any(record.cells)]


def _quoted(text: str, separator: str) -> Iterator[_Record]:
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    number = 1
    for cells in csv.reader(lines(), delimiter=separator, strict=True):
        original = "".join(taken)
        yield _Record(number, original.rstrip("\r\n"), _cleaned(cells))
        number += len(taken)
        taken.clear()


def _unquoted(text: str, separator: str) -> Iterator[_Record]:
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        original = line.rstrip("\n")
        yield _Record(number, original, _cleaned(original.split(separator)))


def _cleaned(cells: list[str]) -> list[str]:
    return [clean(cell) for cell in cells[:MAXIMUM_COLUMNS]]


def clean(text: str) -> str:
    """One line, in Unicode form NFC, without invisible characters; letters stay as they are."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    seen = "".join(
        letter
        for letter in spaced
        if letter in JOINERS or unicodedata.category(letter) not in UNSEEN
    )
    return unicodedata.normalize("NFC", seen).strip()


def field_of(header: str) -> str:
    """The field a column is about by its name, in Dutch or English; empty if it says nothing."""
    name = re.sub(r"[^a-z0-9]", "", header.casefold())
    if not name:
        return ""
    return next((field for field, pattern in HEADERS if re.search(pattern, name)), "")


def guess_columns(rows: list[list[str]]) -> list[str]:
    """Name the columns by what stands in them, for a file without column names."""
    width = max(len(row) for row in rows)
    columns = [
        _kind([row[index] for row in rows[:100] if index < len(row) and row[index]])
        for index in range(width)
    ]
    texts = [index for index, kind in enumerate(columns) if kind == "text"]
    whole = texts and any(" " in row[texts[0]] for row in rows[:100] if texts[0] < len(row))
    parts = {2: ("given", "family"), 3: ("given", "infix", "family")}
    names = ("name",) if whole else parts.get(len(texts), ("name",))
    for index in texts:
        columns[index] = ""
    for index, name in zip(texts, names, strict=False):
        columns[index] = name
    return columns


def _kind(cells: list[str]) -> str:
    if not cells:
        return ""
    for field, fits in (
        ("email", lambda cell: "@" in cell),
        ("awarded_on", DATE_LIKE.fullmatch),
        ("student_number", NUMBER_LIKE.fullmatch),
        ("result", RESULT_LIKE.fullmatch),
    ):
        if sum(bool(fits(cell)) for cell in cells) * 2 > len(cells):
            return field
    return "text"


def _require_columns(columns: list[str], headers: list[str]) -> None:
    if "email" in columns and {"name", "family", "given"} & set(columns):
        return
    if headers:
        message = _(
            "We found no column with names and one with e-mail addresses. Your columns are: "
            "%(headers)s. Call them for example “naam”, “e-mail”, “resultaat” and “datum”."
        )
        raise Refused(message % {"headers": ", ".join(headers)})
    raise Refused(
        _(
            "We could not tell which column holds the names and which the e-mail addresses. "
            "Put column names on the first line, for example: naam; e-mail; resultaat; datum."
        )
    )


def _by_field(columns: list[str], cells: list[str]) -> dict[str, str]:
    """The first filled cell of each field; names in parts become one name."""
    found: dict[str, str] = {}
    for field, cell in zip(columns, cells, strict=False):
        if field and not found.get(field):
            found[field] = cell
    parts = [found.get(part, "") for part in ("given", "infix", "family")]
    found["name"] = found.get("name") or " ".join(part for part in parts if part)
    return {field: found.get(field, "") for field in FIELDS}

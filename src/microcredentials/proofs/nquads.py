"""Statements as rows of terms, of which some are holes: values that differ per document.

A hole is a token in the text of a statement. It may be the whole of an address or of a text,
never a part of one, and never a predicate, a datatype or a part of a JSON value.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

# An address, so that it may stand wherever a document has an address or a text. Nobody can know
# it beforehand, so no document can hold one.
_PREFIX = f"urn:hole-{secrets.token_hex(8)}:"
_TOKEN = re.compile(_PREFIX + "([0-9]+):")
_ROW = re.compile(
    r"(<[^>]*>|_:[^ ]+) (<[^>]*>) "
    r'(<[^>]*>|_:[^ ]+|"(?:[^"\\]|\\.)*+"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?) '
    r"(?:(<[^>]*>|_:[^ ]+) )?\.\n"
)
_JSON = "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>"

# PyLD writes other control characters raw, so they are refused before this.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_escaped = re.compile(r'[\\"\n\r\t]').search


class NoTemplate(Exception):
    """The statements cannot be made into a template: they need the full algorithm each time."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A term whose middle is the value with this number."""

    before: str
    number: int
    after: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A node without a name."""

    number: int


Term = str | Hole | Blank
# Subject, predicate, object, and the graph if it is not the default one.
Row = tuple[Term, ...]


def token(number: int) -> str:
    """Return what marks the place of the value with this number."""
    return f"{_PREFIX}{number}:"


def escape(text: str) -> str:
    """Write a text as it stands between the quotes of a canonical statement."""
    return text.translate(_ESCAPES) if _escaped(text) else text


def rows(text: str) -> list[Row]:
    """Read N-Quads, each once, with the tokens in them as holes; raises NoTemplate."""
    names: dict[str, Blank] = {}
    found: dict[Row, None] = {}
    end = 0
    for match in _ROW.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        found[tuple(_term(name, names) for name in match.groups() if name)] = None
    if end != len(text):
        raise NoTemplate("a statement is not in the form that both engines write")
    for row in found:
        _refuse_hole(row[1])
    return list(found)


def _term(text: str, names: dict[str, Blank]) -> Term:
    if text.startswith("_:"):
        return names.setdefault(text, Blank(len(names)))
    found = _TOKEN.search(text)
    if found is None:
        return text
    before, after = text[: found.start()], text[found.end() :]
    if before not in {"<", '"'} or after[:1] not in {">", '"'} or after == '"' + _JSON:
        raise NoTemplate("a value stands in the middle of something else")
    if _TOKEN.search(after):
        raise NoTemplate("a value stands in a datatype")
    return Hole(before, int(found[1]), after)


def _refuse_hole(predicate: Term) -> None:
    if isinstance(predicate, Hole):
        raise NoTemplate("a value stands in a predicate")


def blanks(row: Row) -> set[int]:
    """Return the numbers of the nodes without a name in a statement."""
    return {term.number for term in row if isinstance(term, Blank)}


def holes(found: Sequence[Row]) -> tuple[set[int], set[int]]:
    """Return the numbers of all holes, and of those that stand where an address must."""
    terms = [term for row in found for term in row if isinstance(term, Hole)]
    return {term.number for term in terms}, {term.number for term in terms if term.before == "<"}

"""Canonical statements fast: by a template where documents of this kind were seen, else by reading.

Reading is done by pyoxigraph, on the document with a token for each of its values. It drops what
it does not know without a word; that is found by counting: every value, type, number and object
makes one statement, so one that is missing was dropped. Whatever is not plain gets no answer
here, and goes to the engine that explains what is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph

from microcredentials.errors import UncheckableProof
from microcredentials.proofs import compiling, direct
from microcredentials.proofs.nquads import Hole, NoTemplate, Row, Term, blanks, holes, rows
from microcredentials.proofs.outline import Outline, marked, outline
from microcredentials.proofs.pruning import with_pruned_contexts
from microcredentials.proofs.recent import Recent
from microcredentials.proofs.template import Template, are_plain, has_control

# A list makes more statements than it has members: counting would not find what is missing.
_LISTED = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
_NAMES = frozenset({"@context", "id"})
_TYPE = "type"
_PURPOSE = "proofPurpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What documents of one outline state; a template is made when a second one comes."""

    rows: Sequence[Row]
    nodes: int
    template: Template | None = None


# An award states some 210 things. What is made to be large would stay in memory as often.
LARGEST_KEPT = 2_000
_KINDS: Recent[Outline, Kind] = Recent(128)


def canonical(
    document: dict[str, Any], *, maximum_statements: int, maximum_nodes: int
) -> str | None:
    """Return the canonical statements, or None if the document needs a closer look."""
    try:
        found, values = outline(document)
        known = _KINDS.get(found)
        kind = _read(document, found) if known is None else _with_template(known, len(values))
    except (NoTemplate, UncheckableProof):
        return None
    if kind is not known and len(kind.rows) <= LARGEST_KEPT:
        _KINDS.keep(found, kind)
    if len(kind.rows) > maximum_statements or kind.nodes > maximum_nodes:
        return None
    if kind.template is None:
        return _directly(kind, values)
    text = kind.template.canonical(values)
    return None if text is None else text.decode()


def _with_template(kind: Kind, values: int) -> Kind:
    if kind.template is not None:
        return kind
    return replace(kind, template=compiling.template(kind.rows, values))


def _directly(kind: Kind, values: Sequence[str]) -> str | None:
    _, addresses = holes(kind.rows)
    if has_control(values) or not are_plain([values[number].encode() for number in addresses]):
        return None
    return direct.canonical(kind.rows, values)


def _read(document: dict[str, Any], found: Outline) -> Kind:
    """Read what a document states, value by value; raises NoTemplate unless it is all there."""
    skeleton, numbers = marked(document)
    text = with_pruned_contexts(skeleton, found)
    try:
        quads = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))
    except SyntaxError as error:
        raise NoTemplate("the document is no JSON-LD") from error
    stated = rows("".join([f"{quad} .\n" for quad in quads]))
    places, _ = holes(stated)
    if len(places) != len(numbers) or len(stated) != _expected(document):
        raise NoTemplate("a part of the document is not stated")
    if any(row[1] == _LISTED for row in stated):
        raise NoTemplate("the document holds a list")
    renumbered = (tuple(_renumbered(term, numbers) for term in row) for row in stated)
    merged = dict.fromkeys(row for row in renumbered if not _is_of_nothing(row[2]))
    nodes = {number for row in merged for number in blanks(row)}
    return Kind(rows=list(merged), nodes=len(nodes))


def _renumbered(term: Term, numbers: Sequence[int]) -> Term:
    if isinstance(term, Hole):
        return Hole(term.before, numbers[term.number], term.after)
    return term


def _is_of_nothing(term: Term) -> bool:
    return isinstance(term, Hole) and term.number < 0


def _expected(node: dict[str, Any]) -> int:
    """Return how many statements an object makes if all of it is stated."""
    if "@value" in node:
        return 0
    count = 0
    for word, member in node.items():
        members = member if isinstance(member, list) else [member]
        if word in _NAMES:
            continue
        # A keyword, and a purpose by its address, are not to be counted on.
        if word[:1] == "@" or (word == _PURPOSE and ":" in str(member)):
            raise NoTemplate("the document is not plain")
        count += len(members) or 1
        if word != _TYPE:
            count += sum(_expected(part) for part in members if isinstance(part, dict))
            if any(isinstance(part, list) or part is None for part in members):
                raise NoTemplate("the document is not plain")
    return count

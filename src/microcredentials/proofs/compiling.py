"""Make a template of statements with holes, or say that none can be made of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import groupby

from microcredentials.proofs.forms import Form, Part, form, in_order, line
from microcredentials.proofs.nquads import Blank, Hole, NoTemplate, Row, Term, blanks, holes
from microcredentials.proofs.template import Names, Node, Nodes, Template


def template(rows: Sequence[Row], values: int) -> Template:
    """Return the template of these statements; raises NoTemplate.

    Every one of the values must have left a trace in them: what leaves none goes unsigned.
    """
    found, addresses = holes(rows)
    if found != set(range(values)):
        raise NoTemplate("a value leaves no trace in the statements")
    mentions: dict[int, list[Row]] = defaultdict(list)
    subjects: dict[Term, list[Row]] = defaultdict(list)
    for row in rows:
        subjects[row[0]].append(row)
        for number in blanks(row):
            mentions[number].append(row)
    labels = {number: values + number for number in mentions}
    bundles: list[tuple[Form, ...]] = []
    sections = {
        subject: _section(about, labels, bundles, values + len(labels))
        for subject, about in subjects.items()
    }
    return Template(
        values=values,
        addresses=tuple(sorted(addresses)),
        statements=len(rows),
        nodes=_nodes(mentions, sections, labels),
        bundles=tuple(bundles),
        names=_names(sections),
    )


def _section(
    about: Sequence[Row],
    labels: Mapping[int, Part],
    bundles: list[tuple[Form, ...]],
    first_bundle: int,
) -> Form:
    """Return the statements about one subject as one form; may add to `bundles`."""
    parts: list[Part] = []
    for _, rows in groupby(sorted(about, key=_predicate), key=_predicate):
        bundle = list(rows)
        ordered = in_order(bundle)
        if ordered is None:
            parts.append(first_bundle + len(bundles))
            bundles.append(tuple(form(line(row, labels)) for row in bundle))
        else:
            parts += [part for row in ordered for part in line(row, labels)]
    return form(parts)


def _predicate(row: Row) -> str:
    return str(row[1])


def _nodes(
    mentions: Mapping[int, Sequence[Row]],
    sections: Mapping[Term, Form],
    labels: Mapping[int, int],
) -> Nodes:
    known: list[tuple[str, int]] = []
    others: list[Node] = []
    for number in sorted(mentions):
        forms = _hashed(number, mentions[number])
        if any(part.slots for part in forms):
            others.append(Node(number, forms))
        else:
            lines = sorted(part.pattern for part in forms)
            known.append((sha256(b"".join(lines)).hexdigest(), number))
    known.sort()
    if len({hashed for hashed, _ in known}) != len(known):
        raise NoTemplate("two nodes without a name are alike")
    about = [sections.get(Blank(number), form([])) for number in sorted(mentions)]
    return Nodes(
        hashes=tuple(hashed for hashed, _ in known),
        known=tuple(number for _, number in known),
        others=tuple(others),
        sections=tuple(about),
        written=tuple(
            {} if set(section.slots) <= {labels[number]} else None
            for number, section in enumerate(about)
        ),
        labels=tuple(b"_:c14n%d" % place for place in range(len(about))),
        places=tuple(sorted(range(len(about)), key=str)),
    )


def _hashed(number: int, rows: Sequence[Row]) -> tuple[Form, ...]:
    """Return the lines of which a first-degree hash is made: one form if their order is known."""
    seen = [
        tuple(_as_seen_from(number, term) if isinstance(term, Blank) else term for term in row)
        for row in rows
    ]
    ordered = in_order(seen)
    if ordered is None:
        return tuple(form(line(row, {})) for row in seen)
    return (form(part for row in ordered for part in line(row, {})),)


def _as_seen_from(number: int, blank: Blank) -> str:
    return "_:a" if blank.number == number else "_:z"


def _names(sections: Mapping[Term, Form]) -> Names:
    known = sorted(
        (name[1:].encode(), section) for name, section in sections.items() if isinstance(name, str)
    )
    unknown = [name for name in sections if isinstance(name, Hole)]
    return Names(
        known=tuple(name for name, _ in known),
        sections=tuple(section for _, section in known),
        others=tuple(name.number for name in unknown),
        forms=tuple(sections[name] for name in unknown),
    )

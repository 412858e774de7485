"""Lines with slots: filled at once, and put in order beforehand as far as values allow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter

from microcredentials.proofs.nquads import Blank, Hole, Row, Term

# A part of a line: text, or the number of the slot that fills it.
Part = str | int
# More lines than this are put in order when they are filled: comparing pairs would take long.
_MAXIMUM_COMPARED = 32


@dataclass(frozen=True, slots=True)
class Form:
    """Text with gaps (`%b`) for the slots of these numbers."""

    pattern: bytes
    slots: tuple[int, ...]
    pick: Callable[[Sequence[bytes]], object] | None


def fill(forms: Iterable[Form], slots: Sequence[bytes]) -> list[bytes]:
    """Return the texts of forms, filled."""
    return [form.pattern % form.pick(slots) if form.pick else form.pattern for form in forms]


def form(parts: Iterable[Part]) -> Form:
    """Make one form of parts in a row."""
    text = [part if isinstance(part, int) else part.encode() for part in parts]
    slots = tuple(part for part in text if isinstance(part, int))
    if not slots:
        return Form(b"".join(part for part in text if isinstance(part, bytes)), (), None)
    pattern = b"".join(
        b"%b" if isinstance(part, int) else part.replace(b"%", b"%%") for part in text
    )
    return Form(pattern, slots, itemgetter(*slots))


def line(row: Row, labels: Mapping[int, Part]) -> list[Part]:
    """Return a statement as parts; `labels` says what stands for each node without a name."""
    parts: list[Part] = []
    for term in row:
        match term:
            case Hole(before, number, after):
                parts += (before, number, after)
            case Blank(number):
                parts.append(labels[number])
            case _:
                parts.append(term)
        parts.append(" ")
    parts.append(".\n")
    return parts


def in_order(rows: Sequence[Row]) -> list[Row] | None:
    """Return the statements in canonical order, or None if that depends on their values."""
    if len(rows) > _MAXIMUM_COMPARED:
        return None
    if not all(_is_decided(one, other) for one, other in combinations(rows, 2)):
        return None
    return sorted(rows, key=lambda row: [_known(term) for term in row])


def _is_decided(one: Row, other: Row) -> bool:
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            varies = not (isinstance(mine, str) and isinstance(theirs, str))
            return not varies or _known(mine)[0] != _known(theirs)[0]
    return True


def _known(term: Term) -> str:
    """Return how a term is known to start: texts come before addresses, names come last."""
    match term:
        case Hole(before):
            return before
        case Blank():
            return "_:"
        case _:
            return term

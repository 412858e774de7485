"""The canonical form of statements whose nodes without a name all differ at first sight."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from microcredentials.proofs.nquads import Blank, Hole, Row, escape


def canonical(rows: Sequence[Row], values: Sequence[str]) -> str | None:
    """Return the canonical statements with these values in their holes.

    None if two nodes without a name have one first-degree hash: telling them apart is the part
    of RDFC-1.0 that may take for ever, and so is left to what counts its steps.
    """
    texts = [escape(value) for value in values]
    filled = list(dict.fromkeys(_filled(row, texts) for row in rows))
    mentions: dict[int, list[tuple[str | int, ...]]] = defaultdict(list)
    for row in filled:
        for number in {term for term in row if isinstance(term, int)}:
            mentions[number].append(row)
    hashes = sorted((_hash(number, about), number) for number, about in mentions.items())
    if len({found for found, _ in hashes}) != len(hashes):
        return None
    labels = {number: f"_:c14n{place}" for place, (_, number) in enumerate(hashes)}
    return "".join(sorted(_line(row, labels) for row in filled))


def _filled(row: Row, texts: Sequence[str]) -> tuple[str | int, ...]:
    """Return the terms as texts, and a node without a name as its number."""
    return tuple(
        f"{term.before}{texts[term.number]}{term.after}"
        if isinstance(term, Hole)
        else term.number
        if isinstance(term, Blank)
        else term
        for term in row
    )


def _hash(number: int, rows: Sequence[tuple[str | int, ...]]) -> str:
    lines = [
        " ".join(
            term if isinstance(term, str) else "_:a" if term == number else "_:z" for term in row
        )
        for row in rows
    ]
    return sha256("".join(f"{line} .\n" for line in sorted(lines)).encode()).hexdigest()


def _line(row: Sequence[str | int], labels: dict[int, str]) -> str:
    return " ".join(term if isinstance(term, str) else labels[term] for term in row) + " .\n"

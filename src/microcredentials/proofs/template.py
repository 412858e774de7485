"""A template: what documents of one kind state, ready to be filled with the values of each.

RDFC-1.0 gives every node without a name a label by the order of hashes, and puts all statements
in order. Both depend on the values, but little: hashes of what holds no value are known
beforehand, and most of the order too. So a template fills, hashes and sorts only what can differ.
Where values make two hashes or two names alike it gives no answer: the full algorithm must.
"""

import hashlib
import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from microcredentials.proofs.forms import Form, fill
from microcredentials.proofs.nquads import escape

# Addresses that every engine reads as they stand (less than RFC 3986 allows), a space after each.
_PATH = rb"(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+"
_ADDRESSES = re.compile(
    rb"(?:(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?=[/?# ])|(?:did|mailto|tel|urn):(?=[A-Za-z0-9]))"
    + _PATH
    + rb"(?:\?(?:"
    + _PATH
    + rb"\??)*+)?(?:#(?:"
    + _PATH
    + rb"\??)*+)? )*+"
)
_SEPARATOR = "\x1e"
_is_special = re.compile('[\\\\"\x00-\x1d\x1f\x7f\ud800-\udfff]').search
_find_control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]").search


@dataclass(frozen=True, slots=True)
class Node:
    """A node without a name whose first-degree hash depends on values: the lines that make it."""

    number: int
    forms: tuple[Form, ...]

    def hash(self, slots: Sequence[bytes]) -> str:
        lines = fill(self.forms, slots)
        lines.sort()
        return hashlib.sha256(b"".join(lines)).hexdigest()


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes without a name: those of known hash in its order, and the others.

    `sections` has, per node, the statements about it; `written` what these were under each
    label, if they depend on nothing else. `places` are those of the labels as texts are ordered:
    0, 1, 10, 11, 2.
    """

    hashes: tuple[str, ...]
    known: tuple[int, ...]
    others: tuple[Node, ...]
    sections: tuple[Form, ...]
    written: tuple[dict[bytes, bytes] | None, ...]
    labels: tuple[bytes, ...]
    places: tuple[int, ...]

    def in_order(self, slots: Sequence[bytes]) -> list[int] | None:
        """Return all nodes in the order of their hashes, or None if two are alike."""
        order = list(self.known)
        found = sorted([(node.hash(slots), node.number) for node in self.others])
        before = ""
        for inserted, (hashed, number) in enumerate(found):
            place = bisect(self.hashes, hashed)
            if hashed == before or (place and self.hashes[place - 1] == hashed):
                return None
            order.insert(place + inserted, number)
            before = hashed
        return order

    def write(self, order: Sequence[int], slots: Sequence[bytes]) -> list[bytes]:
        """Return the sections in the order of the labels."""
        texts = []
        for place in self.places:
            number, label = order[place], self.labels[place]
            written = self.written[number]
            text = None if written is None else written.get(label)
            if text is None:
                (text,) = fill((self.sections[number],), slots)
                if written is not None:
                    written[label] = text
            texts.append(text)
        return texts


@dataclass(frozen=True, slots=True)
class Names:
    """The subjects with a name: those of known name in order, and those named by a value."""

    known: tuple[bytes, ...]
    sections: tuple[Form, ...]
    # The slots of the other names, and the statements about each.
    others: tuple[int, ...]
    forms: tuple[Form, ...]

    def write(self, slots: Sequence[bytes]) -> list[bytes] | None:
        """Return the sections in order, or None if two subjects have one name."""
        texts = fill(self.sections, slots)
        others = fill(self.forms, slots)
        found = sorted(
            [(slots[slot] + b">", text) for slot, text in zip(self.others, others, strict=True)]
        )
        before = b""
        for inserted, (name, text) in enumerate(found):
            place = bisect(self.known, name)
            if name == before or (place and self.known[place - 1] == name):
                return None
            texts.insert(place + inserted, text)
            before = name
        return texts


@dataclass(frozen=True, slots=True)
class Template:
    """Slots are the values, then a label per node without a name, then the bundles.

    A bundle is a few statements whose order depends on values or labels; together they fill one
    slot. `addresses` are the values that stand where an address must.
    """

    values: int
    addresses: tuple[int, ...]
    statements: int
    nodes: Nodes
    bundles: tuple[tuple[Form, ...], ...]
    names: Names

    def canonical(self, values: Sequence[str]) -> bytes | None:
        """Return the canonical statements with these values, or None if that takes more."""
        together = _SEPARATOR.join(values)
        if not _is_special(together) and together.count(_SEPARATOR) == len(values) - 1:
            return self.write(together.encode().split(_SEPARATOR.encode()))
        if has_control(values):
            return None
        return self.write([escape(value).encode() for value in values])

    def write(self, values: Sequence[bytes]) -> bytes | None:
        """Return the statements with values that are escaped as they must be in them."""
        order = self.nodes.in_order(values)
        if order is None or not are_plain([values[number] for number in self.addresses]):
            return None
        labels = [b""] * len(order)
        for number, label in zip(order, self.nodes.labels, strict=True):
            labels[number] = label
        slots = [*values, *labels]
        for bundle in self.bundles:
            lines = fill(bundle, slots)
            lines.sort()
            if any(map(bytes.__eq__, lines, lines[1:])):
                return None
            slots.append(b"".join(lines))
        named = self.names.write(slots)
        return None if named is None else b"".join(named + self.nodes.write(order, slots))


def are_plain(addresses: Sequence[bytes]) -> bool:
    """Say whether every engine reads these addresses as they stand."""
    return not addresses or _ADDRESSES.fullmatch(b" ".join(addresses) + b" ") is not None


def has_control(values: Sequence[str]) -> bool:
    """Say whether a value holds a character that no engine, or not every one, writes as it is."""
    return any(map(_find_control, values))

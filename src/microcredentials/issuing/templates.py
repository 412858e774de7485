"""Templates of awards: made from the first of a kind, and trusted as far as two engines agree.

An award is taken apart as JSON, where a text is escaped as it is in a canonical statement: what
stands between the values tells its kind. Only what we write ourselves is read like this.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from microcredentials.errors import CredentialError
from microcredentials.proofs import compiling, nquads
from microcredentials.proofs.canonical import first_opinion, second_opinion
from microcredentials.proofs.nquads import NoTemplate
from microcredentials.proofs.recent import Recent
from microcredentials.proofs.screening import described_twice, screen
from microcredentials.proofs.template import Template

# Of so many awards one is read again by an engine that knows nothing of templates.
EVERY = 100
_KEPT = 256

# The value of a member, unless that is a type; what stands in an array is no value either.
_VALUES = re.compile(rb'":"(?<!"type":")((?:[^"\\]++|\\.)*+)"')
# JSON escapes other characters too, or escapes them differently; our rules allow none of them.
_is_escaped_alike = re.compile(rb'(?:[^\\]++|\\["\\nrt])*+').fullmatch

# Puts what awards have in common in its place.
Whole = Callable[[bytes], bytes]


@dataclass(slots=True)
class Trusted:
    """A template, how many awards it wrote, and whether it was found right until now."""

    template: Template | None
    written: int = 0

    def canonical(self, values: Sequence[bytes], award: bytes, whole: Whole) -> bytes | None:
        """Return the canonical statements of an award, or None if they take the long way."""
        text = self.template.write(values) if self.template else None
        if text is None:
            return None
        if self.written % EVERY == 0 and not self._agrees(text, orjson.loads(whole(award))):
            self.template = None
            return None
        self.written += 1
        return text

    def _agrees(self, text: bytes, document: dict[str, Any]) -> bool:
        read = second_opinion if self.written else first_opinion
        return read(document).encode() == text


_TRUSTED: Recent[tuple[bytes, ...], Trusted] = Recent(_KEPT)


def canonical(award: bytes, whole: Whole) -> bytes | None:
    """Return the canonical statements of an unsigned award, or None if they take the long way.

    `award` is its JSON, with marks for what it has in common with others; `whole` replaces these.
    """
    if not _is_escaped_alike(award):
        return None
    parts = _VALUES.split(award)
    between, values = tuple(parts[::2]), parts[1::2]
    trusted = _TRUSTED.get(between)
    if trusted is None:
        trusted = _TRUSTED.keep(between, Trusted(_template(between, whole)))
    return trusted.canonical(values, award, whole)


def _template(between: Sequence[bytes], whole: Whole) -> Template | None:
    """Make a template, if two engines read the award with tokens for its values alike."""
    tokens = [nquads.token(number) for number in range(len(between) - 1)]
    parts = [b'%b":"%b"' % pair for pair in zip(between, map(str.encode, tokens), strict=False)]
    document = orjson.loads(whole(b"".join([*parts, between[-1]])))
    try:
        screen(document)
        text = second_opinion(document)
        template = compiling.template(nquads.rows(text), len(tokens))
        agreed = first_opinion(document) == text and not described_twice(document)
    except (CredentialError, NoTemplate):
        return None
    return template if agreed and template.canonical(tokens) == text.encode() else None

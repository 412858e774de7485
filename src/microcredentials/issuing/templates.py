"""Templates of awards: made from the first of a kind, and trusted as far as two engines agree."""

from dataclasses import dataclass
from typing import Any

from microcredentials.errors import CredentialError
from microcredentials.proofs import compiling, nquads
from microcredentials.proofs.canonical import first_opinion, second_opinion
from microcredentials.proofs.nquads import NoTemplate
from microcredentials.proofs.outline import Outline, outline, skeleton, whole
from microcredentials.proofs.recent import Recent
from microcredentials.proofs.screening import described_twice, screen
from microcredentials.proofs.template import Template

# Of so many awards one is read again by an engine that knows nothing of templates.
EVERY = 100
_KEPT = 256


@dataclass(slots=True)
class Trusted:
    """A template, how many awards it wrote, and whether it was found right until now."""

    template: Template | None
    written: int = 0

    def canonical(self, values: list[str], rendered: dict[str, Any]) -> bytes | None:
        """Return the canonical statements of an award, or None if they take the long way."""
        text = self.template.canonical(values) if self.template else None
        if text is None:
            return None
        if self.written % EVERY == 0 and not self._agrees(text, whole(rendered)):
            self.template = None
            return None
        self.written += 1
        return text

    def _agrees(self, text: bytes, document: dict[str, Any]) -> bool:
        read = second_opinion if self.written else first_opinion
        return read(document).encode() == text


_TRUSTED: Recent[Outline, Trusted] = Recent(_KEPT)


def canonical(rendered: dict[str, Any]) -> bytes | None:
    """Return the canonical statements of a rendered award, or None if they take the long way."""
    found, values = outline(rendered)
    trusted = _TRUSTED.get(found) or _TRUSTED.keep(found, Trusted(_template(rendered, len(values))))
    return trusted.canonical(values, rendered)


def _template(rendered: dict[str, Any], values: int) -> Template | None:
    """Make a template, if two engines read the award with tokens for its values alike."""
    document = skeleton(rendered)
    tokens = [nquads.token(number) for number in range(values)]
    try:
        screen(document)
        text = second_opinion(document)
        template = compiling.template(nquads.rows(text), values)
        agreed = first_opinion(document) == text and not described_twice(document)
    except (CredentialError, NoTemplate):
        return None
    written = template.canonical(tokens)
    return template if agreed and written == text.encode() else None

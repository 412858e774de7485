"""The rules for what differs from award to award, asked fast where an award is usual."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from operator import attrgetter

from microcredentials import lint
from microcredentials.document import Microcredential
from microcredentials.lint.award import AWARD_RULES
from microcredentials.lint.texts import MAXIMUM_TEXT, UNSEEN, URN_UUID


def breaks_a_rule(document: Microcredential) -> bool:
    """Say whether `lint.of_award` would find something."""
    if URN_UUID.fullmatch(document.id) and _are_plain(_texts(document)):
        return any(_finds_something(rule(document)) for rule in AWARD_RULES)
    return bool(lint.of_award(document))


def _finds_something(problems: Iterator[str]) -> bool:
    return next(problems, None) is not None


def _are_plain(texts: Iterable[str]) -> bool:
    """Say whether texts are surely right; if not, they may be right or wrong."""
    together = "\n".join(texts)
    if len(together) > MAXIMUM_TEXT or UNSEEN.search(together):
        return False
    return unicodedata.is_normalized("NFC", together)


def _texts(document: Microcredential) -> list[str]:
    found: list[str] = []
    _add_texts(document, found)
    return found


def _add_texts(value: object, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, tuple):
        for member in value:
            _add_texts(member, found)
    elif (members := _members(type(value))) is not None:
        _add_texts(members(value), found)


_MEMBERS: dict[type, Callable[[object], object] | None] = {}


def _members(kind: type) -> Callable[[object], object] | None:
    """Return what reads the members of a record that differ from award to award."""
    if kind not in _MEMBERS:
        names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
        differing = [name for name in names if name not in lint.SAME_IN_EVERY_AWARD]
        _MEMBERS[kind] = attrgetter(*differing) if differing else None
    return _MEMBERS[kind]

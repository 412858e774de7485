"""Rules for a register, a status list and a status note."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from microcredentials.document import MarkEvent, Register, StatusList, StatusNote
from microcredentials.status import LENGTH

_REASON_CLASS = re.compile(r"[a-z][a-z_]{0,39}")


def ends_after_it_starts(start: date | datetime, end: date | datetime | None) -> Iterator[str]:
    if end is not None and end < start:
        yield "the period ends before it starts"


def names_everything_once(document: Register) -> Iterator[str]:
    if document.sequence < 1:
        yield "the sequence number starts at 1"
    for what, names in (
        ("key", [key.id for key in document.keys]),
        ("institution", [entry.institution.id for entry in document.institutions]),
        ("body", [body.id for entry in document.institutions for body in entry.bodies]),
    ):
        if len(set(names)) != len(names):
            yield f"a {what} stands in the register twice"
    for key in document.keys:
        if key.id != f"{key.controller}#{key.multikey}":
            yield f"the key {key.id} does not belong to {key.controller}"
        yield from ends_after_it_starts(key.active_from, key.active_until)
    for event in document.mark_events:
        yield from _mark_event(event)


def _mark_event(event: MarkEvent) -> Iterator[str]:
    if not _REASON_CLASS.fullmatch(event.reason):
        yield "the reason of a mark event must be a class, like `content_changed`"
    yield from ends_after_it_starts(event.effect_from, event.effect_until)


def is_a_whole_list(document: StatusList) -> Iterator[str]:
    if document.length < LENGTH or document.length % 8:
        yield f"a status list has at least {LENGTH} places, in whole bytes"
    found = document.set_indexes or {0}
    if min(found) < 0 or max(found) >= document.length:
        yield "a status index lies outside the list"


def names_no_person(document: StatusNote) -> Iterator[str]:
    if not _REASON_CLASS.fullmatch(document.reason):
        yield "the reason must be a class, like `issued_in_error`: never a story about a person"
    if (document.status == "replaced") is (document.replaced_by is None):
        yield "a replaced award, and only that, names the award that replaces it"


REGISTER_RULES: tuple[Callable[[Register], Iterator[str]], ...] = (names_everything_once,)
LIST_RULES: tuple[Callable[[StatusList], Iterator[str]], ...] = (is_a_whole_list,)
NOTE_RULES: tuple[Callable[[StatusNote], Iterator[str]], ...] = (names_no_person,)

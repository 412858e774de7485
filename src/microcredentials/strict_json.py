"""JSON, read strictly: what two readers could read differently is refused."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from microcredentials.errors import Unreadable

MAXIMUM_BYTES = 256 * 1024
MAXIMUM_DEPTH = 32
MAXIMUM_VALUES = 5_000
_SAFE_INTEGER = 2**53 - 1
_NUMBER_CHARACTERS = 24

# PyLD writes these raw where RDFC-1.0 escapes them, so two verifiers would disagree.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
# The escapes that can write a character which does not stand in the text itself.
_ESCAPES = re.compile(r"\\[bfu]")


@dataclass(frozen=True, slots=True)
class Signed:
    """A document as it was read: its text, byte for byte, and what the text says.

    `text` is JSON, or a compact JWS if the document came `enveloped` in one. `copies` are the
    signed documents, by address, that travelled in the same file.
    """

    document: dict[str, Any]
    text: str
    enveloped: bool = False
    copies: Mapping[str, str] = field(default_factory=dict)


def parse(text: str, *, maximum_values: int = MAXIMUM_VALUES) -> Signed:
    """Read the JSON text of a signed document."""
    _refuse_depth(text)
    document = _object_of(text)
    if not _is_small_and_plain(text, maximum_values):
        _refuse_text(document, maximum_values)
    return Signed(document, text)


def _refuse_depth(text: str) -> None:
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        if bracket in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                raise Unreadable("too_deep", "This file is nested too deeply.")
        else:
            depth -= 1


def _object_of(text: str) -> dict[str, Any]:
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_number,
            parse_float=_float,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise Unreadable("not_json", "This file is not a signed document (no JSON).") from error
    if not isinstance(document, dict):
        raise Unreadable("expected_object", "This file holds something else than one document.")
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable("duplicate_key", "This file says one thing in two ways.")
    return members


def _integer(text: str) -> int:
    if len(text) > _NUMBER_CHARACTERS or abs(int(text)) > _SAFE_INTEGER:
        _refuse_number(text)
    return int(text)


def _float(text: str) -> float:
    if len(text) > _NUMBER_CHARACTERS or not math.isfinite(float(text)):
        _refuse_number(text)
    return float(text)


def _refuse_number(text: str) -> NoReturn:
    raise Unreadable("number_range", f"This file holds a number out of range ({text[:24]}).")


def _is_small_and_plain(text: str, maximum_values: int) -> bool:
    """Say whether the text as it stands shows that `_refuse_text` would find nothing."""
    most = sum(map(text.count, ",:[{"))
    return not (
        most >= maximum_values
        or CONTROL_CHARACTERS.search(text)
        or _SURROGATES.search(text)
        or _ESCAPES.search(text)
    )


def _refuse_text(document: dict[str, Any], maximum_values: int) -> None:
    for count, text in enumerate(_texts(document)):
        if count > maximum_values:
            raise Unreadable("too_many_values", "This file holds too many values.")
        if CONTROL_CHARACTERS.search(text):
            raise Unreadable("control_char", "This file holds invisible control characters.")
        if _SURROGATES.search(text):
            raise Unreadable("lone_surrogate", "This file holds half a character.")


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, member in value.items():
                yield key
                yield from _texts(member)
        case list():
            for member in value:
                yield from _texts(member)
        case str():
            yield value
        case _:
            yield ""

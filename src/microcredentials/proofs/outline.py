"""The outline of a document: everything but its values, so that documents of one kind share it.

Values are texts. Words, types and numbers stay in the outline, for what a statement says beside
its values hangs on them.
"""

from collections.abc import Callable
from typing import Any

from microcredentials.proofs.nquads import NoTemplate, token

# Under these a text is not a value: a context gives it its meaning.
WORDS = frozenset({"@context", "@language", "@type", "type", "proofPurpose"})

# A document, member after member, as far as it is no value: a value stands as its number.
Outline = tuple[object, ...]


def outline(document: object) -> tuple[Outline, list[str]]:
    """Return the outline of a document, and its values; raises NoTemplate.

    A value that may be an address has one number however often it occurs: two things with one
    address are one thing. Equal texts of another kind are different values that happen to agree.
    """
    found: list[object] = []
    values: list[str] = []
    _add(document, found, values, {})
    return tuple(found), values


def _add(value: object, found: list[object], values: list[str], addresses: dict[str, int]) -> None:
    kind = type(value)
    if isinstance(value, str):
        found.append(_number(value, values, addresses))
    elif isinstance(value, dict):
        found += (kind, len(value))
        for word, member in value.items():
            found.append(word)
            if word in WORDS:
                found.append(_words(member))
            else:
                _add(member, found, values, addresses)
    elif isinstance(value, list):
        found += (kind, len(value))
        for member in value:
            _add(member, found, values, addresses)
    else:
        # Not the number itself, for 1 equals 1.0 and True.
        found.append(repr(value))


def _number(value: str, values: list[str], addresses: dict[str, int]) -> int:
    number = len(values)
    if ":" in value:
        number = addresses.setdefault(value, number)
        if number != len(values):
            return number
    values.append(value)
    return number


def _words(value: object) -> object:
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    if isinstance(value, str):
        return value
    raise NoTemplate("a type or a context is not a word")


def skeleton(document: object) -> Any:
    """Return the document with a token for each of its values, numbered as in its outline."""
    values: list[str] = []
    addresses: dict[str, int] = {}
    return _with_tokens(document, lambda value: _number(value, values, addresses))


def marked(document: object) -> tuple[Any, list[int]]:
    """Return the document with a token for each place of a value, and which value it is.

    An empty list gets a token too, of value -1, so that one can see whether its word means
    something.
    """
    values: list[str] = []
    addresses: dict[str, int] = {}
    numbers: list[int] = []

    def place(value: str) -> int:
        numbers.append(_number(value, values, addresses))
        return len(numbers) - 1

    def place_of_nothing() -> list[object]:
        numbers.append(-1)
        return [token(len(numbers) - 1)]

    return _with_tokens(document, place, place_of_nothing), numbers


def _with_tokens(
    value: object, number: Callable[[str], int], nothing: Callable[[], list[object]] = list
) -> object:
    match value:
        case str():
            return token(number(value))
        case dict():
            return {
                word: member if word in WORDS else _with_tokens(member, number, nothing)
                for word, member in value.items()
            }
        case list():
            return [_with_tokens(member, number, nothing) for member in value] or nothing()
        case _:
            return value

"""One way to write JSON, so that the same content always has the same hash (RFC 8785)."""

from typing import Any

import orjson
import rfc8785

_SAFE_INTEGER = 2**53
# Within these every writer of shortest decimals agrees: no exponent, at least one digit behind.
_SMALLEST, _LARGEST = 1e-3, 1e9


def canonical_json(value: Any) -> bytes:
    """Write `value` as RFC 8785 says; raises ValueError for what it has no form for.

    Sorted keys and shortest numbers are all there is to it for most content, which a fast writer
    does alike; the rest is left to the slow one.
    """
    if _is_plain(value):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except orjson.JSONEncodeError:
            # Half a character: the slow writer says so in its own words.
            return rfc8785.dumps(value)
    return rfc8785.dumps(value)


def _is_plain(value: object) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict:
        return all(
            type(word) is str and word.isascii() and _is_plain(member)
            for word, member in value.items()  # type: ignore[attr-defined]
        )
    if kind is list:
        return all(map(_is_plain, value))  # type: ignore[call-overload]
    if kind is int:
        return -_SAFE_INTEGER < value < _SAFE_INTEGER  # type: ignore[operator]
    return kind is float and value % 1 != 0 and _SMALLEST <= abs(value) < _LARGEST  # type: ignore[operator,arg-type]

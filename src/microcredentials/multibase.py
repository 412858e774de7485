"""Bytes as letters: `z` for base58btc, `u` for base64url without padding, each in its one spelling.

Source: Controlled Identifiers v1.0, section 2.4 (Multibase); RFC 7515, section 2 (base64url).
"""

import base64
import binascii
import re
from itertools import product

import base58

_ALPHABET = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58 = re.compile(r"z[1-9A-HJ-NP-Za-km-z]+")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_PAIRS = [bytes(digits) for digits in product(_ALPHABET, repeat=2)]
_ZERO = _ALPHABET[:1]
_SIGNATURE_BYTES = 64
# 64 bytes are at most 88 digits. Ten are the most that fit in a machine's word.
_TENS = 9
_TEN_DIGITS = 58**10
_TWO_DIGITS = 58**2


def write_base58(data: bytes) -> str:
    """Write bytes as `z` and base58btc."""
    return "z" + str(base58.b58encode(data), "ascii")


def read_base58(text: str, *, maximum_characters: int) -> bytes | None:
    """Read `z…`; None if it is longer than `maximum_characters`, or something else."""
    # Long input is turned down first: the decoding takes quadratic time.
    if len(text) > maximum_characters or not _BASE58.fullmatch(text):
        return None
    return bytes(base58.b58decode(text[1:]))


def base58_of_signature(signature: bytes) -> bytes:
    """Write 64 bytes in base58btc, without `z`; raises ValueError for any other length.

    Several times faster than dividing by 58 digit for digit.
    """
    if len(signature) != _SIGNATURE_BYTES:
        raise ValueError(len(signature))
    pairs: list[bytes] = []
    rest = int.from_bytes(signature, "big")
    for _ in range(_TENS):
        rest, ten = divmod(rest, _TEN_DIGITS)
        ten, fifth = divmod(ten, _TWO_DIGITS)
        ten, fourth = divmod(ten, _TWO_DIGITS)
        ten, third = divmod(ten, _TWO_DIGITS)
        first, second = divmod(ten, _TWO_DIGITS)
        pairs += (_PAIRS[fifth], _PAIRS[fourth], _PAIRS[third], _PAIRS[second], _PAIRS[first])
    pairs.reverse()
    zeros = _SIGNATURE_BYTES - len(signature.lstrip(b"\0"))
    return _ZERO * zeros + b"".join(pairs).lstrip(_ZERO)


def write_base64url(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def read_base64url(text: str) -> bytes | None:
    """Read base64url without padding; None unless `write_base64url` would write it so."""
    if not _BASE64URL.fullmatch(text):
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    # The last letter may carry bits that no byte uses: two texts would mean the same.
    return data if write_base64url(data) == text else None

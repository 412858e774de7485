"""Bytes as letters: `z` for base58btc, and base64url without padding, each in its one spelling.

Source: Controlled Identifiers v1.0, section 2.4 (Multibase); RFC 7515, section 2 (base64url).
"""

import base64
import binascii
import re

import base58

_BASE58 = re.compile(r"z[1-9A-HJ-NP-Za-km-z]+")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def write_base58(data: bytes) -> str:
    """Write bytes as `z` and base58btc."""
    return "z" + str(base58.b58encode(data), "ascii")


def read_base58(text: str, *, maximum_characters: int) -> bytes | None:
    """Read `z…`; None if it is longer than `maximum_characters`, or something else."""
    # Long input is turned down first: the decoding takes quadratic time.
    if len(text) > maximum_characters or not _BASE58.fullmatch(text):
        return None
    return bytes(base58.b58decode(text[1:]))


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

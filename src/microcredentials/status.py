"""Status lists: which position is set, and a place for each award that says nothing about it."""

import base64
import binascii
import gzip
import hashlib
import hmac
import zlib
from collections.abc import Iterable

from microcredentials.errors import UncheckableProof

LENGTH = 131_072
MAXIMUM_BYTES = 2 * 1024 * 1024

# A Feistel network over 17 bits: 8 on the left, 9 on the right.
_RIGHT_BITS = 9
_RIGHT_MASK = 0x1FF
_LEFT_MASK = 0xFF
_ROUNDS = 4
_GZIP = 16 + zlib.MAX_WBITS


class StatusIndexes:
    """Gives each position of a list its index, in an order only the key's holder can tell."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def index(self, position: int) -> int:
        """Return the index at `position`; different positions never share one."""
        if not 0 <= position < LENGTH:
            raise ValueError(position)
        left, right = position >> _RIGHT_BITS, position & _RIGHT_MASK
        for number in range(0, _ROUNDS, 2):
            left ^= self._round(number, right) & _LEFT_MASK
            right ^= self._round(number + 1, left) & _RIGHT_MASK
        return left << _RIGHT_BITS | right

    def _round(self, number: int, half: int) -> int:
        message = bytes([number]) + half.to_bytes(2, "big")
        digest = hmac.digest(self._key, message, hashlib.sha256)
        return int.from_bytes(digest[:2], "big")


def encode(indexes: Iterable[int], *, length: int = LENGTH) -> str:
    """Write the set indexes as the standard does: gzip, base64url, the first bit left-most."""
    bits = bytearray(length // 8)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read a list; raise if it is not one, too short, or unpacks to more than 2 MiB."""
    if not text.startswith("u") or "=" in text:
        raise UncheckableProof("status_format", "The status list is not readable.")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), b"-_", validate=True)
        unpacking = zlib.decompressobj(_GZIP)
        bits = unpacking.decompress(packed, MAXIMUM_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise UncheckableProof("status_format", "The status list is not readable.") from error
    if len(bits) > MAXIMUM_BYTES:
        raise UncheckableProof("status_too_large", "The status list is too large to read.")
    if not unpacking.eof:
        raise UncheckableProof("status_format", "The status list is cut off.")
    if len(bits) * 8 < LENGTH:
        raise UncheckableProof("status_length", "The status list is shorter than allowed.")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Say whether the bit at `index` is set."""
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))

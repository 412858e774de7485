"""Base58 of signatures: several times faster than dividing by 58 digit for digit."""

from itertools import product

_ALPHABET = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [bytes(digits) for digits in product(_ALPHABET, repeat=2)]
_ZERO = _ALPHABET[:1]
_SIGNATURE_BYTES = 64
# 64 bytes are at most 88 digits. Ten are the most that fit in a machine's word.
_TENS = 9
_TEN_DIGITS = 58**10
_TWO_DIGITS = 58**2


def encode_signature(signature: bytes) -> bytes:
    """Write 64 bytes in base58btc; raises ValueError for any other length."""
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

"""A public key in a form that people compare by eye or by telephone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

# 256 short English words that sound unlike one another: one for each value of a byte.
WORDS = tuple(
    (Path(__file__).parent.parent / "data" / "fingerprint-words.txt").read_text("utf-8").split()
)
_WORDS_SHOWN = 4
_DIGITS_SHOWN = 32


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Four words, and the hexadecimal digits they come from."""

    words: tuple[str, ...]
    hex: str

    def __str__(self) -> str:
        digits = " ".join(self.hex[place : place + 4] for place in range(0, len(self.hex), 4))
        return f"{' '.join(self.words)} ({digits})"


def fingerprint(key: str) -> Fingerprint:
    """Return the fingerprint of a Multikey: from SHA-256 over its characters."""
    digest = hashlib.sha256(key.encode()).digest()
    return Fingerprint(
        words=tuple(WORDS[byte] for byte in digest[:_WORDS_SHOWN]),
        hex=digest.hex()[:_DIGITS_SHOWN],
    )

"""Answers of other sites, kept for five minutes at most and in a room of fixed size."""

import threading
import time
from collections import OrderedDict

LONGEST_KEPT = 300
MOST_BYTES = 16 * 1024 * 1024


class Kept:
    """Answers by address; what is oldest leaves first. Threads may use it side by side."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.answers: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, address: str) -> bytes | None:
        """The answer that stood at this address, if that is not too long ago."""
        with self.lock:
            until, answer = self.answers.get(address, (0.0, b""))
            return answer if time.monotonic() < until else None

    def keep(self, address: str, answer: bytes, seconds: int) -> None:
        """Remember an answer as long as its site allows, and no longer than five minutes."""
        if seconds <= 0 or len(answer) > self.most_bytes:
            return
        until = time.monotonic() + min(seconds, LONGEST_KEPT)
        with self.lock:
            self._forget(address)
            self.answers[address] = (until, answer)
            self.bytes += len(answer)
            while self.bytes > self.most_bytes:
                self._forget(next(iter(self.answers)))

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.answers.clear()
            self.bytes = 0

    def _forget(self, address: str) -> None:
        _until, answer = self.answers.pop(address, (0.0, b""))
        self.bytes -= len(answer)

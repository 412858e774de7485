"""Whom the checker believes, and how it gets what is not in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from microcredentials.errors import Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorKey:
    """A key of an operator that the checker decided to believe."""

    id: str
    multikey: str
    active_from: datetime
    active_until: datetime | None = None
    compromised_since: datetime | None = None

    @property
    def operator(self) -> str:
        return self.id.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Operator keys, and what was seen before: an older register or list is not accepted.

    `copies` are signed documents by address, for when the network is away: the register, status
    lists and notes. They are proved like fetched ones, but make the best verdict "last known".
    """

    operator_keys: tuple[OperatorKey, ...] = ()
    seen_sequence: int = 0
    minimum_dates: Mapping[str, datetime] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)


class Resolver(Protocol):
    """Gets the bytes at an address, now; raises `Unreachable` if it cannot."""

    def fetch(self, url: str) -> bytes: ...


class NoNetwork:
    """The resolver that never asks anyone."""

    def fetch(self, url: str) -> bytes:
        raise Unreachable("offline")


@dataclass(frozen=True, slots=True)
class Source:
    """A text, where it came from, and whether it was fetched now."""

    text: str
    url: str
    live: bool


def get(url: str, trust: Trust, resolver: Resolver) -> Source:
    """Return what stands at `url` now, or else the copy we hold; raises `Unreachable`."""
    try:
        return Source(resolver.fetch(url).decode("utf-8", "replace"), url, live=True)
    except Unreachable:
        if url in trust.copies:
            return Source(trust.copies[url], url, live=False)
        raise

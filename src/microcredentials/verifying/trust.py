"""Whom the checker believes, and how it gets what is not in the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from microcredentials.dates import moment, timestamp
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
    `carried` are those that travelled in the file under examination; the newer of two counts.
    """

    operator_keys: tuple[OperatorKey, ...] = ()
    seen_sequence: int = 0
    minimum_dates: Mapping[str, datetime] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)


class Resolver(Protocol):
    """Gets the bytes at an address, now; raises `Unreachable` if it cannot.

    The reason is `gone` if the address answers 410: what stood there was taken back.
    """

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


def sources(url: str, trust: Trust, resolver: Resolver) -> list[Source]:
    """Return what stands at `url` now, or else the copies of it; raises `Unreachable`."""
    try:
        return [Source(resolver.fetch(url).decode("utf-8", "replace"), url, live=True)]
    except Unreachable:
        copies = [held[url] for held in (trust.copies, trust.carried) if url in held]
        if not copies:
            raise
        return [Source(copy, url, live=False) for copy in copies]


def read_trust(text: str) -> Trust:
    """Read a trust file; raises ValueError if it is not one."""
    try:
        found = json.loads(text)
        return Trust(
            operator_keys=tuple(_read_key(entry) for entry in found["operators"]),
            seen_sequence=int(found.get("seenSequence", 0)),
            minimum_dates={url: moment(day) for url, day in found.get("minimumDates", {}).items()},
            copies={url: str(copy) for url, copy in found.get("copies", {}).items()},
        )
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError) as error:
        raise ValueError("This is not a trust file.") from error


def write_trust(trust: Trust) -> str:
    """Write a trust file that `read_trust` reads."""
    found = {
        "operators": [_write_key(key) for key in trust.operator_keys],
        "seenSequence": trust.seen_sequence,
        "minimumDates": {url: timestamp(day) for url, day in trust.minimum_dates.items()},
        "copies": dict(trust.copies),
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _read_key(entry: dict[str, Any]) -> OperatorKey:
    return OperatorKey(
        id=str(entry["id"]),
        multikey=str(entry["multikey"]),
        active_from=moment(entry["from"]),
        active_until=moment(entry["until"]) if entry.get("until") else None,
        compromised_since=moment(entry["compromisedSince"])
        if entry.get("compromisedSince")
        else None,
    )


def _write_key(key: OperatorKey) -> dict[str, str]:
    written = {"id": key.id, "multikey": key.multikey, "from": timestamp(key.active_from)}
    if key.active_until is not None:
        written["until"] = timestamp(key.active_until)
    if key.compromised_since is not None:
        written["compromisedSince"] = timestamp(key.compromised_since)
    return written

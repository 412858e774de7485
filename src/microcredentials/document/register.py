"""What is said later: the register, and the status of awards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from microcredentials.document.party import Party


class MarkEventKind(StrEnum):
    """What happened to a quality mark after it was granted."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"


class KeyKind(StrEnum):
    """What a key may sign."""

    OPERATOR = "operator"
    ISSUING = "issuing"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredInstitution:
    """An admitted institution and the bodies it designated."""

    institution: Party
    bodies: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredKey:
    """A public key, whose it is, and the time in which it may sign."""

    id: str
    multikey: str
    kind: KeyKind
    controller: str
    active_from: datetime
    active_until: datetime | None = None
    compromised_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvent:
    """A later decision on a mark; it touches awards dated `effect_from` to `effect_until`."""

    mark_id: str
    body: str
    kind: MarkEventKind
    at: datetime
    effect_from: date
    effect_until: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the operator answers for: institutions, bodies, keys, admissions, mark events."""

    id: str
    operator: Party
    sequence: int
    created: datetime
    institutions: tuple[RegisteredInstitution, ...]
    keys: tuple[RegisteredKey, ...]
    admissions: tuple[dict[str, Any], ...]
    mark_events: tuple[MarkEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusList:
    """The positions that are set in one list of one institution."""

    id: str
    issuer: Party
    purpose: Literal["revocation", "suspension"]
    set_indexes: frozenset[int]
    created: datetime
    length: int = 131_072


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusNote:
    """Why an award's status is set; `reason` is a class, never a story about a person."""

    id: str
    issuer: Party
    award: str
    status: Literal["withdrawn", "replaced", "suspended"]
    reason: str
    on: date
    created: datetime
    replaced_by: str | None

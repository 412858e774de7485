"""An award: one version, one institution, one learner."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from microcredentials.document.party import Party
from microcredentials.document.version import Achievement


class LearnerIdentifierKind(StrEnum):
    """What a person may be known by, beside name and e-mail address."""

    EDUID = "ext:eduID"
    EPPN = "ext:eduPersonPrincipalName"
    STUDENT_NUMBER = "sisSourcedId"
    NATIONAL = "nationalIdentityNumber"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerIdentifier:
    """One more identifier of a person; in the file it is always hashed."""

    kind: LearnerIdentifierKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """The person in the file; `id` is new for every award.

    `name` is the name as registered. The parts of it are known for some people only, and are
    never guessed from it.
    """

    id: str
    name: str
    email: str
    salt: str
    given_name: str = ""
    family_name: str = ""
    identifiers: tuple[LearnerIdentifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the learner reached, on which scale, and from where it counts as passed."""

    value: str
    scale: str
    passed_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Work of the learner on which the award rests; `id` is its address, or empty."""

    name: str
    id: str = ""
    description: str = ""
    narrative: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """Where the status of an award stands: the same place in two lists."""

    revocation_list: str
    suspension_list: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Microcredential:
    """One version, awarded by one institution to one learner (or an edubadge: `mark` is None)."""

    id: str
    issuer: Party
    admission: dict[str, Any]
    achievement: Achievement
    mark: dict[str, Any] | None
    learner: Learner
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    status: StatusEntry
    result: Result | None
    replaces: str | None
    evidence: tuple[Evidence, ...] = ()
    narrative: str = ""
    took_part_from: date | None = None
    took_part_until: date | None = None

"""Several awards of one learner in one document."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from microcredentials.document.award import Learner
from microcredentials.document.party import Party


class AssociationKind(StrEnum):
    """How one achievement stands to another, in the words of CLR 2.0 (`AssociationType`)."""

    SAME_AS = "exactMatchOf"
    CHILD_OF = "isChildOf"
    PARENT_OF = "isParentOf"
    PART_OF = "isPartOf"
    PEER_OF = "isPeerOf"
    RELATED_TO = "isRelatedTo"
    BEFORE = "precedes"
    REPLACED_BY = "replacedBy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LargerAward:
    """What microcredentials may lead to, such as a certificate; `id` is its address."""

    id: str
    name: str
    description: str
    criteria: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How one achievement stands to another; both are named by their address."""

    kind: AssociationKind
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRecord:
    """Several signed awards of one learner, and how they stand to each other."""

    id: str
    issuer: Party
    name: str
    learner: Learner
    awards: tuple[dict[str, Any], ...]
    created: datetime
    description: str = ""
    larger_awards: tuple[LargerAward, ...] = ()
    associations: tuple[Association, ...] = ()

"""Who says something, and the two decisions on which an award rests: admission and mark."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from microcredentials.document.version import Framework


class PartyIdentifierKind(StrEnum):
    """The public lists in which an organisation may stand."""

    BRIN = "BRIN"
    ROR = "ROR"
    SCHAC = "schacHomeOrganization"
    KVK = "KVK"
    EIDAS = "eIDAS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyIdentifier:
    """What an organisation is called in a public list."""

    kind: PartyIdentifierKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An institution, designated body or operator, named by its DID; `address` is one line."""

    id: str
    name: str
    url: str = ""
    country: str = "NL"
    email: str = ""
    address: str = ""
    logo_url: str = ""
    identifiers: tuple[PartyIdentifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The operator lets an institution award, and names the bodies that may mark for it."""

    id: str
    operator: Party
    institution: Party
    sector: str
    levels: tuple[int, int]
    framework: Framework
    bodies: tuple[str, ...]
    awards_from: date
    awards_until: date | None
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentReference:
    """The address and digest of one language of a version."""

    language: str
    url: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityMark:
    """A designated body's decision about exactly one version."""

    id: str
    body: Party
    achievement_id: str
    achievement_name: str
    framework: Framework
    decision_number: str
    ec_minimum: Decimal
    ec_maximum: Decimal
    awards_from: date
    awards_until: date | None
    contents: tuple[ContentReference, ...]
    created: datetime
    comment: str

"""What an award says, read from its JSON with every shape checked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from microcredentials.dates import moment
from microcredentials.document import Kind
from microcredentials.errors import Unreadable
from microcredentials.formats.open_badge_3 import ACHIEVEMENT_TYPE

_AWARD_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_VOCABULARY = "https://w3id.org/keurmerk#"
_EQF = re.compile(r"http://data\.europa\.eu/snb/eqf/([1-8])")
_NOT_AN_AWARD = "This is a signed document, but not an award to a learner."
_MISSHAPEN = "This file is not built as an award should be."
# A type may stand there by its word or by its address: both make the same statement.
_OWN_TYPE = frozenset({"MicrocredentialAchievement", _VOCABULARY + "MicrocredentialAchievement"})


@dataclass(frozen=True, slots=True)
class Identity:
    """One way in which a file names a person; a hashed value is `sha256$` and 64 hex digits."""

    kind: Literal["name", "email"]
    value: str
    hashed: bool = False
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The parts of an award that the checks ask about."""

    id: str
    issuer_id: str
    issuer_name: str
    achievement: dict[str, Any]
    identities: tuple[Identity, ...]
    bearer: bool
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    status: object
    suspension: str | None
    replaces: str
    admission: dict[str, Any] | None
    mark: dict[str, Any] | None

    @property
    def learner_name(self) -> str:
        return name_of(self.identities)

    @property
    def kind(self) -> Kind:
        """A microcredential is what calls itself one."""
        micro = ACHIEVEMENT_TYPE[Kind.MICROCREDENTIAL]
        own = _OWN_TYPE & types_of(self.achievement)
        if own or self.achievement.get("achievementType") == micro:
            return Kind.MICROCREDENTIAL
        return Kind.EDUBADGE

    @property
    def eqf_level(self) -> int | None:
        found = _EQF.fullmatch(text_of(self.achievement, "eqfLevel"))
        return int(found[1]) if found else None


def read_statement(document: dict[str, Any]) -> Statement:
    """Read an award; raise `Unreadable` if a part of it has another shape than it must have."""
    if not _AWARD_TYPES & types_of(document):
        raise Unreadable("not_an_award", _NOT_AN_AWARD)
    match document:
        case {
            "id": str(name),
            "issuer": str() | {"id": str()} as issuer,
            "credentialSubject": {
                "achievement": {"id": str(), "name": str()} as version
            } as subject,
        }:
            return _statement(document, name, issuer, subject, version)
        case _:
            raise Unreadable("misshapen", _MISSHAPEN)


def _statement(
    document: dict[str, Any],
    name: str,
    issuer: str | dict[str, Any],
    subject: dict[str, Any],
    version: dict[str, Any],
) -> Statement:
    profile = {"id": issuer} if isinstance(issuer, str) else issuer
    valid_from = _moment(document, "validFrom", "issuanceDate")
    if valid_from is None:
        raise Unreadable("misshapen", _MISSHAPEN)
    # Written in another shape it is the same statement, but would not be seen as a microcredential.
    _optional_text(version, "achievementType")
    awarded = _moment(document, "awardedDate") or valid_from
    return Statement(
        id=name,
        issuer_id=profile["id"],
        issuer_name=text_of(profile, "name"),
        achievement=version,
        identities=tuple(_identities(subject)),
        bearer=not (subject.get("id") or subject.get("identifier")),
        awarded_on=awarded.date(),
        valid_from=valid_from,
        valid_until=_moment(document, "validUntil", "expirationDate"),
        status=document.get("credentialStatus"),
        suspension=_optional_text(document, "suspension"),
        replaces=_optional_text(document, "replaces") or "",
        admission=_endorsement(profile, "InstitutionAdmission"),
        mark=_endorsement(version, "QualityMark"),
    )


def _moment(document: dict[str, Any], *words: str) -> datetime | None:
    for word in words:
        if word in document:
            try:
                return moment(document[word])
            except (TypeError, ValueError) as error:
                raise Unreadable("misshapen", _MISSHAPEN) from error
    return None


def _optional_text(document: dict[str, Any], word: str) -> str | None:
    value = document.get(word)
    if value is not None and not isinstance(value, str):
        raise Unreadable("misshapen", _MISSHAPEN)
    return value


def _identities(subject: dict[str, Any]) -> Iterator[Identity]:
    identifiers = subject.get("identifier")
    for identity in identifiers if isinstance(identifiers, list) else [identifiers]:
        match identity:
            case {
                "identityType": "name" | "emailAddress" as kind,
                "hashed": bool(hashed),
                "identityHash": str(value),
            }:
                salt = text_of(identity, "salt")
                yield Identity("name" if kind == "name" else "email", value, hashed, salt)


def name_of(identities: Iterable[Identity]) -> str:
    """Return the first name that is not hashed; empty if there is none."""
    names = (found.value for found in identities if found.kind == "name" and not found.hashed)
    return next(names, "")


def _endorsement(node: dict[str, Any], kind: str) -> dict[str, Any] | None:
    return next((found for found in _endorsements(node) if kind in _subject_types(found)), None)


def _endorsements(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found = node.get("endorsement")
    for entry in found if isinstance(found, list) else [found]:
        if isinstance(entry, dict):
            yield entry


def _subject_types(endorsement: dict[str, Any]) -> frozenset[str]:
    return types_of(subject_of(endorsement))


def subject_of(endorsement: dict[str, Any]) -> dict[str, Any]:
    """Return what an endorsement is about; empty if it does not say so in one object."""
    subject = endorsement.get("credentialSubject")
    return subject if isinstance(subject, dict) else {}


def types_of(node: dict[str, Any]) -> frozenset[str]:
    """Return the types of a node, written as one text or as a list."""
    found = node.get("type")
    entries = found if isinstance(found, list) else [found]
    return frozenset(entry for entry in entries if isinstance(entry, str))


def text_of(node: dict[str, Any], word: str) -> str:
    """Return a text of a node; empty if it is missing or something else."""
    value = node.get(word)
    return value if isinstance(value, str) else ""


def aligned_level(achievement: dict[str, Any]) -> str:
    """Return the level of the European Qualifications Framework that it is aligned with, if any."""
    found = achievement.get("alignment")
    for entry in found if isinstance(found, list) else [found]:
        match entry:
            case {"targetUrl": str(url)} if level := _EQF.fullmatch(url):
                return level[1]
    return ""


def issuer_of(document: dict[str, Any]) -> tuple[str, str]:
    """Return id and name of who made a credential; empty if it does not say so."""
    match document:
        case {"issuer": str(name)}:
            return name, ""
        case {"issuer": {"id": str(name)} as profile}:
            return name, text_of(profile, "name")
        case _:
            return "", ""

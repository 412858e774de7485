"""European Digital Credentials for Learning: shown, and checked as far as we can.

Their seal (JAdES, by an eIDAS certificate) is not checked here, so nothing in the file is proven:
its verdict is at best *could not check everything*. The Europass viewer checks the seal.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from microcredentials.dates import moment
from microcredentials.document import Kind
from microcredentials.errors import Unreadable
from microcredentials.strict_json import Signed, parse
from microcredentials.verifying.case import NOT_CHECKED, Examined, passed, skipped, unknown
from microcredentials.verifying.report import Check, CheckCode, Facts
from microcredentials.verifying.statement import Identity, name_of, text_of, types_of

_TYPE = "EuropeanDigitalCredential"
_EQF = "http://data.europa.eu/snb/eqf/"
_ECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"
_MAILBOX = "mailto:"
_LANGUAGES = ("en", "nl")
_MISSHAPEN = "This file is not built as a European Digital Credential should be."


def is_european(document: dict[str, Any]) -> bool:
    """Say whether this is a European Digital Credential, sealed or not."""
    return _TYPE in types_of(document) or {"payload", "signatures"} <= document.keys()


def examine_european(signed: Signed, *, at: datetime) -> Examined:
    """Make checks 1 to 7; raises `Unreadable` for what is no European Digital Credential."""
    content = _content(signed.document)
    if "credentialSubject" not in content or _TYPE not in types_of(content):
        raise Unreadable("misshapen", _MISSHAPEN)
    facts = _facts(content)
    *before, _ = skipped(CheckCode.KEY)
    checks = (
        passed(CheckCode.READABLE, "The file can be read as a European Digital Credential."),
        _seal(sealed=signed.enveloped or content is not signed.document),
        *before,
        _period(content, facts, at),
    )
    identities = tuple(_identities(_first(content, "credentialSubject")))
    facts = replace(facts, learner_name=name_of(identities))
    return Examined(checks=checks, document=content, facts=facts, identities=identities)


def _content(document: dict[str, Any]) -> dict[str, Any]:
    payload = document.get("payload")
    return parse(payload).document if isinstance(payload, str) else document


def _seal(*, sealed: bool) -> Check:
    if sealed:
        message = "The seal on this file is not checked here. The Europass viewer checks it."
        return unknown(CheckCode.UNCHANGED, "seal_not_checked", message)
    message = "This file has no seal, so anybody may have changed it."
    return unknown(CheckCode.UNCHANGED, "not_sealed", message)


def _period(content: dict[str, Any], facts: Facts, at: datetime) -> Check:
    """Tell of an end date that has passed, though without the seal no date is proven."""
    valid_from = _moment(content, "validFrom", "issuanceDate")
    if valid_from is not None and valid_from > at:
        message = "According to the file itself it is not valid yet."
        return unknown(CheckCode.PERIOD, "award_in_future", message)
    if facts.valid_until is not None and at >= facts.valid_until:
        message = "According to the file itself it has passed its end date."
        return unknown(CheckCode.PERIOD, "expired", message)
    message = "According to the file itself it is within its period."
    return unknown(CheckCode.PERIOD, NOT_CHECKED, message)


def _facts(content: dict[str, Any]) -> Facts:
    claim = _first(_first(content, "credentialSubject"), "hasClaim")
    specification = _first(claim, "specifiedBy")
    awarding = _first(claim, "awardedBy")
    body = _first(awarding, "awardingBody")
    issuer = _first(content, "issuer")
    title = _in_words(_first(content, "displayParameter").get("title"))
    awarded = _moment(awarding, "awardingDate") or _moment(content, "issued", "validFrom")
    level = text_of(_first(specification, "eqfLevel"), "id").removeprefix(_EQF)
    return Facts(
        issuer_id=text_of(issuer, "id"),
        issuer_name=_in_words(body.get("legalName")) or _in_words(issuer.get("legalName")),
        title=_in_words(claim.get("title")) or title,
        awarded_on=awarded.date() if awarded else None,
        kind=Kind.EDUBADGE,
        ects=next(_credits(claim, specification), ""),
        eqf_level=level if level in set("12345678") else "",
        valid_until=_moment(content, "validUntil", "expirationDate"),
    )


def _credits(*nodes: dict[str, Any]) -> Iterator[str]:
    for node in nodes:
        for word in ("creditReceived", "creditPoint"):
            point = _first(node, word)
            if _first(point, "framework").get("id") == _ECTS:
                yield text_of(point, "point")


def _identities(person: dict[str, Any]) -> Iterator[Identity]:
    parts = (_in_words(person.get(word)) for word in ("givenName", "familyName"))
    name = _in_words(person.get("fullName")) or " ".join(part for part in parts if part)
    if name:
        yield Identity("name", name)
    address = text_of(_first(_first(person, "contactPoint"), "emailAddress"), "id")
    if address.startswith(_MAILBOX):
        yield Identity("email", address.removeprefix(_MAILBOX))


def _first(node: dict[str, Any], word: str) -> dict[str, Any]:
    """Return the object under `word`, or the first of several; empty if there is none."""
    found = node.get(word)
    for entry in found if isinstance(found, list) else [found]:
        if isinstance(entry, dict):
            return entry
    return {}


def _in_words(value: object) -> str:
    """Return a text that is written per language: in English, else Dutch, else any."""
    if not isinstance(value, dict):
        return ""
    for language in (*_LANGUAGES, *value):
        found = value.get(language)
        for text in found if isinstance(found, list) else [found]:
            if isinstance(text, str) and text:
                return text
    return ""


def _moment(node: dict[str, Any], *words: str) -> datetime | None:
    """Return the first date that can be read; none is relied on, so another one is passed over."""
    for word in words:
        with suppress(TypeError, ValueError):
            return moment(node.get(word, ""))
    return None

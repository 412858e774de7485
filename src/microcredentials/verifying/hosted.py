"""Open Badges 2.0: an assertion is not signed; it counts because of where it stands.

Whatever is in the file is only a pointer. The assertion, its badge class and its issuer are asked
for at their own addresses, and what stands there is what was awarded (Open Badges 2.0, section
"Verification"; a revoked badge is answered with 410, or says so itself).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from microcredentials.contexts import OPEN_BADGES_2
from microcredentials.dates import moment
from microcredentials.document import Kind
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.keys import host_of
from microcredentials.strict_json import Signed, parse
from microcredentials.verifying.case import Examined, failed, passed, skipped, unknown
from microcredentials.verifying.report import Check, CheckCode, Facts
from microcredentials.verifying.statement import Identity, aligned_level, text_of, types_of
from microcredentials.verifying.trust import Resolver

# What a resolver says of an address that answers 410: what stood there was taken back.
GONE = "gone"
_MISSHAPEN = "This file is not built as an Open Badge should be."
# A copy may lack them or say them in another way, and still be the same assertion.
_FREE = frozenset({"@context", "badge", "image", "verification", "type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """An assertion with what it points at, as far as that could be fetched."""

    assertion: dict[str, Any]
    badge: dict[str, Any]
    issuer: dict[str, Any]
    issuer_id: str


def is_hosted(document: dict[str, Any]) -> bool:
    """Say whether this is an assertion of Open Badges 2.0."""
    contexts = document.get("@context")
    named = contexts if isinstance(contexts, list) else [contexts]
    return "Assertion" in types_of(document) and OPEN_BADGES_2 in named


def examine_hosted(signed: Signed, resolver: Resolver, *, at: datetime) -> Examined:
    """Make checks 1 to 7; raises `Unreadable` for what is no assertion of Open Badges 2.0."""
    document = signed.document
    address = text_of(document, "id")
    if not address:
        raise Unreadable("misshapen", _MISSHAPEN)
    readable = passed(CheckCode.READABLE, "The file can be read.")
    try:
        found = _follow(_assertion(signed, address, resolver), resolver)
    except _Revoked:
        return _revoked(readable, document, address)
    except (UncheckableProof, UntrustedProof) as error:
        make = unknown if isinstance(error, UncheckableProof) else failed
        unchanged = make(CheckCode.UNCHANGED, error.code, str(error), address)
        return _examined((readable, unchanged, *skipped(CheckCode.KEY)), _alone(document))
    same = "This statement stands at the address that the file names."
    unchanged = passed(CheckCode.UNCHANGED, same, "hosted", address)
    status = passed(CheckCode.STATUS, "The issuer has not taken it back.", "", address)
    checks = (
        readable,
        replace(unchanged, source_time=at),
        _check_scope(found, address),
        failed(CheckCode.ADMITTED, "not_admitted", "No operator vouches for this institution."),
        passed(CheckCode.MARK, "This is an edubadge, without quality mark.", "edubadge"),
        replace(status, source_time=at),
        _check_period(found.assertion, at),
    )
    return _examined(checks, found)


class _Revoked(Exception):
    """The issuer answers that the badge was taken back."""


def _assertion(signed: Signed, address: str, resolver: Resolver) -> dict[str, Any]:
    document = signed.document
    if signed.enveloped:
        message = "This badge is signed in an older way, which we do not check."
        raise UncheckableProof("legacy_signed", message)
    try:
        found = _fetch(address, resolver)
    except Unreachable as error:
        if error.reason == GONE:
            raise _Revoked from error
        message = (
            "This is an Open Badge of an older kind. Only the site of its issuer can say whether "
            f"it is genuine, and that could not be asked ({error.reason})."
        )
        raise UncheckableProof("legacy_hosted", message) from error
    if found.get("revoked") is True:
        raise _Revoked
    if found.get("id") != address or "Assertion" not in types_of(found):
        message = "At the address that the file names stands something else."
        raise UntrustedProof("hosted_other", message)
    if any(found.get(word) != document[word] for word in document.keys() - _FREE):
        raise UntrustedProof("hosted_other", "The issuer's own site says something else.")
    if "badge" in document and _id_of(document["badge"]) != _id_of(found.get("badge")):
        raise UntrustedProof("hosted_other", "The issuer's own site names another badge.")
    return found


def _follow(assertion: dict[str, Any], resolver: Resolver) -> Hosted:
    """Return the assertion with its badge class and issuer, each from its own address."""
    try:
        badge = _object(assertion.get("badge"), resolver)
        issuer_id = _id_of(badge.get("issuer"))
        # Its own page alone may say where its badges stand, so a copy of it does not count.
        issuer = _object(issuer_id, resolver)
    except Unreachable as error:
        message = f"The description of this badge could not be reached ({error.reason})."
        raise UncheckableProof("legacy_hosted", message) from error
    return Hosted(assertion=assertion, badge=badge, issuer=issuer, issuer_id=issuer_id)


def _object(value: object, resolver: Resolver) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    name = _id_of(value)
    found = _fetch(name, resolver)
    if found.get("id") != name:
        raise UntrustedProof("hosted_other", "At an address in this badge stands something else.")
    return found


def _fetch(address: str, resolver: Resolver) -> dict[str, Any]:
    if not address.startswith("https://"):
        raise UncheckableProof("hosted_address", "This badge names no address that can be trusted.")
    text = resolver.fetch(address).decode("utf-8", "replace")
    try:
        return parse(text).document
    except Unreadable as error:
        message = "What stands at an address in this badge could not be read."
        raise UncheckableProof("hosted_format", message) from error


def _id_of(value: object) -> str:
    match value:
        case str(name) | {"id": str(name)}:
            return name
        case _:
            return ""


def _check_scope(found: Hosted, address: str) -> Check:
    """The key of a hosted badge is its place: it must be one that the issuer answers for."""
    if _in_scope(found, address):
        message = "The badge stands where its issuer publishes badges."
        return passed(CheckCode.KEY, message, "", found.issuer_id)
    message = "The badge does not stand where its issuer publishes badges."
    return failed(CheckCode.KEY, "hosted_scope", message, found.issuer_id)


def _in_scope(found: Hosted, address: str) -> bool:
    rules = found.issuer.get("verification")
    rules = rules if isinstance(rules, dict) else {}
    hosts, starts = _texts(rules.get("allowedOrigins")), _texts(rules.get("startsWith"))
    host = host_of(address)
    if not hosts and not starts:
        return bool(host) and host == host_of(found.issuer_id)
    # A start that ends within a host name would also fit a longer one: both hosts are compared.
    return (not hosts or host in {name.lower() for name in hosts}) and (
        not starts or any(address.startswith(start) and host == host_of(start) for start in starts)
    )


def _texts(value: object) -> list[str]:
    return [name for name in (value if isinstance(value, list) else [value]) if _is_text(name)]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _check_period(assertion: dict[str, Any], at: datetime) -> Check:
    expires = _moment(assertion, "expires")
    if expires is not None and at >= expires:
        return failed(CheckCode.PERIOD, "expired", "The award has passed its end date.")
    return passed(CheckCode.PERIOD, "The award is within its period.")


def _moment(assertion: dict[str, Any], word: str) -> datetime | None:
    if word not in assertion:
        return None
    try:
        return moment(assertion[word])
    except (TypeError, ValueError) as error:
        raise Unreadable("misshapen", _MISSHAPEN) from error


def _revoked(readable: Check, document: dict[str, Any], address: str) -> Examined:
    message = "The issuer took this badge back, so its content is no longer there to compare."
    taken = failed(CheckCode.STATUS, "withdrawn", "The issuer has withdrawn this badge.", address)
    checks = tuple(
        taken if check.code is CheckCode.STATUS else check for check in skipped(CheckCode.KEY)
    )
    gone = unknown(CheckCode.UNCHANGED, "hosted_gone", message, address)
    return _examined((readable, gone, *checks), _alone(document))


def _alone(document: dict[str, Any]) -> Hosted:
    badge = document.get("badge")
    badge = badge if isinstance(badge, dict) else {}
    issuer = badge.get("issuer")
    return Hosted(
        assertion=document,
        badge=badge,
        issuer=issuer if isinstance(issuer, dict) else {},
        issuer_id=_id_of(issuer),
    )


def _examined(checks: tuple[Check, ...], found: Hosted) -> Examined:
    issued = _moment(found.assertion, "issuedOn")
    facts = Facts(
        issuer_id=found.issuer_id,
        issuer_name=text_of(found.issuer, "name"),
        title=text_of(found.badge, "name"),
        awarded_on=issued.date() if issued else None,
        kind=Kind.EDUBADGE,
        ects=_number(found.badge, "ECTSExtension", "ECTS"),
        eqf_level=aligned_level(found.badge) or _number(found.badge, "EQFExtension", "EQF"),
        valid_until=_moment(found.assertion, "expires"),
    )
    return Examined(
        checks=checks,
        document=found.assertion,
        facts=facts,
        identities=_recipient(found.assertion),
    )


def _recipient(assertion: dict[str, Any]) -> tuple[Identity, ...]:
    match assertion.get("recipient"):
        case {"type": "email", "identity": str(value), "hashed": bool(hashed), **more}:
            salt = more.get("salt")
            return (Identity("email", value, hashed, salt if isinstance(salt, str) else ""),)
        case _:
            return ()


def _number(badge: dict[str, Any], name: str, word: str) -> str:
    # The extensions of edubadges, the badge platform of Dutch education.
    extension = badge.get(f"extensions:{name}")
    value = extension.get(word) if isinstance(extension, dict) else None
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if known else ""

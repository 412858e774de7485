"""Status lists of any kind that is in use: which lists a file names, and what one says of it.

Bitstring Status List 1.0 and its draft, StatusList2021, are signed; `1EdTechRevocationList` is
not, and counts only as it was fetched from the address that the signed award names.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from microcredentials.dates import moment
from microcredentials.document import KeyKind
from microcredentials.errors import UncheckableProof, Unreachable, Unreadable, UntrustedProof
from microcredentials.proofs.data_integrity import Proof
from microcredentials.proofs.vc_jwt import credential_of
from microcredentials.status import decode, is_set
from microcredentials.strict_json import parse
from microcredentials.verifying.case import Case
from microcredentials.verifying.proving import prove, prove_embedded, prove_token
from microcredentials.verifying.registry import SKEW, KeyProblem, Registry
from microcredentials.verifying.statement import issuer_of, subject_of, text_of, types_of
from microcredentials.verifying.trust import Source, sources

FRESH = timedelta(hours=24)
REVOCATION, SUSPENSION = "revocation", "suspension"
_JUDGED = frozenset({REVOCATION, SUSPENSION})
_MAXIMUM_ENTRIES = 8
_MAXIMUM_TEXT = 4 * 1024 * 1024
_MAXIMUM_VALUES = 200_000
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_BITSTRING = ("BitstringStatusListEntry", "BitstringStatusListCredential")
_DRAFT = ("StatusList2021Entry", "StatusList2021Credential")
_LIST_OF_IDS = "1EdTechRevocationList"
_UNSUPPORTED = "The status of this award is published in a way we do not read."
_FORMAT = "The status list is not readable."


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a file says that its status stands; `index` is None in a list of names."""

    purpose: str
    url: str
    index: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """What one list says: set or not, when that was signed, and whether it is of today."""

    url: str
    purpose: str
    is_set: bool
    signed_at: datetime
    fresh: bool


def entries(case: Case) -> list[Entry | UncheckableProof]:
    """Return every list that may take this award back, or why one cannot be read.

    An entry for another purpose (a message, a refresh) takes nothing back and is passed over.
    """
    status = case.statement.status
    named = status if isinstance(status, list) else [status]
    if status is None or not named:
        return [UncheckableProof("no_status", "The file does not say where its status stands.")]
    found = [_read(one) for one in named[:_MAXIMUM_ENTRIES]]
    judged = [one for one in found if not isinstance(one, Entry) or one.purpose in _JUDGED]
    if not judged or len(named) > _MAXIMUM_ENTRIES:
        judged.append(UncheckableProof("unsupported_status", _UNSUPPORTED))
    first = judged[0]
    # Open Badges 3.0 has room for one entry: ours names the sibling list with the same places.
    if case.statement.suspension is not None and isinstance(first, Entry):
        judged.append(Entry(SUSPENSION, case.statement.suspension, first.index, _BITSTRING[1]))
    return judged


def _read(status: object) -> Entry | UncheckableProof:
    try:
        return _entry(status)
    except UncheckableProof as error:
        return error


def _entry(status: object) -> Entry:
    match status:
        case {"type": "1EdTechRevocationList", "id": str(url)} if url.startswith("https://"):
            return Entry(REVOCATION, url, None, _LIST_OF_IDS)
        case {
            "type": "BitstringStatusListEntry" | "StatusList2021Entry" as kind,
            "statusPurpose": str(purpose),
            "statusListIndex": str(index),
            "statusListCredential": str(url),
            **others,
        } if others.get("statusSize", 1) == 1 or purpose not in _JUDGED:
            if not _INDEX.fullmatch(index):
                raise UncheckableProof("status_index", "The place in the list is not readable.")
            signed_as = _BITSTRING[1] if kind == _BITSTRING[0] else _DRAFT[1]
            return Entry(purpose, url, int(index), signed_as)
        case _:
            raise UncheckableProof("unsupported_status", _UNSUPPORTED)


def place_of(case: Case, entry: Entry) -> Place:
    """Return what the list says of this award; raises `UncheckableProof` if it says nothing."""
    if entry.index is None:
        return _named(case, entry)
    found = signed_by_issuer(case, entry.url)
    bits = _bits(entry, found.document)
    if entry.index >= len(bits) * 8:
        raise UncheckableProof("status_index", "The place lies outside the list.")
    created = found.proof.created
    fresh = found.live and case.at - created <= FRESH
    place = Place(entry.url, entry.purpose, is_set(bits, entry.index), created, fresh)
    # Withdrawn is final: a set bit counts however old the list is.
    if not place.is_set or entry.purpose != REVOCATION:
        _check_age(case, entry.url, found)
    return place


@dataclass(frozen=True, slots=True)
class SignedList:
    """A document of the institution that was proved, and whether it was fetched now."""

    document: dict[str, Any]
    proof: Proof
    live: bool


def read_places(document: dict[str, Any]) -> bytes:
    """Return the bits of a status list, the first place left-most; raises `UncheckableProof`."""
    subject = subject_of(document)
    encoded = text_of(subject, "encodedList")
    if _DRAFT[1] in types_of(document):
        # The draft has no sign before the text, and was written in either alphabet of base64.
        encoded = "u" + encoded.rstrip("=").replace("+", "-").replace("/", "_")
    elif _BITSTRING[1] not in types_of(document):
        raise UncheckableProof("status_other", "This is no status list.")
    _check_time_to_live(subject)
    return decode(encoded)


def _bits(entry: Entry, document: dict[str, Any]) -> bytes:
    if document.get("id") != entry.url or entry.kind not in types_of(document):
        raise UncheckableProof("status_other", "This is not the list that the award names.")
    purposes = subject_of(document).get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise UncheckableProof("status_purpose", "The list is about something else.")
    return read_places(document)


def _check_time_to_live(subject: dict[str, Any]) -> None:
    # How long to keep a copy (milliseconds) is for who keeps one; what cannot be meant is refused.
    ttl = subject.get("ttl", 0)
    if isinstance(ttl, bool) or not isinstance(ttl, int | float) or ttl < 0:
        raise UncheckableProof("status_format", _FORMAT)


def _check_age(case: Case, url: str, found: SignedList) -> None:
    created = found.proof.created
    start, end = (_moment(found.document, word) for word in ("validFrom", "validUntil"))
    if max(created, start or created) > case.at + SKEW:
        raise UncheckableProof("status_future", "The status list comes from the future.")
    seen = case.trust.minimum_dates.get(url)
    if seen is not None and created < seen:
        raise UncheckableProof("status_rollback", "The status list is older than one seen before.")
    if found.live and end is not None and end < case.at:
        raise UncheckableProof("status_too_old", "The status list is too old to rely on.")


def _moment(document: dict[str, Any], word: str) -> datetime | None:
    try:
        return moment(document[word]) if word in document else None
    except (TypeError, ValueError) as error:
        raise UncheckableProof("status_format", _FORMAT) from error


def _named(case: Case, entry: Entry) -> Place:
    """Look for the award in an unsigned list of ids, as Open Badges 3.0 describes it."""
    source = _found(case, entry.url)[0]
    if not source.live:
        # Nobody signed it: a copy could be anybody's.
        message = "The list of withdrawn awards is not signed, and could not be fetched now."
        raise UncheckableProof("status_unavailable", message)
    try:
        document = parse(source.text, maximum_values=_MAXIMUM_VALUES).document
    except Unreadable as error:
        raise UncheckableProof("status_format", _FORMAT) from error
    listed = document.get("revokedCredential")
    if document.get("id") != entry.url or not isinstance(listed, list):
        raise UncheckableProof("status_other", "This is not the list that the award names.")
    taken = _is_named(listed, case.statement.id)
    return Place(entry.url, REVOCATION, taken, case.at, fresh=True)


def _is_named(listed: list[Any], award: str) -> bool:
    names = set()
    for found in listed:
        match found:
            case {"id": str(), "revoked": False}:
                continue
            case str(name) | {"id": str(name), "revoked": True}:
                names.add(name)
            case {"id": str(name), **others} if "revoked" not in others:
                names.add(name)
            case _:
                raise UncheckableProof("status_format", _FORMAT)
    return award in names


def signed_by_issuer(case: Case, url: str) -> SignedList:
    """Return what stands at `url`, signed by the issuer of the award; of copies the newest."""
    trouble: UncheckableProof | None = None
    found: list[SignedList] = []
    for source in _found(case, url):
        try:
            found.append(_proved(case, source))
        except UncheckableProof as error:
            trouble = trouble or error
    if not found and trouble is not None:
        raise trouble
    return max(found, key=lambda one: one.proof.created)


def _found(case: Case, url: str) -> list[Source]:
    try:
        found = sources(url, case.trust, case.resolver)
        if any(len(source.text) > _MAXIMUM_TEXT for source in found):
            raise UncheckableProof("status_too_large", "The status list is too large to read.")
    except Unreachable as error:
        message = f"The status of this award cannot be reached ({error.reason})."
        raise UncheckableProof("status_unavailable", message) from error
    return found


def _opened(text: str, case: Case) -> tuple[dict[str, Any], Proof]:
    token = text.strip()
    if not token.startswith("{"):
        return credential_of(token), prove_token(token, case.resolver)
    document = parse(text).document
    try:
        return document, prove_embedded(document)
    except UncheckableProof as error:
        if error.code != "key_unknown":
            raise
    # The key does not name itself: its owner publishes it.
    return document, prove(document, case.resolver)


def _proved(case: Case, source: Source) -> SignedList:
    try:
        document, proof = _opened(source.text, case)
    except (Unreadable, UntrustedProof) as error:
        message = "What stands at the status address is not signed as it should be."
        raise UncheckableProof("status_format", message) from error
    issuer = case.statement.issuer_id
    if issuer_of(document)[0] != issuer or proof.controller != issuer:
        raise UncheckableProof("status_issuer", "The status list is of somebody else.")
    if isinstance(case.registry, Registry) and case.registry.knows(issuer):
        try:
            case.registry.check_key(proof, issuer, KeyKind.ISSUING)
        except KeyProblem as problem:
            raise UncheckableProof("status_issuer", str(problem)) from problem
    return SignedList(document, proof, source.live)

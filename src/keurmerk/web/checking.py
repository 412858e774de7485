"""Check anything somebody hands in; what is ours is checked against our own rows only."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from keurmerk.holding.documents import share_address
from keurmerk.holding.hosted import hosted_award
from keurmerk.holding.models import Share, ShareName
from keurmerk.institutions.documents import trust
from keurmerk.web import verdict_words as words
from keurmerk.web.own_documents import OwnDocuments
from keurmerk.web.resolving import Documents
from keurmerk.web.sharing import document_text, open_share, share_token, shown_name
from keurmerk.web.telling import CheckRow, Headline, explanation, headline, line, rows, technical
from microcredentials import (
    Check,
    CheckCode,
    Facts,
    Outcome,
    Person,
    Report,
    Resolver,
    Signed,
    Unreadable,
    Verdict,
    read,
    verify,
)
from microcredentials.carriers.qr import qr_texts

LARGEST_TEXT = 256 * 1024
LARGEST_FILE = 5 * 1024 * 1024

# Verdicts after which the page shows the content in grey, under the banner.
ENDED = frozenset(
    {Verdict.WITHDRAWN, Verdict.REPLACED, Verdict.SUSPENDED, Verdict.ALTERED, Verdict.UNREADABLE}
)

NOT_SHOWN = Check(
    code=CheckCode.PERSON,
    outcome=Outcome.UNKNOWN,
    reason="person_not_shown",
    explanation="The holder does not show a full name here.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcome of a check in the language of the page."""

    verdict: Verdict
    kind: str
    line: str
    explanation: str
    rows: tuple[CheckRow, ...]
    checked_at: datetime
    facts: Facts = field(default_factory=Facts)
    headline: Headline | None = None
    technical: tuple[tuple[str, str], ...] = ()
    document: dict[str, Any] | None = None
    share: Share | None = None
    again: str = ""
    name: str = ""


def check(data: bytes | str, *, at: datetime, name: str = "") -> Checked:
    """Say whether `data` is genuine: an address of ours, the text of a file, or a file.

    With the `name` that the reader expects, the answer also says whether the file bears it.
    Raises `NotPublic` for an address of ours that opens nothing, and nothing else.
    """
    try:
        token = share_token(data)
        if token is not None:
            return check_share(open_share(token, at=at), at=at, name=name)
        signed = _read(data)
    except Unreadable as refusal:
        code = _code_in(data) if refusal.code == "looks_like_image" else ""
        return check(code, at=at, name=name) if code else _unreadable(refusal, at)
    if share := _share_of(signed, at):
        return check_share(share, at=at, name=name)
    report = _report(signed, at, Documents(), name)
    return _checked(report, again=signed.text, name=name)


def check_share(share: Share, *, at: datetime, name: str = "") -> Checked:
    """Check the document behind a share; the holder's name as far as the holder shows it.

    A name that is not shown is not compared either: that would tell it to whoever guesses.
    """
    named = share.show_name == ShareName.FULL
    report = _report(document_text(share.award), at, name=name if named else "")
    if name and not named:
        report = replace(report, checks=(*report.checks, NOT_SHOWN))
    again = share_address(share)
    return _checked(report, holder=shown_name(share), again=again, share=share, name=name)


def check_document(text: str, *, at: datetime) -> Checked:
    """Check a document that is stored here."""
    return _checked(_report(text, at), again=text)


def _code_in(picture: bytes | str) -> str:
    """What opens a share, in the QR code of a photo or a scan of a certificate."""
    if isinstance(picture, str):
        return ""
    with suppress(Unreadable):
        for text in qr_texts(picture):
            with suppress(Unreadable):
                if token := share_token(text):
                    return token
    return ""


def _share_of(signed: Signed, at: datetime) -> Share | None:
    """The share of which this is the older form, word for word; its own check says more."""
    address = str(signed.document.get("id", ""))
    if not address.startswith(f"{settings.PUBLIC_URL}/ob2/m/"):
        return None
    share = open_share(address.rpartition("/")[2], at=at)
    return share if signed.document.items() <= hosted_award(share).items() else None


def _read(data: bytes | str) -> Signed:
    if len(data) > LARGEST_FILE:
        raise Unreadable("file_too_large", "The file is larger than 5 MB.")
    return read(data.strip() if isinstance(data, str) else data)


def _report(
    signed: Signed | str, at: datetime, resolver: Resolver | None = None, name: str = ""
) -> Report:
    person = Person(name=name) if name.strip() else None
    return verify(signed, trust(), resolver or OwnDocuments(), at=at, person=person)


def _unreadable(refusal: Unreadable, at: datetime) -> Checked:
    readable = Check(
        code=CheckCode.READABLE,
        outcome=Outcome.FAILED,
        reason=refusal.code,
        explanation=str(refusal),
    )
    report = Report(
        verdict=Verdict.UNREADABLE,
        checks=(readable,),
        checked_at=at,
        document=None,
        facts=Facts(),
    )
    return _checked(report)


def _checked(
    report: Report,
    *,
    holder: str | None = None,
    again: str = "",
    share: Share | None = None,
    name: str = "",
) -> Checked:
    return Checked(
        verdict=report.verdict,
        kind=words.VERDICT_KINDS[report.verdict],
        line=line(report),
        explanation=explanation(report),
        rows=tuple(rows(report)),
        checked_at=report.checked_at,
        facts=report.facts,
        headline=headline(report, holder),
        technical=technical(report),
        document=report.document,
        share=share,
        again=again if len(again) <= LARGEST_TEXT else "",
        name=name,
    )

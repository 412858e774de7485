"""Check anything somebody hands in; what is ours is checked against our own rows only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from keurmerk.holding.documents import share_address
from keurmerk.holding.hosted import hosted_award
from keurmerk.holding.models import Share
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
    Report,
    Resolver,
    Signed,
    Unreadable,
    Verdict,
    read,
    verify,
)

LARGEST_TEXT = 256 * 1024
LARGEST_FILE = 5 * 1024 * 1024

# Verdicts after which the page shows the content in grey, under the banner.
ENDED = frozenset(
    {Verdict.WITHDRAWN, Verdict.REPLACED, Verdict.SUSPENDED, Verdict.ALTERED, Verdict.UNREADABLE}
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


def check(data: bytes | str, *, at: datetime) -> Checked:
    """Say whether `data` is genuine: an address of ours, the text of a file, or a file.

    Raises `NotPublic` for an address of ours that opens nothing, and nothing else.
    """
    try:
        token = share_token(data)
        if token is not None:
            return check_share(open_share(token, at=at), at=at)
        signed = _read(data)
    except Unreadable as refusal:
        return _unreadable(refusal, at)
    if share := _share_of(signed, at):
        return check_share(share, at=at)
    return _checked(_report(signed, at, Documents()), again=signed.text)


def check_share(share: Share, *, at: datetime) -> Checked:
    """Check the document behind a share; the holder's name as far as the holder shows it."""
    report = _report(document_text(share.award), at)
    return _checked(report, holder=shown_name(share), again=share_address(share), share=share)


def check_document(text: str, *, at: datetime) -> Checked:
    """Check a document that is stored here."""
    return _checked(_report(text, at), again=text)


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


def _report(signed: Signed | str, at: datetime, resolver: Resolver | None = None) -> Report:
    return verify(signed, trust(), resolver or OwnDocuments(), at=at)


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
    report: Report, *, holder: str | None = None, again: str = "", share: Share | None = None
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
    )

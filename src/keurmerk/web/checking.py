"""Check anything somebody hands in; what is ours is checked against our own rows only."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from keurmerk.awards.models import Award
from keurmerk.holding.documents import share_address
from keurmerk.holding.models import Share, ShareName
from keurmerk.institutions.documents import trust
from keurmerk.web import verdict_words as words
from keurmerk.web.own_documents import OwnDocuments
from keurmerk.web.resolving import Documents
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

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ADDRESS = re.compile(
    r"(?:https?://(?P<host>[^/?#\s]*))?(?P<path>/[^?#\s]*)?(?:[?#]\S*)?", re.IGNORECASE
)
_SHARE = re.compile(r"/m/(?P<token>[^/]*?)(?:\.json|\.png)?/?")
_PROGRAMME = re.compile(r"/v/[0-9a-f-]{36}(?:/.*)?", re.IGNORECASE)


class NotPublic(Exception):
    """An address of ours that opens nothing; `malformed` when it cannot be an address at all."""

    def __init__(self, *, malformed: bool) -> None:
        super().__init__()
        self.malformed = malformed


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
    return _checked(_report(signed, at, Documents()), again=signed.text)


def check_share(share: Share, *, at: datetime) -> Checked:
    """Check the document behind a share; the holder's name as far as the holder shows it."""
    report = _report(document_text(share.award), at)
    return _checked(report, holder=shown_name(share), again=share_address(share), share=share)


def check_document(text: str, *, at: datetime) -> Checked:
    """Check a document that is stored here."""
    return _checked(_report(text, at), again=text)


def _read(data: bytes | str) -> Signed:
    if len(data) > LARGEST_FILE:
        raise Unreadable("file_too_large", "The file is larger than 5 MB.")
    return read(data.strip() if isinstance(data, str) else data)


def document_text(award: Award) -> str:
    """The signed document of an award, byte for byte; nothing while it is being signed."""
    return award.document.text if award.document else ""


def _report(signed: Signed | str, at: datetime, resolver: Resolver | None = None) -> Report:
    return verify(signed, trust(), resolver or OwnDocuments(), at=at)


def share_token(data: bytes | str) -> str | None:
    """The token in an address of ours, or None when `data` is no address.

    Raises `Unreadable` for an address that is not of a microcredential here.
    """
    text = data.strip() if isinstance(data, str) else ""
    if _TOKEN.fullmatch(text):
        return text
    if text.lower().startswith(f"{settings.PUBLIC_HOST}/".lower()):
        text = f"https://{text}"
    address = _ADDRESS.fullmatch(text)
    if not text or address is None:
        return None
    host, path = address["host"], address["path"] or "/"
    if host is not None and not _is_ours(host.lower()):
        raise Unreadable("looks_like_address", "This is an address of another site.")
    if share := _SHARE.fullmatch(path):
        return share["token"]
    code = "programme_address" if _PROGRAMME.fullmatch(path) else "other_address"
    raise Unreadable(code, "This address is not of a microcredential.")


def _is_ours(host: str) -> bool:
    # The demo has a name in its documents and listens at another.
    return host == settings.PUBLIC_HOST.lower() or (
        settings.DEMO and host.partition(":")[0] in {"localhost", "127.0.0.1"}
    )


def open_share(token: str, *, at: datetime) -> Share:
    """The share that this token opens today.

    Unknown, stopped, expired and declined are one query with one answer, so that neither the
    words nor the time it takes tell which it was.
    """
    if not _TOKEN.fullmatch(token):
        raise NotPublic(malformed=True)
    share = (
        Share.objects.open_on(timezone.localdate(at))
        .filter(token=token, award__claim__declined=False, award__document__isnull=False)
        .select_related(
            "award__document",
            "award__version__programme__institution",
            "award__version__programme__unit",
            "award__decision__body",
            "award__decision__framework",
        )
        .first()
    )
    if share is None:
        raise NotPublic(malformed=False)
    return share


def shown_name(share: Share) -> str:
    """The holder's name as far as this share shows it."""
    if share.show_name == ShareName.FULL:
        return share.award.name
    return initials(share.award.name) if share.show_name == ShareName.INITIALS else ""


def initials(name: str) -> str:
    """Jan van der Veen → J. v.d. V."""
    parts: list[str] = []
    infix = False
    for part in name.split():
        small = part[0].islower()
        if small and infix:
            parts[-1] += f"{part[0]}."
        else:
            parts.append(f"{part[0]}.")
        infix = small
    return " ".join(parts)


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

"""What a share opens: its address, however it was copied, and as much as the holder shows."""

import re
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from keurmerk.awards.models import Award
from keurmerk.holding.models import Share, ShareName
from microcredentials import Unreadable

LONGEST = 2_000
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ADDRESS = re.compile(
    r"(?:https?://(?P<host>[^/?#\s]*))?(?P<path>/[^?#\s]*)?(?:[?#]\S*)?", re.IGNORECASE
)
_SHARE = re.compile(r"(?:/ob2)?/m/(?P<token>[^/]*?)(?:\.json|\.png)?/?")
_PROGRAMME = re.compile(r"/v/[0-9a-f-]{36}(?:/.*)?", re.IGNORECASE)


class NotPublic(Exception):
    """An address of ours that opens nothing; `malformed` when it cannot be an address at all."""

    def __init__(self, *, malformed: bool) -> None:
        super().__init__()
        self.malformed = malformed


def document_text(award: Award) -> str:
    """The signed document of an award, byte for byte; nothing while it is being signed."""
    return award.document.text if award.document else ""


def share_token(data: bytes | str) -> str | None:
    """The token in an address of ours, or None when `data` is no address.

    Raises `Unreadable` for an address that is not of a microcredential here.
    """
    # Copied from print or a chat, an address may hold places to break that nobody sees.
    text = _UNSEEN.sub("", data.strip()) if isinstance(data, str) and len(data) < LONGEST else ""
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

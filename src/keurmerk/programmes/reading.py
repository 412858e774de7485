"""Reading text that people type or paste: what does not belong in it is taken out, and named."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Word writes its second and third kind of bullet as a letter before a tab.
_BULLET = re.compile(r"\s*(?:[•·▪●○◦‣⁃∙\uf0b7\uf0a7*–—-]\s+|[o§]\t|\d{1,2}[.)]\s+)")
_SPACES = re.compile(r"[ \t\u00a0\u202f\u2000-\u200a\u3000]+")


def clean(text: str) -> str:
    """Return `text` in form NFC with plain line ends, without characters nobody sees."""
    lines = [_SPACES.sub(" ", line).strip() for line in _visible(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """Return `text` as one line without the bullet or number a word processor puts before it."""
    return " ".join(clean(_BULLET.sub("", _visible(text), count=1)).split())


def cleaning_notes(typed: Iterable[str], kept: Iterable[str]) -> list[str]:
    """Say in sentences what was taken out of what people typed."""
    texts = [(text.replace("\r", ""), new) for text, new in zip(typed, kept, strict=True)]
    notes = []
    if any(_UNSEEN.search(text) for text, _new in texts):
        notes.append(_("Invisible characters were taken out of the text."))
    if any("\t" in text for text, _new in texts):
        notes.append(_("Tabs were replaced by spaces."))
    if any(_BULLET.match(_visible(text)) and not _BULLET.match(new) for text, new in texts):
        notes.append(_("Bullets and numbers at the start of a line were taken out."))
    return notes


def _visible(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))

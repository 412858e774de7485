"""Collect texts into the Dutch catalogue and compile it, with Babel: no gettext tools needed.

Usage: python scripts/translations.py           collect and compile
       python scripts/translations.py --check   fail if a text is missing, fuzzy, or not compiled
       python scripts/translations.py --missing print what still lacks Dutch

Templates are turned into Python-like text by Django itself, as `makemessages` does. A few texts
of django-allauth are borrowed, because its own Dutch does not say "u". The header holds no moment
of its own, so that the same texts always give the same file.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SRC = Path(__file__).resolve().parent.parent / "src"
PO = SRC / "keurmerk" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
SETTLED = datetime(2026, 1, 1, tzinfo=UTC)
BORROWED = (
    "You cannot add more than %d email addresses.",
    "You cannot remove your primary email address.",
    "Your primary email address must be verified.",
)
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[str, str]]:
    """Yield each file's name and its text as Python that Babel can read."""
    for path in sorted((SRC / "keurmerk").rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path.relative_to(SRC).as_posix(), path.read_text()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            lines = templatize(path.read_text(), origin=str(path)).splitlines()
            # What is left between the texts means nothing, so neither does its indentation.
            yield path.relative_to(SRC).as_posix(), "\n".join(line.strip() for line in lines)


def template() -> Catalog:
    """Every text in the code and the templates."""
    found = Catalog(charset="utf-8")
    for name, text in sources():
        for _line, message, comments, context in extract(
            "python", io.BytesIO(text.encode()), KEYWORDS
        ):
            found.add(message, None, [(name, None)], auto_comments=comments, context=context)
    for message in BORROWED:
        found.add(message, None, [("django-allauth", None)])
    return found


def catalogue() -> Catalog:
    """The Dutch catalogue, brought up to date with the texts as they are now."""
    dutch = Catalog(
        locale="nl",
        charset="utf-8",
        project="Keurmerk",
        version="main",
        msgid_bugs_address="",
        last_translator="The Keurmerk contributors",
        language_team="Dutch",
        header_comment="# The Dutch of Keurmerk. Collected by scripts/translations.py.",
        creation_date=SETTLED,
        revision_date=SETTLED,
        fuzzy=False,
    )
    if PO.exists():
        with PO.open("rb") as file:
            for known in read_po(file, locale="nl"):
                if known.id:
                    dutch[known.id] = known
    dutch.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    dutch.obsolete.clear()
    return dutch


def is_missing(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(message.id) and (message.fuzzy or not all(texts))


def problems(dutch: Catalog) -> Iterator[str]:
    """What keeps the catalogue from being complete: missing texts, lost placeholders."""
    for message in dutch:
        if is_missing(message):
            yield f"no Dutch for: {message.id!r}"
            continue
        first = message.id if isinstance(message.id, str) else message.id[1]
        last = message.string if isinstance(message.string, str) else message.string[-1]
        if set(PLACEHOLDER.findall(first)) != set(PLACEHOLDER.findall(last)):
            yield f"other placeholders in the Dutch for: {first!r}"


def compiled(dutch: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, dutch)
    return buffer.getvalue()


def main(arguments: list[str]) -> int:
    dutch = catalogue()
    found = list(problems(dutch))
    if arguments == ["--missing"]:
        print("\n".join(found))
        return 0
    if arguments == ["--check"]:
        if not MO.exists() or MO.read_bytes() != compiled(dutch):
            found.append("django.mo is not what django.po says; run `make translations`")
        print("\n".join(found) or f"{len(dutch)} texts, all in Dutch")
        return bool(found)
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, dutch, width=100, sort_output=True, omit_header=False, include_lineno=False)
    with PO.open("rb") as file:
        MO.write_bytes(compiled(read_po(file, locale="nl")))
    print(f"{len(dutch)} texts; {len(found)} to be translated or mended")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

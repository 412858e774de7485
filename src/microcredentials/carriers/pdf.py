"""A certificate as PDF/A-3a and PDF/UA-1 with the signed document attached."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import ceil
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from microcredentials.carriers import page as words
from microcredentials.carriers.page import Page
from microcredentials.carriers.qr import qr_svg
from microcredentials.errors import InvalidDocument
from microcredentials.rosette import plain_seal, rosette

FILE_NAME = "credential"
_TYPES = {".json": "application/json", ".jwt": "application/jwt"}
_DESCRIPTION = "The signed document of this certificate"
_INK, _SEAL, _BLUE = "#1c1e23", "#8b2540", "#17375e"
_ROSETTE_SIZE = 310

# Letters in a row that no line of a certificate may hold together.
_LONG_WORD = re.compile(r"\S{30,}")
_ZERO_WIDTH_SPACE = "\u200b"

# One compiler at a time: it sets a page in milliseconds, and refuses to be shared by threads.
_SETTING = Lock()


def certificate(
    signed: str, pages: Sequence[Page], *, copies: Mapping[str, str] | None = None
) -> bytes:
    """Return the certificate of `signed` (JSON or a compact JWS), one page for each language.

    `copies` are other signed documents by address (register extract, status lists) that travel
    along. The same input gives the same bytes. Raises `InvalidDocument` when a text holds a
    character that no font has; `missing_glyphs` tells that beforehand.
    """
    sheets = [_sheet(page) for page in pages]
    if missing := missing_glyphs("".join(_strings(sheets))):
        raise InvalidDocument([f"no font has the characters “{missing}”"])
    day = pages[0].awarded_on
    attached = {
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "files": list(_files(signed, copies or {})),
    }
    inputs = {"pages": json.dumps(sheets), "signed": json.dumps(attached)}
    return _compile("certificate.typ", inputs)


def missing_glyphs(text: str) -> str:
    """The characters of `text`, each once, that no font on this machine can print."""
    return "".join(one for one in dict.fromkeys(text) if not _has_glyph(one))


@lru_cache(maxsize=65_536)
def _has_glyph(character: str) -> bool:
    if character.isspace():
        return True
    try:
        _compile("glyphs.typ", {"text": character})
    except typst.TypstError:
        return False
    return True


def _compile(name: str, inputs: dict[str, str]) -> bytes:
    with _SETTING:
        made = _compiler(name).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"]
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(name: str) -> typst.Compiler:
    data = Path(str(files("microcredentials") / "data"))
    return typst.Compiler(data / name, font_paths=[data / "fonts"])


def _files(signed: str, copies: Mapping[str, str]) -> Iterator[dict[str, str]]:
    yield _file(FILE_NAME, signed, "source", _DESCRIPTION)
    for number, (address, text) in enumerate(copies.items(), 1):
        yield _file(f"copy-{number}", text, "supplement", address)


def _file(name: str, text: str, relationship: str, description: str) -> dict[str, str]:
    suffix = ".json" if text.lstrip().startswith("{") else ".jwt"
    return {
        "name": name + suffix,
        "text": text,
        "relationship": relationship,
        "type": _TYPES[suffix],
        "description": description,
    }


def _sheet(page: Page) -> dict[str, Any]:
    return {
        **_breakable(words.texts(page)),
        "short": _is_short(page),
        "rosette": _drawing(page.version_hash),
        "code": qr_svg(page.address, ink=_INK),
    }


@lru_cache(maxsize=256)
def _drawing(version_hash: bytes) -> str:
    if not version_hash:
        return plain_seal(_ROSETTE_SIZE, ink=_BLUE)
    return rosette(version_hash, _ROSETTE_SIZE, ink=(_SEAL, _BLUE))


def _is_short(page: Page) -> bool:
    """Whether the page surely fits at the first size; otherwise it is measured."""
    lines = sum(ceil(_width(outcome) / 75) for outcome in page.outcomes)
    facts = [page.result, page.mark.body + page.mark.decision_number if page.mark else ""]
    return (
        lines <= 10  # noqa: PLR2004  # of the 11 that fit
        and len(page.assessments) <= 2  # noqa: PLR2004
        and _width("".join(facts)) <= 120  # noqa: PLR2004
        and max(_width(page.title), _width(page.learner)) <= 34  # noqa: PLR2004
        and max(_width(page.institution), _width(page.unit)) <= 60  # noqa: PLR2004
    )


def _width(text: str) -> int:
    """About how wide, in narrow letters; capitals and other scripts count double."""
    return sum(1 if one.isspace() or "a" <= one <= "z" else 2 for one in text)


def _breakable(value: Any) -> Any:
    """The same texts, where a line may end inside a word that is longer than a line."""
    if isinstance(value, str):
        return _LONG_WORD.sub(lambda word: _ZERO_WIDTH_SPACE.join(word[0]), value)
    if isinstance(value, dict):
        return {key: _breakable(member) for key, member in value.items()}
    return [_breakable(member) for member in value]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _strings(member)

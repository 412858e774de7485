"""The checker as one HTML file: it checks in a browser, without network, what it is given.

The program is plain JavaScript in `data/checker/`, one module a file; here the modules are put
one after the other into the page, each in a room of its own. The page may run exactly that
program and wear exactly that style, by their hashes, and may connect to nothing.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from microcredentials.contexts import PINNED, context

ENTRY = "page.js"
_FOLDER = Path(__file__).parent.parent / "data" / "checker"
_IMPORT = re.compile(r'^import (\{[^}]+\}) from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(
    r"^export ((?:async )?function\*? |class |const \[?)(\w+(?:, \w+)*)", re.MULTILINE
)
_WORDS = _FOLDER.parent / "fingerprint-words.txt"


def checker_page(
    trust: str, *, award: str = "", copies: Mapping[str, str] | None = None, own: bool = True
) -> str:
    """Return the page, believing the operators in `trust` (the text of a trust file).

    With an award and its copies (signed documents by address) it checks those when it is opened.
    `own` says that the key came in the same file as the award, so that its word is worth less:
    the page then tells which key that is and where to compare it.
    """
    given = {
        "trust": trust,
        "award": award,
        "copies": dict(copies or {}),
        "own": own,
        "contexts": {address: context(address) for address in PINNED},
        "fingerprintWords": _WORDS.read_text("utf-8").split(),
        "words": json.loads(read_part("words.json")),
    }
    style, script = read_part("page.css"), program()
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; "
        f"style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    )
    parts = {"POLICY": policy, "STYLE": style, "GIVEN": _inert(given), "PROGRAM": script}
    # In one pass: what stands in the award is never taken for a place to fill.
    return re.sub(r"\{\{([A-Z]+)\}\}", lambda place: parts[place[1]], read_part("page.html"))


@lru_cache(maxsize=1)
def program() -> str:
    """Return all modules as one program, each before those that need it."""
    return "".join(_room(name) for name in _in_order(ENTRY, []))


def _in_order(name: str, known: list[str]) -> list[str]:
    for needed in _needed(name):
        if needed not in known:
            _in_order(needed, known)
    known.append(name)
    return known


def _needed(name: str) -> Iterator[str]:
    for _, needed in _IMPORT.findall(read_part(name)):
        yield needed


def _room(name: str) -> str:
    text = read_part(name)
    given = ", ".join(found for _, found in _EXPORT.findall(text))
    text = _IMPORT.sub(lambda line: f"const {_renamed(line[1])} = {_name(line[2])};\n", text)
    text = _EXPORT.sub(r"\1\2", text)
    return f"const {_name(name)} = (() => {{\n{text}return {{ {given} }};\n}})();\n"


def _renamed(names: str) -> str:
    """Write the names of an import as those of a pattern: `a as b` becomes `a: b`."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", " ".join(names.split()))


def _name(file: str) -> str:
    return "room_" + file.removesuffix(".js")


def _inert(given: object) -> str:
    """Write JSON that no HTML can end: a file in it must not become a part of the page."""
    return json.dumps(given, ensure_ascii=False).replace("<", "\\u003c")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@lru_cache(maxsize=64)
def read_part(name: str) -> str:
    """Return a file of the checker, as text."""
    return (_FOLDER / name).read_text("utf-8")

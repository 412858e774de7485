"""The files that a command is given: paths, folders and what comes in on stdin."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from microcredentials.commands import GENUINE, NOT_GENUINE, USAGE, gravest
from microcredentials.errors import Unreadable
from microcredentials.strict_json import CONTROL_CHARACTERS

STDIN = "-"
SUFFIXES = frozenset({".json", ".jsonld", ".jwt", ".jws", ".pdf", ".png", ".svg", ".zip"})
# More than any carrier may be; what is larger is not read at all.
MAXIMUM_BYTES = 20 * 1024 * 1024


class Unopened(Exception):
    """A file cannot be opened; the message names it."""


def opened(names: Sequence[str]) -> Iterator[tuple[str, bytes | Unopened]]:
    """Yield name and content of each file; of a folder, of every file with a known suffix in it.

    A file that cannot be opened comes as the reason why, and never stops the others.
    """
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112  # Path.is_dir raises on a name with a NUL
            yield from _inside(name)
        else:
            yield shown(name), _tried(name)


def show_each(names: Sequence[str], say: Callable[[str, bytes], str]) -> int:
    """Write what there is to say of each file; return the one exit code of all of them.

    A file that cannot be opened or read is complained of, and never stops the others.
    """
    codes: set[int] = set()
    for name, found in opened(names):
        if isinstance(found, Unopened):
            codes.add(USAGE)
            complain(str(found))
            continue
        try:
            write(say(name, found))
        except Unreadable as error:
            codes.add(NOT_GENUINE)
            complain(f"{name}: {error} ({error.code})")
            continue
        codes.add(GENUINE)
    return gravest(codes)


def content(name: str) -> bytes:
    """Return what is in a file, or comes in on stdin; raises `Unopened`."""
    if name == STDIN:
        return sys.stdin.buffer.read(MAXIMUM_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise Unopened(f"{shown(name)}: {error.strerror}") from error
    except ValueError as error:
        raise Unopened(f"{shown(name)}: this is not the name of a file") from error


def _tried(name: str) -> bytes | Unopened:
    try:
        return content(name)
    except Unopened as error:
        return error


def _inside(folder: str) -> Iterator[tuple[str, bytes | Unopened]]:
    failures: list[OSError] = []
    found = False
    for place, folders, files in os.walk(folder, onerror=failures.append):
        folders.sort()
        for file in sorted(files):
            if Path(file).suffix.lower() in SUFFIXES:
                found = True
                path = os.path.join(place, file)  # noqa: PTH118  # a name need not be text
                yield shown(path), _tried(path)
    for failure in failures:
        name = shown(str(failure.filename))
        yield name, Unopened(f"{name}: {failure.strerror}")
    if not found and not failures:
        name = shown(folder)
        yield name, Unopened(f"{name}: there is no file in this folder that can be checked")


def shown(name: str) -> str:
    """Return the name of a file as a terminal may show it."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return CONTROL_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", text)


def write(text: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Write a line about what went wrong."""
    sys.stderr.write(f"{text}\n")

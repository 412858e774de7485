"""Check 9, only when asked: is the person in the file the one the reader has in mind?"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from microcredentials.verifying.case import failed, passed, unknown
from microcredentials.verifying.report import Check, CheckCode
from microcredentials.verifying.statement import Identity

Kind = Literal["name", "email"]
_TOLD: dict[Kind, str] = {"name": "name", "email": "e-mail address"}
_SHA256 = "sha256$"
# Letters that Unicode does not take apart, as a keyboard without them writes them.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
_APOSTROPHES = re.compile(r"['’ʼ]")
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the reader expects; leave out what is not known."""

    name: str = ""
    email: str = ""


def check_person(identities: Sequence[Identity], person: Person) -> Check:
    """Check 9: *matches*, *differs in …* or *cannot say*; of several identities one suffices.

    A name matches with initials for first names, without accents, and in another order. An
    address is trimmed and, if it does not fit as it was typed, lower-cased before it is hashed.
    """
    answers = dict(_answers(identities, person))
    differs = [kind for kind, same in answers.items() if same is False]
    if differs:
        told = " and ".join(_TOLD[kind] for kind in differs)
        return failed(CheckCode.PERSON, f"{differs[0]}_differs", f"The file differs in {told}.")
    matches = [kind for kind, same in answers.items() if same]
    if not matches:
        message = "The file does not name a person in a way that can be compared."
        return unknown(CheckCode.PERSON, "person_not_named", message)
    told = " and ".join(_TOLD[kind] for kind in matches)
    note = "person_partly" if len(matches) < len(answers) else ""
    return passed(CheckCode.PERSON, f"The file has the same {told}.", note)


def _answers(identities: Sequence[Identity], person: Person) -> Iterator[tuple[Kind, bool | None]]:
    """Return per thing asked after: the same, another, or None if that cannot be told."""
    if person.name.strip():
        yield "name", _any(_same_name(found, person.name) for found in _of(identities, "name"))
    if person.email.strip():
        yield "email", _any(_same_email(found, person.email) for found in _of(identities, "email"))


def _of(identities: Sequence[Identity], kind: str) -> Iterator[Identity]:
    return (found for found in identities if found.kind == kind)


def _any(answers: Iterator[bool | None]) -> bool | None:
    told = [answer for answer in answers if answer is not None]
    return any(told) if told else None


def _same_email(found: Identity, email: str) -> bool | None:
    typed = email.strip()
    if not found.hashed:
        return found.value.strip().lower() == typed.lower()
    return _same_hash(found, (typed, typed.lower()))


def _same_name(found: Identity, name: str) -> bool | None:
    if found.hashed:
        # Another spelling gives another hash: that is no difference of persons.
        return _same_hash(found, (name.strip(),)) or None
    return _alike(_words(found.value), _words(name))


def _same_hash(found: Identity, typed: tuple[str, ...]) -> bool | None:
    if not found.value.lower().startswith(_SHA256):
        return None
    digests = {
        hashlib.sha256((text + found.salt).encode("utf-8", "replace")).hexdigest() for text in typed
    }
    return found.value.lower().removeprefix(_SHA256) in digests


def _words(name: str) -> list[str]:
    first, comma, last = name.partition(",")
    text = f"{last} {first}" if comma else first
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return [word for word in _BETWEEN.split(_APOSTROPHES.sub("", plain)) if word]


def _alike(one: list[str], other: list[str]) -> bool:
    if not one or not other:
        return False
    if sorted(one) == sorted(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if shorter[-1] != longer[-1] or not _agree(shorter[0], longer[0]):
        return False
    rest = iter(longer)
    return all(any(_agree(word, next_one) for next_one in rest) for word in shorter)


def _agree(one: str, other: str) -> bool:
    """A single letter stands for a first name or an infix: J. v.d. Berg."""
    initial = len(one) == 1 or len(other) == 1
    return one == other or (initial and one[0] == other[0])

"""Show what a file says, unchecked, and which places of a status list are set."""

import json
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from microcredentials.carriers.reading import read
from microcredentials.commands import COULD_NOT_CHECK, GENUINE, NOT_GENUINE, USAGE, gravest
from microcredentials.commands.files import complain, content, show_each, shown, write
from microcredentials.errors import UncheckableProof, Unreadable, UntrustedProof
from microcredentials.proofs.screening import embedded
from microcredentials.status import is_set
from microcredentials.verifying.lists import read_places
from microcredentials.verifying.proving import prove_embedded
from microcredentials.verifying.report import Outcome
from microcredentials.verifying.statement import issuer_of, subject_of, text_of, types_of

_CODES = {
    Outcome.PASSED: GENUINE,
    Outcome.FAILED: NOT_GENUINE,
    Outcome.UNKNOWN: COULD_NOT_CHECK,
}
_DATES = ("validFrom", "issuanceDate", "issuedOn", "issued")


def inspect_files(chosen: Namespace) -> int:
    """Write who says what in each file and inside it, or the whole document as JSON."""
    said = _indented if chosen.json else _in_words
    return show_each(chosen.files, lambda name, file: said(name, read(file).document))


def _indented(_name: str, document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _in_words(name: str, document: dict[str, Any]) -> str:
    inside = (f"  inside: {_line(found)}" for found in embedded(document))
    return "\n".join([f"{name}: {_line(document)}", *inside])


def _line(document: dict[str, Any]) -> str:
    issuer, name = issuer_of(document)
    title = text_of(document, "name") or ", ".join(sorted(types_of(document)))
    date = next((text_of(document, word) for word in _DATES if word in document), "")
    return f"{title} — {name} <{issuer}>, {date}"


def show_status(chosen: Namespace) -> int:
    """Write what a status list is, and of each place asked after whether it is set.

    Raises `Unopened`. The exit code is 1 if a place is set or the list was changed, 2 if its
    signature could not be checked, and 64 for a place outside the list.
    """
    try:
        document = read(content(chosen.list)).document
        places = read_places(document)
    except (UncheckableProof, Unreadable) as error:
        complain(f"{shown(chosen.list)}: {error} ({error.code})")
        return NOT_GENUINE
    size = len(places) * 8
    if not all(0 <= index < size for index in chosen.index):
        complain(f"{shown(chosen.list)}: it has places 0 to {size - 1}")
        return USAGE
    signature = _signature(document)
    told = {index: is_set(places, index) for index in chosen.index}
    answer = _described(document) | {
        "signature": signature.value,
        "places": size,
        "set": int.from_bytes(places).bit_count(),
        "at": told,
    }
    write(json.dumps(answer, ensure_ascii=False) if chosen.json else _list_in_words(answer))
    return gravest({_CODES[signature], *_codes(told.values())})


def _codes(told: Iterable[bool]) -> set[int]:
    return {NOT_GENUINE if taken else GENUINE for taken in told}


def _signature(document: dict[str, Any]) -> Outcome:
    try:
        prove_embedded(document)
    except UncheckableProof:
        return Outcome.UNKNOWN
    except UntrustedProof:
        return Outcome.FAILED
    return Outcome.PASSED


def _described(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "list": text_of(document, "id"),
        "issuer": issuer_of(document)[0],
        "purpose": subject_of(document).get("statusPurpose"),
        "validFrom": text_of(document, "validFrom"),
        "validUntil": text_of(document, "validUntil"),
    }


def _list_in_words(answer: dict[str, Any]) -> str:
    lines = [
        f"{word:<10} {value}" for word, value in answer.items() if word != "at" and value != ""
    ]
    lines += [f"{index:<10} {'set' if taken else 'clear'}" for index, taken in answer["at"].items()]
    return "\n".join(lines)

"""Verify: ask every question about an award, and answer each in words a person can read."""

from dataclasses import replace
from datetime import datetime

from microcredentials.carriers.reading import read
from microcredentials.errors import Unreadable
from microcredentials.strict_json import Signed
from microcredentials.verifying.award import examine_award
from microcredentials.verifying.case import NOT_CHECKED, Examined, failed, skipped, unknown
from microcredentials.verifying.europass import examine_european, is_european
from microcredentials.verifying.hosted import examine_hosted, is_hosted
from microcredentials.verifying.person import Person, check_person
from microcredentials.verifying.registry import register_url
from microcredentials.verifying.report import (
    Check,
    CheckCode,
    Facts,
    Outcome,
    Report,
    Verdict,
    verdict_of,
)
from microcredentials.verifying.trust import (
    NoNetwork,
    OperatorKey,
    Resolver,
    Trust,
    read_trust,
    write_trust,
)

__all__ = [
    "Check",
    "CheckCode",
    "Facts",
    "NoNetwork",
    "OperatorKey",
    "Outcome",
    "Person",
    "Report",
    "Resolver",
    "Trust",
    "Verdict",
    "read_trust",
    "register_url",
    "verify",
    "write_trust",
]


def verify(
    signed: Signed | str | bytes,
    trust: Trust,
    resolver: Resolver,
    *,
    at: datetime,
    register: str = "",
    person: Person | None = None,
) -> Report:
    """Check an award against what the checker believes; never raises on what it is given.

    Only the key, the register and the status are asked for: a schema or a newer version that the
    file names (`credentialSchema`, `refreshService`) is never opened. What travelled in the same
    file (`Signed.copies`) is proved as if it were fetched, when nothing can be fetched.
    `register` is a signed register that the caller holds already: it counts as fetched now.
    With `person` the report has a ninth check, which compares that person with the file's.
    """
    try:
        opened = signed if isinstance(signed, Signed) else read(signed)
        examined = _examine(opened, trust, resolver, at, register)
    except Unreadable as error:
        readable = failed(CheckCode.READABLE, error.code, str(error))
        examined = Examined(checks=(readable, *skipped(CheckCode.UNCHANGED)))
    checks = (*examined.checks, _log(), *(() if person is None else (_person(examined, person),)))
    return Report(
        verdict=verdict_of(checks),
        checks=checks,
        checked_at=at,
        document=examined.document,
        facts=examined.facts,
    )


def _examine(
    opened: Signed, trust: Trust, resolver: Resolver, at: datetime, register: str
) -> Examined:
    if is_hosted(opened.document):
        return examine_hosted(opened, resolver, at=at)
    if is_european(opened.document):
        return examine_european(opened, at=at)
    believed = replace(trust, carried=opened.copies)
    return examine_award(opened, believed, resolver, at=at, register=register)


def _log() -> Check:
    return unknown(CheckCode.LOG, "no_log", "There is no public log yet to find it in.")


def _person(examined: Examined, person: Person) -> Check:
    # Whom an altered file names says nothing.
    if any(check.outcome is Outcome.FAILED for check in examined.checks[:2]):
        return unknown(CheckCode.PERSON, NOT_CHECKED, "Not checked, because of what was found.")
    return check_person(examined.identities, person)

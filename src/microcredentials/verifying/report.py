"""What a check found: one outcome per question, and one verdict over all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from microcredentials.document import Kind


class Outcome(StrEnum):
    """Three outcomes, never two: "could not check" is not "passed"."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CheckCode(StrEnum):
    """The questions, in the order in which they are asked; the last two turn no verdict."""

    READABLE = "readable"
    UNCHANGED = "unchanged"
    KEY = "key"
    ADMITTED = "admitted"
    MARK = "mark"
    STATUS = "status"
    PERIOD = "period"
    LOG = "log"
    PERSON = "person"


class Verdict(StrEnum):
    """The answer; the worst that applies, in this order."""

    UNREADABLE = "unreadable"
    ALTERED = "altered"
    UNKNOWN_ISSUER = "unknown_issuer"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    PAST_END_DATE = "past_end_date"
    COULD_NOT_CHECK = "could_not_check"
    NO_MARK = "no_mark"
    LAST_KNOWN = "last_known"
    GENUINE = "genuine"


# A check that passed on a signed copy, or on one that is not of today.
LAST_KNOWN = "last_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question and its answer; `source_time` is how old the answer is."""

    code: CheckCode
    outcome: Outcome
    reason: str = ""
    explanation: str
    source: str = ""
    source_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the document says, for a person to read. Proven only as far as the checks say."""

    issuer_id: str = ""
    issuer_name: str = ""
    title: str = ""
    learner_name: str = ""
    awarded_on: date | None = None
    kind: Kind | None = None
    ects: str = ""
    hours: int | None = None
    eqf_level: str = ""
    valid_until: datetime | None = None
    signed_at: datetime | None = None
    key_id: str = ""
    marked_by: str = ""
    decision_number: str = ""
    admitted_by: str = ""
    status_on: datetime | None = None
    status_reason: str = ""
    status_since: date | None = None
    replaced_by: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole answer."""

    verdict: Verdict
    checks: tuple[Check, ...]
    checked_at: datetime
    document: dict[str, Any] | None
    facts: Facts

    @property
    def ok(self) -> bool:
        """True only if checks 1 to 7 all ran and passed, on today's information."""
        return self.verdict is Verdict.GENUINE

    def check(self, code: CheckCode) -> Check:
        """Return the check of this code; raises KeyError for a person who was not asked after."""
        return {check.code: check for check in self.checks}[code]


_FAILED = {
    CheckCode.READABLE: Verdict.UNREADABLE,
    CheckCode.UNCHANGED: Verdict.ALTERED,
    CheckCode.KEY: Verdict.UNKNOWN_ISSUER,
    CheckCode.ADMITTED: Verdict.UNKNOWN_ISSUER,
    CheckCode.MARK: Verdict.NO_MARK,
    CheckCode.PERIOD: Verdict.PAST_END_DATE,
}
_STATUS = {
    "withdrawn": Verdict.WITHDRAWN,
    "suspended": Verdict.SUSPENDED,
    "replaced": Verdict.REPLACED,
}
_ORDER = list(Verdict)
# The log dates a signature and the person is the reader's own question: they add a line.
_ASIDE = frozenset({CheckCode.LOG, CheckCode.PERSON})


def verdict_of(checks: tuple[Check, ...]) -> Verdict:
    """Return the worst verdict that one of the checks 1 to 7 calls for."""
    found = (_verdict(check) for check in checks if check.code not in _ASIDE)
    return min(found, key=_ORDER.index)


def _verdict(check: Check) -> Verdict:
    if check.outcome is Outcome.UNKNOWN:
        return Verdict.COULD_NOT_CHECK
    if check.outcome is Outcome.PASSED:
        return Verdict.LAST_KNOWN if check.reason == LAST_KNOWN else Verdict.GENUINE
    if check.code is CheckCode.STATUS:
        return _STATUS[check.reason]
    return _FAILED[check.code]

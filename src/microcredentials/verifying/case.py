"""One award under examination, and how its checks are written down."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from microcredentials.errors import UncheckableProof
from microcredentials.proofs.data_integrity import Proof
from microcredentials.verifying.registry import KeyProblem, Registry
from microcredentials.verifying.report import LAST_KNOWN, Check, CheckCode, Facts, Outcome
from microcredentials.verifying.statement import Identity, Statement
from microcredentials.verifying.trust import Resolver, Trust

NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the checks need to know; `registry` is the register, or why there is none."""

    statement: Statement
    proof: Proof
    registry: Registry | UncheckableProof
    trust: Trust
    resolver: Resolver
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in one file: checks 1 to 7, what it says, and whom it names."""

    checks: tuple[Check, ...]
    document: dict[str, Any] | None = None
    facts: Facts = field(default_factory=Facts)
    identities: tuple[Identity, ...] = ()


def passed(code: CheckCode, explanation: str, reason: str = "", source: str = "") -> Check:
    return Check(
        code=code, outcome=Outcome.PASSED, reason=reason, explanation=explanation, source=source
    )


def failed(code: CheckCode, reason: str, explanation: str, source: str = "") -> Check:
    return Check(
        code=code, outcome=Outcome.FAILED, reason=reason, explanation=explanation, source=source
    )


def unknown(code: CheckCode, reason: str, explanation: str, source: str = "") -> Check:
    return Check(
        code=code, outcome=Outcome.UNKNOWN, reason=reason, explanation=explanation, source=source
    )


def skipped(first: CheckCode) -> tuple[Check, ...]:
    """Checks `first` to 7, not made because of what was found before."""
    codes = list(CheckCode)
    return tuple(
        unknown(code, NOT_CHECKED, "Not checked, because of what was found before.")
        for code in codes[codes.index(first) : codes.index(CheckCode.LOG)]
    )


def passed_by(code: CheckCode, registry: Registry, explanation: str, note: str = "") -> Check:
    """A check that passed on the word of the register, however old that is."""
    return Check(
        code=code,
        outcome=Outcome.PASSED,
        reason=note or ("" if registry.fresh else LAST_KNOWN),
        explanation=explanation,
        source=registry.url,
        source_time=registry.register.created,
    )


def of_key(code: CheckCode, problem: KeyProblem, source: str) -> Check:
    make = unknown if problem.doubtful else failed
    return make(code, problem.code, str(problem), source)

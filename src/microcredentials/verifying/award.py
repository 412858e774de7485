"""Checks 1 to 7 of an award: an Open Badge 3.0, ours or foreign, of either data model."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from microcredentials.dates import read_day
from microcredentials.document import Kind
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.proofs.data_integrity import Proof
from microcredentials.strict_json import Signed
from microcredentials.verifying.case import Case, Examined, failed, passed, skipped, unknown
from microcredentials.verifying.chain import check_admitted, check_key, check_mark
from microcredentials.verifying.proving import prove_award, unproved
from microcredentials.verifying.registry import Registry, load_registry
from microcredentials.verifying.report import Check, CheckCode, Facts
from microcredentials.verifying.standing import Note, check_period, check_status
from microcredentials.verifying.statement import (
    Statement,
    aligned_level,
    issuer_of,
    read_statement,
    subject_of,
    text_of,
)
from microcredentials.verifying.trust import Resolver, Trust


def examine_award(
    signed: Signed, trust: Trust, resolver: Resolver, *, at: datetime, register: str
) -> Examined:
    """Make checks 1 to 7; raises `Unreadable` for what is no award."""
    statement = read_statement(signed.document)
    readable = _readable(statement)
    unchanged, proof = _unchanged(signed, resolver, at)
    if proof is None:
        return Examined(
            checks=(readable, unchanged, *skipped(CheckCode.KEY)),
            document=signed.document,
            facts=_facts(statement),
            identities=statement.identities,
        )
    case = Case(
        statement=statement,
        proof=proof,
        registry=_registry(statement, trust, resolver, at, register),
        trust=trust,
        resolver=resolver,
        at=at,
    )
    status, note = check_status(case)
    rest = (check_key(case), check_admitted(case), check_mark(case), status, check_period(case))
    return Examined(
        checks=(readable, unchanged, *rest),
        document=signed.document,
        facts=_facts(statement, proof, status, note),
        identities=statement.identities,
    )


def _readable(statement: Statement) -> Check:
    if statement.bearer:
        message = "The file can be read. It names no person: whoever holds it can show it."
        return passed(CheckCode.READABLE, message, "bearer")
    return passed(CheckCode.READABLE, "The file can be read.")


def _unchanged(signed: Signed, resolver: Resolver, at: datetime) -> tuple[Check, Proof | None]:
    code = CheckCode.UNCHANGED
    try:
        proof = prove_award(signed, resolver, at=at)
    except UntrustedProof as error:
        return failed(code, error.code, str(error)), None
    except UncheckableProof as error:
        return unknown(code, error.code, str(error)), None
    explanation, note = "Nothing was changed since it was signed.", ""
    if unproved(signed.document):
        note = "endorsement_unchecked"
        explanation += " A statement by somebody else inside it is signed in a way we cannot check."
    check = replace(passed(code, explanation, note), source_time=proof.created)
    return check, proof


def _registry(
    statement: Statement, trust: Trust, resolver: Resolver, at: datetime, register: str
) -> Registry | UncheckableProof:
    # Only an operator that the checker believes is asked: a file cannot send us anywhere.
    believed = [key.operator for key in trust.operator_keys]
    if not believed:
        return UncheckableProof("no_trust", "You have not yet chosen an operator to believe.")
    operator, _ = issuer_of(statement.admission or {})
    chosen = operator if operator in believed else believed[0]
    try:
        return load_registry(chosen, trust, resolver, at, register=register)
    except UncheckableProof as error:
        return error


def _facts(
    statement: Statement,
    proof: Proof | None = None,
    status: Check | None = None,
    note: Note | None = None,
) -> Facts:
    # On an edubadge no mark is checked, so none is told of.
    told = statement.mark if statement.kind is Kind.MICROCREDENTIAL else None
    version, mark = statement.achievement, told or {}
    facts = Facts(
        issuer_id=statement.issuer_id,
        issuer_name=statement.issuer_name,
        title=text_of(version, "name"),
        learner_name=statement.learner_name,
        awarded_on=statement.awarded_on,
        kind=statement.kind,
        ects=text_of(version, "ects"),
        hours=_hours(version),
        eqf_level=str(statement.eqf_level or aligned_level(version)),
        valid_until=statement.valid_until,
        marked_by=issuer_of(mark)[1],
        decision_number=text_of(subject_of(mark), "decisionNumber"),
        admitted_by=issuer_of(statement.admission or {})[1],
        replaces=statement.replaces,
    )
    if proof is not None:
        facts = replace(facts, signed_at=proof.created, key_id=proof.key_id)
    if status is not None:
        facts = replace(facts, status_on=status.source_time)
    if note is not None:
        facts = replace(
            facts,
            status_reason=note.reason,
            status_since=_day(note.since),
            replaced_by=note.replaced_by,
        )
    return facts


def _hours(version: dict[str, Any]) -> int | None:
    hours = version.get("studyLoadHours")
    return hours if isinstance(hours, int) and not isinstance(hours, bool) else None


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None

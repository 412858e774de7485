"""Checks 3, 4 and 5: the key, the admission, the mark."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from microcredentials.dates import read_day
from microcredentials.document import KeyKind, Kind, MarkEvent, MarkEventKind
from microcredentials.errors import UncheckableProof
from microcredentials.formats.open_badge_3 import digest_of
from microcredentials.proofs.data_integrity import Proof
from microcredentials.verifying.case import Case, failed, of_key, passed_by, unknown
from microcredentials.verifying.proving import prove_embedded
from microcredentials.verifying.registry import KeyProblem, Registry, check_operator
from microcredentials.verifying.report import LAST_KNOWN, Check, CheckCode, Outcome
from microcredentials.verifying.statement import issuer_of, subject_of, text_of

_HALF_EC = Decimal("0.5")


def check_key(case: Case) -> Check:
    """Check 3: did the key belong to the institution when it signed?"""
    code, issuer = CheckCode.KEY, case.statement.issuer_id
    if case.proof.controller != issuer:
        return failed(code, "key_not_of_issuer", "Somebody else signed than the file says.")
    if isinstance(case.registry, UncheckableProof):
        return unknown(code, case.registry.code, str(case.registry))
    if not case.registry.knows(issuer):
        message = "This institution does not stand in the register."
        return failed(code, "issuer_unknown", message, case.registry.url)
    try:
        case.registry.check_key(case.proof, issuer, KeyKind.ISSUING)
    except KeyProblem as problem:
        return of_key(code, problem, case.registry.url)
    return passed_by(code, case.registry, "The key belonged to the institution when it signed.")


def check_admitted(case: Case) -> Check:
    """Check 4: had the operator admitted the institution on the award date?"""
    code, admission = CheckCode.ADMITTED, case.statement.admission
    if not case.trust.operator_keys:
        return failed(code, "no_trust", "You have not yet chosen an operator to believe.")
    if admission is None:
        return failed(code, "not_admitted", "No operator vouches for this institution.")
    operator, _ = issuer_of(admission)
    try:
        check_operator(prove_embedded(admission), operator, case.trust)
    except KeyProblem as problem:
        return of_key(code, problem, operator)
    except UncheckableProof as error:
        return unknown(code, error.code, str(error))
    return _admission_content(case, admission)


def _admission_content(case: Case, admission: dict[str, Any]) -> Check:
    code, statement, subject = CheckCode.ADMITTED, case.statement, subject_of(admission)
    if subject.get("id") != statement.issuer_id:
        return failed(code, "admission_other", "The admission is of another institution.")
    if not _covers(subject, statement.awarded_on):
        return failed(code, "admission_period", "The institution was not admitted on that date.")
    if statement.kind is Kind.MICROCREDENTIAL and not _within_levels(case, subject):
        return failed(code, "admission_level", "The institution is not admitted for this level.")
    return _registered_admission(case, admission)


def _registered_admission(case: Case, admission: dict[str, Any]) -> Check:
    code, explanation = CheckCode.ADMITTED, "The institution was admitted on the award date."
    if isinstance(case.registry, UncheckableProof):
        # The operator's own signature stands in the file; only a later end cannot be seen.
        return Check(code=code, outcome=Outcome.PASSED, reason=LAST_KNOWN, explanation=explanation)
    for registered in case.registry.register.admissions:
        if registered.get("id") == admission.get("id"):
            if _covers(subject_of(registered), case.statement.awarded_on):
                return passed_by(code, case.registry, explanation)
            message = "The admission had ended on that date."
            return failed(code, "admission_period", message, case.registry.url)
    message = "The admission does not stand in the register."
    return failed(code, "admission_unknown", message, case.registry.url)


def check_mark(case: Case) -> Check:
    """Check 5: does the mark cover exactly this version, and was it in force?"""
    code, mark = CheckCode.MARK, case.statement.mark
    if case.statement.kind is Kind.EDUBADGE:
        return Check(
            code=code,
            outcome=Outcome.PASSED,
            reason="edubadge",
            explanation="This is an edubadge, without quality mark.",
        )
    if mark is None:
        return failed(code, "mark_missing", "There is no quality mark in this file.")
    try:
        proof = prove_embedded(mark)
    except UncheckableProof as error:
        return unknown(code, error.code, str(error))
    body, _ = issuer_of(mark)
    admission = subject_of(case.statement.admission or {})
    if body == case.statement.issuer_id:
        return failed(code, "self_endorsement", "The institution marked its own programme.")
    if body not in _texts(admission.get("designatedBody")):
        message = "The body that marked is not designated for this institution."
        return failed(code, "mark_body_not_designated", message)
    return _mark_content(case, mark, proof, body)


def _mark_content(case: Case, mark: dict[str, Any], proof: Proof, body: str) -> Check:
    code, subject = CheckCode.MARK, subject_of(mark)
    if subject.get("id") != case.statement.achievement["id"]:
        return failed(code, "mark_other_version", "The quality mark belongs to another version.")
    if digest_of(case.statement.achievement) not in _digests(mark):
        message = "The quality mark was given to another text than the one in this file."
        return failed(code, "MARK_HASH_MISMATCH", message)
    if not _covers(subject, case.statement.awarded_on):
        return failed(code, "mark_period", "The quality mark did not cover the award date.")
    if not _within_range(case, subject):
        return failed(code, "mark_range", "The number of EC lies outside what the mark allows.")
    if isinstance(case.registry, UncheckableProof):
        return unknown(code, case.registry.code, str(case.registry))
    return _registered_mark(case, case.registry, mark, proof, body)


def _registered_mark(
    case: Case, registry: Registry, mark: dict[str, Any], proof: Proof, body: str
) -> Check:
    code = CheckCode.MARK
    key = registry.key(proof.key_id)
    if key is not None and key.kind is KeyKind.ISSUING:
        return failed(code, "self_endorsement", "The mark was made with a key for awards.")
    try:
        registry.check_key(proof, body, KeyKind.MARK)
    except KeyProblem as problem:
        return of_key(code, problem, registry.url)
    events = [event for event in registry.register.mark_events if event.mark_id == mark.get("id")]
    state = _state(events, case.statement.awarded_on)
    if state is not None:
        message = f"The quality mark was {state.value} on the award date."
        return failed(code, f"mark_{state.value}", message, registry.url)
    withdrawn = [event for event in events if event.kind is MarkEventKind.WITHDRAWN]
    explanation, note = "The quality mark was in force on the award date.", ""
    if withdrawn:
        note = "mark_withdrawn_later"
        explanation = (
            "The quality mark was in force on the award date; "
            f"it was withdrawn later, on {withdrawn[-1].at.date()}."
        )
    return passed_by(code, registry, explanation, note)


def _state(events: list[MarkEvent], day: date) -> MarkEventKind | None:
    """Return in what state of trouble a mark was for awards of this day; None if in force."""
    state: MarkEventKind | None = None
    for event in sorted(events, key=lambda event: event.at):
        if event.effect_from <= day and (event.effect_until is None or day <= event.effect_until):
            if event.kind is MarkEventKind.WITHDRAWN:
                return event.kind
            state = event.kind if event.kind is MarkEventKind.SUSPENDED else None
    return state


def _covers(subject: dict[str, Any], day: date) -> bool:
    try:
        start = read_day(text_of(subject, "awardsFrom"))
        end = read_day(text_of(subject, "awardsUntil") or "9999-12-31")
    except ValueError:
        return False
    return start <= day <= end and isinstance(subject.get("awardsUntil", ""), str)


def _within_levels(case: Case, subject: dict[str, Any]) -> bool:
    level = case.statement.eqf_level
    match subject:
        case {"levelMinimum": int(lowest), "levelMaximum": int(highest)} if level is not None:
            return lowest <= level <= highest
        case _:
            return False


def _within_range(case: Case, subject: dict[str, Any]) -> bool:
    try:
        ects, lowest, highest = (
            Decimal(text_of(node, word))
            for node, word in (
                (case.statement.achievement, "ects"),
                (subject, "ecMinimum"),
                (subject, "ecMaximum"),
            )
        )
        return lowest <= ects <= highest and ects % _HALF_EC == 0
    except InvalidOperation:
        return False


def _digests(mark: dict[str, Any]) -> set[str]:
    resources = mark.get("relatedResource")
    return {
        text_of(resource, "digestMultibase")
        for resource in (resources if isinstance(resources, list) else [resources])
        if isinstance(resource, dict)
    }


def _texts(value: object) -> set[str]:
    entries = value if isinstance(value, list) else [value]
    return {entry for entry in entries if isinstance(entry, str)}

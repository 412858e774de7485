"""A report of the checker, told in the language of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from keurmerk.awards.models import ReasonClass
from keurmerk.web import verdict_words as words
from keurmerk.web.templatetags.keurmerk_tags import decimal, study_load
from microcredentials import Check, CheckCode, Facts, Kind, Outcome, Report, Verdict

EDUBADGE = "edubadge"
LAST_KNOWN = "last_known"
NO_BREAK = "\N{NO-BREAK SPACE}"
MARK_WITHDRAWN_LATER = "mark_withdrawn_later"
NOT_CHECKED = "not_checked"
NO_LOG = "no_log"

SOURCES = {
    CheckCode.READABLE: words.THIS_FILE,
    CheckCode.UNCHANGED: words.THE_SIGNATURE,
    CheckCode.KEY: words.THE_REGISTER,
    CheckCode.ADMITTED: words.THE_REGISTER,
    CheckCode.MARK: words.THE_REGISTER,
    CheckCode.STATUS: words.THE_STATUS_LIST,
    CheckCode.PERIOD: words.THIS_FILE,
    CheckCode.LOG: words.THE_LOG,
    CheckCode.PERSON: words.THIS_FILE,
}
FROM_THE_FILE = frozenset(
    {CheckCode.READABLE, CheckCode.UNCHANGED, CheckCode.PERIOD, CheckCode.PERSON}
)
_EC = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_MOST_HOURS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One line of the table of checks."""

    what: str
    kind: str
    word: str
    source: str = ""
    when: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The facts to compare with what one was shown."""

    title: str
    load: str
    level: str
    holder: str
    awarded_on: date | None
    institution: str


def line(report: Report) -> str:
    """The verdict as one sentence."""
    facts = report.facts
    values = {
        "institution": facts.issuer_name or facts.issuer_id,
        "date": _day(facts.awarded_on),
        "status_on": _day(facts.status_on),
        "status_since": _day(facts.status_since),
        "valid_until": _day(facts.valid_until),
        "reason": _reason_class(facts.status_reason),
        "what": _unknown(report),
    }
    sentence = str(words.VERDICT_LINES[report.verdict])
    needed = re.findall(r"%\((\w+)\)s", sentence)
    if not all(values[name] for name in needed):
        sentence = str(words.SHORT_LINES[report.verdict])
    return sentence % values


def explanation(report: Report) -> str:
    """What the reader should do or know besides the verdict."""
    if report.verdict is Verdict.UNREADABLE:
        return _reason(report.checks[0])
    person = next((check for check in report.checks if check.code is CheckCode.PERSON), None)
    # A person whom the file does not name must not stand at the end of a green page only.
    other = person is not None and person.outcome is Outcome.FAILED
    sentences = [words.OTHER_PERSON if other else None, words.EXPLANATIONS.get(report.verdict)]
    if report.verdict in {Verdict.GENUINE, Verdict.LAST_KNOWN}:
        edubadge = report.facts.kind is Kind.EDUBADGE
        sentences.insert(0, words.EDUBADGE if edubadge else None)
        reasons = {check.reason for check in report.checks}
        later = MARK_WITHDRAWN_LATER in reasons
        sentences.append(words.REASONS[MARK_WITHDRAWN_LATER] if later else None)
    return " ".join(str(sentence) for sentence in sentences if sentence)


def rows(report: Report) -> Iterator[CheckRow]:
    """The checks that were made; what was skipped after a failure is one line."""
    for check in report.checks:
        # As long as there is no public log, there is nothing to say about it.
        if check.reason not in {NOT_CHECKED, NO_LOG}:
            yield _row(check, report)
    if len(report.checks) == 1 or any(check.reason == NOT_CHECKED for check in report.checks):
        yield CheckRow(
            what=str(words.OTHER_CHECKS),
            kind="open",
            word=str(words.NOT_CARRIED_OUT),
            why=str(words.OTHER_CHECKS_WHY),
        )


def _row(check: Check, report: Report) -> CheckRow:
    kind, word = _outcome(check)
    number = report.facts.decision_number
    source = str(SOURCES[check.code])
    if check.code is CheckCode.MARK and number:
        source = str(words.DECISION) % {"number": number}
    when = report.checked_at if check.code in FROM_THE_FILE else check.source_time
    return CheckRow(
        what=str(words.WHAT[check.code]),
        kind=kind,
        word=str(word),
        source="" if check.reason == EDUBADGE else source,
        when=when,
        why=_why(check),
    )


def _outcome(check: Check) -> tuple[str, object]:
    word = words.OUTCOMES[check.outcome]
    if check.reason == EDUBADGE:
        return "aside", words.DOES_NOT_APPLY
    if check.outcome is Outcome.PASSED:
        return ("note" if check.reason == LAST_KNOWN else "good"), word
    if check.outcome is Outcome.UNKNOWN or check.code is CheckCode.READABLE:
        return "open", word
    serious = check.code in words.SERIOUS or check.reason == Verdict.WITHDRAWN
    return ("stop" if serious else "note"), word


def _reason(check: Check) -> str:
    return str(words.REASONS.get(check.reason, words.ANY_REASON))


def _why(check: Check) -> str:
    # What makes a file unreadable stands under the verdict already.
    return _reason(check) if check.reason and check.code is not CheckCode.READABLE else ""


def _unknown(report: Report) -> str:
    unknown = (check for check in report.checks if check.outcome is Outcome.UNKNOWN)
    return next(map(_reason, unknown), "")


def _day(day: date | None) -> str:
    if day is None:
        return ""
    on = timezone.localtime(day) if isinstance(day, datetime) else day
    return written(on, f"j{NO_BREAK}F{NO_BREAK}Y")


def _reason_class(code: str) -> str:
    return str(ReasonClass(code).label) if code in ReasonClass.values else ""


def headline(report: Report, holder: str | None = None) -> Headline | None:
    """The facts of a document that is as it was signed; of another one we repeat nothing."""
    unchanged = {check.code: check.outcome for check in report.checks}.get(CheckCode.UNCHANGED)
    if report.document is None or unchanged is not Outcome.PASSED:
        return None
    facts = report.facts
    level = _("level %(level)s") % {"level": facts.eqf_level} if facts.eqf_level else ""
    return Headline(
        title=facts.title,
        load=_load(facts),
        level=level,
        holder=facts.learner_name if holder is None else holder,
        awarded_on=facts.awarded_on,
        institution=facts.issuer_name or facts.issuer_id,
    )


def _load(facts: Facts) -> str:
    if not _EC.fullmatch(facts.ects):
        return ""
    if facts.hours is not None and 0 < facts.hours <= _MOST_HOURS:
        return str(study_load(facts.ects, facts.hours))
    return f"{decimal(facts.ects)} EC"


def technical(report: Report) -> tuple[tuple[str, str], ...]:
    """Names and codes for who wants to look further."""
    facts, document = report.facts, report.document or {}
    told = (check for check in report.checks if check.reason not in {"", NO_LOG})
    codes = [f"{check.code}: {check.reason}" for check in told]
    signed_at = facts.signed_at.isoformat() if facts.signed_at else ""
    entries = (
        (_("Number of the document"), str(document.get("id", ""))),
        (_("Issuer"), facts.issuer_id),
        (_("Signed with key"), facts.key_id),
        (_("Signed at"), signed_at),
        (_("Codes of this check"), ", ".join(codes)),
    )
    return tuple((term, value) for term, value in entries if value)

"""Bring rows, and repair them one by one. No row is ever removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import record
from keurmerk.awards import policy
from keurmerk.awards.cells import days
from keurmerk.awards.matching import judge_rows
from keurmerk.awards.models import Cohort, Row
from keurmerk.awards.reading import MAXIMUM_ROWS, RawRow, clean, read_rows
from keurmerk.awards.states import CohortState, RowState
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import MarkDecision
from keurmerk.quality.states import DecisionState

LENGTHS = {"name": 400, "email": 320, "student_number": 100, "result": 80, "awarded_on_text": 80}
FIELDS = tuple(LENGTHS)
JUDGED = ("state", "problems", "awarded_on", "result_value", "learner")
# What a person answered about a field is asked again when the field changes.
ANSWERS = {
    "name": ("F05", "R08", "R03", "R14"),
    "email": ("R05", "R03", "R13", "R14"),
    "student_number": ("R13", "R14", "R03"),
}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the lines: new rows, lines that were here already, those saying otherwise."""

    new: int
    known: int
    different: int


def start_cohort(
    *,
    version: ProgrammeVersion,
    name: str,
    language: str,
    pass_mark: Decimal | None,
    by: User,
    at: datetime,
) -> Cohort:
    """Begin a group for a published version; it has no rows yet."""
    require(policy.can_prepare(by, version))
    if version.state != VersionState.PUBLISHED:
        raise Refused(_("Only a published version can be awarded."))
    granted = MarkDecision.objects.filter(version=version).exclude(state=DecisionState.REFUSED)
    if version.programme.kind == Kind.MICROCREDENTIAL and not granted.exists():
        raise Refused(_("This version has no quality mark, so it cannot be awarded."))
    name = clean(name)
    if not name:
        raise Refused(_("Give the group a name."))
    cohort = Cohort.objects.create(
        version=version,
        name=name,
        language=language,
        pass_mark=pass_mark,
        prepared_by=by,
        created_at=at,
    )
    record("started", cohort, by=by, at=at)
    return cohort


@transaction.atomic
def add_rows(*, cohort: Cohort, data: bytes | str, by: User, at: datetime) -> Added:
    """Add the lines that are not here yet. The same file again adds none and changes none."""
    rows = _open_rows(cohort, by)
    table = read_rows(data)
    originals = {row.original for row in rows}
    by_key = {_key(row): row for row in rows}
    new: list[Row] = []
    different = 0
    for raw in table.rows:
        row = _row(cohort, raw, line=len(rows) + len(new) + 1)
        if raw.original in originals:
            continue
        if (same := by_key.get(_key(row))) is not None:
            different += _says_otherwise(row, same)
        else:
            new.append(row)
    if len(rows) + len(new) > MAXIMUM_ROWS:
        message = _("A group holds at most %(limit)d lines (F04). Nothing was added.")
        raise Refused(message % {"limit": MAXIMUM_ROWS})
    judge_rows(cohort, [*rows, *new], timezone.localdate(at))
    Row.objects.bulk_create(new, batch_size=BATCH)
    known = len(table.rows) - len(new)
    if new:
        record("rows_added", cohort, by=by, at=at, new=len(new), known=known)
    return Added(new=len(new), known=known, different=different)


@transaction.atomic
def choose(*, row: Row, choice: dict[str, str], by: User, at: datetime) -> None:
    """Answer the question of one problem with one of its choices."""
    rows = _open_rows(row.cohort, by)
    row = _current(row, rows)
    code, key = choice.get("code", ""), choice.get("choice", "")
    problem = next((problem for problem in row.notices if problem.code == code), None)
    if problem is None or key not in {offered.key for offered in problem.choices}:
        raise Refused(_("That choice is no longer open. Look at the line again."))
    if key == "use":
        _set(row, problem.field, problem.suggestion)
    elif code == "R07":
        _set(row, problem.field, key)
    elif key == "one":
        _put_aside(row, _("The same person as line %(line)s") % {"line": problem.other})
    row.choices = {**row.choices, code: key}
    _judge_again(row.cohort, rows, [row], at)
    record("row_chosen", row.cohort, by=by, at=at, line=row.line, code=code, choice=key)


@transaction.atomic
def edit_row(*, row: Row, fields: dict[str, str], by: User, at: datetime) -> None:
    """Repair what stands in a row; the line as it came is kept beside it."""
    rows = _open_rows(row.cohort, by)
    row = _current(row, rows)
    changed = {
        name: clean(fields[name])
        for name in FIELDS
        if name in fields and clean(fields[name]) != getattr(row, name)
    }
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(unknown)
    blocked = any(problem.code == "R12" for problem in row.notices)
    if "result" in changed and blocked and not policy.can_change_result(by, row.cohort):
        raise Refused(_("A result below the pass mark is the examiner's to change, not yours."))
    for name, value in changed.items():
        if len(value) > LENGTHS[name]:
            message = _("That is too long: at most %(limit)d characters.")
            raise Refused(message % {"limit": LENGTHS[name]})
        _set(row, name, value)
    if changed:
        _judge_again(row.cohort, rows, [row], at)
        record("row_edited", row.cohort, by=by, at=at, line=row.line, fields=sorted(changed))


@transaction.atomic
def set_aside(*, row: Row, reason: str, by: User, at: datetime) -> None:
    """Leave this row out, with a reason; it stays in the list and in the count."""
    rows = _open_rows(row.cohort, by)
    row = _current(row, rows)
    if not reason.strip():
        raise Refused(_("Say why this line is set aside."))
    _put_aside(row, reason.strip())
    _judge_again(row.cohort, rows, [row], at)
    record("row_set_aside", row.cohort, by=by, at=at, line=row.line)


@transaction.atomic
def put_back(*, row: Row, by: User, at: datetime) -> None:
    """Take a row that was set aside along again; its questions are asked again."""
    rows = _open_rows(row.cohort, by)
    row = next(current for current in rows if current.pk == row.pk)
    if row.state != RowState.SET_ASIDE:
        raise Refused(_("This line is not set aside."))
    row.set_aside_reason = ""
    row.choices = {}
    row.state = RowState.BLOCKED
    _judge_again(row.cohort, rows, [row], at)
    record("row_put_back", row.cohort, by=by, at=at, line=row.line)


def judge_cohort(cohort: Cohort, at: datetime) -> None:
    """Judge every row again, because the mark, the register or the day may have changed."""
    _judge_again(cohort, list(cohort.rows.select_related("learner")), [], at)


def _open_rows(cohort: Cohort, by: User) -> list[Row]:
    """Lock the cohort, check that it may be worked on, and return its rows."""
    require(policy.can_prepare(by, cohort.version))
    current = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if current.state == CohortState.PRESENTED:
        raise Refused(_("This group waits for release. Take it back before you change a line."))
    return list(cohort.rows.select_related("learner"))


def _current(row: Row, rows: Iterable[Row]) -> Row:
    """The row as it stands now, if it can still be changed."""
    current = next(current for current in rows if current.pk == row.pk)
    if current.state == RowState.AWARDED:
        raise Refused(_("This line is already awarded."))
    if current.state == RowState.SET_ASIDE:
        raise Refused(_("This line is set aside. Put it back first."))
    return current


def _judge_again(cohort: Cohort, rows: list[Row], touched: list[Row], at: datetime) -> None:
    before = {row.pk: _judged(row) for row in rows}
    judge_rows(cohort, rows, timezone.localdate(at))
    changed = [row for row in rows if row in touched or _judged(row) != before[row.pk]]
    columns = [*JUDGED, *FIELDS, "choices", "set_aside_reason"]
    Row.objects.bulk_update(changed, columns, batch_size=BATCH)


def _judged(row: Row) -> tuple[object, ...]:
    return (row.state, row.problems, row.awarded_on, row.result_value, row.learner_id)


def _set(row: Row, name: str, value: str) -> None:
    setattr(row, name, value)
    forgotten = ANSWERS.get(name, ())
    row.choices = {code: key for code, key in row.choices.items() if code not in forgotten}


def _put_aside(row: Row, reason: str) -> None:
    row.state = RowState.SET_ASIDE
    row.set_aside_reason = reason[:300]


def _row(cohort: Cohort, raw: RawRow, line: int) -> Row:
    cells = {**raw.cells, "awarded_on_text": raw.cells["awarded_on"]}
    texts = {name: cells[name][: LENGTHS[name]] for name in FIELDS}
    return Row(cohort=cohort, line=line, original=raw.original, state=RowState.BLOCKED, **texts)


def _key(row: Row) -> tuple[str, str]:
    """Person and result date: with the version of the cohort, what makes a row the same."""
    readings = days(row.awarded_on_text)
    day = readings[0].date.isoformat() if len(readings) == 1 else row.awarded_on_text
    return row.email.lower() or row.name.casefold(), day


def _says_otherwise(row: Row, known: Row) -> bool:
    """Whether a line says something else than its row; an empty cell says nothing."""
    return any(
        getattr(row, name) and getattr(row, name) != getattr(known, name)
        for name in ("name", "student_number", "result")
    )

"""Judge every row: ready, needs a choice, or blocked, and why. Asks, never guesses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from keurmerk.awards.cells import (
    INFIXES,
    Day,
    days,
    misread,
    number,
    passed,
    plain,
    reordered,
    typing_error,
)
from keurmerk.awards.models import Award, Cohort, Learner, Row
from keurmerk.awards.problems import BLOCKS, CHOICE, Problem
from keurmerk.awards.states import RowState
from keurmerk.quality.models import MarkDecision
from keurmerk.quality.states import DecisionState

LIMITS = {"name": 200, "student_number": 40, "result": 40}
FORMULA = re.compile(r"[=@].|[+-][^\d\s,.]")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when a result may be dated."""

    start: date
    end: date | None


@dataclass(slots=True)
class Seen:
    """The lines of this cohort that came before, by what identifies a person."""

    by_email: dict[str, Row] = field(default_factory=dict)
    by_number: dict[str, Row] = field(default_factory=dict)
    by_name: dict[str, Row] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.by_email.setdefault(row.email.lower(), row)
        self.by_number.setdefault(row.student_number, row)
        self.by_name.setdefault(row.name.casefold(), row)


@dataclass(frozen=True, slots=True)
class Context:
    """What a row is held against: its cohort, the people known here, the awards that stand."""

    today: date
    period: Period | None
    pass_mark: Decimal | None
    by_email: dict[str, Learner]
    by_number: dict[str, Learner]
    awarded: dict[object, date]
    seen: Seen = field(default_factory=Seen)


def judge_rows(cohort: Cohort, rows: Sequence[Row], on: date) -> None:
    """Set state, problems, date, result and learner of every row, in the order of the lines.

    Rows that are set aside or awarded stay as they are.
    """
    context = _context(cohort, rows, on)
    for row in sorted(rows, key=lambda row: row.line):
        if row.state == RowState.SET_ASIDE:
            continue
        if row.state != RowState.AWARDED:
            row.state, problems = judge(row, context)
            row.problems = [asdict(problem) for problem in problems]
        if not any(problem["code"] == "R12" for problem in row.problems):
            context.seen.add(row)


def judge(row: Row, context: Context) -> tuple[RowState, list[Problem]]:
    """Judge one row; what a person already chose is not asked again."""
    row.learner = learner_of(row, context)
    found = [
        problem
        for rule in (_name, _address, _date, _result, _texts)
        for problem in rule(row, context)
    ]
    blocked = any(problem.severity == BLOCKS for problem in found)
    found.extend(_person(row, context, fits=not blocked))
    asked = [problem for problem in found if not _answered(row, problem)]
    if any(problem.severity == BLOCKS for problem in asked):
        return RowState.BLOCKED, asked
    if any(problem.severity == CHOICE for problem in asked):
        return RowState.CHOICE, asked
    return RowState.READY, asked


def learner_of(row: Row, context: Context) -> Learner | None:
    """The person as known here: by address, or by number if somebody said it is the same one."""
    known = context.by_email.get(row.email.lower())
    if known is None and row.choices.get("R13") == "same":
        return context.by_number.get(row.student_number)
    return known


def _answered(row: Row, problem: Problem) -> bool:
    return row.choices.get(problem.code) in {choice.key for choice in problem.choices}


def _name(row: Row, context: Context) -> Iterator[Problem]:
    if not row.name:
        yield Problem("R01", "name")
    elif "\ufffd" in row.name:
        yield Problem("F05", "name", row.name, detail="lost")
    elif reading := misread(row.name):
        yield Problem("F05", "name", row.name, reading)
    elif order := reordered(row.name):
        yield Problem("R08", "name", row.name, order)


def _address(row: Row, context: Context) -> Iterator[Problem]:
    if not row.email:
        yield Problem("R02", "email", detail="missing")
        return
    try:
        validate_email(row.email)
    except ValidationError:
        yield Problem("R02", "email", row.email)
        return
    if meant := typing_error(row.email):
        yield Problem("R05", "email", row.email, meant)


def _date(row: Row, context: Context) -> Iterator[Problem]:
    row.awarded_on = None
    text = row.awarded_on_text
    readings = days(text)
    if not text:
        yield Problem("R06", "awarded_on_text")
    elif not readings:
        yield Problem("R09", "awarded_on_text", text)
    elif not readings[0].certain:
        options = " ".join(day.date.isoformat() for day in readings)
        yield Problem("R07", "awarded_on_text", text, options)
    else:
        row.awarded_on = readings[0].date
        yield from _outside(readings[0], context)


def _outside(day: Day, context: Context) -> Iterator[Problem]:
    period = context.period
    text = day.date.isoformat()
    if day.date > context.today:
        yield Problem("R10", "awarded_on_text", text, other=text, detail="future")
    elif period and day.date < period.start:
        other = period.start.isoformat()
        yield Problem("R10", "awarded_on_text", text, other=other, detail="before")
    elif period and period.end and day.date > period.end:
        other = period.end.isoformat()
        yield Problem("R10", "awarded_on_text", text, other=other, detail="after")


def _result(row: Row, context: Context) -> Iterator[Problem]:
    row.result_value = number(row.result)
    if passed(row.result) is False:
        yield Problem("R12", "result", row.result, detail="failed")
    if context.pass_mark is None:
        return
    limit = plain(context.pass_mark)
    if not row.result:
        yield Problem("R11", "result", other=limit, detail="missing")
    elif row.result_value is None:
        if passed(row.result) is None:
            yield Problem("R11", "result", row.result, other=limit)
    elif row.result_value < context.pass_mark:
        yield Problem("R12", "result", row.result, other=limit)


def _texts(row: Row, context: Context) -> Iterator[Problem]:
    values = {"name": row.name, "student_number": row.student_number, "result": row.result}
    for name, value in values.items():
        if len(value) > LIMITS[name]:
            yield Problem("R15", name, value[:40], other=str(LIMITS[name]))
        if FORMULA.match(value):
            yield Problem("R16", name, value[:80])


def _person(row: Row, context: Context, *, fits: bool) -> Iterator[Problem]:
    """Who is this: somebody who has it already, somebody twice in the file, somebody else."""
    known, numbered = row.learner, context.by_number.get(row.student_number)
    if known and known.pk in context.awarded:
        yield Problem("R04", "email", other=context.awarded[known.pk].isoformat())
    elif fits and (twin := _twin(row, context.seen)):
        yield twin
    if numbered is not None and numbered != known:
        yield Problem("R13", "student_number", row.student_number, numbered.name)
    elif known and known.email == row.email.lower() and _differs(row, known):
        yield Problem("R14", "email", row.email, known.name)


def _differs(row: Row, known: Learner) -> bool:
    """Whether no part of the name is the same, or both have a number and these differ."""
    ours, theirs = _words(row.name), _words(known.name)
    numbers = {row.student_number, known.student_number} - {""}
    return not ours & theirs or len(numbers) > 1


def _words(name: str) -> set[str]:
    return set(re.split(r"[\s.,'’-]+", name.casefold())) - INFIXES - {""}


def _twin(row: Row, seen: Seen) -> Problem | None:
    if row.email and (twin := seen.by_email.get(row.email.lower())):
        return Problem("R03", "email", row.email, other=str(twin.line))
    if row.student_number and (twin := seen.by_number.get(row.student_number)):
        return Problem("R03", "student_number", row.student_number, other=str(twin.line))
    twin = seen.by_name.get(row.name.casefold())
    if twin and not (row.student_number and twin.student_number):
        return Problem("R03", "name", row.name, other=str(twin.line))
    return None


def _context(cohort: Cohort, rows: Sequence[Row], on: date) -> Context:
    institution = cohort.version.programme.institution
    known = Learner.objects.filter(institution=institution)
    learners = [
        *_known(known, "email", {row.email.lower() for row in rows}),
        *_known(known, "student_number", {row.student_number for row in rows} - {""}),
    ]
    standing = Award.objects.standing().filter(version=cohort.version)
    return Context(
        today=on,
        period=period_of(cohort),
        pass_mark=cohort.pass_mark,
        by_email={learner.email: learner for learner in learners},
        by_number={
            learner.student_number: learner for learner in learners if learner.student_number
        },
        awarded=dict(standing.values_list("learner", "awarded_on")),
    )


def _known(people: models.QuerySet[Learner], name: str, values: set[str]) -> Iterator[Learner]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield from people.filter(**{f"{name}__in": ordered[start : start + CHUNK]})


def period_of(cohort: Cohort) -> Period | None:
    """From when until when this version may be awarded, by its mark and by the admission."""
    programme = cohort.version.programme
    decisions = MarkDecision.objects.filter(version=cohort.version).exclude(
        state=DecisionState.REFUSED
    )
    periods = [
        *programme.institution.admissions.in_force().values_list("awards_from", "awards_until"),
        *decisions.values_list("awards_from", "awards_until"),
    ]
    starts = [start for start, _end in periods if start]
    ends = [end for _start, end in periods if end]
    return Period(max(starts), min(ends, default=None)) if starts else None

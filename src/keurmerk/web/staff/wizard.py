"""What the wizard shows around its form: tasks, rules, the sum of hours, a preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.programmes.models import LearningOutcome, ProgrammeVersion
from keurmerk.quality.models import MarkApplication
from keurmerk.quality.rules import RuleResult, completeness, results
from keurmerk.quality.wording import outcome_advice
from keurmerk.web.staff.content import content_in
from keurmerk.web.staff.forms_versions import (
    AssessmentsForm,
    FieldsForm,
    OutcomeRow,
    OutcomesForm,
    WorkloadForm,
)
from keurmerk.web.staff.rule_lines import RuleLine, by_field, for_fields, rule_line
from keurmerk.web.staff.tasks import ROWS, TASKS, Task, blocking, is_begun, task_lines
from keurmerk.web.templatetags.keurmerk_tags import decimal, localised, page_language

HOURS_PER_EC = 28
SIZE_FIELDS = 3
SHORT_TITLE = 6
# Stands beside the sentences themselves already.
WORDING = "outcome_wording"
TaskForm = FieldsForm | OutcomesForm | AssessmentsForm


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a task with the rules that are about it."""

    field: BoundField
    rules: list[RuleLine]
    short: bool


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome on the form with the advice on each of its texts."""

    number: int
    dutch: BoundField
    dutch_rules: list[RuleLine]
    english: BoundField
    english_rules: list[RuleLine]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which assessment covers which outcome."""

    heads: list[str]
    rows: list[tuple[str, list[bool]]]


def surroundings(
    version: ProgrammeVersion, found: Sequence[RuleResult], current: str
) -> dict[str, object]:
    """The left and the right column of every page of the wizard."""
    tasks = task_lines(version, found, current)
    done, total, missing = completeness(version)
    return {
        "version": version,
        "tasks": tasks,
        "tasks_done": sum(task.kind == "good" for task in tasks),
        "completeness": {"done": done, "total": total, "missing": missing},
        "content": content_in(version, page_language()),
    }


def overview(version: ProgrammeVersion) -> dict[str, object]:
    """The page of a draft: how far it is, and where to go on."""
    found = results(version, timezone.localdate())
    tasks = task_lines(version, found, "")
    return surroundings(version, found, "") | {
        "editing": True,
        "next": next(task for task in tasks if task.kind != "good"),
        "application": MarkApplication.objects.filter(version=version).first(),
    }


def task_page(version: ProgrammeVersion, task: Task, form: TaskForm) -> dict[str, object]:
    """Everything a page of the wizard shows."""
    found = results(version, timezone.localdate())
    number = TASKS.index(task) + 1
    following = TASKS[number].label if number < len(TASKS) else _("Check and submit")
    page = surroundings(version, found, task.slug) | {
        "task": task,
        "number": number,
        "next_task": following,
        "form": form,
        "problems": problems(version, found, task) if not form.is_bound else [],
    }
    form.mark_needed()
    match form:
        case OutcomesForm():
            rows = [_outcome_line(version, row) for row in form.outcome_rows()]
            return page | {"rows": rows, "task_rules": _task_rules(found, task)}
        case AssessmentsForm():
            page |= {"rows": form.assessment_rows(), "matrix": coverage(version)}
            return page | {"task_rules": _task_rules(found, task)}
        case WorkloadForm():
            lines = field_lines(form, found)
            parts = {"size": lines[:SIZE_FIELDS], "hours": lines[SIZE_FIELDS:]}
            return page | {"lines": parts, "load": hours_line(version)}
    return page | {"lines": field_lines(form, found)}


def problems(
    version: ProgrammeVersion, found: Sequence[RuleResult], task: Task
) -> list[tuple[str, str]]:
    """What stops this version on this task, for the summary on top; nothing before it is begun."""
    if not is_begun(version, task):
        return []
    return [(_anchor(result.field), rule_line(result).message) for result in blocking(found, task)]


def field_lines(form: FieldsForm, found: Sequence[RuleResult]) -> list[FieldLine]:
    """The fields in order, each with what the rules say about what is stored."""
    lines = by_field(found)
    return [
        FieldLine(field, for_fields(lines, field.name), field.name in form.short)
        for field in form.visible_fields()
    ]


def hours_line(version: ProgrammeVersion) -> RuleLine | None:
    """The sum of the hours by kind of work against the size in EC; None before there are any."""
    total = sum(activity.hours for activity in version.activities.all())
    if not total:
        return None
    asked = (version.ects or 0) * HOURS_PER_EC
    message = _("Together %(total)s hours; %(ec)s EC × 28 is %(asked)s hours.") % {
        "total": total,
        "ec": decimal(version.ects) or 0,
        "asked": decimal(asked),
    }
    kind, word = ("good", _("In order")) if total == asked else ("note", _("Differs"))
    return RuleLine(kind, word, message, "")


def coverage(version: ProgrammeVersion) -> Coverage:
    """The matrix of outcomes and assessments as it is saved."""
    assessments = list(version.assessments.prefetch_related("outcomes"))
    covered = [{outcome.pk for outcome in item.outcomes.all()} for item in assessments]
    return Coverage(
        heads=[
            f"{number}. {assessment.get_form_display()}"
            for number, assessment in enumerate(assessments, start=1)
        ],
        rows=[
            (f"{outcome.position}. {_short(outcome)}", [outcome.pk in keys for keys in covered])
            for outcome in version.outcomes.all()
        ],
    )


def _outcome_line(version: ProgrammeVersion, row: OutcomeRow) -> OutcomeLine:
    return OutcomeLine(
        row.number,
        row.dutch,
        _advice(row.dutch.value(), "nl", version),
        row.english,
        _advice(row.english.value(), "en", version),
    )


def _advice(text: str, language: str, version: ProgrammeVersion) -> list[RuleLine]:
    """What could be better about one sentence; one may leave it as it is."""
    if not text:
        return []
    advice = outcome_advice(text, language, version.eqf_level)
    return [RuleLine("note", _("Advice"), sentence, "") for sentence in advice]


def _task_rules(found: Sequence[RuleResult], task: Task) -> list[RuleLine]:
    """The rules about a list as a whole, below it."""
    lines = by_field(result for result in found if result.rule.check_name != WORDING)
    return [line for name in task.fields for line in lines.get(name, [])]


def _anchor(field: str) -> str:
    return "task" if field in ROWS else f"id_{field}"


def _short(outcome: LearningOutcome) -> str:
    words = localised(outcome, "text").split()
    return " ".join(words[:SHORT_TITLE]) + ("…" if len(words) > SHORT_TITLE else "")

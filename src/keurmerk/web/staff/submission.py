"""The last page of the wizard: everything filled in, and what still stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.programmes.actions import submit_version
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.quality.actions import apply_for_mark, resubmit
from keurmerk.quality.models import MarkApplication, Severity
from keurmerk.quality.rules import RuleResult, needing_reason
from keurmerk.web.staff.content import both_contents
from keurmerk.web.staff.forms_submission import SubmissionForm
from keurmerk.web.staff.rule_lines import RuleLine, rule_line, says_what_holds
from keurmerk.web.staff.tasks import TASKS, task_of


@dataclass(frozen=True, slots=True)
class TaskRules:
    """What still stands open on one task."""

    label: str
    url: str
    rules: list[RuleLine]


def submit(
    version: ProgrammeVersion,
    application: MarkApplication | None,
    form: SubmissionForm,
    by: User,
) -> None:
    """Hand the version in: for the mark, again after a question, or as an edubadge."""
    at = timezone.now()
    if version.programme.kind == Kind.EDUBADGE:
        submit_version(version=version, framework=None, by=by, at=at)
    elif application:
        answer = form.cleaned_data.get("answer", "")
        resubmit(application=application, answer=answer, reasons=form.reasons(), by=by, at=at)
    else:
        apply_for_mark(version=version, reasons=form.reasons(), by=by, at=at)


def answers(version: ProgrammeVersion, found: Sequence[RuleResult]) -> dict[str, object]:
    """The content in both languages, and the rules by what they ask."""
    asked = {result.rule.pk for result in needing_reason(found)}
    blocking = [
        result
        for result in found
        if not result.holds and result.severity == Severity.BLOCKS and result.rule.pk not in asked
    ]
    advice = [
        result for result in found if result.holds is False and result.severity == Severity.ADVICE
    ]
    return {
        "contents": both_contents(version),
        "blocking": _by_task(version, blocking),
        "advice": _by_task(version, advice),
        "met": [rule_line(result) for result in found if says_what_holds(result)],
    }


def _by_task(version: ProgrammeVersion, found: Sequence[RuleResult]) -> list[TaskRules]:
    """The rules under the task where one can do something about them, in the order of the tasks."""
    groups = [
        TaskRules(
            str(task.label),
            reverse("staff:version_task", args=[version.pk, task.slug]),
            [rule_line(result) for result in found if task.covers(result.field)],
        )
        for task in TASKS
    ]
    rest = [rule_line(result) for result in found if task_of(result.field) is None]
    groups.append(TaskRules(_("As a whole"), "", rest))
    return [group for group in groups if group.rules]

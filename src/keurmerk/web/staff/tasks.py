"""The ten tasks of the wizard: what belongs to each, and how far it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import Severity
from keurmerk.quality.rules import RuleResult
from keurmerk.web.staff.forms_versions import (
    AssessmentsForm,
    AudienceForm,
    BasicsForm,
    LevelForm,
    OfferForm,
    OutcomesForm,
    ParticipationForm,
    PlaceForm,
    WorkloadForm,
)

TaskForm = (
    type[BasicsForm]
    | type[AudienceForm]
    | type[OutcomesForm]
    | type[WorkloadForm]
    | type[LevelForm]
    | type[AssessmentsForm]
    | type[ParticipationForm]
    | type[PlaceForm]
    | type[OfferForm]
)


@dataclass(frozen=True, slots=True)
class Task:
    """One page of the wizard: its fields, and which of them a complete version has."""

    slug: str
    label: str | Promise
    lead: str | Promise
    form: TaskForm
    needed: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needed + self.others

    def covers(self, name: str) -> bool:
        """Say whether a field stands here; a rule names a text without its language."""
        return name in self.fields or f"{name}_nl" in self.fields


TASKS = (
    Task(
        "basics",
        gettext_lazy("Basics"),
        gettext_lazy("What is it called, and what is it about? In Dutch and in English."),
        BasicsForm,
        ("title_nl", "title_en", "description_nl", "description_en", "isced_f"),
    ),
    Task(
        "audience",
        gettext_lazy("For whom"),
        gettext_lazy("Who is it for, and what should somebody know or have beforehand?"),
        AudienceForm,
        ("target_group_nl", "target_group_en", "prerequisites_nl", "prerequisites_en"),
    ),
    Task(
        "outcomes",
        gettext_lazy("Learning outcomes"),
        gettext_lazy(
            "What can the participant demonstrably do afterwards? Begin with a verb you can "
            "assess. Three to ten outcomes, independent of how it is taught."
        ),
        OutcomesForm,
        ("outcomes",),
    ),
    Task(
        "workload",
        gettext_lazy("Workload and size"),
        gettext_lazy("For an average participant. One EC is 28 hours."),
        WorkloadForm,
        ("ects", "hours", "weeks", "activities"),
    ),
    Task(
        "level",
        gettext_lazy("Level"),
        gettext_lazy("The level of the outcomes, and how you can tell from them."),
        LevelForm,
        ("eqf_level", "nlqf_level", "level_reason_nl", "level_reason_en"),
    ),
    Task(
        "assessment",
        gettext_lazy("Assessment"),
        gettext_lazy(
            "How does a participant show each outcome? Under whose eyes, and is their identity "
            "checked?"
        ),
        AssessmentsForm,
        ("assessments",),
    ),
    Task(
        "participation",
        gettext_lazy("Participation"),
        gettext_lazy("How does one take part, and in which language?"),
        ParticipationForm,
        ("participation", "teaching_language"),
    ),
    Task(
        "place",
        gettext_lazy("Place in a larger whole"),
        gettext_lazy("Does it stand alone, or does it count towards something larger?"),
        PlaceForm,
        ("accredited_programme", "stackable"),
        ("stackability_nl", "stackability_en"),
    ),
    Task(
        "offer",
        gettext_lazy("Offer"),
        gettext_lazy("What does a participant pay?"),
        OfferForm,
        ("fee", "fee_covers_costs"),
    ),
)
# A field that is still empty makes a task unfinished, not wrong.
ANSWERED = "answered"
BY_SLUG = {task.slug: task for task in TASKS}
ROWS = frozenset({"outcomes", "assessments", "activities"})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the left column shows it."""

    slug: str
    label: str
    url: str
    kind: str
    word: str
    current: bool


def task_lines(
    version: ProgrammeVersion, results: Sequence[RuleResult], current: str
) -> list[TaskLine]:
    """The ten tasks with their states, the one of this page marked."""
    lines = []
    for task in TASKS:
        kind, word = _progress(task, version, results)
        url = reverse("staff:version_task", args=[version.pk, task.slug])
        lines.append(
            TaskLine(task.slug, str(task.label), url, kind, word, current=task.slug == current)
        )
    ready = all(line.kind == "good" for line in lines)
    word = _("Possible now") if ready else _("Not possible yet")
    url = reverse("staff:version_submit", args=[version.pk])
    return [
        *lines,
        TaskLine("submit", _("Check and submit"), url, "todo", word, current=current == "submit"),
    ]


def blocking(results: Iterable[RuleResult], task: Task) -> list[RuleResult]:
    """The rules that stop this version and are about fields of this task."""
    return [
        result
        for result in results
        if task.covers(result.field)
        and result.holds is False
        and result.severity == Severity.BLOCKS
        and result.rule.check_name != ANSWERED
        and not result.confirmable
    ]


def is_begun(version: ProgrammeVersion, task: Task) -> bool:
    """Say whether anything was filled in on this task."""
    return any(_filled(version, name) for name in task.fields)


def task_of(field: str) -> Task | None:
    """The task on which a field stands."""
    return next((task for task in TASKS if task.covers(field)), None)


def _progress(
    task: Task, version: ProgrammeVersion, results: Sequence[RuleResult]
) -> tuple[str, str]:
    """Icon and word for how far a task is."""
    if not is_begun(version, task):
        return "todo", _("Not started")
    if blocking(results, task):
        return "note", _("Needs attention")
    if not all(_filled(version, name) for name in task.needed):
        return "busy", _("In progress")
    return "good", _("Done")


def _filled(version: ProgrammeVersion, name: str) -> bool:
    if name in ROWS:
        return bool(getattr(version, name).all())
    return getattr(version, name) not in {None, ""}

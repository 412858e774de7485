"""Filling in a draft: every text is cleaned, every value is kept as it was meant or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model, TextField
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import record
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.programmes import policy
from keurmerk.programmes.models import Activity, Assessment, LearningOutcome, ProgrammeVersion
from keurmerk.programmes.reading import clean, clean_line, cleaning_notes

# What the library refuses to sign: document hygiene, not a rule of any framework.
MOST_OUTCOMES = 30
LONGEST_TEXT = 20_000
_ASIDE = 1000

WRITTEN = (
    "title_nl",
    "title_en",
    "description_nl",
    "description_en",
    "target_group_nl",
    "target_group_en",
    "prerequisites_nl",
    "prerequisites_en",
    "ects",
    "hours",
    "weeks",
    "eqf_level",
    "nlqf_level",
    "level_reason_nl",
    "level_reason_en",
    "participation",
    "teaching_language",
    "fee",
    "fee_covers_costs",
    "accredited_programme",
    "stackable",
    "stackability_nl",
    "stackability_en",
    "isced_f",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDraft:
    """One assessment as it is filled in; `outcomes` are positions, from 1."""

    form: str
    supervision: str
    identity_check: bool
    description_nl: str
    description_en: str
    outcomes: tuple[int, ...]


@transaction.atomic
def save_version_fields(
    *,
    version: ProgrammeVersion,
    fields: Mapping[str, object],
    by: User,
    at: datetime,
    seen: datetime | None = None,
) -> list[str]:
    """Keep what was filled in; return in sentences what was cleaned out of the text."""
    open_for_writing(version, by)
    if seen is not None and seen != version.edited_at:
        raise Refused(
            _("Somebody else changed this version in the meantime. Nothing of yours was saved yet.")
        )
    if strange := set(fields) - set(WRITTEN):
        raise ValueError(strange)
    typed, kept = [], []
    for name, value in fields.items():
        if isinstance(value, str):
            long = isinstance(version._meta.get_field(name), TextField)
            typed.append(value)
            kept.append(value := clean(value) if long else clean_line(value))
        setattr(version, name, value)
    check_fields(version, fields)
    version.edited_at = at
    version.save(update_fields=[*fields, "edited_at"])
    record("edited", version, by=by, at=at, fields=sorted(fields))
    return cleaning_notes(typed, kept)


@transaction.atomic
def save_outcomes(
    *, version: ProgrammeVersion, outcomes: Sequence[tuple[str, str]], by: User, at: datetime
) -> list[str]:
    """Keep the learning outcomes in this order; an outcome that stays keeps its assessments."""
    open_for_writing(version, by)
    kept = [(clean_line(nl), clean_line(en)) for nl, en in outcomes]
    notes = cleaning_notes(
        [text for pair in outcomes for text in pair], [text for pair in kept for text in pair]
    )
    kept = [pair for pair in kept if any(pair)]
    if len(kept) > MOST_OUTCOMES:
        raise Refused(_("At most %(most)d learning outcomes fit.") % {"most": MOST_OUTCOMES})
    rows = _matched(list(version.outcomes.all()), kept)
    version.outcomes.exclude(pk__in=[row.pk for row in rows if row]).delete()
    version.outcomes.update(position=F("position") + _ASIDE)
    for position, ((nl, en), row) in enumerate(zip(kept, rows, strict=True), 1):
        outcome = row or LearningOutcome(version=version)
        outcome.position, outcome.text_nl, outcome.text_en = position, nl, en
        check_fields(outcome, ["text_nl", "text_en"])
        outcome.save()
    _touch(version, "outcomes", by, at)
    return notes


def _matched(
    present: list[LearningOutcome], wanted: list[tuple[str, str]]
) -> list[LearningOutcome | None]:
    """Find for every wanted outcome the row it continues: the same text, else the same place."""
    rows: list[LearningOutcome | None] = []
    left = list(present)
    for pair in wanted:
        same = next((row for row in left if (row.text_nl, row.text_en) == pair), None)
        rows.append(same)
        if same:
            left.remove(same)
    for index, row in enumerate(rows):
        if row is None and index < len(present) and present[index] in left:
            rows[index] = present[index]
            left.remove(present[index])
    return rows


@transaction.atomic
def save_assessments(
    *, version: ProgrammeVersion, assessments: Sequence[AssessmentDraft], by: User, at: datetime
) -> list[str]:
    """Keep the assessments in this order, each with the outcomes it assesses."""
    open_for_writing(version, by)
    outcomes = {row.position: row for row in version.outcomes.all()}
    version.assessments.all().delete()
    typed, kept = [], []
    for position, draft in enumerate(assessments, 1):
        if strange := set(draft.outcomes) - set(outcomes):
            missed = {"number": min(strange)}
            raise Refused(_("There is no learning outcome %(number)d.") % missed)
        row = Assessment(
            version=version,
            position=position,
            form=draft.form,
            supervision=draft.supervision,
            identity_check=draft.identity_check,
            description_nl=clean(draft.description_nl),
            description_en=clean(draft.description_en),
        )
        check_fields(row, ["form", "supervision", "description_nl", "description_en"])
        row.save()
        row.outcomes.set([outcomes[number] for number in draft.outcomes])
        typed += [draft.description_nl, draft.description_en]
        kept += [row.description_nl, row.description_en]
    _touch(version, "assessments", by, at)
    return cleaning_notes(typed, kept)


@transaction.atomic
def save_activities(
    *, version: ProgrammeVersion, hours: Mapping[str, int], by: User, at: datetime
) -> None:
    """Keep the hours per kind of work; zero hours is no row."""
    open_for_writing(version, by)
    version.activities.all().delete()
    for kind, number in hours.items():
        row = Activity(version=version, kind=kind, hours=number)
        check_fields(row, ["kind", "hours"])
        if number:
            row.save()
    _touch(version, "activities", by, at)


def open_for_writing(version: ProgrammeVersion, by: User) -> None:
    """Lock the version for writing and take over what is stored of it."""
    require(policy.directs(by, version.programme))
    ProgrammeVersion.objects.select_for_update().get(pk=version.pk)
    version.refresh_from_db()
    if not version.is_editable:
        message = _("This version is “%(state)s” and can no longer be changed.")
        raise Refused(message % {"state": version.get_state_display()})


def _touch(version: ProgrammeVersion, part: str, by: User, at: datetime) -> None:
    version.edited_at = at
    version.save(update_fields=["edited_at"])
    record("edited", version, by=by, at=at, fields=[part])


def check_fields(subject: Model, fields: Iterable[str]) -> None:
    """Refuse values that do not fit, in the words of the field itself."""
    others = {field.name for field in subject._meta.fields} - set(fields)
    try:
        subject.clean_fields(exclude=others)
    except ValidationError as error:
        labels = {field.name: str(field.verbose_name) for field in subject._meta.fields}
        sentences = []
        for name, messages in error.message_dict.items():
            label = labels[name]
            sentences += [f"{label[:1].upper()}{label[1:]}: {message}" for message in messages]
        raise Refused(" ".join(sentences)) from error
    for name in fields:
        value = getattr(subject, name)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Refused(_("A text holds at most %(most)d characters.") % {"most": LONGEST_TEXT})

"""The forms of the wizard: each saves a draft as far as it has come."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from keurmerk.programmes.actions import AssessmentDraft
from keurmerk.programmes.models import (
    ActivityKind,
    AssessmentForm,
    ProgrammeVersion,
    Supervision,
)
from keurmerk.web.staff.forms_fields import (
    CommaDecimalField,
    VersionModelForm,
    Words,
    number_field,
    text_area,
    yes_no_field,
)

LANGUAGES = ("nl", "en")
MOST_ROWS = 30
SPARE_OUTCOMES = 2
FEWEST_OUTCOMES = 3
EQF_LEVELS = [("", _("Choose a level"))] + [(level, str(level)) for level in range(1, 9)]
NLQF_LEVELS = [("", _("Choose a level"))] + [
    (level, level) for level in ("1", "2", "3", "4", "4+", "5", "6", "7", "8")
]


class FieldsForm(VersionModelForm):
    """Some fields of a version. Gaps may be saved; submitting is where they count."""

    may_stay_empty: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()

    class Meta:
        model = ProgrammeVersion
        fields: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, Any] | None, *, version: ProgrammeVersion) -> None:
        # A copy, so that the action still sees what is stored.
        super().__init__(data, instance=copy.copy(version))
        self.use_required_attribute = False
        for name, field in self.fields.items():
            field.widget.attrs.update(_language_of(name))

    def version_fields(self) -> dict[str, Any]:
        """What was filled in, by the name of the field of the version."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def mark_needed(self) -> None:
        """Let the labels say which fields the version can do without."""
        for name, field in self.fields.items():
            field.required = name not in self.may_stay_empty


class BasicsForm(FieldsForm):
    class Meta(FieldsForm.Meta):
        fields = ("title_nl", "title_en", "description_nl", "description_en", "isced_f")
        widgets = {"description_nl": text_area(4), "description_en": text_area(4)}
        help_texts = {
            "description_nl": _("What somebody who has this did and why it matters, for a reader."),
            "isced_f": _("Four figures, for example 0413, management and administration."),
        }

    short = frozenset({"isced_f"})


class AudienceForm(FieldsForm):
    class Meta(FieldsForm.Meta):
        fields = (
            "target_group_nl",
            "target_group_en",
            "prerequisites_nl",
            "prerequisites_en",
        )
        widgets = {name: text_area(3) for name in fields}


class WorkloadForm(FieldsForm):
    """Size in EC, and the hours by kind of work, which together are the study load."""

    ects = CommaDecimalField(label=_("EC"), max_digits=4, decimal_places=1)
    hours = number_field(_("Hours in total"), 9999)
    weeks = number_field(_("Weeks"), 520)

    class Meta(FieldsForm.Meta):
        fields = ("ects", "hours", "weeks")

    short = frozenset({"ects", "hours", "weeks"} | {f"hours_{kind}" for kind in ActivityKind})
    may_stay_empty = frozenset(f"hours_{kind}" for kind in ActivityKind)

    def __init__(self, data: Mapping[str, Any] | None, *, version: ProgrammeVersion) -> None:
        super().__init__(data, version=version)
        known = {activity.kind: activity.hours for activity in version.activities.all()}
        for kind in ActivityKind:
            field = number_field(capfirst(kind.label), 9999)
            field.initial = known.get(kind)
            self.fields[f"hours_{kind}"] = field

    def version_fields(self) -> dict[str, Any]:
        """The fields of the version; hours left empty are the sum of the parts."""
        values = super().version_fields()
        if values["hours"] is None:
            values["hours"] = sum(self.activity_hours().values()) or None
        return values

    def activity_hours(self) -> dict[str, int]:
        """The hours by kind of work, without the kinds that do not occur."""
        hours = {str(kind): self.cleaned_data[f"hours_{kind}"] for kind in ActivityKind}
        return {kind: amount for kind, amount in hours.items() if amount}


class LevelForm(FieldsForm):
    eqf_level = forms.TypedChoiceField(
        label=_("Level (EQF)"), choices=EQF_LEVELS, coerce=int, empty_value=None, required=False
    )
    nlqf_level = forms.ChoiceField(label=_("Level (NLQF)"), choices=NLQF_LEVELS, required=False)

    class Meta(FieldsForm.Meta):
        fields = ("eqf_level", "nlqf_level", "level_reason_nl", "level_reason_en")
        widgets = {"level_reason_nl": text_area(4), "level_reason_en": text_area(4)}

    short = frozenset({"eqf_level", "nlqf_level"})


class ParticipationForm(FieldsForm):
    class Meta(FieldsForm.Meta):
        fields = ("participation", "teaching_language")

    short = frozenset({"teaching_language"})


class PlaceForm(FieldsForm):
    stackable = yes_no_field(_("Counts towards something larger"))
    accredited_programme = yes_no_field(_("Part of an accredited programme"))

    class Meta(FieldsForm.Meta):
        fields = ("accredited_programme", "stackable", "stackability_nl", "stackability_en")
        widgets = {"stackability_nl": text_area(3), "stackability_en": text_area(3)}

    may_stay_empty = frozenset({"stackability_nl", "stackability_en"})


class OfferForm(FieldsForm):
    fee = CommaDecimalField(label=_("Fee in euros"), max_digits=8, decimal_places=2)
    fee_covers_costs = yes_no_field(_("The fee covers the costs"))

    class Meta(FieldsForm.Meta):
        fields = ("fee", "fee_covers_costs")

    short = frozenset({"fee"})


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """The two texts of one outcome on the form."""

    number: int
    dutch: BoundField
    english: BoundField


class OutcomesForm(forms.Form):
    """Every outcome its own row, in two languages, and a place to paste a list."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_ROWS)
    pasted_nl = forms.CharField(
        label=_("List in Dutch"), required=False, widget=text_area(4, "nl"), max_length=20000
    )
    pasted_en = forms.CharField(
        label=_("List in English"), required=False, widget=text_area(4, "en"), max_length=20000
    )

    def __init__(self, data: Mapping[str, Any] | None, *, version: ProgrammeVersion) -> None:
        known = [(outcome.text_nl, outcome.text_en) for outcome in version.outcomes.all()]
        self.known = len(known)
        count = max(self.known + SPARE_OUTCOMES, FEWEST_OUTCOMES)
        self.count = count if data is None else _rows_in(data)
        super().__init__(data, initial={"rows": count}, use_required_attribute=False)
        for number in range(1, self.count + 1):
            texts = known[number - 1] if number <= self.known else ("", "")
            for language, label, text in zip(LANGUAGES, _OUTCOME_LABELS, texts, strict=True):
                self.fields[f"{language}_{number}"] = forms.CharField(
                    label=label,
                    initial=text,
                    required=False,
                    max_length=2000,
                    widget=text_area(2, language),
                )

    def mark_needed(self) -> None:
        """Every outcome is needed in both languages, also while a gap may be saved."""
        for number in range(1, self.count + 1):
            for language in LANGUAGES:
                self.fields[f"{language}_{number}"].required = True

    def outcome_rows(self) -> list[OutcomeRow]:
        """The rows in the order of the page."""
        return [
            OutcomeRow(number, self[f"nl_{number}"], self[f"en_{number}"])
            for number in range(1, self.count + 1)
        ]

    def outcomes(self) -> list[tuple[str, str]]:
        """What was typed and pasted, without the empty rows."""
        typed = [
            (self.cleaned_data[f"nl_{number}"], self.cleaned_data[f"en_{number}"])
            for number in range(1, self.count + 1)
        ]
        dutch, english = (_lines(self.cleaned_data[f"pasted_{code}"]) for code in LANGUAGES)
        longest = max(len(dutch), len(english))
        dutch, english = (lines + [""] * (longest - len(lines)) for lines in (dutch, english))
        return [pair for pair in typed + list(zip(dutch, english, strict=True)) if any(pair)]


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """The fields of one assessment on the form."""

    number: int
    is_new: bool
    fields: list[BoundField]


class AssessmentsForm(forms.Form):
    """Every assessment with its form, supervision, identity check, and the outcomes it covers."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_ROWS)

    def __init__(self, data: Mapping[str, Any] | None, *, version: ProgrammeVersion) -> None:
        known = list(version.assessments.prefetch_related("outcomes"))
        numbers = [outcome.position for outcome in version.outcomes.all()]
        self.known = len(known)
        self.count = self.known + 1 if data is None else _rows_in(data)
        super().__init__(data, initial={"rows": self.known + 1}, use_required_attribute=False)
        for number in range(1, self.count + 1):
            self.fields.update(_assessment_fields(number, numbers))
        for number, assessment in enumerate(known[: self.count], start=1):
            covered = [outcome.position for outcome in assessment.outcomes.all()]
            for name in _OWN_FIELDS:
                self.fields[f"{name}_{number}"].initial = getattr(assessment, name)
            self.fields[f"outcomes_{number}"].initial = covered

    def mark_needed(self) -> None:
        """Everything in a row is needed, also while a gap may be saved."""
        for field in self.fields.values():
            field.required = True

    def assessment_rows(self) -> list[AssessmentRow]:
        """The rows in the order of the page."""
        rows = []
        for number in range(1, self.count + 1):
            is_new = number > self.known
            names = (*_OWN_FIELDS, "outcomes", *([] if is_new else ["remove"]))
            rows.append(AssessmentRow(number, is_new, [self[f"{n}_{number}"] for n in names]))
        return rows

    def clean(self) -> dict[str, Any]:
        """A row with something in it needs its form and its supervision."""
        for row in self.kept():
            for name in ("form", "supervision"):
                if not row[name] and not self.has_error(f"{name}_{row['number']}"):
                    self.add_error(f"{name}_{row['number']}", _("Choose one."))
        return self.cleaned_data

    def kept(self) -> list[dict[str, Any]]:
        """What was filled in, row by row, without the empty and the removed ones."""
        rows = [
            {name: self.cleaned_data.get(f"{name}_{number}") for name in (*_OWN_FIELDS, "outcomes")}
            | {"number": number, "remove": self.cleaned_data.get(f"remove_{number}")}
            for number in range(1, self.count + 1)
        ]
        return [row for row in rows if not row["remove"] and any(row[name] for name in _TELLING)]

    def drafts(self) -> list[AssessmentDraft]:
        """The assessments that were filled in."""
        return [
            AssessmentDraft(
                form=row["form"],
                supervision=row["supervision"],
                identity_check=row["identity_check"],
                description_nl=row["description_nl"],
                description_en=row["description_en"],
                outcomes=tuple(row["outcomes"]),
            )
            for row in self.kept()
        ]


_OUTCOME_LABELS = (_("In Dutch"), _("In English"))
_OWN_FIELDS = ("form", "supervision", "identity_check", "description_nl", "description_en")
_TELLING = (*_OWN_FIELDS, "outcomes")


def _assessment_fields(number: int, outcomes: Iterable[int]) -> dict[str, forms.Field]:
    """The empty fields of assessment `number`."""
    choices = [(outcome, _("Outcome %(number)s") % {"number": outcome}) for outcome in outcomes]
    return {
        f"form_{number}": _choice(_("Form"), AssessmentForm.choices),
        f"supervision_{number}": _choice(_("Supervision"), Supervision.choices),
        f"identity_check_{number}": forms.BooleanField(
            label=_("Identity is checked"), required=False
        ),
        f"description_nl_{number}": forms.CharField(
            label=_("Description in Dutch"), required=False, widget=text_area(2, "nl")
        ),
        f"description_en_{number}": forms.CharField(
            label=_("Description in English"), required=False, widget=text_area(2, "en")
        ),
        f"outcomes_{number}": forms.TypedMultipleChoiceField(
            label=_("Outcomes this assesses"),
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        f"remove_{number}": forms.BooleanField(label=_("Remove this assessment"), required=False),
    }


def _choice(label: Words, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices], required=False)


def _rows_in(data: Mapping[str, Any]) -> int:
    """How many rows the page had, never more than a person can have filled in."""
    told = str(data.get("rows", ""))
    return min(int(told), MOST_ROWS) if told.isascii() and told.isdigit() else 0


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _language_of(name: str) -> dict[str, str]:
    """Mark a text in one language as such, for whoever has it read aloud."""
    return {"lang": name[-2:]} if name.endswith(("_nl", "_en")) else {}

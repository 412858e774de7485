"""Deciding on the mark, and what may happen to it afterwards."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from keurmerk.quality.actions.deciding import GRANTED, REFUSED, WITH_CONDITIONS
from keurmerk.quality.models import MarkReason
from keurmerk.web.staff.forms_fields import Words, text_area

LONGEST = 2000
CONDITIONS = 3
# What is proposed; the body decides.
YEARS = 3
ALWAYS_A_DAY = 28


class DayField(forms.DateField):
    """A day as people write it; 30 February is said not to exist."""

    def __init__(self, *, label: Words, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("This is not a day in the calendar.")},
        )


class DecisionForm(forms.Form):
    """Number, outcome, period, conditions and reason, as they will be written down."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (GRANTED, _("The quality mark is granted")),
            (WITH_CONDITIONS, _("The quality mark is granted with conditions")),
            (REFUSED, _("The quality mark is refused")),
        ],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label=_("Decision number"), max_length=40)
    awards_from = DayField(label=_("For awards from"), required=False)
    awards_until = DayField(label=_("For awards until"), required=False)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST, widget=text_area(4)
    )

    def __init__(self, data: Mapping[str, Any] | None, *, number: str, on: date) -> None:
        until = on.replace(year=on.year + YEARS, day=min(on.day, ALWAYS_A_DAY)) - timedelta(days=1)
        super().__init__(data, initial={"number": number, "awards_from": on, "awards_until": until})
        for row in range(1, CONDITIONS + 1):
            self.fields[f"condition_{row}"] = forms.CharField(
                label=_("What must be done"),
                required=False,
                max_length=LONGEST,
                widget=text_area(2),
            )
            self.fields[f"due_{row}"] = DayField(label=_("Before"), required=False)

    def condition_rows(self) -> list[tuple[int, BoundField, BoundField]]:
        """The places for a condition with its date."""
        return [
            (row, self[f"condition_{row}"], self[f"due_{row}"]) for row in range(1, CONDITIONS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what goes with the outcome: a period, a reason, at least one condition."""
        outcome = self.cleaned_data.get("outcome", "")
        if outcome == REFUSED and not self.cleaned_data.get("reason"):
            self._add("reason", _("A refusal gives its reason."))
        if outcome in {GRANTED, WITH_CONDITIONS}:
            self._check_period()
        if outcome == WITH_CONDITIONS and not self.cleaned_data.get("condition_1"):
            self._add("condition_1", _("Write at least one condition."))
        if outcome != WITH_CONDITIONS and outcome and self.conditions():
            self._add("outcome", _("There are conditions below: choose “with conditions”."))
        for row in range(1, CONDITIONS + 1):
            text = self.cleaned_data.get(f"condition_{row}")
            due = self.cleaned_data.get(f"due_{row}")
            if text and not due:
                self._add(f"due_{row}", _("Give the date before which it must be met."))
            if due and not text:
                self._add(f"condition_{row}", _("Write the condition for this date."))
        return self.cleaned_data

    def decided(self) -> dict[str, Any]:
        """The decision as the action takes it; a refusal has no period."""
        names = ("outcome", "number", "reason", "awards_from", "awards_until")
        values = {name: self.cleaned_data[name] for name in names}
        if values["outcome"] == REFUSED:
            values |= {"awards_from": None, "awards_until": None}
        return values | {"conditions": self.conditions()}

    def conditions(self) -> list[tuple[str, date]]:
        """The conditions that were written down, with their dates."""
        rows = [
            (self.cleaned_data.get(f"condition_{row}"), self.cleaned_data.get(f"due_{row}"))
            for row in range(1, CONDITIONS + 1)
        ]
        return [(text, due) for text, due in rows if text and due]

    def _check_period(self) -> None:
        start = self.cleaned_data.get("awards_from")
        end = self.cleaned_data.get("awards_until")
        if start is None:
            self._add("awards_from", _("Give the first day of awards it counts for."))
        if start and end and end < start:
            self._add("awards_until", _("The last day is before the first."))

    def _add(self, name: str, message: Words) -> None:
        if not self.has_error(name):
            self.add_error(name, message)


class MarkEventForm(forms.Form):
    """Why a mark is suspended or resumed. The class is public, the explanation is not."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("Reason in the public register"),
        choices=[("", _("Choose a reason")), *MarkReason.choices],
    )
    explanation = forms.CharField(
        label=_("Explanation, kept inside the institution"),
        max_length=LONGEST,
        widget=text_area(3),
    )


class WithdrawalForm(MarkEventForm):
    """A withdrawal, from now on or also for awards between two dates."""

    also_from = DayField(label=_("Also for awards from"), required=False)
    also_until = DayField(label=_("Also for awards until"), required=False)

"""Reviewing: the statement of no interest, and a judgement on every point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from keurmerk.quality.models import Finding, Judgement, Point
from keurmerk.web.staff.forms_fields import Words, text_area

LONGEST = 2000


class NoInterestForm(forms.Form):
    """What a reviewer states before reading on."""

    use_required_attribute = False
    no_interest = forms.BooleanField(
        label=_(
            "I have no interest in this application: I did not write it, I do not teach or examine "
            "in it, and I am not close to who does."
        ),
        error_messages={"required": _("You can only review what you have no interest in.")},
    )


class StepBackForm(forms.Form):
    """Why a reviewer leaves a review that was begun."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Which interest showed while you were reading?"),
        max_length=LONGEST,
        widget=text_area(2),
    )


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point with its two fields on the form."""

    point: Point
    judgement: BoundField
    sentence: BoundField


class FindingsForm(forms.Form):
    """A judgement per point; everything but a plain “meets” asks for a sentence."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        points: Iterable[Point],
        known: Iterable[Finding],
        concluding: bool = False,
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        self.points, self.concluding = list(points), concluding
        findings = {finding.point_id: finding for finding in known}
        for point in self.points:
            finding = findings.get(point.pk)
            self.fields[f"judgement_{point.code}"] = forms.ChoiceField(
                label=point.code,
                choices=Judgement.choices,
                initial=finding.judgement if finding else None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"sentence_{point.code}"] = forms.CharField(
                label=_("Finding, in a full sentence"),
                initial=finding.sentence if finding else "",
                required=False,
                max_length=LONGEST,
                widget=text_area(2),
            )

    def mark_needed(self) -> None:
        """Leave the note “may stay empty” off; the page says when a sentence is needed."""
        for field in self.fields.values():
            field.required = True

    def rows(self) -> list[PointRow]:
        """The points in the order of the framework."""
        self.mark_needed()
        return [
            PointRow(point, self[f"judgement_{point.code}"], self[f"sentence_{point.code}"])
            for point in self.points
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the sentences; advice asks for a judgement on every point."""
        for point in self.points:
            judgement = self.cleaned_data.get(f"judgement_{point.code}", "")
            sentence = self.cleaned_data.get(f"sentence_{point.code}", "")
            if judgement not in {"", Judgement.MEETS} and not sentence:
                self._add(f"sentence_{point.code}", _("Say why, in a sentence."))
            if not judgement and (sentence or self.concluding):
                self._add(f"judgement_{point.code}", _("Choose a judgement."))
        return self.cleaned_data

    def findings(self) -> list[tuple[Point, str, str]]:
        """What was judged so far."""
        judged = [
            (
                point,
                self.cleaned_data[f"judgement_{point.code}"],
                self.cleaned_data[f"sentence_{point.code}"],
            )
            for point in self.points
        ]
        return [finding for finding in judged if finding[1]]

    def _add(self, name: str, message: Words) -> None:
        if not self.has_error(name):
            self.add_error(name, message)

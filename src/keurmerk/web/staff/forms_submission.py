"""Handing a version in: the reasons its rules ask for, and the answer to a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keurmerk.quality.rules import RuleResult
from keurmerk.web.staff.forms_fields import text_area

LONGEST = 2000


class SubmissionForm(forms.Form):
    """A reason for every rule that asks for one; after a question, the answer too."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        asked: Sequence[RuleResult],
        question: str = "",
        known: Mapping[str, str],
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        for result in asked:
            self.fields[f"reason_{result.rule.code}"] = forms.CharField(
                label=result.sentence,
                help_text=result.detail,
                initial=known.get(result.rule.code, ""),
                max_length=LONGEST,
                widget=text_area(3),
            )
        if question:
            self.fields["answer"] = forms.CharField(
                label=_("Your answer to the question"), max_length=LONGEST, widget=text_area(5)
            )

    def reasons(self) -> dict[str, str]:
        """The reasons by the code of their rule."""
        return {
            name.removeprefix("reason_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("reason_")
        }


class ReturnForm(forms.Form):
    """What the applicant should change or answer."""

    use_required_attribute = False
    question = forms.CharField(
        label=_("What should the applicant change or answer?"),
        max_length=LONGEST,
        widget=text_area(4),
    )

"""What a holder fills in: for whom a link is, what it shows, and until when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keurmerk.awards.models import Award
from keurmerk.holding.models import ShareName

UNTIL_DATE = "date"
PERIODS = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("A year")),
    (UNTIL_DATE, gettext_lazy("Until a date")),
]


class ShareForm(forms.Form):
    """A link for others. `until` is worked out from the period, counted from `today`."""

    label = forms.CharField(
        label=gettext_lazy("For whom is this link?"),
        help_text=gettext_lazy("Only you see this. It tells you later what you can stop."),
        max_length=120,
    )
    show_name = forms.ChoiceField(
        label=gettext_lazy("What is shown"),
        choices=[(value, capfirst(label)) for value, label in ShareName.choices],
        initial=ShareName.FULL,
        widget=forms.RadioSelect,
    )
    show_result = forms.BooleanField(
        label=gettext_lazy("Also my result"),
        help_text=gettext_lazy("With your full name and your result, the signed file is open too."),
        required=False,
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Until when"), choices=PERIODS, initial="90", widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("Only for “until a date”."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, award: Award, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not award.result:
            del self.fields["show_result"]

    def clean(self) -> dict[str, Any]:
        """Turn the period into the last day of the link."""
        super().clean()
        period, until = self.cleaned_data.get("period"), self.cleaned_data.get("until")
        if period and period != UNTIL_DATE:
            until = self.today + dt.timedelta(days=int(period))
        elif not until and "until" not in self.errors:
            self.add_error("until", _("Fill in the last day on which the link works."))
        elif until and until < self.today:
            self.add_error("until", _("This day has passed. Choose a day to come."))
        self.cleaned_data["until"] = until
        self.cleaned_data.setdefault("show_result", False)
        return self.cleaned_data

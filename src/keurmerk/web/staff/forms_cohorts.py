"""Shapes of what is filled in about a group, its rows, and an award that ends."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keurmerk.awards.models import ReasonClass
from keurmerk.awards.states import AwardState
from keurmerk.programmes.models import Programme, ProgrammeVersion
from keurmerk.web.staff.forms_fields import CommaDecimalField
from keurmerk.web.templatetags.keurmerk_tags import localised

LARGEST_FILE = 5 * 1024 * 1024


def version_label(version: ProgrammeVersion) -> str:
    """A version by its title, its number and the code of its programme."""
    words = {"title": localised(version, "title"), "number": version.number}
    return _("%(title)s, version %(number)s (%(code)s)") % {
        **words,
        "code": version.programme.code,
    }


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Fill a list to choose from with what this person may choose."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class CohortForm(forms.Form):
    """A new group: what they finished, how it is called, and how results are judged."""

    version = forms.ChoiceField(
        label=gettext_lazy("Programme version"),
        help_text=gettext_lazy("Only versions that can be awarded are here."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the group"),
        help_text=gettext_lazy("For yourselves, for example “spring 2026”."),
        max_length=120,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the document"),
        help_text=gettext_lazy("The signed file has one language; the page shows both."),
        choices=settings.LANGUAGES,
        initial="nl",
    )
    pass_mark = CommaDecimalField(
        label=gettext_lazy("Pass mark"),
        help_text=gettext_lazy(
            "For example 5,5. A result below it blocks the row. "
            "Leave empty when results are not numbers."
        ),
        max_digits=4,
        decimal_places=2,
    )

    def __init__(self, *args: Any, versions: Sequence[ProgrammeVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        choices = [(pk, version_label(version)) for pk, version in self.versions.items()]
        _offer(self, "version", choices)

    def clean_version(self) -> ProgrammeVersion:
        """The version itself."""
        return self.versions[self.cleaned_data["version"]]


class RowsForm(forms.Form):
    """Rows to bring in: pasted, or as a file."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste the rows"),
        help_text=gettext_lazy(
            "Copy them from your spreadsheet, with the column names if there are any: "
            "name, number, e-mail address, result, established on."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"),
        help_text=gettext_lazy("CSV or text, at most 5 MB."),
        required=False,
        allow_empty_file=True,
    )

    def clean_file(self) -> UploadedFile | None:
        """Refuse a file that is too large before anything is read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        size = (file.size or 0) if file else 0
        if size > LARGEST_FILE:
            message = _("This file is %(size)s; at most 5 MB fits. Split it, or paste the rows.")
            raise forms.ValidationError(message % {"size": filesizeformat(size)})
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two must hold something; a chosen file goes first."""
        super().clean()
        if not self.errors and not self.brought.strip():
            self.add_error("pasted", _("Paste the rows here, or choose a file below."))
        return self.cleaned_data

    @property
    def brought(self) -> bytes | str:
        """What was brought in."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file:
            file.seek(0)
            return bytes(file.read())
        return str(self.cleaned_data["pasted"])


class RowForm(forms.Form):
    """One row, put right by hand. Free text: matching judges it again."""

    name = forms.CharField(
        label=gettext_lazy("Name, as it will stand on the document"), max_length=400
    )
    email = forms.CharField(label=gettext_lazy("E-mail address"), max_length=320)
    student_number = forms.CharField(label=gettext_lazy("Number"), max_length=100, required=False)
    awarded_on_text = forms.CharField(
        label=gettext_lazy("Established on"),
        help_text=gettext_lazy("For example 12-03-2026."),
        max_length=80,
    )
    result = forms.CharField(label=gettext_lazy("Result"), max_length=80, required=False)


class SetAsideForm(forms.Form):
    """Why a row waits."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you set this row aside?"),
        help_text=gettext_lazy("Your colleagues see this; the participant does not."),
        max_length=300,
    )


class ReleaseForm(forms.Form):
    """The statement of the second person, with the number of awards typed by hand."""

    statement = forms.BooleanField(
        label=gettext_lazy(
            "I have looked at the list. These people completed this programme on the dates shown."
        )
    )
    confirmed_count = forms.IntegerField(
        label=gettext_lazy("How many awards do you release?"),
        help_text=gettext_lazy("Type the number shown above, so that nothing goes out by a slip."),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AwardFilterForm(forms.Form):
    """What to show of the register."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("all states")), *AwardState.choices],
        required=False,
    )
    name = forms.CharField(label=gettext_lazy("Name or number"), max_length=100, required=False)

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(str(programme.pk), programme.code) for programme in programmes]
        _offer(self, "programme", [("", _("all programmes")), *codes])


class WithdrawForm(forms.Form):
    """Why an award ends. The class is public, the note is not."""

    reason_class = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody who checks this microcredential sees it."),
        choices=[(value, capfirst(label)) for value, label in ReasonClass.choices],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Only your institution sees this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confirm = forms.BooleanField(
        label=gettext_lazy("I understand that a withdrawal is final and cannot be undone.")
    )


class SuspendForm(forms.Form):
    """Why an award is suspended, for the own records."""

    note = forms.CharField(
        label=gettext_lazy("Why is it suspended?"),
        help_text=gettext_lazy("Only your institution sees this."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""Fields that take what people type: a comma or a point, a yes or a no."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keurmerk.web.templatetags.keurmerk_tags import decimal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from keurmerk.programmes.models import ProgrammeVersion

    Words = str | _StrPromise
    VersionModelForm = forms.ModelForm[ProgrammeVersion]
else:
    Words = object
    VersionModelForm = forms.ModelForm


class CommaDecimalField(forms.DecimalField):
    """A number with a comma or a point; what was typed stays as it was typed."""

    def __init__(
        self, *, label: Words, max_digits: int, decimal_places: int, help_text: Words = ""
    ) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_digits=max_digits,
            decimal_places=decimal_places,
            min_value=0,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def to_python(self, value: Any) -> Any:
        """Read “5,0” and “5.0” as the same number."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number in the language of the page, without trailing zeros."""
        if not isinstance(value, Decimal):
            return value
        return decimal(value)


def number_field(label: Words, maximum: int) -> forms.IntegerField:
    """A whole number in a text field, so that a browser never changes it."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=maximum,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def yes_no_field(label: Words) -> forms.TypedChoiceField:
    """Two radio buttons, neither chosen until somebody chooses."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=_is_yes,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def text_area(rows: int, language: str = "") -> forms.Textarea:
    """A text area, marked with the language of its text."""
    return forms.Textarea(attrs={"rows": rows, **({"lang": language} if language else {})})


def _is_yes(value: str) -> bool:
    return value == "True"

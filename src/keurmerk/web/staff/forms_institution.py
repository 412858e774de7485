"""Shapes of what an administrator or the operator fills in about an institution."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keurmerk.institutions.models import (
    DesignatedBody,
    Institution,
    InstitutionPolicy,
    Role,
    Unit,
)

LOGO_BYTES = 1024 * 1024
ROLES = [(value, label) for value, label in Role.choices if value != Role.OPERATOR]


class DayInput(forms.DateInput):
    """A day, in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address at work"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    body = forms.ModelChoiceField(
        DesignatedBody.objects.none(),
        label=_("Designated body"),
        help_text=_("Only for a secretary."),
        required=False,
    )

    def __init__(self, *arguments: Any, institution: Institution, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["body"] = forms.ModelChoiceField(
            institution.bodies.order_by("name_nl"),
            label=_("Designated body"),
            help_text=_("Only for a secretary."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("role") == Role.BOARD_SECRETARY and not values.get("body"):
            self.add_error("body", _("Choose the body this secretary works for."))
        if values.get("role") != Role.BOARD_SECRETARY:
            values["body"] = None
        return values


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg] # only the stubs are generic
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("nl", _("Dutch")), ("en", _("English"))],
        widget=forms.CheckboxSelectMultiple,
    )
    logo_file = forms.FileField(
        label=_("Logo"), help_text=_("PNG or JPEG, at most 1 MB."), required=False
    )

    class Meta:
        model = InstitutionPolicy
        fields = (
            "valid_from",
            "second_person_releases",
            "blind_review",
            "languages",
            "colour_light",
            "colour_dark",
            "serif",
        )
        widgets = {"valid_from": DayInput()}
        help_texts = {
            "colour_light": _("Six hexadecimal digits after #, such as #17375e."),
            "colour_dark": _("A lighter colour that stands out on a dark page."),
        }

    def clean_logo_file(self) -> bytes:
        file = self.cleaned_data["logo_file"]
        if file is None:
            return b""
        if file.size > LOGO_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB."))
        content: bytes = file.read()
        return content


class UnitForm(forms.ModelForm):  # type: ignore[type-arg] # only the stubs are generic
    class Meta:
        model = Unit
        fields = ("name_nl", "name_en", "slug")
        labels = {"slug": _("short name in addresses")}
        help_texts = {"slug": _("Letters, digits and hyphens. It never changes.")}


class BodyForm(forms.ModelForm):  # type: ignore[type-arg] # only the stubs are generic
    class Meta:
        model = DesignatedBody
        fields = ("name_nl", "name_en", "slug", "units")
        labels = {"slug": _("short name in addresses"), "units": _("decides for these units")}
        help_texts = {"slug": _("Letters, digits and hyphens. It never changes.")}
        widgets = {"units": forms.CheckboxSelectMultiple()}

    def __init__(self, *arguments: Any, institution: Institution, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["units"] = forms.ModelMultipleChoiceField(
            institution.units.order_by("name_nl"),
            label=_("decides for these units"),
            widget=forms.CheckboxSelectMultiple(),
        )


class InstitutionForm(forms.ModelForm):  # type: ignore[type-arg] # only the stubs are generic
    url = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Institution
        fields = (
            "name_nl",
            "name_en",
            "slug",
            "sector",
            "city",
            "url",
            "desk_email",
            "brin",
            "linkedin_organization_id",
        )
        labels = {"slug": _("short name in addresses"), "brin": _("BRIN")}
        help_texts = {
            "slug": _("Letters, digits and hyphens. It never changes."),
            "linkedin_organization_id": _("The number of the institution's own LinkedIn page."),
        }


class AdmissionForm(forms.Form):
    level_from = forms.IntegerField(
        label=_("lowest level (EQF)"), min_value=1, max_value=8, initial=5
    )
    level_to = forms.IntegerField(
        label=_("highest level (EQF)"), min_value=1, max_value=8, initial=8
    )
    bodies = forms.ModelMultipleChoiceField(
        DesignatedBody.objects.none(),
        label=_("Bodies that may decide on the mark"),
        widget=forms.CheckboxSelectMultiple(),
    )
    awards_from = forms.DateField(label=_("for awards from"), widget=DayInput())
    awards_until = forms.DateField(
        label=_("for awards until"),
        widget=DayInput(),
        required=False,
        help_text=_("Leave empty when there is no end date."),
    )

    def __init__(self, *arguments: Any, institution: Institution, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["bodies"] = forms.ModelMultipleChoiceField(
            institution.bodies.order_by("name_nl"),
            label=_("Bodies that may decide on the mark"),
            widget=forms.CheckboxSelectMultiple(),
        )

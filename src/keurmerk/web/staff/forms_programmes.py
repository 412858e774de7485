"""Starting a programme, and choosing which programmes a list shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keurmerk.institutions.models import Unit
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.web.templatetags.keurmerk_tags import localised


class ProgrammeStartForm(forms.Form):
    """Where a programme belongs, what it is called, and what it begins with."""

    use_required_attribute = False
    field_order = ("unit", "kind", "code", "title_nl", "example")
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (Kind.MICROCREDENTIAL, _("Microcredential, with a quality mark")),
            (Kind.EDUBADGE, _("Edubadge, without quality mark")),
        ],
        initial=Kind.MICROCREDENTIAL,
        widget=forms.RadioSelect,
    )
    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("As your institution knows it, e.g. BADS-M2.")
    )
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=200)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        units: Iterable[Unit],
        examples: Iterable[ProgrammeVersion],
        example: str = "",
    ) -> None:
        super().__init__(data, initial={"example": example})
        self.units = {str(unit.pk): unit for unit in units}
        self.examples = {str(version.pk): version for version in examples}
        choose = [("", _("Choose a unit"))] if len(self.units) != 1 else []
        names = [(key, localised(unit, "name")) for key, unit in self.units.items()]
        self.fields["unit"] = forms.TypedChoiceField(
            label=_("Unit"), choices=[*choose, *names], coerce=self.units.__getitem__
        )
        self.fields["example"] = forms.TypedChoiceField(
            label=_("Begin with"),
            required=False,
            choices=[("", _("Nothing, an empty draft")), *map(_as_choice, self.examples.values())],
            coerce=self.examples.__getitem__,
            empty_value=None,
            help_text=_("Everything in it is copied and can be changed."),
        )
        self.order_fields(self.field_order)


def _as_choice(version: ProgrammeVersion) -> tuple[str, str]:
    title = localised(version, "title") or _("no title yet")
    words = {"code": version.programme.code, "title": title, "number": version.number}
    return str(version.pk), _("%(code)s, %(title)s, version %(number)s") % words

"""Words for dates, numbers and study load in the language of the page, and the rosette."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext

from microcredentials.rosette import plain_seal
from microcredentials.rosette import rosette as draw_rosette

register = template.Library()

MOMENT_FORMATS = {"nl": r"j F Y, H:i \u\u\r", "en": "j F Y, H:i"}
STUDY_LOADS = {"nl": "{ec} EC, {hours} uur", "en": "{ec} EC, {hours} hours"}
OTHER = {"nl": "en", "en": "nl"}


def page_language() -> str:
    """The language of the page: Dutch or English."""
    return "en" if (get_language() or "").startswith("en") else "nl"


@register.filter
def masked(address: str) -> str:
    """An address that its owner recognises and nobody else can use: f•••@gmail.com."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}•••@{host}"


@register.filter
def date_words(day: date | None) -> str:
    """A date written out, as a `time` element."""
    if not day:
        return ""
    on = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), written(on, "j F Y"))


@register.filter
def moment_words(moment: datetime | None) -> str:
    """A date and time written out, in Dutch time, as a `time` element."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    words = written(local, MOMENT_FORMATS[page_language()])
    stamp = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


@register.filter
def decimal(amount: Decimal | float | str | None) -> str:
    """A number without trailing zeros, with a comma in Dutch."""
    if amount is None or amount == "":
        return ""
    words = f"{Decimal(str(amount)):f}"
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return words.replace(".", ",") if page_language() == "nl" else words


@register.filter
def euros(amount: Decimal | int | None) -> str:
    """A price as people write it: € 1.950 or € 1.950,50 in Dutch."""
    if amount is None:
        return ""
    words = f"{amount:,.2f}".removesuffix(".00")
    if page_language() == "nl":
        words = words.translate(str.maketrans(",.", ".,"))
    return f"€\N{NO-BREAK SPACE}{words}"


@register.simple_tag
def study_load(ects: Decimal | float | str | None, hours: int | None) -> str:
    """Study load, always both ways: 5 EC, 140 hours."""
    if ects is None or hours is None:
        return ""
    return STUDY_LOADS[page_language()].format(ec=decimal(ects), hours=hours)


@register.simple_tag
def in_language(subject: object, name: str) -> str:
    """A text in the language of the page, or in the other one and marked as such."""
    language = page_language()
    if own := _text(subject, name, language):
        return own
    if other := _text(subject, name, OTHER[language]):
        return format_html('<span lang="{}">{}</span>', OTHER[language], other)
    return ""


@register.filter
def localised(subject: object, name: str) -> str:
    """The same text without marking, for titles and attributes."""
    language = page_language()
    return _text(subject, name, language) or _text(subject, name, OTHER[language])


def _text(subject: object, name: str, language: str) -> str:
    if isinstance(subject, Mapping):
        return str(subject.get(f"{name}_{language}", ""))
    return str(getattr(subject, f"{name}_{language}", ""))


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return gettext(get_language_info(code)["name"])


@register.filter
def in_fours(digits: str) -> str:
    """A long row of digits in groups that people can compare."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


@register.simple_tag(name="rosette")
def rosette_tag(version_hash: bytes | str | None, size: int = 310, uid: str = "") -> SafeString:
    """The rosette of a version with a mark; without a hash the plain seal.

    A hash from the database may be hexadecimal text.
    """
    mark = bytes.fromhex(version_hash) if isinstance(version_hash, str) else version_hash
    return mark_safe(_drawing(bytes(mark or b""), size, uid))  # noqa: S308 - drawn by ourselves


@lru_cache(maxsize=256)
def _drawing(version_hash: bytes, size: int, uid: str) -> str:
    return draw_rosette(version_hash, size, uid=uid) if version_hash else plain_seal(size)


@register.filter
def anchor(field: BoundField) -> str:
    """The id of the control to which an error message leads."""
    return f"{field.auto_id}_0" if _offers_choices(field) else field.auto_id


def _offers_choices(field: BoundField) -> bool:
    return field.use_fieldset and isinstance(field.field.widget, ChoiceWidget)


@register.simple_tag
def described_by(field: BoundField, rules: Sequence[object] = (), help_text: str = "") -> str:
    """The ids of the help, the error and the rule results of a field."""
    ids = ["helptext"] if help_text else []
    ids += ["error"] if field.errors else []
    ids += [f"rule_{number}" for number, _rule in enumerate(rules or (), start=1)]
    return " ".join(f"{field.auto_id}_{name}" for name in ids)


@register.simple_tag
def control(field: BoundField, described: str = "") -> SafeString:
    """The control of a field, tied to what explains it.

    No `maxlength`: a browser cuts off what is pasted without a word; the form says what is wrong.
    """
    attrs: dict[str, str | bool] = {"maxlength": False}
    return field.as_widget(attrs=attrs | {"aria-describedby": described} if described else attrs)


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: `hidden`, `choice` (one tick box), `choices` or `line`."""
    if field.is_hidden:
        return "hidden"
    if _offers_choices(field):
        return "choices"
    return "choice" if field.widget_type == "checkbox" else "line"


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int | str]:
    """The numbers under a list, with gaps where there are many pages."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))

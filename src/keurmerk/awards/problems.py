"""What can be wrong with a row, in sentences: what it is, why it matters, and the ways out."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

BLOCKS, CHOICE, NOTE = "blocks", "choice", "note"
NUMBER = re.compile(r"\d+\.\d+")

# By code, or by code and detail. The values stand in the sentence as they stand in the row.
SENTENCES = {
    "R01": (BLOCKS, gettext_noop("The name is missing.")),
    "R02": (BLOCKS, gettext_noop("“%(value)s” is not a valid e-mail address.")),
    "R02.missing": (
        BLOCKS,
        gettext_noop("The e-mail address is missing. Without it nobody can collect anything."),
    ),
    "R03": (
        CHOICE,
        gettext_noop("This looks like the person of line %(other)s. Is it one person, or two?"),
    ),
    "R04": (
        BLOCKS,
        gettext_noop(
            "This person already has this version, awarded on %(other)s. Nobody gets it twice."
        ),
    ),
    "R05": (
        CHOICE,
        gettext_noop("“%(value)s” looks like a typing error. Was “%(suggestion)s” meant?"),
    ),
    "R06": (BLOCKS, gettext_noop("The result date is missing.")),
    "R07": (CHOICE, gettext_noop("“%(value)s” can be read in more than one way. Which day is it?")),
    "R08": (
        CHOICE,
        gettext_noop(
            "The parts of the name seem to stand in another order. "
            "On the document we would write “%(suggestion)s”."
        ),
    ),
    "R09": (
        BLOCKS,
        gettext_noop("“%(value)s” is not a date. Write it like 12-03-2026 or 2026-03-12."),
    ),
    "R10.future": (
        BLOCKS,
        gettext_noop("The result date %(other)s lies in the future."),
    ),
    "R10.before": (
        BLOCKS,
        gettext_noop(
            "The result date lies before %(other)s, from when this version may be awarded."
        ),
    ),
    "R10.after": (
        BLOCKS,
        gettext_noop(
            "The result date lies after %(other)s, until when this version may be awarded."
        ),
    ),
    "R11": (
        BLOCKS,
        gettext_noop("“%(value)s” cannot be compared with the pass mark, %(other)s."),
    ),
    "R11.missing": (
        BLOCKS,
        gettext_noop("The result is missing, and this group has a pass mark, %(other)s."),
    ),
    "R12": (
        BLOCKS,
        gettext_noop(
            "The result %(value)s is below the pass mark, %(other)s. "
            "Only an examiner can change it."
        ),
    ),
    "R12.failed": (
        BLOCKS,
        gettext_noop("The result “%(value)s” means not passed. Only an examiner can change it."),
    ),
    "R13": (
        CHOICE,
        gettext_noop(
            "The number %(value)s is known here for %(suggestion)s with another address. "
            "Is it the same person?"
        ),
    ),
    "R14": (
        CHOICE,
        gettext_noop(
            "This address is known here for %(suggestion)s. Is it the same person? "
            "If not, give this person an address of their own."
        ),
    ),
    "R15": (BLOCKS, gettext_noop("This is longer than %(other)s characters.")),
    "R16": (
        NOTE,
        gettext_noop("“%(value)s” looks like a spreadsheet formula. It is kept as plain text."),
    ),
    "F05": (
        CHOICE,
        gettext_noop("“%(value)s” looks wrongly encoded. Is the name “%(suggestion)s”?"),
    ),
    "F05.lost": (
        BLOCKS,
        gettext_noop("Letters were lost in “%(value)s” before it came here. Type the name again."),
    ),
}
LABELS = {
    "use": gettext_noop("Use “%(suggestion)s”"),
    "keep": gettext_noop("Keep “%(value)s”"),
    "one": gettext_noop("One person: set this line aside"),
    "two": gettext_noop("Two people"),
    "same": gettext_noop("The same person"),
}
KEYS = {
    "R03": ("one", "two"),
    "R05": ("use", "keep"),
    "R08": ("use", "keep"),
    "R13": ("same", "two"),
    "R14": ("same",),
    "F05": ("use", "keep"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what is posted, and what it says."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one field of a row. Stored bare; the sentence is made when it is shown."""

    code: str
    field: str
    value: str = ""
    suggestion: str = ""
    other: str = ""
    detail: str = ""

    @property
    def severity(self) -> str:
        return self._entry[0]

    @property
    def message(self) -> str:
        """What is wrong, and why that matters."""
        return _(self._entry[1]) % {
            "value": self.value,
            "suggestion": self.suggestion,
            "other": _written_out(self.other),
        }

    @property
    def choices(self) -> list[Choice]:
        """The ways out, if a person has to choose one."""
        if self.severity != CHOICE:
            return []
        if self.code == "R07":
            return [Choice(day, _written_out(day)) for day in self.suggestion.split()]
        words = {"value": self.value, "suggestion": self.suggestion}
        return [Choice(key, _(LABELS[key]) % words) for key in self._keys]

    @property
    def _entry(self) -> tuple[str, str]:
        return SENTENCES[f"{self.code}.{self.detail}" if self.detail else self.code]

    @property
    def _keys(self) -> tuple[str, ...]:
        # Two people never share an address: the second needs one of their own first.
        if self.code == "R03" and self.field == "email":
            return ("one",)
        return KEYS[self.code]


def _written_out(text: str) -> str:
    """A stored number or date, as it is written in the language of the page."""
    if NUMBER.fullmatch(text):
        return number_format(text)
    try:
        return date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text

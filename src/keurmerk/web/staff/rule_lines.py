"""Rule results in words: what is asked, how it stands, and whose rule it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keurmerk.quality.models import Severity
from keurmerk.quality.rules import RuleResult

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule result as it stands beside a field or in a list."""

    kind: str
    word: str
    message: str
    source: str


def rule_line(result: RuleResult) -> RuleLine:
    """Say how one rule stands."""
    kind, word = _verdict(result)
    found = f" {capfirst(result.detail).rstrip('.')}." if result.detail else ""
    return RuleLine(kind, word, result.sentence + found, result.source)


def by_field(results: Iterable[RuleResult]) -> dict[str, list[RuleLine]]:
    """The rules that say more than that a field is filled in, under the field they are about."""
    lines: dict[str, list[RuleLine]] = {}
    for result in results:
        is_plain = result.rule.check_name == ANSWERED
        if result.holds is False or (says_what_holds(result) and not is_plain):
            lines.setdefault(result.field, []).append(rule_line(result))
    return lines


def says_what_holds(result: RuleResult) -> bool:
    """Say whether the rule is met and its sentence then reads as true; a warning does not."""
    return bool(result.holds) and result.severity == Severity.BLOCKS and not result.confirmable


def for_fields(lines: Mapping[str, list[RuleLine]], name: str) -> list[RuleLine]:
    """The rules for a form field; a rule about a text counts for both of its languages."""
    return lines.get(name, []) + lines.get(name.removesuffix("_nl"), []) * name.endswith("_nl")


def _verdict(result: RuleResult) -> tuple[str, str]:
    if result.holds:
        return "good", _("In order")
    if result.holds is None:
        return "todo", _("Not known yet")
    if result.severity == Severity.BLOCKS and not result.confirmable:
        return "stop", _("Must be put right")
    if result.severity != Severity.ADVICE:
        return "open", _("Asks for a reason")
    return "note", _("Advice")

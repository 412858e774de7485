"""Judging a version by the rules of a day. Every limit comes from a `Rule` row, none from here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from keurmerk.institutions.models import Admission
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.programmes.rules import european_elements
from keurmerk.quality.checks import CHECKS, Facts, Judged
from keurmerk.quality.models import FrameworkVersion, Rule, Severity

WEIGHT = {Severity.BLOCKS: 0, Severity.ASKS_REASON: 1, Severity.ADVICE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """What one rule says of one version; `holds` is None when a value is still missing."""

    rule: Rule
    holds: bool | None
    severity: str
    field: str
    detail: str

    @property
    def confirmable(self) -> bool:
        return self.rule.confirmable

    @property
    def sentence(self) -> str:
        return self.rule.sentence_en if get_language() == "en" else self.rule.sentence_nl

    @property
    def source(self) -> str:
        return self.rule.source_en if get_language() == "en" else self.rule.source_nl


def admission_of(version: ProgrammeVersion) -> Admission | None:
    return version.programme.institution.admissions.in_force().first()


def framework_on(version: ProgrammeVersion, on: date) -> FrameworkVersion | None:
    """The framework it was submitted under, else that of the admission, else the one of the day."""
    slug = "" if version.is_editable else version.framework
    if not slug and (admission := admission_of(version)):
        slug = admission.framework
    frameworks = FrameworkVersion.objects.on(on).order_by("-valid_from", "pk")
    return (frameworks.filter(slug=slug) if slug else frameworks).first()


def results(version: ProgrammeVersion, on: date) -> list[RuleResult]:
    """Judge the version by every rule of that day, in the order of the framework."""
    facts = _facts(version)
    judged = [_result(rule, facts) for rule in _in_place(_rules(version, on))]
    return [result for result in judged if not _outweighed(result, judged)]


def completeness(version: ProgrammeVersion) -> tuple[int, int, list[str]]:
    """Count the European elements: done, of how many, and the names of the missing ones."""
    elements = european_elements(version)
    missing = [element.name for element in elements if not element.done]
    return len(elements) - len(missing), len(elements), missing


def needing_reason(judged: Iterable[RuleResult]) -> list[RuleResult]:
    """The results that a written reason answers."""
    return [
        result
        for result in judged
        if result.holds is False
        and (result.severity == Severity.ASKS_REASON or result.rule.confirmable)
    ]


def blocking(judged: Iterable[RuleResult], reasons: Mapping[str, str]) -> list[RuleResult]:
    """The results that stand in the way, given these reasons by rule code."""
    judged = list(judged)
    answered = {result.rule.code for result in needing_reason(judged)} & {
        code for code, reason in reasons.items() if reason.strip()
    }
    return [
        result
        for result in judged
        if not result.holds
        and result.rule.code not in answered
        and (
            result.severity == Severity.BLOCKS
            or (result.severity == Severity.ASKS_REASON and result.holds is False)
        )
    ]


def size_rule(version: ProgrammeVersion, on: date) -> Rule | None:
    """The rule that bounds the number of EC of this version on that day."""
    in_place = _in_place(_rules(version, on))
    return next((rule for rule in in_place if rule.check_name == "size"), None)


def experiment(version: ProgrammeVersion, on: date) -> Rule | None:
    """The rule that allows what the rule it replaces would not; None outside an experiment."""
    facts = _facts(version)
    rules = {rule.code: rule for rule in _rules(version, on)}
    for rule in rules.values():
        usual = rules.get(rule.replaces)
        if usual and _judge(rule, facts)[0] and _judge(usual, facts)[0] is False:
            return rule
    return None


def _rules(version: ProgrammeVersion, on: date) -> list[Rule]:
    framework = framework_on(version, on)
    if framework is None:
        return []
    return list(framework.rules.on(on, version.programme.institution.sector).order_by("pk"))


def _in_place(rules: list[Rule]) -> list[Rule]:
    replaced = {rule.replaces for rule in rules}
    return [rule for rule in rules if rule.code not in replaced]


def _facts(version: ProgrammeVersion) -> Facts:
    return Facts(
        version=version,
        outcomes=list(version.outcomes.all()),
        assessments=list(version.assessments.prefetch_related("outcomes")),
        activities=list(version.activities.all()),
        admission=admission_of(version),
    )


def _judge(rule: Rule, facts: Facts) -> Judged:
    return CHECKS[rule.check_name](facts, rule)


def _result(rule: Rule, facts: Facts) -> RuleResult:
    holds, detail = _judge(rule, facts)
    return RuleResult(
        rule=rule, holds=holds, severity=rule.severity, field=rule.field, detail=detail
    )


def _outweighed(result: RuleResult, judged: list[RuleResult]) -> bool:
    """Of two limits on the same value that are both passed, only the heavier one speaks."""
    return result.holds is False and any(
        other.holds is False
        and (other.rule.check_name, other.field) == (result.rule.check_name, result.field)
        and WEIGHT[Severity(other.severity)] < WEIGHT[Severity(result.severity)]
        for other in judged
    )

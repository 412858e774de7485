"""The calculations that rules name. Each returns whether the rule holds, and what it found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from keurmerk.institutions.models import Admission
from keurmerk.programmes.models import Activity, Assessment, LearningOutcome, ProgrammeVersion
from keurmerk.programmes.rules import european_elements
from keurmerk.quality.models import Rule
from keurmerk.quality.wording import outcome_advice

Judged = tuple[bool | None, str]
NOT_FILLED_IN: Judged = (None, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A version with its parts, read once for all rules."""

    version: ProgrammeVersion
    outcomes: list[LearningOutcome]
    assessments: list[Assessment]
    activities: list[Activity]
    admission: Admission | None


def within(value: Decimal | None, rule: Rule) -> bool | None:
    """Say whether a value keeps within the bounds of the rule; None without a value."""
    if value is None:
        return None
    return (rule.minimum is None or rule.minimum <= value) and (
        rule.maximum is None or value <= rule.maximum
    )


def size(facts: Facts, rule: Rule) -> Judged:
    ects = facts.version.ects
    return within(ects, rule), "" if ects is None else f"{_number(ects)} EC"


def size_step(facts: Facts, rule: Rule) -> Judged:
    ects = facts.version.ects
    if ects is None or rule.minimum is None:
        return NOT_FILLED_IN
    return ects % rule.minimum == 0, f"{_number(ects)} EC"


def study_load(facts: Facts, rule: Rule) -> Judged:
    ects, hours = facts.version.ects, facts.version.hours
    if not ects or hours is None:
        return NOT_FILLED_IN
    detail = _("%(hours)d hours for %(ects)s EC is %(each)s hours per EC")
    each = Decimal(hours) / ects
    found = {"hours": hours, "ects": _number(ects), "each": _number(each)}
    return within(each, rule), detail % found


def activities_sum(facts: Facts, rule: Rule) -> Judged:
    hours = facts.version.hours
    if hours is None or not facts.activities:
        return NOT_FILLED_IN
    total = sum(activity.hours for activity in facts.activities)
    detail = _("%(total)d hours together, %(hours)d hours of study load")
    return total == hours, detail % {"total": total, "hours": hours}


def weekly_load(facts: Facts, rule: Rule) -> Judged:
    hours, weeks = facts.version.hours, facts.version.weeks
    if hours is None or not weeks:
        return NOT_FILLED_IN
    load = Decimal(hours) / weeks
    return within(load, rule), _("%(load)s hours a week") % {"load": _number(load)}


def outcomes_number(facts: Facts, rule: Rule) -> Judged:
    found = len(facts.outcomes)
    return within(Decimal(found), rule), _("%(found)d learning outcomes") % {"found": found}


def outcomes_translated(facts: Facts, rule: Rule) -> Judged:
    dutch = sum(bool(outcome.text_nl) for outcome in facts.outcomes)
    english = sum(bool(outcome.text_en) for outcome in facts.outcomes)
    detail = _("%(dutch)d in Dutch, %(english)d in English")
    holds = bool(facts.outcomes) and dutch == english == len(facts.outcomes)
    return holds, detail % {"dutch": dutch, "english": english}


def outcomes_assessed(facts: Facts, rule: Rule) -> Judged:
    if not facts.outcomes:
        return NOT_FILLED_IN
    counted = [
        outcome.pk for assessment in facts.assessments for outcome in assessment.outcomes.all()
    ]
    without = [
        outcome.position
        for outcome in facts.outcomes
        if not within(Decimal(counted.count(outcome.pk)), rule)
    ]
    return not without, _numbered(_("not assessed: %(numbers)s"), without)


def assessments_linked(facts: Facts, rule: Rule) -> Judged:
    if not facts.assessments:
        return NOT_FILLED_IN
    loose = [
        assessment.position
        for assessment in facts.assessments
        if not within(Decimal(len(assessment.outcomes.all())), rule)
    ]
    return not loose, _numbered(_("without learning outcome: %(numbers)s"), loose)


def level(facts: Facts, rule: Rule) -> Judged:
    eqf = facts.version.eqf_level
    return within(None if eqf is None else Decimal(eqf), rule), _eqf(eqf)


def level_admitted(facts: Facts, rule: Rule) -> Judged:
    eqf, admission = facts.version.eqf_level, facts.admission
    if eqf is None or admission is None:
        return NOT_FILLED_IN
    return admission.level_from <= eqf <= admission.level_to, _eqf(eqf)


def level_nlqf(facts: Facts, rule: Rule) -> Judged:
    eqf, nlqf = facts.version.eqf_level, facts.version.nlqf_level
    if eqf is None or not nlqf:
        return NOT_FILLED_IN
    return nlqf == str(eqf), f"NLQF {nlqf}, {_eqf(eqf)}"


def answered(facts: Facts, rule: Rule) -> Judged:
    """Whether the field of the rule is filled in, in both languages where it has two."""
    version = facts.version
    names = [rule.field]
    if rule.field == "stackable" and version.stackable:
        names.append("stackability")
    known = {field.name for field in version._meta.fields}
    columns = [
        column
        for name in names
        for column in ([name] if name in known else [f"{name}_nl", f"{name}_en"])
    ]
    return all(getattr(version, column) not in (None, "") for column in columns), ""


def yes(facts: Facts, rule: Rule) -> Judged:
    value: bool | None = getattr(facts.version, rule.field)
    return value, ""


def no(facts: Facts, rule: Rule) -> Judged:
    value: bool | None = getattr(facts.version, rule.field)
    return None if value is None else not value, ""


def european(facts: Facts, rule: Rule) -> Judged:
    elements = european_elements(facts.version)
    missing = [element.name for element in elements if not element.done]
    detail = f"{len(elements) - len(missing)}/{len(elements)}"
    if missing:
        detail += ": " + _("missing: %(what)s") % {"what": ", ".join(missing)}
    return not missing, detail


def outcome_wording(facts: Facts, rule: Rule) -> Judged:
    longest = None if rule.maximum is None else int(rule.maximum)
    advice = []
    for language in ("nl", "en"):
        texts = [getattr(outcome, f"text_{language}") for outcome in facts.outcomes]
        for number, text in enumerate(texts, 1):
            found = outcome_advice(text, language, facts.version.eqf_level, longest=longest)
            if text and text in texts[: number - 1]:
                found.append(_("This says the same as another learning outcome."))
            advice += [f"{number} ({language.upper()}): {sentence}" for sentence in found]
    return not advice, " ".join(advice)


def _number(value: Decimal) -> str:
    return str(number_format(round(value, 1).normalize(), use_l10n=True))


def _numbered(sentence: str, numbers: Iterable[int]) -> str:
    written = ", ".join(map(str, numbers))
    return sentence % {"numbers": written} if written else ""


def _eqf(level_: int | None) -> str:
    return "" if level_ is None else f"EQF {level_}"


CHECKS: dict[str, Callable[[Facts, Rule], Judged]] = {
    "size": size,
    "size_step": size_step,
    "study_load": study_load,
    "activities_sum": activities_sum,
    "weekly_load": weekly_load,
    "outcomes_number": outcomes_number,
    "outcomes_translated": outcomes_translated,
    "outcomes_assessed": outcomes_assessed,
    "assessments_linked": assessments_linked,
    "level": level,
    "level_admitted": level_admitted,
    "level_nlqf": level_nlqf,
    "answered": answered,
    "yes": yes,
    "no": no,
    "european_elements": european,
    "outcome_wording": outcome_wording,
}

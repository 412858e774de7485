"""A version in one language, as its readers, reviewers and the board see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from keurmerk.programmes.models import Assessment, ProgrammeVersion
from keurmerk.web.templatetags.keurmerk_tags import euros, page_language, study_load

Fact = tuple[str, str]
Change = tuple[str, str, str]
# The places among the facts of what is written in each language.
WRITTEN = frozenset({0, 1, 2, 6, 11})


@dataclass(frozen=True, slots=True)
class AssessmentText:
    """One assessment in words, with the numbers of the outcomes it covers."""

    form: str
    conditions: str
    description: str
    outcomes: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a version says, in one language."""

    language: str
    title: str
    load: str
    level: str
    facts: list[Fact]
    outcomes: list[str]
    assessments: list[AssessmentText]


def both_contents(version: ProgrammeVersion) -> list[Content]:
    """The version in the language of the page, then in the other one."""
    first = page_language()
    return [content_in(version, code) for code in (first, "nl" if first == "en" else "en")]


def content_in(version: ProgrammeVersion, language: str) -> Content:
    """Read `version` in `language`; the terms beside the values stay in that of the page."""

    def text(name: str) -> str:
        return str(getattr(version, f"{name}_{language}"))

    terms = _terms()
    with override(language):
        load = study_load(version.ects, version.hours)
        level = _level(version)
        values = [
            text("description"),
            text("target_group"),
            text("prerequisites"),
            load,
            str(version.weeks or ""),
            level,
            text("level_reason"),
            version.get_participation_display(),
            _language_name(version.teaching_language),
            _yes_no(version.accredited_programme),
            _yes_no(version.stackable),
            text("stackability"),
            euros(version.fee),
            version.isced_f,
        ]
        return Content(
            language=language,
            title=text("title"),
            load=load,
            level=level,
            facts=list(zip(terms, values, strict=True)),
            outcomes=[
                str(getattr(outcome, f"text_{language}")) for outcome in version.outcomes.all()
            ],
            assessments=[_assessment(item, language) for item in version.assessments.all()],
        )


def changes_between(old: ProgrammeVersion, new: ProgrammeVersion) -> list[Change]:
    """What differs between two versions, as (what, was, becomes); texts in both languages."""
    first, *others = [
        (content_in(old, content.language), content) for content in both_contents(new)
    ]
    changes = _text_changes(*first) + _figure_changes(*first)
    for pair in others:
        changes += _text_changes(*pair)
    return [change for change in changes if change[1] != change[2]]


def _text_changes(old: Content, new: Content) -> list[Change]:
    """What was written in one language."""
    texts = [(_("Title"), old.title, new.title)]
    texts += [
        (term, was, becomes)
        for place, ((term, was), (_term, becomes)) in _beside(old, new)
        if place in WRITTEN
    ]
    texts += _numbered(_("Learning outcome %(number)s"), old.outcomes, new.outcomes)
    texts += _numbered(
        _("Description of assessment %(number)s"),
        [item.description for item in old.assessments],
        [item.description for item in new.assessments],
    )
    return [(f"{what} ({new.language.upper()})", was, becomes) for what, was, becomes in texts]


def _figure_changes(old: Content, new: Content) -> list[Change]:
    """What is the same in every language."""
    figures = [
        (term, was, becomes)
        for place, ((term, was), (_term, becomes)) in _beside(old, new)
        if place not in WRITTEN
    ]
    return figures + _numbered(
        _("Assessment %(number)s"),
        [_in_a_line(item) for item in old.assessments],
        [_in_a_line(item) for item in new.assessments],
    )


def _beside(old: Content, new: Content) -> Iterator[tuple[int, tuple[Fact, Fact]]]:
    return enumerate(zip(old.facts, new.facts, strict=True))


def _terms() -> list[str]:
    return [
        _("Description"),
        _("Target group"),
        _("Prior knowledge and admission"),
        _("Workload"),
        _("Weeks"),
        _("Level"),
        _("Reason for the level"),
        _("Form of participation"),
        _("Language of teaching"),
        _("Part of an accredited programme"),
        _("Counts towards something larger"),
        _("Place in a larger whole"),
        _("Fee"),
        _("Field of study (ISCED-F)"),
    ]


def _numbered(label: str, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    longest = max(len(old), len(new))
    was, becomes = (list(texts) + [""] * (longest - len(texts)) for texts in (old, new))
    return [
        (label % {"number": number}, *pair)
        for number, pair in enumerate(zip(was, becomes, strict=True), start=1)
    ]


def _assessment(assessment: Assessment, language: str) -> AssessmentText:
    identity = _("identity is checked") if assessment.identity_check else _("identity not checked")
    return AssessmentText(
        form=assessment.get_form_display(),
        conditions=f"{assessment.get_supervision_display()}, {identity}",
        description=str(getattr(assessment, f"description_{language}")),
        outcomes=", ".join(str(outcome.position) for outcome in assessment.outcomes.all()),
    )


def _in_a_line(assessment: AssessmentText) -> str:
    parts = (assessment.form, assessment.conditions, assessment.outcomes)
    return "; ".join(part for part in parts if part)


def _level(version: ProgrammeVersion) -> str:
    if version.eqf_level is None:
        return ""
    if version.nlqf_level in {"", str(version.eqf_level)}:
        return _("level %(level)s (EQF/NLQF)") % {"level": version.eqf_level}
    levels = {"eqf": version.eqf_level, "nlqf": version.nlqf_level}
    return _("level %(eqf)s (EQF), %(nlqf)s (NLQF)") % levels


def _language_name(code: str) -> str:
    return _(get_language_info(code)["name"]) if code else ""


def _yes_no(answer: bool | None) -> str:  # noqa: FBT001 - a stored answer, not a switch
    return "" if answer is None else (_("yes") if answer else _("no"))

"""What a version must say before anybody judges it: the European standard elements."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from keurmerk.programmes.models import Kind, ProgrammeVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One mandatory element of the Council Recommendation of 16 June 2022, Annex I."""

    code: str
    name: str
    done: bool


def european_elements(version: ProgrammeVersion) -> list[Element]:
    """Return the eleven elements; what every award adds by itself counts as done."""
    assessments = list(version.assessments.all())
    sized = bool(version.hours) and (bool(version.ects) or version.programme.kind == Kind.EDUBADGE)
    known = [
        ("M1", _("the participant, named in every award"), True),
        ("M2", _("title"), _both(version, "title")),
        ("M3", _("country of the institution"), bool(version.programme.institution.country)),
        ("M4", _("awarding institution"), True),
        ("M5", _("date, stated in every award"), True),
        ("M6", _("learning outcomes"), outcomes_written(version)),
        ("M7", _("study load"), sized),
        ("M8", _("level"), bool(version.eqf_level) and bool(version.nlqf_level)),
        (
            "M9",
            _("form of assessment"),
            bool(assessments) and all(_both(part, "description") for part in assessments),
        ),
        ("M10", _("form of participation"), bool(version.participation)),
        ("M11", _("quality assurance"), True),
    ]
    return [Element(code=code, name=name, done=done) for code, name, done in known]


def outcomes_written(version: ProgrammeVersion) -> bool:
    """Say whether there are outcomes, each of them in both languages."""
    outcomes = list(version.outcomes.all())
    return bool(outcomes) and all(_both(outcome, "text") for outcome in outcomes)


def missing(version: ProgrammeVersion) -> Iterator[str]:
    """Yield the name of everything that a version needs before it can leave its writer's hands."""
    for element in european_elements(version):
        if not element.done:
            yield element.name
    if not _both(version, "description"):
        yield _("description")
    labels = {field.name: str(field.verbose_name) for field in version._meta.fields}
    for name in ("isced_f", "teaching_language", "stackable", "accredited_programme"):
        if getattr(version, name) in ("", None):
            yield labels[name]


def _both(subject: object, field: str) -> bool:
    return bool(getattr(subject, f"{field}_nl")) and bool(getattr(subject, f"{field}_en"))

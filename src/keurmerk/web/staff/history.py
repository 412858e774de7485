"""What happened to a version and its application, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keurmerk.audit.models import Event
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkApplication, MarkDecision, Review

WORDS: dict[str, str | Promise] = {
    "programmes.programmeversion.started": _("begun"),
    "programmes.programmeversion.copied": _("begun as a copy of the version before"),
    "programmes.programmeversion.submitted": _("submitted"),
    "programmes.programmeversion.returned": _("returned to the applicant"),
    "programmes.programmeversion.marked": _("the quality mark was granted"),
    "programmes.programmeversion.refused": _("the quality mark was refused"),
    "programmes.programmeversion.published": _("published"),
    "quality.review.started": _("a reviewer began"),
    "quality.review.concluded": _("a reviewer gave advice"),
    "quality.markdecision.decided": _("the body decided"),
    "quality.markdecision.in_force": _("the decision was signed"),
    "quality.markdecision.suspended": _("the quality mark was suspended"),
    "quality.markdecision.withdrawn": _("the quality mark was withdrawn"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened."""

    at: datetime
    words: str
    who: str


def history_of_version(version: ProgrammeVersion) -> list[HistoryLine]:
    """The version, its application, reviews and decisions, oldest first."""
    return history_of(
        [
            version,
            *MarkApplication.objects.filter(version=version),
            *Review.objects.filter(application__version=version),
            *MarkDecision.objects.filter(version=version),
        ]
    )


def history_of(subjects: Iterable[models.Model]) -> list[HistoryLine]:
    """Every event about these objects that people need to know of, oldest first."""
    about = Q()
    for subject in subjects:
        about |= Q(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    events = (
        Event.objects.filter(about, verb__in=WORDS)
        .select_related("by")
        .order_by("created_at", "pk")
    )
    return [
        HistoryLine(event.created_at, str(WORDS[event.verb]), str(event.by or ""))
        for event in events
    ]

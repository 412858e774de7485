"""Bring a demo version as far as its story goes: under review, returned, marked, published."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from keurmerk.demo.finishing import finish
from keurmerk.programmes.actions import publish_edubadge, submit_version
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.actions import (
    apply_for_mark,
    conclude_review,
    decide_mark,
    record_finding,
    return_to_applicant,
    start_review,
)
from keurmerk.quality.documents import proposed_number
from keurmerk.quality.models import Judgement, MarkApplication

if TYPE_CHECKING:
    from keurmerk.demo.world import Cast

AWARDS_FROM = date(2025, 12, 1)
AWARDS_UNTIL = date(2028, 11, 30)
REVIEWERS = {"vu": ("reviewer-1", "reviewer-2"), "hu": ("reviewer-hu-1", "reviewer-hu-2")}


def bring_to_stage(
    version: ProgrammeVersion, data: dict[str, Any], *, cast: "Cast", at: datetime
) -> None:
    """Take the version through submission, review and decision up to `data["stage"]`."""
    owner, slug = cast[data["owner"]], data["institution"]
    if data["kind"] == "edubadge":
        submit_version(version=version, framework=None, by=owner, at=at)
        publish_edubadge(version=version, by=cast[REVIEWERS[slug][0]], at=at)
        return
    application = apply_for_mark(version=version, reasons={}, by=owner, at=at)
    if data["stage"] == "returned":
        reviewer = cast[REVIEWERS[slug][0]]
        start_review(application=application, by=reviewer, at=at)
        return_to_applicant(application=application, question=data["question"], by=reviewer, at=at)
    if data["stage"] == "marked":
        _review(application, slug, cast, at)
        _decide(application, slug, cast, at)
        finish(at=at)


def _review(application: MarkApplication, slug: str, cast: "Cast", at: datetime) -> None:
    for key in REVIEWERS[slug]:
        reviewer = cast[key]
        review = start_review(application=application, by=reviewer, at=at)
        for point in application.framework.points.filter(code__startswith="V"):
            record_finding(
                review=review,
                point=point,
                judgement=Judgement.MEETS,
                sentence="",
                by=reviewer,
                at=at,
            )
        conclude_review(review=review, advice="grant", by=reviewer, at=at)


def _decide(application: MarkApplication, slug: str, cast: "Cast", at: datetime) -> None:
    decide_mark(
        application=application,
        outcome="granted",
        number=proposed_number(application, at.date()),
        reason="Uitkomsten, niveau, omvang en toetsing voldoen aan het kwaliteitskader.",
        awards_from=AWARDS_FROM,
        awards_until=AWARDS_UNTIL,
        conditions=[],
        by=cast[f"secretary-{slug}"],
        at=at,
    )

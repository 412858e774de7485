"""One reviewer's judgement: begun by stating to have no interest, then point by point."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.programmes.reading import clean
from keurmerk.quality import policy
from keurmerk.quality.models import (
    EDUCATION,
    Advice,
    Finding,
    Judgement,
    MarkApplication,
    Point,
    Review,
)
from keurmerk.quality.states import ApplicationState, ReviewState


@transaction.atomic
def start_review(*, application: MarkApplication, by: User, at: datetime) -> Review:
    """Begin a review; by doing so the reviewer states to have no interest in the outcome."""
    require(policy.is_reviewer(by, application))
    if sentence := policy.conflict(by, application):
        raise Refused(sentence)
    if application.state != ApplicationState.OPEN:
        raise Refused(_("This application is not under review at the moment."))
    content = application.version.version_hash
    if application.reviews.filter(reviewer=by, content=content).exists():
        raise Refused(_("You have already begun your review of this text."))
    review = Review.objects.create(
        application=application, reviewer=by, content=content, no_interest_at=at
    )
    record("started", review, by=by, at=at, no_interest=True)
    return review


@transaction.atomic
def record_finding(
    *, review: Review, point: Point, judgement: str, sentence: str, by: User, at: datetime
) -> Finding:
    """Note what the reviewer found on one point; all but a plain “meets” give a reason."""
    _under_review(review, by)
    if point.framework_id != review.application.framework_id or not point.is_of_education:
        raise Refused(_("This point is not asked of this programme."))
    if judgement not in Judgement.values:
        raise Refused(_("Choose a judgement."))
    sentence = clean(sentence)
    if judgement != Judgement.MEETS and not sentence:
        raise Refused(_("Explain your finding on point %(point)s.") % {"point": point.code})
    finding, _created = Finding.objects.update_or_create(
        review=review, point=point, defaults={"judgement": judgement, "sentence": sentence}
    )
    record("found", review, by=by, at=at, point=point.code, judgement=judgement)
    return finding


@transaction.atomic
def record_findings(
    *, review: Review, findings: Sequence[tuple[Point, str, str]], by: User, at: datetime
) -> None:
    """Note the findings on several points at once: point, judgement, sentence. All or nothing."""
    for point, judgement, sentence in findings:
        record_finding(
            review=review, point=point, judgement=judgement, sentence=sentence, by=by, at=at
        )


@transaction.atomic
def conclude_review(*, review: Review, advice: str, by: User, at: datetime) -> None:
    """Close the review with an advice to the body."""
    _under_review(review, by)
    if advice not in Advice.values:
        raise Refused(_("Choose an advice."))
    asked = review.application.framework.points.filter(code__startswith=EDUCATION)
    left = asked.exclude(finding__review=review).values_list("code", flat=True)
    if left:
        raise Refused(_("Still to judge: %(points)s.") % {"points": ", ".join(left)})
    failing = review.findings.filter(judgement=Judgement.DOES_NOT_MEET)
    if advice == Advice.GRANT and failing.exists():
        raise Refused(_("A point that is not met does not go with the advice to grant."))
    move(review, ReviewState.CONCLUDED, by=by, at=at, advice=advice, concluded_at=at)


@transaction.atomic
def step_back(*, review: Review, reason: str, by: User, at: datetime) -> None:
    """Leave a review that was begun: an interest showed while reading."""
    require(review.reviewer_id == by.pk)
    if not clean(reason):
        raise Refused(_("Say why you step back."))
    move(review, ReviewState.STEPPED_BACK, by=by, at=at)
    record("stepped_back_because", review, by=by, at=at, reason=clean(reason))


def _under_review(review: Review, by: User) -> None:
    application = review.application
    require(review.reviewer_id == by.pk and policy.is_reviewer(by, application))
    if sentence := policy.conflict(by, application):
        raise Refused(sentence)
    if review.state != ReviewState.OPEN:
        raise Refused(_("This review has been concluded."))
    if application.state != ApplicationState.OPEN:
        raise Refused(_("This application is not under review at the moment."))
    if review.content != application.version.version_hash:
        raise Refused(_("The text changed after you began. Begin a new review."))

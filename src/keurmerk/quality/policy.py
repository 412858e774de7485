"""Who may judge, decide on and withdraw the quality mark."""

from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.institutions.models import Role
from keurmerk.institutions.policy import has_role
from keurmerk.programmes.policy import has_written, owns
from keurmerk.quality.models import MarkApplication, MarkDecision, Review
from keurmerk.quality.states import ApplicationState, DecisionState, ReviewState


def is_reviewer(user: User, application: MarkApplication) -> bool:
    programme = application.version.programme
    return has_role(user, programme.institution, Role.QUALITY_REVIEWER, unit=programme.unit)


def is_secretary(user: User, application: MarkApplication) -> bool:
    body = application.body
    return has_role(user, body.institution, Role.BOARD_SECRETARY, body=body)


def conflict(user: User, application: MarkApplication) -> str:
    """Say in a sentence why this person has an interest in the application; empty if none shows."""
    version = application.version
    programme = version.programme
    if owns(user, version):
        return _("Who answers for a programme does not judge it.")
    if has_written(user, version):
        return _("Who wrote in a programme does not judge it.")
    if has_role(user, programme.institution, Role.EXAMINER, unit=programme.unit):
        return _("An examiner of this unit does not judge its programmes.")
    return ""


def can_review(user: User, application: MarkApplication) -> bool:
    """A reviewer without interest, who has not begun on this content yet."""
    begun = application.reviews.filter(reviewer=user, content=application.version.version_hash)
    return (
        application.state == ApplicationState.OPEN
        and is_reviewer(user, application)
        and not conflict(user, application)
        and not begun.exists()
    )


def can_conclude(user: User, review: Review) -> bool:
    return (
        review.reviewer_id == user.pk
        and review.state == ReviewState.OPEN
        and review.application.state == ApplicationState.OPEN
        and is_reviewer(user, review.application)
    )


def can_return(user: User, application: MarkApplication) -> bool:
    """Whoever reviews it, and the secretary of the body, may ask the applicant."""
    return (
        application.state == ApplicationState.OPEN
        and judges(user, application)
        and not conflict(user, application)
    )


def judges(user: User, application: MarkApplication) -> bool:
    begun = application.reviews.filter(reviewer=user, content=application.version.version_hash)
    return is_secretary(user, application) or (is_reviewer(user, application) and begun.exists())


def can_decide(user: User, application: MarkApplication) -> bool:
    """The secretary of the body, who neither answers for the programme nor reviewed it."""
    return (
        application.state == ApplicationState.OPEN
        and is_secretary(user, application)
        and not conflict(user, application)
        and not application.reviews.filter(reviewer=user).exists()
    )


def can_withdraw_mark(user: User, decision: MarkDecision) -> bool:
    return decision.state in {DecisionState.IN_FORCE, DecisionState.SUSPENDED} and is_secretary(
        user, decision.application
    )

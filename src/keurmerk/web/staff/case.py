"""An application as a case: what was applied for, what the reviewers found, what happened."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality import policy
from keurmerk.quality.models import MarkApplication, MarkDecision, Point, Review
from keurmerk.quality.states import ApplicationState, ReviewState
from keurmerk.web.staff.content import both_contents, changes_between
from keurmerk.web.staff.forms_reviews import FindingsForm, NoInterestForm, StepBackForm
from keurmerk.web.staff.forms_submission import ReturnForm
from keurmerk.web.staff.history import history_of_version
from keurmerk.web.templatetags.keurmerk_tags import page_language

EARLIER_CASES = 5


def application_for(user: User, pk: str) -> MarkApplication:
    """The application, if it is of one's own institution and one may see it."""
    applications = MarkApplication.objects.visible_to(user).select_related(
        "framework", "body__institution", "submitted_by"
    )
    case = get_object_or_404(applications, pk=pk)
    versions = ProgrammeVersion.objects.select_related(
        "programme__institution", "programme__unit"
    ).prefetch_related("outcomes", "assessments__outcomes", "activities")
    case.version = versions.get(pk=case.version_id)
    return case


def own_review(application: MarkApplication, user: User) -> Review | None:
    """The review this person has begun of the content as it is now."""
    return Review.objects.filter(
        application=application, reviewer=user, content=application.version.version_hash
    ).first()


def points_of_education(application: MarkApplication) -> list[Point]:
    """The points that ask something of the education; the others are of the admission."""
    return [point for point in application.framework.points.all() if point.is_of_education]


def findings_form(review: Review) -> FindingsForm:
    """The form of a review that is under way, with what was found so far."""
    points = points_of_education(review.application)
    return FindingsForm(None, points=points, known=review.findings.all())


def case_page(application: MarkApplication, user: User, on: date) -> dict[str, object]:
    """Everything the page of an application shows to this person on this day."""
    version = application.version
    review = own_review(application, user)
    is_open = application.state == ApplicationState.OPEN
    reviewing = review is not None and policy.can_conclude(user, review)
    return {
        "application": application,
        "version": version,
        "contents": both_contents(version),
        "before": changes(version),
        "reasons": reasons(application, on),
        "institution_points": [
            point for point in application.framework.points.all() if not point.is_of_education
        ],
        "review": review,
        "form": findings_form(review) if review and reviewing else None,
        "start_form": NoInterestForm() if policy.can_review(user, application) else None,
        "return_form": ReturnForm() if policy.can_return(user, application) else None,
        "step_back_form": StepBackForm() if reviewing else None,
        "can_decide": policy.can_decide(user, application),
        "conflict": policy.conflict(user, application) if is_open else "",
        "reviews": readable_reviews(application, user, on),
        "waiting": waiting(application),
        "decision": MarkDecision.objects.visible_to(user).filter(application=application).first(),
        "history": history_of_version(version),
        "earlier": earlier_cases(application, user),
    }


def readable_reviews(application: MarkApplication, user: User, on: date) -> list[Review]:
    """The reviews this person may read by now."""
    reviews = (
        Review.objects.visible_to(user, on)
        .filter(application=application)
        .select_related("reviewer")
        .prefetch_related("findings__point")
        .order_by("no_interest_at", "pk")
    )
    return [
        review
        for review in reviews
        if review.state == ReviewState.CONCLUDED
        or (review.state == ReviewState.OPEN and review.reviewer_id != user.pk)
    ]


def waiting(application: MarkApplication) -> str:
    """How many reviews are under way and how many are in, in a sentence."""
    states = [
        review.state
        for review in application.reviews.all()
        if review.content == application.version.version_hash
    ]
    counts = {
        "done": states.count(ReviewState.CONCLUDED),
        "busy": states.count(ReviewState.OPEN),
    }
    return _("Reviews in: %(done)s, under way: %(busy)s.") % counts


def reasons(application: MarkApplication, on: date) -> list[tuple[str, str]]:
    """The rules that asked for a reason, with the reason given, by the code of the rule."""
    sentences = {rule.code: rule for rule in application.framework.rules.all()}
    language = page_language()
    return [
        (str(getattr(sentences[code], f"sentence_{language}")) if code in sentences else code, text)
        # Of the databases, only one keeps the order in which they were given.
        for code, text in sorted(application.reasons.items())
    ]


def changes(version: ProgrammeVersion) -> dict[str, object] | None:
    """What differs from the published version before, or None for a first one."""
    earlier = version.programme.versions.published().filter(number__lt=version.number)
    old = earlier.order_by("-number").first()
    if old is None:
        return None
    return {"number": old.number, "changes": changes_between(old, version)}


def earlier_cases(application: MarkApplication, user: User) -> list[MarkApplication]:
    """The last decided applications of the same unit."""
    cases = MarkApplication.objects.visible_to(user).filter(
        version__programme__unit=application.version.programme.unit,
        state=ApplicationState.DECIDED,
    )
    return list(
        cases.exclude(pk=application.pk)
        .select_related("version", "decision")
        .order_by("-submitted_at", "pk")[:EARLIER_CASES]
    )

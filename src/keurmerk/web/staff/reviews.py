"""Reviewing applications for the mark: the queue, the case, findings, questions and answers."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.quality.actions import (
    conclude_review,
    record_findings,
    return_to_applicant,
    start_review,
    step_back,
)
from keurmerk.quality.models import Advice, MarkApplication, Review
from keurmerk.quality.states import ApplicationState, ReviewState
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.case import application_for, case_page, points_of_education
from keurmerk.web.staff.forms_reviews import FindingsForm, NoInterestForm, StepBackForm
from keurmerk.web.staff.forms_submission import ReturnForm

PAGE_SIZE = 50
STATES = (ApplicationState.OPEN, ApplicationState.RETURNED, ApplicationState.DECIDED)
STATE_KINDS = {
    ApplicationState.OPEN: "busy",
    ApplicationState.RETURNED: "note",
    ApplicationState.DECIDED: "good",
}


@dataclass(frozen=True, slots=True)
class QueueLine:
    """An application in the queue."""

    application: MarkApplication
    days: int
    reviewers: str
    flags: list[str]
    state_kind: str


@login_required
def application_list(request: SignedInRequest) -> HttpResponse:
    """The queue: what is under review, oldest first."""
    state = request.GET.get("state", ApplicationState.OPEN)
    applications = (
        MarkApplication.objects.visible_to(request.user)
        .select_related("version__programme__unit", "decision")
        .prefetch_related("reviews__reviewer")
        .order_by("submitted_at", "pk")
    )
    if state in ApplicationState.values:
        applications = applications.filter(state=state)
    page = Paginator(applications, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    filters = [(f"?state={value}", value.label.capitalize(), value == state) for value in STATES]
    filters.append(("?state=all", _("All"), state not in ApplicationState.values))
    lines = [_line(application, now) for application in page]
    found = {"page": page, "lines": lines, "filters": filters}
    return render(request, "staff/application_list.html", found)


@login_required
def application(request: SignedInRequest, pk: str) -> HttpResponse:
    """One case: the version, the points, the evidence; the form for who reviews it."""
    case = application_for(request.user, pk)
    page = case_page(case, request.user, timezone.localdate())
    return render(request, "staff/application.html", page)


@login_required
@require_POST
def review_start(request: SignedInRequest, pk: str) -> HttpResponse:
    """State to have no interest, and begin."""
    case = application_for(request.user, pk)
    form = NoInterestForm(request.POST)
    if form.is_valid():
        start_review(application=case, by=request.user, at=timezone.now())
        messages.success(request, _("You review this application. Judge every point."))
        return redirect("staff:application", case.pk)
    page = case_page(case, request.user, timezone.localdate()) | {"start_form": form}
    return render(request, "staff/application.html", page)


@login_required
@require_POST
def review_conclude(request: SignedInRequest, pk: str) -> HttpResponse:
    """Save the findings; with one of the advice buttons, hand the advice in as well."""
    reviews = Review.objects.filter(reviewer=request.user)
    review = get_object_or_404(
        reviews.select_related("application__version__programme", "reviewer"), pk=pk
    )
    case = application_for(request.user, str(review.application_id))
    step = request.POST.get("advice", "")
    form = FindingsForm(
        request.POST,
        points=points_of_education(case),
        known=[],
        concluding=step in {Advice.GRANT, Advice.REFUSE},
    )
    question = ReturnForm(request.POST if step == Advice.RETURN else None)
    if form.is_valid() and (question.is_valid() or not question.is_bound):
        _finish(review, form, question, step)
        messages.success(request, _("Your findings are saved."))
        return redirect("staff:application", case.pk)
    page = case_page(case, request.user, timezone.localdate())
    page |= {"form": form, "return_form": question}
    return render(request, "staff/application.html", page)


@transaction.atomic
def _finish(review: Review, form: FindingsForm, question: ReturnForm, step: str) -> None:
    """Keep the findings, and then advise or ask."""
    at, by = timezone.now(), review.reviewer
    record_findings(review=review, findings=form.findings(), by=by, at=at)
    if question.is_bound:
        words = question.cleaned_data["question"]
        return_to_applicant(application=review.application, question=words, by=by, at=at)
    elif form.concluding:
        conclude_review(review=review, advice=step, by=by, at=at)


@login_required
@require_POST
def review_step_back(request: SignedInRequest, pk: str) -> HttpResponse:
    """Leave a review because an interest showed; somebody else can take it."""
    reviews = Review.objects.filter(reviewer=request.user)
    review = get_object_or_404(reviews.select_related("application"), pk=pk)
    case = application_for(request.user, str(review.application_id))
    form = StepBackForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        step_back(review=review, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("You have stepped back. Another reviewer can take over."))
        return redirect("staff:application", case.pk)
    page = case_page(case, request.user, timezone.localdate()) | {"step_back_form": form}
    return render(request, "staff/application.html", page)


@login_required
@require_POST
def application_return(request: SignedInRequest, pk: str) -> HttpResponse:
    """Ask the applicant; until the answer the version can be changed."""
    case = application_for(request.user, pk)
    form = ReturnForm(request.POST)
    if form.is_valid():
        question = form.cleaned_data["question"]
        return_to_applicant(application=case, question=question, by=request.user, at=timezone.now())
        messages.success(request, _("The application is back with the applicant."))
        return redirect("staff:application", case.pk)
    page = case_page(case, request.user, timezone.localdate()) | {"return_form": form}
    return render(request, "staff/application.html", page)


def _line(application: MarkApplication, now: datetime) -> QueueLine:
    reviews = list(application.reviews.all())
    done = sum(review.state == ReviewState.CONCLUDED for review in reviews)
    names = ", ".join(str(review.reviewer) for review in reviews)
    flags = [_("reasons given")] if application.reasons else []
    flags += [_("experiment")] if application.experiment else []
    flags += [_("returned before")] if application.times_returned else []
    counted = _("%(done)s of %(all)s in: %(names)s")
    return QueueLine(
        application,
        (now - application.submitted_at).days,
        counted % {"done": done, "all": len(reviews), "names": names} if reviews else _("none yet"),
        flags,
        STATE_KINDS[ApplicationState(application.state)],
    )

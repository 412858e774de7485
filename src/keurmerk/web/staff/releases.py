"""From the table to the people: presenting a group, the second person's release, the delivery."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from keurmerk.audit.clock import database_now
from keurmerk.awards import policy
from keurmerk.awards.actions import present_cohort, release_cohort, take_back_cohort
from keurmerk.awards.models import Cohort
from keurmerk.awards.queries import cohort_counts, list_digest
from keurmerk.awards.states import AwardState, CohortState
from keurmerk.institutions.policy import policy_on, require
from keurmerk.quality.models import MarkDecision
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.cohorts import ROWS_PER_PAGE, table_context, visible_cohort
from keurmerk.web.staff.deliveries import deliveries, state_sums
from keurmerk.web.staff.forms_cohorts import ReleaseForm

REFRESH_SECONDS = "3"


def _mark(cohort: Cohort) -> MarkDecision | None:
    """The decision in force on this version, as the second person must see it."""
    decisions = cohort.version.decisions.in_force().select_related("body", "framework")
    return decisions.order_by("-awards_from").first()


def _list(request: SignedInRequest, cohort: Cohort) -> dict[str, object]:
    """What both the first and the second person look at: counts, mark, and the ready rows."""
    page = Paginator(cohort.rows.ready(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = table_context(cohort, cohort_counts(cohort), page, may_prepare=True)
    return context | {"decision": _mark(cohort)}


@login_required
def cohort_present(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Look at the list once more and hand it to the second person."""
    cohort = visible_cohort(request, pk)
    require(policy.can_prepare(request.user, cohort.version))
    if request.method == "POST":
        present_cohort(cohort=cohort, by=request.user, at=timezone.now())
        messages.success(request, _("The group waits for a second person to release it."))
        return redirect("staff:cohort", pk=pk)
    return render(request, "staff/cohort_present.html", _list(request, cohort))


@login_required
@require_POST
def cohort_take_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the group back to repair something."""
    cohort = visible_cohort(request, pk)
    take_back_cohort(cohort=cohort, by=request.user, at=timezone.now())
    messages.success(request, _("The group is back in preparation."))
    return redirect("staff:cohort", pk=pk)


@login_required
def cohort_release(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The decision to award, by somebody who did not prepare it."""
    cohort = visible_cohort(request, pk)
    require(policy.can_release(request.user, cohort))
    if cohort.state == CohortState.RELEASED:
        return redirect("staff:cohort_delivery", pk=pk)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        release_cohort(
            cohort=cohort,
            confirmed_count=form.cleaned_data["confirmed_count"],
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=database_now(),
        )
        messages.success(request, _("The awards are released. They are being signed now."))
        return redirect("staff:cohort_delivery", pk=pk)
    context = _list(request, cohort)
    sample = cohort.rows.ready().first()
    context |= {"form": form, "sample": sample, "refusal": _refusal(request, cohort)}
    context["seen"] = list_digest(cohort)
    return render(request, "staff/cohort_release.html", context)


def _refusal(request: SignedInRequest, cohort: Cohort) -> str:
    """Why this person cannot release this group now, in a sentence; empty when they can."""
    if cohort.state != CohortState.PRESENTED:
        return _("This group is not presented for release yet.")
    policy_today = policy_on(cohort.institution, timezone.localdate())
    if policy_today.second_person_releases and policy.has_prepared(request.user, cohort):
        return _(
            "You worked on this group yourself. A second person looks at it and releases it: "
            "an examiner or another award officer."
        )
    return ""


@login_required
@require_safe
def cohort_delivery(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far each award is: being signed, issued, mailed, collected, or held back."""
    cohort = visible_cohort(request, pk)
    awards = cohort.awards.order_by("row__line")
    page = Paginator(awards, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    numbers = Counter(cohort.awards.order_by().values_list("state", flat=True))
    context = {
        "cohort": cohort,
        "page": page,
        "deliveries": deliveries(page.object_list),
        "line": ngettext("%(number)d award:", "%(number)d awards:", numbers.total())
        % {"number": numbers.total()},
        "sums": state_sums(numbers),
        "busy": numbers[AwardState.TO_BE_SIGNED],
        "refreshing": numbers[AwardState.TO_BE_SIGNED] and "still" not in request.GET,
    }
    response = render(request, "staff/cohort_delivery.html", context)
    if context["refreshing"]:
        response["Refresh"] = REFRESH_SECONDS
    return response

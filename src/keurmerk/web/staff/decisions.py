"""The decision of the designated body on the mark, and what may follow it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.accounts.models import User
from keurmerk.institutions.policy import require
from keurmerk.quality import policy
from keurmerk.quality.actions import (
    decide_mark,
    meet_condition,
    reinstate_mark,
    suspend_mark,
    withdraw_mark,
)
from keurmerk.quality.documents import proposed_number
from keurmerk.quality.models import Condition, MarkDecision
from keurmerk.quality.states import DecisionState
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.case import application_for
from keurmerk.web.staff.forms_decisions import DecisionForm, MarkEventForm, WithdrawalForm
from keurmerk.web.staff.letter import decided_page, deciding_page

LOOK_AGAIN = 3  # seconds


@login_required
def decision(request: SignedInRequest, pk: str) -> HttpResponse:
    """Decide, after looking at the exact text; once decided, the letter."""
    case = application_for(request.user, pk)
    made = MarkDecision.objects.visible_to(request.user).filter(application=case).first()
    if made:
        return _letter(request, made)
    require(policy.can_decide(request.user, case))
    at, data = timezone.now(), (request.POST or None)
    on = timezone.localdate(at)
    form = DecisionForm(data, number=proposed_number(case, on), on=on)
    is_complete = form.is_valid()
    if is_complete and request.POST.get("step") == "decide":
        values = form.decided()
        decide_mark(application=case, **values, by=request.user, at=at)
        messages.success(request, _("The decision is made."))
        return redirect("staff:decision", case.pk)
    page = deciding_page(case, request.user, form, shown=is_complete)
    return render(request, "staff/decision.html", page)


def _letter(request: SignedInRequest, made: MarkDecision) -> HttpResponse:
    """The decision as a letter; while it is being signed the browser looks again by itself."""
    response = render(request, "staff/decision.html", decided_page(made, request.user))
    if made.state == DecisionState.TO_BE_SIGNED:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@login_required
@require_POST
def mark_suspend(request: SignedInRequest, pk: str) -> HttpResponse:
    """Stop new awards for the time being."""
    return _follow(request, pk, MarkEventForm(request.POST, prefix="suspend"), suspend_mark)


@login_required
@require_POST
def mark_reinstate(request: SignedInRequest, pk: str) -> HttpResponse:
    """Let the mark count again."""
    return _follow(request, pk, MarkEventForm(request.POST, prefix="reinstate"), reinstate_mark)


@login_required
@require_POST
def mark_withdraw(request: SignedInRequest, pk: str) -> HttpResponse:
    """Withdraw the mark from now on, and when asked for awards between two dates."""
    return _follow(request, pk, WithdrawalForm(request.POST, prefix="withdraw"), withdraw_mark)


@login_required
@require_POST
def condition_meet(request: SignedInRequest, pk: str) -> HttpResponse:
    """Note that a condition has been met."""
    decisions = MarkDecision.objects.visible_to(request.user)
    condition = get_object_or_404(Condition.objects.filter(decision__in=decisions), pk=pk)
    meet_condition(condition=condition, by=request.user, at=timezone.now())
    messages.success(request, _("The condition is noted as met."))
    return redirect("staff:decision", condition.decision.application_id)


def _follow(
    request: SignedInRequest, pk: str, form: MarkEventForm, act: Callable[..., None]
) -> HttpResponse:
    """Enter what happens to the mark, or show the letter again with what is still missing."""
    made = _decision(request.user, pk)
    require(policy.is_secretary(request.user, made.application))
    if form.is_valid():
        act(decision=made, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("It is written down and goes into the public register."))
        return redirect("staff:decision", made.application_id)
    page = decided_page(made, request.user) | {f"{form.prefix}_form": form, "failed": form}
    return render(request, "staff/decision.html", page)


def _decision(user: User, pk: str) -> MarkDecision:
    decisions = MarkDecision.objects.visible_to(user).select_related(
        "application", "version__programme", "body__institution", "framework", "document"
    )
    return get_object_or_404(decisions, pk=pk)

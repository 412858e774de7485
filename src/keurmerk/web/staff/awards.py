"""The register of awards: finding one, taking the list along, and ending an award."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from keurmerk.audit.models import Event
from keurmerk.awards import policy
from keurmerk.awards.actions import lift_suspension, release_again, suspend_award, withdraw_award
from keurmerk.awards.models import Award
from keurmerk.awards.states import AwardState
from keurmerk.institutions.policy import require
from keurmerk.programmes.models import Programme
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.deliveries import KINDS, deliveries
from keurmerk.web.staff.forms_cohorts import AwardFilterForm, SuspendForm, WithdrawForm
from keurmerk.web.templatetags.keurmerk_tags import localised

AWARDS_PER_PAGE = 100
BYTE_ORDER_MARK = "\ufeff"
ENDABLE = frozenset({AwardState.HELD_BACK, AwardState.ISSUED, AwardState.SUSPENDED})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _visible(request: SignedInRequest, pk: UUID) -> Award:
    awards = Award.objects.visible_to(request.user).select_related(
        "cohort__released_by",
        "document",
        "version__programme__institution",
        "version__programme__unit",
        "decision__body",
    )
    return get_object_or_404(awards, pk=pk)


def _register(request: SignedInRequest) -> tuple[AwardFilterForm, QuerySet[Award]]:
    """The part of the register that was asked for, newest first."""
    visible = Award.objects.visible_to(request.user)
    programmes = Programme.objects.filter(pk__in=visible.values("version__programme"))
    form = AwardFilterForm(request.GET or None, programmes=programmes.order_by("code"))
    awards = visible.select_related("version__programme", "learner")
    awards = awards.order_by("-awarded_on", "name", "pk")
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("programme"):
        awards = awards.filter(version__programme=asked["programme"])
    if asked.get("state"):
        awards = awards.filter(state=asked["state"])
    if name := asked.get("name"):
        awards = awards.filter(Q(name__icontains=name) | Q(learner__student_number=name))
    return form, awards


@login_required
@require_safe
def award_list(request: SignedInRequest) -> HttpResponse:
    """Everything awarded here, by programme, state and name."""
    form, awards = _register(request)
    page = Paginator(awards, AWARDS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [(award, KINDS[AwardState(award.state)]) for award in page]
    context = {"form": form, "page": page, "lines": lines, "filtered": bool(request.GET)}
    return render(request, "staff/award_list.html", context)


@login_required
@require_safe
def award_export(request: SignedInRequest) -> HttpResponse:
    """The same list for a spreadsheet: semicolons, and no cell that a spreadsheet would execute."""
    _form, awards = _register(request)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_safe(_header()))
    writer.writerows(_safe(_cells(award)) for award in awards.iterator(chunk_size=1000))
    response = HttpResponse(
        BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8"
    )
    name = f"awards-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _header() -> list[str]:
    return [
        _("Programme"),
        _("Version"),
        _("Title"),
        _("Name"),
        _("Number"),
        _("E-mail address"),
        _("Result"),
        _("Awarded on"),
        _("State"),
        _("Identifier"),
    ]


def _cells(award: Award) -> list[str]:
    return [
        award.version.programme.code,
        str(award.version.number),
        localised(award.version, "title"),
        award.name,
        award.learner.student_number,
        award.email,
        award.result,
        award.awarded_on.isoformat(),
        award.get_state_display(),
        award.urn,
    ]


def _safe(cells: Iterable[str]) -> list[str]:
    """A cell that begins like a formula gets an apostrophe before it."""
    return [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells]


@login_required
@require_safe
def award(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One award with its history."""
    award = _visible(request, pk)
    context = {
        "award": award,
        "delivery": deliveries([award])[0],
        "history": history(award),
        "may_end": award.state in ENDABLE and policy.can_withdraw(request.user, award),
        "may_release_again": award.state == AwardState.HELD_BACK
        and policy.can_release(request.user, award.cohort),
        "back": [("next", request.path)],
    }
    return render(request, "staff/award.html", context)


def history(award: Award) -> list[tuple[datetime, str, str]]:
    """What happened to an award, oldest first: when, what, and who did it."""
    words: dict[str, str] = {
        AwardState.HELD_BACK: _("held back"),
        AwardState.TO_BE_SIGNED: _("released again"),
        AwardState.ISSUED: _("suspension lifted"),
        AwardState.SUSPENDED: _("suspended"),
        AwardState.WITHDRAWN: _("withdrawn"),
        AwardState.REPLACED: _("replaced"),
    }
    happened = [(award.valid_from, _("released"), str(award.cohort.released_by or ""))]
    if award.document:
        happened.append((award.document.signed_at, _("signed"), ""))
    for event in Event.objects.about(award).select_related("by"):
        verb = event.verb.rpartition(".")[2]
        if verb in words and event.details.get("from") != AwardState.TO_BE_SIGNED:
            happened.append((event.created_at, words[verb], str(event.by or "")))
    return sorted(happened)


@login_required
def award_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """End an award for good, with the class of the reason."""
    award = _visible(request, pk)
    require(policy.can_withdraw(request.user, award))
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw_award(
            award=award,
            reason_class=form.cleaned_data["reason_class"],
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The award was withdrawn. Whoever checks it sees that."))
        return redirect("staff:award", pk=pk)
    context = {"award": award, "form": form, "heading": _("Withdraw this award")}
    context["effect"] = _(
        "Whoever checks it from now on sees that it is withdrawn, and the class of the reason. "
        "The participant is told by mail."
    )
    return render(request, "staff/award_withdraw.html", context)


@login_required
def award_suspend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Suspend an award while something is looked into."""
    award = _visible(request, pk)
    require(policy.can_withdraw(request.user, award))
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        note = form.cleaned_data["note"]
        suspend_award(award=award, note=note, by=request.user, at=timezone.now())
        messages.success(request, _("The award is suspended. Whoever checks it sees that."))
        return redirect("staff:award", pk=pk)
    context = {"award": award, "form": form, "heading": _("Suspend this award")}
    context["effect"] = _(
        "Whoever checks it from now on sees that it is suspended. You can lift the suspension."
    )
    return render(request, "staff/award_withdraw.html", context)


@login_required
@require_POST
def award_lift(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Lift the suspension of an award."""
    award = _visible(request, pk)
    lift_suspension(award=award, by=request.user, at=timezone.now())
    messages.success(request, _("The suspension was lifted."))
    return redirect("staff:award", pk=pk)


@login_required
@require_POST
def award_release_again(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Hand an award that was held back to the worker once more."""
    award = _visible(request, pk)
    release_again(award=award, by=request.user, at=timezone.now())
    messages.success(request, _("The award is released again. It is being signed now."))
    return redirect("staff:award", pk=pk)

"""Repairing one row: choosing a way out, filling it in by hand, setting it aside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.awards import policy
from keurmerk.awards.actions import choose, edit_row, put_back, set_aside
from keurmerk.awards.models import Row
from keurmerk.awards.problems import BLOCKS, CHOICE
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_cohorts import RowForm, SetAsideForm

KINDS = {BLOCKS: "stop", CHOICE: "note"}


def _visible(request: SignedInRequest, pk: int) -> Row:
    rows = Row.objects.visible_to(request.user).select_related(
        "cohort__version__programme__institution", "cohort__version__programme__unit"
    )
    return get_object_or_404(rows, pk=pk)


def _table(request: SignedInRequest, row: Row) -> str:
    """The table the person came from, at this row."""
    page = request.POST.get("next", request.GET.get("next", ""))
    own = reverse("staff:cohort", kwargs={"pk": row.cohort_id})
    known = page.startswith(own) and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if known else own


@login_required
@require_POST
def row_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one of the ways out that the message offers."""
    row = _visible(request, pk)
    choice = {name: request.POST.get(name, "") for name in ("code", "choice")}
    choose(row=row, choice=choice, by=request.user, at=timezone.now())
    return redirect(f"{_table(request, row)}#line-{row.line}")


@login_required
def row_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a row right by hand."""
    row = _visible(request, pk)
    require(policy.can_prepare(request.user, row.cohort.version))
    written = {name: getattr(row, name) for name in RowForm.base_fields}
    form = RowForm(request.POST or None, initial=written)
    if form.is_valid():
        try:
            edit_row(row=row, fields=form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Line %(line)d was changed.") % {"line": row.line})
            return redirect(f"{_table(request, row)}#line-{row.line}")
    lines = [(field, notices(row, field.name)) for field in form]
    context = {"row": row, "form": form, "lines": lines, "table": _table(request, row)}
    return render(request, "staff/row_edit.html", context)


def notices(row: Row, name: str) -> list[dict[str, str]]:
    """What is wrong with one field of a row, as the results under that field."""
    words = {"stop": _("Blocks"), "note": _("Asks a choice"), "open": _("Please note")}
    found = [notice for notice in row.notices if notice.field == name]
    kinds = [KINDS.get(notice.severity, "open") for notice in found]
    return [
        {"kind": kind, "word": words[kind], "message": notice.message}
        for kind, notice in zip(kinds, found, strict=True)
    ]


@login_required
def row_set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a row out for now, with the reason."""
    row = _visible(request, pk)
    require(policy.can_prepare(request.user, row.cohort.version))
    form = SetAsideForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        set_aside(row=row, reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("Line %(line)d was set aside.") % {"line": row.line})
        return redirect(f"{_table(request, row)}#line-{row.line}")
    context = {"row": row, "form": form, "table": _table(request, row)}
    return render(request, "staff/row_set_aside.html", context)


@login_required
@require_POST
def row_put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a row up again."""
    row = _visible(request, pk)
    put_back(row=row, by=request.user, at=timezone.now())
    messages.success(request, _("Line %(line)d was put back.") % {"line": row.line})
    return redirect(f"{_table(request, row)}#line-{row.line}")

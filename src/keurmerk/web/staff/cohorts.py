"""Groups in preparation: starting one, bringing rows in, and the table where they are repaired."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from keurmerk.awards import policy
from keurmerk.awards.actions import Added, add_rows, start_cohort
from keurmerk.awards.models import Cohort, Row
from keurmerk.awards.queries import Counts, cohort_counts
from keurmerk.awards.states import CohortState, RowState
from keurmerk.errors import Refused
from keurmerk.institutions.models import Membership, Role
from keurmerk.institutions.policy import require
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.quality.states import DecisionState
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_cohorts import CohortForm, RowsForm

ROWS_PER_PAGE = 200
PREPARING = (Role.AWARD_OFFICER, Role.EXAMINER, Role.REGISTRAR)


def visible_cohort(request: SignedInRequest, pk: UUID) -> Cohort:
    cohorts = Cohort.objects.visible_to(request.user).select_related(
        "version__programme__institution",
        "version__programme__unit",
        "prepared_by",
        "presented_by",
        "released_by",
    )
    return get_object_or_404(cohorts, pk=pk)


@login_required
@require_safe
def cohort_list(request: SignedInRequest) -> HttpResponse:
    """Groups of one's own institutions, those with work first."""
    cohorts = (
        Cohort.objects.visible_to(request.user)
        .select_related("version__programme")
        .annotate(
            received=Count("rows"),
            open_rows=Count("rows", filter=Q(rows__state__in=[RowState.CHOICE, RowState.BLOCKED])),
        )
        .order_by("-created_at", "pk")
    )
    page = Paginator(cohorts, 50).get_page(request.GET.get("page"))
    may_start = request.user.memberships.filter(role__in=PREPARING).exists()
    return render(request, "staff/cohort_list.html", {"page": page, "may_start": may_start})


@login_required
def cohort_start(request: SignedInRequest) -> HttpResponse:
    """Start a group for a version that can be awarded."""
    require(request.user.memberships.filter(role__in=PREPARING).exists())
    versions = list(_can_be_awarded(request))
    form = CohortForm(request.POST or None, versions=versions)
    if form.is_valid():
        cohort = start_cohort(**form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("staff:cohort_rows_add", pk=cohort.pk)
    return render(request, "staff/cohort_start.html", {"form": form, "any": bool(versions)})


def _can_be_awarded(request: SignedInRequest) -> QuerySet[ProgrammeVersion]:
    """Published versions of one's own units: with a mark in force, or an edubadge."""
    held = Membership.objects.filter(
        Q(unit=None) | Q(unit=OuterRef("programme__unit")),
        user=request.user,
        institution=OuterRef("programme__institution"),
        role__in=PREPARING,
    )
    awardable = Q(programme__kind=Kind.EDUBADGE) | Q(decisions__state=DecisionState.IN_FORCE)
    return (
        ProgrammeVersion.objects.published()
        .filter(Exists(held), awardable)
        .select_related("programme")
        .order_by("title_nl", "-number")
        .distinct()
    )


@login_required
@require_safe
def cohort(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The rows with their states, and what must happen with each."""
    cohort = visible_cohort(request, pk)
    counts = cohort_counts(cohort)
    may_prepare = policy.can_prepare(request.user, cohort.version)
    if not counts.received and may_prepare:
        return redirect("staff:cohort_rows_add", pk=pk)
    shown = request.GET.get("show", "")
    rows = cohort.rows.filter(state=shown) if shown in RowState.values else cohort.rows.all()
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **table_context(cohort, counts, page, may_prepare=may_prepare),
        "summary": summary(counts),
        "next_words": _next_words(counts),
        "filters": _filters(cohort, counts, shown),
        "current": 4 if cohort.state == CohortState.PRESENTED else 2,
        "may_repair": may_prepare and cohort.state != CohortState.PRESENTED,
        "may_release": policy.can_release(request.user, cohort),
        "back": [("next", request.get_full_path())],
    }
    return render(request, "staff/cohort.html", context)


@login_required
def cohort_rows_add(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Bring rows in; what cannot be read is said once, and what was pasted stays."""
    cohort = visible_cohort(request, pk)
    require(policy.can_prepare(request.user, cohort.version))
    form = RowsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            added = add_rows(cohort=cohort, data=form.brought, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _added_words(added))
            return redirect("staff:cohort", pk=pk)
    context = {"cohort": cohort, "form": form, "steps": steps(cohort, may_prepare=True)}
    return render(request, "staff/cohort_rows_add.html", context)


def _added_words(added: Added) -> str:
    """How many rows came in, were here already, and say something else than before."""
    if not added.new:
        words = _("No new rows. All of them were here already.")
    else:
        words = ngettext("%(number)d row was added.", "%(number)d rows were added.", added.new)
        words %= {"number": added.new}
        if added.known:
            words += " " + _("%(number)d were here already.") % {"number": added.known}
    if added.different:
        says = ngettext(
            "%(number)d line says something else than the row that is here; the row was kept.",
            "%(number)d lines say something else than the rows that are here; the rows were kept.",
            added.different,
        )
        words += " " + says % {"number": added.different}
    return words


def steps(cohort: Cohort, *, may_prepare: bool) -> list[tuple[str, str]]:
    """The four steps with the address of each that this person can visit now."""
    here = {"pk": cohort.pk}
    waits = cohort.state == CohortState.PRESENTED
    open_now = may_prepare and not waits
    return [
        (_("Bring in rows"), reverse("staff:cohort_rows_add", kwargs=here) if open_now else ""),
        (_("Repair"), reverse("staff:cohort", kwargs=here)),
        (_("Check the list"), reverse("staff:cohort_present", kwargs=here) if open_now else ""),
        (
            _("Release by a second person"),
            reverse("staff:cohort_release", kwargs=here) if waits else "",
        ),
    ]


def table_context(
    cohort: Cohort, counts: Counts, page: Page[Row], *, may_prepare: bool
) -> dict[str, object]:
    """What every page about a group says of it: its rows, their sums, and the steps."""
    line = ngettext("%(number)d row:", "%(number)d rows:", counts.received)
    return {
        "cohort": cohort,
        "counts": counts,
        "line": line % {"number": counts.received},
        "sums": sums(counts),
        "page": page,
        "steps": steps(cohort, may_prepare=may_prepare),
    }


def _next_words(counts: Counts) -> str:
    words = ngettext("Continue with %(number)d row", "Continue with %(number)d rows", counts.ready)
    return words % {"number": counts.ready}


def sums(counts: Counts) -> list[tuple[str, str]]:
    """The parts that add up to the rows brought in, each with its icon."""
    parts = [
        ("good", counts.ready, _("%(number)d ready")),
        (
            "note",
            counts.choice,
            ngettext("%(number)d needs a choice", "%(number)d need a choice", counts.choice),
        ),
        ("stop", counts.blocked, _("%(number)d blocked")),
        ("aside", counts.set_aside, _("%(number)d set aside")),
        ("good", counts.awarded, _("%(number)d awarded")),
    ]
    return [(kind, words % {"number": number}) for kind, number, words in parts if number]


def summary(counts: Counts) -> str:
    """What the table asks of the reader, in one sentence."""
    if asking := counts.choice + counts.blocked:
        words = ngettext(
            "%(number)d row asks something of you.",
            "%(number)d rows ask something of you.",
            asking,
        )
        rest = _("The others can go on.") if counts.ready else ""
        return f"{words % {'number': asking}} {rest}".rstrip()
    if counts.ready:
        return _("Nothing is left to repair. Look at the list and present it for release.")
    return _("No row is ready. Rows that are set aside can be put back.")


def _filters(cohort: Cohort, counts: Counts, shown: str) -> list[tuple[str, str, bool]]:
    address = reverse("staff:cohort", kwargs={"pk": cohort.pk})
    numbers = {state: getattr(counts, state) for state in RowState.values}
    all_rows = _("All rows (%(number)d)") % {"number": counts.received}
    return [(address, all_rows, shown not in RowState.values)] + [
        (f"{address}?show={state}", f"{capfirst(RowState(state).label)} ({number})", state == shown)
        for state, number in numbers.items()
        if number or state == shown
    ]

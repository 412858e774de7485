"""The programmes of one's institution: the list, and starting one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.institutions.models import Role, Unit
from keurmerk.institutions.policy import require
from keurmerk.programmes.actions import start_programme
from keurmerk.programmes.models import Kind, Programme, ProgrammeVersion
from keurmerk.programmes.policy import can_start
from keurmerk.programmes.states import VersionState
from keurmerk.quality.states import DecisionState
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_programmes import ProgrammeStartForm
from keurmerk.web.staff.reading import MARK_KINDS, STATE_KINDS
from keurmerk.web.templatetags.keurmerk_tags import localised

PAGE_SIZE = 50
Filter = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme in the list: its newest version, and the published one when that is older."""

    programme: Programme
    version: ProgrammeVersion
    state_kind: str
    mark_kind: str
    mark_word: str
    published: ProgrammeVersion | None


@login_required
def programme_list(request: SignedInRequest) -> HttpResponse:
    """The programmes of one's institution with how they stand."""
    unit, kind = request.GET.get("unit", ""), request.GET.get("kind", "")
    versions = ProgrammeVersion.objects.visible_to(request.user).order_by("-number")
    programmes = (
        Programme.objects.visible_to(request.user)
        .select_related("unit")
        .prefetch_related(Prefetch("versions", versions.prefetch_related("decisions")))
        .order_by("code", "pk")
    )
    units = _units(request.user)
    chosen = next((known for known in units if str(known.pk) == unit), None)
    if chosen:
        programmes = programmes.filter(unit=chosen)
    if kind in Kind.values:
        programmes = programmes.filter(kind=kind)
    page = Paginator(programmes, PAGE_SIZE).get_page(request.GET.get("page"))
    filters = _filters(units, unit, kind)
    found = {"page": page, "lines": list(map(_line, page)), "is_filtered": bool(unit or kind)}
    roles = set(request.user.memberships.values_list("role", flat=True))
    found |= filters | {"can_start": Role.PROGRAMME_DIRECTOR in roles}
    return render(request, "staff/programme_list.html", found)


@login_required
def programme_start(request: SignedInRequest) -> HttpResponse:
    """Start a programme, empty or with the text of a version one may read."""
    units = [unit for unit in _units(request.user) if can_start(request.user, unit)]
    require(bool(units))
    examples = (
        ProgrammeVersion.objects.visible_to(request.user)
        .select_related("programme")
        .order_by("programme__code", "-number")
    )
    data, example = (request.POST or None), request.GET.get("example", "")
    form = ProgrammeStartForm(data, units=units, examples=examples, example=example)
    if form.is_valid():
        draft = start_programme(
            **form.cleaned_data,
            institution=form.cleaned_data["unit"].institution,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The programme has begun. Fill in the tasks in any order."))
        return redirect("staff:version", draft.pk)
    return render(request, "staff/programme_start.html", {"form": form})


def _units(user: User) -> list[Unit]:
    units = Unit.objects.filter(institution__in=user.memberships.values("institution"))
    return list(units.select_related("institution").order_by("name_nl", "pk"))


def _line(programme: Programme) -> ProgrammeLine:
    versions = list(programme.versions.all())
    newest = versions[0]
    published = next((v for v in versions if v.state == VersionState.PUBLISHED), None)
    mark_kind, mark_word = _mark(programme, newest)
    return ProgrammeLine(
        programme,
        newest,
        STATE_KINDS[VersionState(newest.state)],
        mark_kind,
        mark_word,
        published if published != newest else None,
    )


def _mark(programme: Programme, version: ProgrammeVersion) -> tuple[str, str]:
    """How the newest version stands with the mark."""
    if programme.kind == Kind.EDUBADGE:
        return "", _("edubadge, without")
    decision = next(iter(version.decisions.all()), None)
    if decision is None:
        return "", _("not yet")
    return MARK_KINDS[DecisionState(decision.state)], decision.get_state_display()


def _filters(units: Sequence[Unit], unit: str, kind: str) -> dict[str, list[Filter]]:
    """The links that narrow the list, each keeping the other choice."""
    kinds = [
        ("", _("All kinds")),
        *((value, str(label).capitalize()) for value, label in Kind.choices),
    ]
    names = [("", _("All units")), *((str(u.pk), localised(u, "name")) for u in units)]
    return {
        "kinds": [(f"?unit={unit}&kind={key}", name, key == kind) for key, name in kinds],
        "units": [(f"?unit={key}&kind={kind}", name, key == unit) for key, name in names],
    }

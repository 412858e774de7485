"""The pages of what is offered: every published version, and the list of them."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import MarkDecision
from keurmerk.quality.states import DecisionState
from keurmerk.web.templatetags.keurmerk_tags import page_language

ON_A_PAGE = 25
MACHINE = ["application/json", "application/ld+json"]


@require_safe
def version(request: HttpRequest, pk: str) -> HttpResponse:
    """One published version: a page for people, its exact content for programs."""
    published = ProgrammeVersion.objects.published()
    found = get_object_or_404(
        published.select_related("programme__institution", "programme__unit"), pk=pk
    )
    if request.get_preferred_type(["text/html", *MACHINE]) in MACHINE:
        response = HttpResponse(_content(found), content_type="application/json")
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response = render(request, "public/version.html", _page(found))
    patch_vary_headers(response, ["Accept"])
    return response


def _content(found: ProgrammeVersion) -> str:
    return found.content_en if page_language() == "en" else found.content_nl


def _page(found: ProgrammeVersion) -> dict[str, object]:
    with_mark = found.programme.kind == Kind.MICROCREDENTIAL
    decisions = MarkDecision.objects.signed().filter(version=found)
    decision = decisions.select_related("body", "framework").first()
    later = ProgrammeVersion.objects.published().filter(
        programme=found.programme, number__gt=found.number
    )
    return {
        "version": found,
        "house": found.programme.institution,
        "unit": found.programme.unit,
        "with_mark": with_mark,
        "version_hash": found.version_hash if with_mark else "",
        "decision": decision if with_mark else None,
        "standing": _standing(found, decision, later.order_by("-number").first()),
        "outcomes": found.outcomes.all(),
        "assessments": found.assessments.all(),
        "activities": found.activities.order_by("pk"),
    }


def _standing(
    found: ProgrammeVersion, decision: MarkDecision | None, newer: ProgrammeVersion | None
) -> dict[str, str | None]:
    """One sentence on how this version stands today, and the way to a newer one."""
    today = timezone.localdate()
    explanation = link = url = None
    if newer is not None:
        url = reverse("public:version", args=[newer.pk])
        link = _("A newer version exists")
        explanation = _("This version is no longer offered; what was awarded remains valid.")
    if found.programme.kind == Kind.EDUBADGE:
        kind, line = "note", _("Edubadge, without quality mark.")
    elif decision is None:
        kind, line = "note", _("This version has no quality mark.")
    elif decision.state == DecisionState.WITHDRAWN:
        kind, line = "stop", _("The quality mark of this version has been withdrawn.")
    elif decision.state == DecisionState.SUSPENDED:
        kind, line = "note", _("The quality mark of this version has been suspended.")
    elif not decision.covers(today):
        kind, line = "note", _("The quality mark of this version does not cover awards of today.")
    else:
        kind, line = "good", _("The quality mark of this version is in force.")
    return {"kind": kind, "line": line, "explanation": explanation, "url": url, "link": link}


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The catalogue: the latest published version of every programme."""
    newer = ProgrammeVersion.objects.filter(
        programme=OuterRef("programme"),
        number__gt=OuterRef("number"),
        state=VersionState.PUBLISHED,
    )
    mark = MarkDecision.objects.in_force().filter(version=OuterRef("pk"))
    offered = (
        ProgrammeVersion.objects.published()
        .filter(~Exists(newer))
        .annotate(with_mark=Exists(mark))
        .select_related("programme__institution")
        .order_by(f"title_{page_language()}", "pk")
    )
    page = Paginator(offered, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "public/programmes.html", {"page": page})

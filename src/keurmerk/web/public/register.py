"""The register for people: who may award, with which keys, and which marks were given."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from keurmerk.institutions.documents import operator_fingerprint
from keurmerk.institutions.models import Admission, DesignatedBody, Institution, SigningKey
from keurmerk.institutions.states import AdmissionState
from keurmerk.quality.models import MarkDecision, RegisterIssue


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What the operator answers for, as the latest signed issue of the register says it."""
    admissions = Admission.objects.filter(
        state__in=[AdmissionState.IN_FORCE, AdmissionState.ENDED]
    ).order_by("awards_from", "pk")
    page = {
        "issue": RegisterIssue.objects.order_by("-sequence").first(),
        "fingerprint": operator_fingerprint(),
        "institutions": Institution.objects.filter(admissions__in=admissions)
        .distinct()
        .order_by("name_nl", "pk")
        .prefetch_related(
            Prefetch("admissions", admissions, to_attr="admitted"),
            Prefetch("bodies", DesignatedBody.objects.order_by("name_nl"), to_attr="designated"),
        ),
        "keys": SigningKey.objects.public()
        .select_related("institution", "body")
        .order_by("did", "active_from", "pk"),
        "marks": MarkDecision.objects.signed().select_related(
            "body", "framework", "version__programme__institution"
        ),
        "today": timezone.localdate(),
    }
    return render(request, "public/register.html", page)

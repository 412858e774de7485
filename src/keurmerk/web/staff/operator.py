"""Pages of the national operator: institutions, their admission, the register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.institutions import policy
from keurmerk.institutions.actions import (
    add_institution,
    prepare_admission,
    release_admission,
)
from keurmerk.institutions.documents import operator_fingerprint
from keurmerk.institutions.models import Admission, Institution, KeyKind, SigningKey
from keurmerk.institutions.states import AdmissionState
from keurmerk.quality.models import FrameworkVersion, RegisterIssue
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_institution import AdmissionForm, InstitutionForm

SIGNED = (AdmissionState.IN_FORCE, AdmissionState.ENDED)


@login_required
def operator(request: SignedInRequest) -> HttpResponse:
    policy.require(policy.is_operator(request.user))
    institutions = Institution.objects.order_by("name_nl").prefetch_related("admissions", "keys")
    waiting = Admission.objects.exclude(state__in=SIGNED).select_related(
        "institution", "prepared_by"
    )
    return render(
        request,
        "staff/operator.html",
        {
            "institutions": institutions,
            "waiting": waiting.order_by("awards_from", "pk"),
            "issue": RegisterIssue.objects.order_by("-sequence").first(),
            "keys": SigningKey.objects.filter(kind=KeyKind.OPERATOR).order_by("-active_from"),
            "operator_fingerprint": operator_fingerprint(),
        },
    )


@login_required
def institution_add(request: SignedInRequest) -> HttpResponse:
    policy.require(policy.is_operator(request.user))
    form = InstitutionForm(request.POST or None)
    if form.is_valid():
        added = add_institution(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The institution was added; it is not admitted yet."))
        return redirect("staff:institution_detail", slug=added.slug)
    return render(request, "staff/institution_add.html", {"form": form})


@login_required
def admission_prepare(request: SignedInRequest, slug: str) -> HttpResponse:
    policy.require(policy.is_operator(request.user))
    institution = get_object_or_404(Institution, slug=slug)
    today = timezone.localdate()
    form = AdmissionForm(
        request.POST or None, institution=institution, initial={"awards_from": today}
    )
    framework = FrameworkVersion.objects.on(today).order_by("-valid_from").first()
    if framework and form.is_valid():
        prepare_admission(
            institution=institution,
            framework=framework.slug,
            framework_name=framework.name_nl,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("The admission waits for a second person of the operator."))
        return redirect("staff:operator")
    context = {"institution": institution, "form": form, "framework": framework}
    return render(request, "staff/admission_prepare.html", context)


@login_required
@require_POST
def admission_release(request: SignedInRequest, pk: str) -> HttpResponse:
    policy.require(policy.is_operator(request.user))
    admission = get_object_or_404(Admission, pk=pk)
    release_admission(admission=admission, by=request.user, at=timezone.now())
    messages.success(request, _("The admission is being signed."))
    return redirect("staff:operator")

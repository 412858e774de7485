"""Pages about one's own institution: its units, bodies, people, keys and house rules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.institutions import policy
from keurmerk.institutions.actions import (
    add_body,
    add_unit,
    end_role,
    grant_role,
    request_key,
    set_policy,
)
from keurmerk.institutions.models import DesignatedBody, Institution, KeyKind, Membership
from keurmerk.web.http import SignedInRequest
from keurmerk.web.staff.forms_institution import BodyForm, PolicyForm, RoleForm, UnitForm


def _visible(request: SignedInRequest, slug: str) -> Institution:
    return get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)


def _administered(request: SignedInRequest, slug: str) -> Institution:
    """The institution, for somebody who administers it; to others in it, refused."""
    institution = _visible(request, slug)
    policy.require(policy.can_administer(request.user, institution))
    return institution


@login_required
def institution_own(request: SignedInRequest) -> HttpResponse:
    own = Institution.objects.filter(memberships__user=request.user).order_by("slug").first()
    if own is None:
        return redirect("start")
    return redirect("staff:institution_detail", slug=own.slug)


@login_required
def institution_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    institution = _visible(request, slug)
    people = institution.memberships.select_related("user", "body").order_by(
        "role", "user__name", "pk"
    )
    return render(
        request,
        "staff/institution_detail.html",
        {
            "institution": institution,
            "people": people,
            "units": institution.units.order_by("name_nl"),
            "bodies": institution.bodies.order_by("name_nl").prefetch_related("units"),
            "keys": institution.keys.select_related("body").order_by("kind", "-active_from"),
            "admissions": institution.admissions.order_by("-awards_from"),
            "policy": policy.policy_on(institution, timezone.localdate()),
            "may_administer": policy.can_administer(request.user, institution),
        },
    )


@login_required
def role_grant(request: SignedInRequest, slug: str) -> HttpResponse:
    institution = _administered(request, slug)
    form = RoleForm(request.POST or None, institution=institution)
    if form.is_valid():
        grant_role(institution=institution, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The role was given."))
        return redirect("staff:institution_detail", slug=slug)
    context = {"institution": institution, "form": form}
    return render(request, "staff/role_grant.html", context)


@login_required
@require_POST
def role_end(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    institution = _visible(request, slug)
    membership = get_object_or_404(Membership, institution=institution, pk=pk)
    end_role(membership=membership, by=request.user, at=timezone.now())
    messages.success(request, _("The role was ended."))
    return redirect("staff:institution_detail", slug=slug)


@login_required
def policy_set(request: SignedInRequest, slug: str) -> HttpResponse:
    institution = _administered(request, slug)
    today = timezone.localdate()
    current = policy.policy_on(institution, today)
    form = PolicyForm(request.POST or None, request.FILES or None, instance=current)
    form.initial["valid_from"] = today
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in PolicyForm.Meta.fields}
        if logo := form.cleaned_data["logo_file"]:
            values["logo"] = logo
        set_policy(institution=institution, **values, by=request.user, at=timezone.now())
        messages.success(request, _("The policy was saved."))
        return redirect("staff:institution_detail", slug=slug)
    return render(request, "staff/policy_set.html", {"institution": institution, "form": form})


@login_required
def unit_add(request: SignedInRequest, slug: str) -> HttpResponse:
    institution = _administered(request, slug)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        add_unit(institution=institution, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The unit was added."))
        return redirect("staff:institution_detail", slug=slug)
    return render(request, "staff/unit_add.html", {"institution": institution, "form": form})


@login_required
def body_add(request: SignedInRequest, slug: str) -> HttpResponse:
    institution = _administered(request, slug)
    form = BodyForm(request.POST or None, institution=institution)
    if form.is_valid():
        add_body(institution=institution, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The body was added."))
        return redirect("staff:institution_detail", slug=slug)
    return render(request, "staff/body_add.html", {"institution": institution, "form": form})


@login_required
@require_POST
def key_request(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the worker for a key: of the institution, or with `body` of that body."""
    institution = _visible(request, slug)
    body = None
    if request.POST.get("body"):
        bodies = DesignatedBody.objects.filter(institution=institution)
        body = get_object_or_404(bodies, slug=request.POST["body"])
    request_key(
        kind=KeyKind.MARK if body else KeyKind.ISSUING,
        institution=institution,
        body=body,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The key is being made."))
    return redirect("staff:institution_detail", slug=slug)

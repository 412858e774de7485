"""Showing it to others: links with a label, a scope and an end, and the page for LinkedIn."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keurmerk.holding.actions import open_share, stop_share
from keurmerk.holding.documents import linkedin_address
from keurmerk.holding.models import ShareName
from keurmerk.web.http import SignedInRequest
from keurmerk.web.learner.backpack import held_award
from keurmerk.web.learner.forms import ShareForm


@login_required
def share_open(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make a link for others."""
    award = held_award(request, pk)
    form = ShareForm(request.POST or None, award=award, today=timezone.localdate())
    if form.is_valid():
        open_share(
            award=award,
            label=form.cleaned_data["label"],
            show_name=form.cleaned_data["show_name"],
            show_result=form.cleaned_data["show_result"],
            until=form.cleaned_data["until"],
            on_linkedin=False,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Your link is ready. You find its address below."))
        page = reverse("learner:microcredential", kwargs={"pk": pk})
        return redirect(f"{page}?new=link#links")
    return render(request, "learner/share_open.html", {"award": award, "form": form})


@login_required
@require_POST
def share_stop(request: SignedInRequest, pk: UUID, share_pk: UUID) -> HttpResponse:
    """Stop a link; whoever has it sees nothing from now on."""
    share = get_object_or_404(held_award(request, pk).shares, pk=share_pk)
    stop_share(share=share, by=request.user, at=timezone.now())
    messages.success(request, _("The link “%(label)s” no longer works.") % {"label": share.label})
    return redirect("learner:microcredential", pk=pk)


@login_required
def linkedin(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make the page that a LinkedIn profile leads to, then offer the prefilled form of LinkedIn."""
    award = held_award(request, pk)
    share = award.shares.open_on(timezone.localdate()).filter(on_linkedin=True).first()
    if request.method == "POST":
        if not share:
            open_share(
                award=award,
                label="LinkedIn",
                show_name=ShareName.FULL,
                show_result=False,
                until=None,
                on_linkedin=True,
                by=request.user,
                at=timezone.now(),
            )
        return redirect("learner:linkedin", pk=pk)
    page = {"award": award, "share": share, "address": linkedin_address(share) if share else ""}
    return render(request, "learner/linkedin.html", page)

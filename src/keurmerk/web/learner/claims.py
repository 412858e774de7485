"""Collecting what waits: the link from the mail, the code, and “Is this you?”."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from keurmerk.accounts.actions import ensure_account
from keurmerk.accounts.policy import holds_address
from keurmerk.holding.actions import claim_award, decline_award
from keurmerk.holding.documents import award_of_token
from keurmerk.holding.models import Claim
from keurmerk.web.http import SignedInRequest
from keurmerk.web.templatetags.keurmerk_tags import masked


@never_cache
@require_safe
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show what waits and for which address; opening the link changes nothing."""
    award = award_of_token(token)
    if request.user.is_authenticated and holds_address(request.user, award.email):
        return redirect("learner:claim_confirm", token=token)
    page = {
        "award": award,
        "institution": award.version.programme.institution,
        "token": token,
        "address": masked(award.email),
        "signed_in": request.user.is_authenticated,
        "back": [("next", request.path)],
    }
    return render(request, "learner/claim.html", page)


@require_POST
def claim_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send a code to the award's own address, and to no other."""
    award = award_of_token(token)
    if request.user.is_authenticated:
        return redirect("learner:claim", token=token)
    user = ensure_account(email=award.email, language=award.language, name=award.name)
    form = RequestLoginCodeForm({"email": award.email})
    if not form.is_valid():
        messages.error(request, _("Too many codes were asked for. Try again in a few minutes."))
        return redirect("learner:claim", token=token)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=award.email)
    confirm = reverse("learner:claim_confirm", kwargs={"token": token})
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': confirm})}")


@login_required
@never_cache
def claim_confirm(request: SignedInRequest, token: str) -> HttpResponse:
    """Ask “Is this you?” and deliver on yes."""
    award = award_of_token(token)
    if not holds_address(request.user, award.email):
        return redirect("learner:claim", token=token)
    if Claim.objects.held_by(request.user).filter(award=award).exists():
        return redirect("learner:microcredential", pk=award.pk)
    if request.method == "POST":
        claim_award(award=award, by=request.user, at=timezone.now())
        messages.success(request, _("It is yours. You find it here whenever you sign in."))
        return redirect("learner:microcredential", pk=award.pk)
    page = {
        "award": award,
        "institution": award.version.programme.institution,
        "token": token,
    }
    return render(request, "learner/claim_confirm.html", page)


@login_required
@require_POST
def claim_decline(request: SignedInRequest, token: str) -> HttpResponse:
    """Do not deliver it; the award stays in the register."""
    award = award_of_token(token)
    decline_award(award=award, by=request.user, at=timezone.now())
    messages.success(request, _("It is not delivered to you. The institution can see that."))
    return redirect("learner:backpack")

"""The backpack: what a person holds, and one piece of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from keurmerk.awards.documents import claim_token
from keurmerk.awards.models import Award
from keurmerk.holding.documents import share_address
from keurmerk.holding.models import Share
from keurmerk.holding.queries import awards_to_collect, held_awards
from keurmerk.web.checking import check_document
from keurmerk.web.http import SignedInRequest, reachable
from keurmerk.web.learner.forms import ShareForm
from keurmerk.web.learner.pieces import Piece, may_be_shown
from keurmerk.web.results import result_words

PARTS = (
    "version__programme__institution",
    "version__programme__unit",
    "document",
    "decision__body",
    "decision__framework",
)


def held_award(request: SignedInRequest, pk: UUID) -> Award:
    """The award if this person holds it; for everybody else it does not exist."""
    return get_object_or_404(held_awards(request.user).select_related(*PARTS), pk=pk)


@login_required
@never_cache
@require_safe
def backpack(request: SignedInRequest) -> HttpResponse:
    """Everything this person holds, newest first, what waits, and the links that run."""
    awards = list(held_awards(request.user).select_related(*PARTS))
    waiting = awards_to_collect(request.user).select_related("version__programme__institution")
    today = timezone.localdate()
    shares = list(
        Share.objects.held_by(request.user).open_on(today).select_related("award__version")
    )
    asked = request.GET.get("share", "")
    shown = [award for award in awards if may_be_shown(award)]
    chosen = next((award for award in shown if str(award.pk) == asked), shown[0] if shown else None)
    page = {
        "waiting": [(award, claim_token(award)) for award in waiting],
        "held": [Piece.of(award, shares) for award in awards],
        "shares": shares,
        "chosen": chosen,
        "form": ShareForm(award=chosen, today=today) if chosen else None,
    }
    return render(request, "learner/backpack.html", page)


@login_required
@never_cache
@require_safe
def microcredential(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The page of the document for its holder, with what can be done with it."""
    award = held_award(request, pk)
    now = timezone.now()
    shares = list(award.shares.open_on(timezone.localdate(now)))
    page = {
        "award": award,
        "result": result_words(award),
        "shares": shares,
        "fresh": "new" in request.GET,
        "addresses": [(share, reachable(request, share_address(share))) for share in shares],
        "shareable": may_be_shown(award),
        "checked": check_document(award.document.text, at=now) if award.document else None,
    }
    return render(request, "learner/microcredential.html", page)

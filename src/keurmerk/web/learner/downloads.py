"""Taking it along: the signed file, and the image that carries it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from keurmerk.awards.models import Award
from keurmerk.holding.documents import baked_png
from keurmerk.web.http import SignedInRequest
from keurmerk.web.learner.backpack import held_award


@login_required
@require_safe
def download_json(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The signed file, byte for byte."""
    award = held_award(request, pk)
    if not award.document:
        raise Http404
    return _file(award, award.document.text.encode(), "application/json", "json")


@login_required
@require_safe
def download_png(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The image with the signed file inside it."""
    award = held_award(request, pk)
    return _file(award, baked_png(award), "image/png", "png")


def _file(award: Award, content: bytes, media_type: str, extension: str) -> HttpResponse:
    name = f"{award.version.programme.kind}-{award.awarded_on}-{str(award.pk)[:8]}.{extension}"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response

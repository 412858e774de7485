"""Taking it along: the signed file, and everything that carries it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from keurmerk.awards.models import Award
from keurmerk.holding.bundle import award_bundle
from keurmerk.holding.documents import baked_png, baked_svg, signed_text
from keurmerk.web.http import SignedInRequest
from keurmerk.web.learner.backpack import held_award


@login_required
@require_safe
def download_json(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The signed file, byte for byte."""
    award = held_award(request, pk)
    return _file(award, signed_text(award).encode(), "application/json", "json")


@login_required
@require_safe
def download_png(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The image with the signed file inside it."""
    award = held_award(request, pk)
    return _file(award, baked_png(award), "image/png", "png")


@login_required
@require_safe
def download_svg(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The same image as a drawing."""
    award = held_award(request, pk)
    return _file(award, baked_svg(award), "image/svg+xml", "svg")


@login_required
@require_safe
def download_bundle(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The signed file with all that its check needs, for when every site is gone."""
    award = held_award(request, pk)
    return _file(award, award_bundle(award), "application/zip", "zip")


def _file(award: Award, content: bytes, media_type: str, extension: str) -> HttpResponse:
    name = f"{award.version.programme.kind}-{award.awarded_on}-{str(award.pk)[:8]}.{extension}"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response

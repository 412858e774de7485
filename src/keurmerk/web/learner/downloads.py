"""Taking it along: the signed file, and everything that carries it."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from keurmerk.awards.models import Award
from keurmerk.holding.actions import open_printed_share
from keurmerk.holding.bundle import award_bundle
from keurmerk.holding.certificate import Said, certificate_pdf
from keurmerk.holding.documents import baked_png, baked_svg, share_address, signed_text
from keurmerk.programmes.documents import LANGUAGES, Language
from keurmerk.web.checking import check_document
from keurmerk.web.http import SignedInRequest, reachable
from keurmerk.web.learner.backpack import held_award
from keurmerk.web.results import result_words
from microcredentials import Verdict


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
@require_POST
def download_pdf(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The certificate to print; the code on it leads to a page that shows what it shows."""
    award, now = held_award(request, pk), timezone.now()
    share = open_printed_share(award=award, by=request.user, at=now)
    said = {language: _said(award, language, now) for language in LANGUAGES}
    address = reachable(request, share_address(share))
    content = certificate_pdf(award, address=address, said=said)
    return _file(award, content, "application/pdf", "pdf")


def _said(award: Award, language: Language, at: datetime) -> Said:
    with override(language):
        checked = check_document(signed_text(award), at=at)
        verdict = checked.line
        if checked.verdict == Verdict.GENUINE:
            day = written(timezone.localdate(at), "j F Y")
            verdict = _("Genuine and valid on %(date)s.") % {"date": day}
        return Said(verdict=verdict, result=result_words(award))


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

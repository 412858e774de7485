"""The house style of an institution: two colours, a typeface and a logo, nothing else."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from keurmerk.api.answering import public_document
from keurmerk.institutions.models import Institution, InstitutionPolicy
from keurmerk.institutions.policy import policy_on

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
USUAL_LIGHT = "#17375e"
USUAL_DARK = "#a3c1ea"
TYPEFACES = {
    "book": 'ui-serif, "Iowan Old Style", "Palatino Linotype", Palatino, P052, Georgia, serif',
    "slab": 'Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif',
    "sans": 'ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif',
}
LOGO = """.house::before {
  content: "";
  display: inline-block;
  width: 3.5rem;
  height: 2rem;
  margin-inline-end: 0.6rem;
  vertical-align: middle;
  background: url("ADDRESS") left center / contain no-repeat;
}
"""
PNG = b"\x89PNG\r\n\x1a\n"


@require_safe
def house_style(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The three tokens that an institution may set, and its logo before its name."""
    policy = _policy(slug, timezone.localdate())
    style = (
        "@layer tokens {\n"
        "  :root {\n"
        f"    --house-light: {_colour(policy.colour_light, USUAL_LIGHT)};\n"
        f"    --house-dark: {_colour(policy.colour_dark, USUAL_DARK)};\n"
        f"    --house-serif: {TYPEFACES.get(policy.serif, TYPEFACES['book'])};\n"
        "  }\n"
        "}\n"
    )
    if bytes(policy.logo).startswith(PNG):
        address = reverse("documents:logo", args=[policy.institution.slug])
        style += LOGO.replace("ADDRESS", address)
    return public_document(request, style, "text/css; charset=utf-8")


@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo of an institution, if it has one."""
    picture = bytes(_policy(slug, timezone.localdate()).logo)
    if not picture.startswith(PNG):
        raise Http404
    return public_document(request, picture, "image/png")


def _policy(slug: str, day: date) -> InstitutionPolicy:
    return policy_on(get_object_or_404(Institution, slug=slug), day)


def _colour(given: str, usual: str) -> str:
    """The colour as given, if that is all it is: a style sheet never repeats other text."""
    return given if COLOUR.fullmatch(given) else usual

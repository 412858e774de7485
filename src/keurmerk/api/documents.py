"""The documents that programs read, each at the address that signed documents give for it."""

import json
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from keurmerk.api.answering import A_YEAR, public_document
from keurmerk.awards.models import Award, StatusList
from keurmerk.holding import hosted
from keurmerk.holding.bundle import independent_checker
from keurmerk.institutions.documents import (
    body_did,
    did_document_of,
    framework_id,
    institution_did,
    operator_did,
    trust,
)
from keurmerk.institutions.models import DesignatedBody, Institution, SignedDocument
from keurmerk.programmes.documents import Language
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.quality.models import FrameworkVersion, RegisterIssue
from microcredentials import write_trust
from microcredentials.contexts import keurmerk_bytes
from microcredentials.rosette import rosette_png

CREDENTIAL = "application/vc+ld+json"
DID_DOCUMENT = "application/did+ld+json"
JSON = "application/json"
JSON_LD = "application/ld+json"
IMAGE_SIZE = 600


@require_safe
def operator(request: HttpRequest) -> HttpResponseBase:
    """The keys of the operator."""
    return _did_document(request, operator_did())


@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The keys of one institution."""
    return _did_document(request, institution_did(get_object_or_404(Institution, slug=slug)))


@require_safe
def body(request: HttpRequest, institution: str, slug: str) -> HttpResponseBase:
    """The keys of one designated body."""
    bodies = DesignatedBody.objects.select_related("institution")
    found = get_object_or_404(bodies, institution__slug=institution, slug=slug)
    return _did_document(request, body_did(found))


def _did_document(request: HttpRequest, did: str) -> HttpResponseBase:
    return public_document(request, _json(did_document_of(did)), DID_DOCUMENT)


@require_safe
def content(request: HttpRequest, pk: str, language: str) -> HttpResponseBase:
    """The exact text of a published version in one language, the same for ever."""
    version = get_object_or_404(ProgrammeVersion.objects.published(), pk=pk)
    text = version.content_nl if language == "nl" else version.content_en
    return public_document(request, text, JSON, max_age=A_YEAR)


@require_safe
def version_image(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The rosette of a published version, or the plain seal of an edubadge."""
    published = ProgrammeVersion.objects.published().select_related("programme")
    version = get_object_or_404(published, pk=pk)
    with_mark = version.programme.kind == Kind.MICROCREDENTIAL
    picture = _picture(version.version_hash if with_mark else "")
    return public_document(request, picture, "image/png", max_age=A_YEAR)


@lru_cache(maxsize=128)
def _picture(version_hash: str) -> bytes:
    return rosette_png(bytes.fromhex(version_hash) or None, IMAGE_SIZE)


@require_safe
def status_list(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """What is withdrawn or replaced of one institution's awards."""
    return _signed(request, _status_list(slug, number).revocation)


@require_safe
def suspension_list(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """What is suspended of one institution's awards."""
    return _signed(request, _status_list(slug, number).suspension)


def _status_list(slug: str, number: int) -> StatusList:
    lists = StatusList.objects.select_related("revocation", "suspension")
    return get_object_or_404(lists, institution__slug=slug, number=number)


@require_safe
def status_note(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Why the status of an award is set; there is nobody's name in it."""
    award = get_object_or_404(Award.objects.select_related("note"), pk=pk)
    return _signed(request, award.note)


def _signed(request: HttpRequest, document: SignedDocument | None) -> HttpResponseBase:
    if document is None:
        raise Http404
    return public_document(request, document.text, CREDENTIAL)


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """The latest issue of the public register."""
    issue = RegisterIssue.objects.select_related("document").order_by("-sequence").first()
    return _signed(request, issue.document if issue else None)


@require_safe
def trust_file(request: HttpRequest) -> HttpResponseBase:
    """The operator keys of this installation, for a checker elsewhere."""
    return public_document(request, write_trust(trust()), JSON)


@require_safe
def checker(request: HttpRequest) -> HttpResponseBase:
    """The checker as one page to keep: it believes our operator, and asks nobody anything."""
    response = public_document(request, independent_checker(), "text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="keurmerk-checker.html"'
    return response


@require_safe
def context(request: HttpRequest) -> HttpResponseBase:
    """What our own words in signed documents mean."""
    return public_document(request, keurmerk_bytes(), JSON_LD, max_age=A_YEAR)


@require_safe
def framework(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One version of the quality framework, for people or for programs."""
    found = get_object_or_404(FrameworkVersion, slug=slug)
    if request.get_preferred_type(["text/html", JSON, JSON_LD]) in {JSON, JSON_LD}:
        response = public_document(request, _json(_framework(found)), JSON)
    else:
        rules = found.rules.order_by("sector", "point", "code")
        page = {"framework": found, "points": found.points.all(), "rules": rules}
        response = render(request, "public/framework.html", page)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def hosted_issuer(request: HttpRequest, language: Language, slug: str) -> HttpResponseBase:
    """An institution for backpacks of Open Badges 2.0; for people, the register."""
    text = hosted.hosted_issuer(get_object_or_404(Institution, slug=slug), language)
    if not text:
        raise Http404
    return _hosted(request, text, reverse("public:register"))


@require_safe
def hosted_version(request: HttpRequest, language: Language, pk: str) -> HttpResponseBase:
    """A published version for backpacks of Open Badges 2.0; for people, its page."""
    published = ProgrammeVersion.objects.published().select_related("programme__institution")
    version = get_object_or_404(published, pk=pk)
    page = reverse("public:version", args=[version.pk])
    return _hosted(request, hosted.hosted_version(version, language), page)


def _hosted(request: HttpRequest, text: str, page: str) -> HttpResponseBase:
    if request.get_preferred_type([JSON_LD, JSON, "text/html"]) == "text/html":
        response: HttpResponseBase = redirect(page)
    else:
        response = public_document(request, text, JSON_LD)
    patch_vary_headers(response, ["Accept"])
    return response


def _framework(found: FrameworkVersion) -> dict[str, Any]:
    return {
        "id": framework_id(found.slug),
        "name": {"nl": found.name_nl, "en": found.name_en},
        "validFrom": found.valid_from.isoformat(),
        "validUntil": found.valid_until.isoformat() if found.valid_until else None,
        "source": found.source,
        "points": [
            {
                "code": point.code,
                "name": {"nl": point.name_nl, "en": point.name_en},
                "question": {"nl": point.question_nl, "en": point.question_en},
            }
            for point in found.points.all()
        ],
    }


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)

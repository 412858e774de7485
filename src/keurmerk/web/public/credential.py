"""The public page of a microcredential: what this person can do, who says so, is it still true."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from keurmerk.awards.models import Award
from keurmerk.holding.actions import count_visit
from keurmerk.holding.documents import baked_png, share_address
from keurmerk.holding.hosted import hosted_award
from keurmerk.holding.models import Share, ShareName
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.web.checking import ENDED, Checked, check_share
from keurmerk.web.results import result_words
from keurmerk.web.sharing import NotPublic, document_text, open_share, shown_name
from keurmerk.web.templatetags.keurmerk_tags import page_language
from keurmerk.web.verdict_words import WHAT
from microcredentials import CheckCode

DESCRIPTION = 200
JSON = "application/json"
JSON_LD = "application/ld+json"


def not_public(request: HttpRequest, *, malformed: bool) -> HttpResponse:
    """One answer for unknown, stopped, expired and declined; a typing error is told apart."""
    page = render(request, "public/not_public.html", {"malformed": malformed}, status=404)
    return _unlisted(page)


@require_safe
def microcredential(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder chose to show, with a check made now."""
    now = timezone.now()
    try:
        share = open_share(token, at=now)
    except NotPublic as answer:
        return not_public(request, malformed=answer.malformed)
    count_visit(share)
    return _unlisted(render(request, "public/microcredential.html", _page(share, now)))


@require_safe
def microcredential_json(request: HttpRequest, token: str) -> HttpResponse:
    """The signed document itself; only where the page shows the name and the result in it."""
    try:
        award = _open_award(token)
    except NotPublic as answer:
        return not_public(request, malformed=answer.malformed)
    response = HttpResponse(document_text(award), content_type="application/vc+ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return _unlisted(response)


@require_safe
def microcredential_png(request: HttpRequest, token: str) -> HttpResponse:
    """The picture with the signed document inside, under the same condition."""
    try:
        award = _open_award(token)
    except NotPublic as answer:
        return not_public(request, malformed=answer.malformed)
    return _unlisted(HttpResponse(baked_png(award), content_type="image/png"))


@require_safe
def microcredential_hosted(request: HttpRequest, token: str) -> HttpResponse:
    """The form of Open Badges 2.0, under the same condition; for people, the page itself."""
    if request.get_preferred_type([JSON_LD, JSON, "text/html"]) == "text/html":
        return _unlisted(redirect("public:microcredential", token=token))
    try:
        document = _hosted(token)
    except NotPublic as answer:
        return not_public(request, malformed=answer.malformed)
    # Open Badges 2.0, "Revoking": taken back is 410, and never 404.
    status = HTTPStatus.GONE if "revoked" in document else HTTPStatus.OK
    text = json.dumps(document, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type=JSON_LD, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return _unlisted(response)


def _open_award(token: str) -> Award:
    share = open_share(token, at=timezone.now())
    if not share.shows_all:
        raise NotPublic(malformed=False)
    return share.award


def _hosted(token: str) -> Mapping[str, Any]:
    document = hosted_award(open_share(token, at=timezone.now()))
    if not document:
        raise NotPublic(malformed=False)
    return document


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, no search engine lists it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(share: Share, now: datetime) -> dict[str, object]:
    award = share.award
    version = award.version
    checked = check_share(share, at=now)
    with_mark = version.programme.kind == Kind.MICROCREDENTIAL
    return {
        "share": share,
        "award": award,
        "version": version,
        "house": version.programme.institution,
        "unit": version.programme.unit,
        "decision": award.decision,
        "mark_words": _mark_words(checked),
        "with_mark": with_mark,
        "version_hash": version.version_hash if with_mark else "",
        "outcomes": version.outcomes.all(),
        "assessments": version.assessments.all(),
        "result": result_words(award) if share.show_result else "",
        "holder": shown_name(share),
        "named": share.show_name == ShareName.FULL,
        "with_file": share.shows_all,
        "checked": checked,
        "ended": checked.verdict in ENDED,
        "ended_words": _ended_words(checked, award),
        "description": _description(version),
        "address": share_address(share),
        "picture": settings.PUBLIC_URL + reverse("documents:version_image", args=[version.pk]),
    }


def _mark_words(checked: Checked) -> str:
    """What the check of a moment ago found about the mark, in the words of its table."""
    mark = next((row for row in checked.rows if row.what == str(WHAT[CheckCode.MARK])), None)
    if mark is None:
        return ""
    if mark.kind == "good" and not mark.why:
        return _("The mark was valid on the day of the award.")
    return mark.why


def _ended_words(checked: Checked, award: Award) -> str:
    below = _("What stands below is how it was on %(date)s, for information only.")
    day = written(award.awarded_on, "j F Y")
    return f"{checked.explanation} {below % {'date': day}}"


def _description(version: ProgrammeVersion) -> str:
    """The text of a preview: the institution and the first outcomes, in 200 characters."""
    english = page_language() == "en"
    institution = version.programme.institution
    words = [institution.name_en if english else institution.name_nl]
    words += [outcome.text_en if english else outcome.text_nl for outcome in version.outcomes.all()]
    return Truncator(". ".join(words)).chars(DESCRIPTION)

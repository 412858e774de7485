"""Answers that every page has in common: what is refused, in words, and what no cache may keep."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from keurmerk.errors import Refused

METHOD_NOT_ALLOWED = 405
TOO_LARGE = 413
# What a form may weigh on the wire: one file, a text field, and the wrapping of both.
LARGEST_REQUEST = 6 * 1024 * 1024


class LargeMiddleware:
    """Refuses what is too large before any of it is read, also from who is not signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said) > LARGEST_REQUEST:
            reason = _("This is larger than 5 MB, so we did not read it.")
            return render(request, "refused.html", {"reason": reason}, status=TOO_LARGE)
        return self.get_response(request)


class PrivateMiddleware:
    """Keeps what somebody sees while signed in out of every cache, also on a shared computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_signed_in = (
            settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        )
        if is_signed_in and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class RefusedMiddleware:
    """Shows a refusal as a message on the page the person came from, or on a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == METHOD_NOT_ALLOWED and request.accepts("text/html"):
            words = render(request, "405.html", status=METHOD_NOT_ALLOWED)
            words["Allow"] = response.get("Allow", "")
            return words
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception alone."""
        if not isinstance(exception, Refused):
            return None
        page = request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(
            page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            messages.error(request, str(exception))
            return redirect(page)
        return render(request, "refused.html", {"reason": str(exception)}, status=409)

"""The language of whoever is signed in: the account keeps it, the switch changes it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import activate

from keurmerk.accounts.actions import choose_language


class LanguageMiddleware:
    """Shows the site in the account's language; the switch on every page changes the account's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session nobody is signed in, and machine documents need no look at the database.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if request.path == reverse("set_language"):
                choose_language(user=request.user, language=request.POST.get("language", ""))
            activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)

"""The language switch: remembers the choice and keeps the place."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

ONE_YEAR = 365 * 24 * 60 * 60


# Exempt, so that public pages need no cookie for their switch; all another site could do with it
# is show somebody the other language.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the site in the chosen language, starting with the page the person is on."""
    page = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        page = "/"
    response = redirect(page)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response

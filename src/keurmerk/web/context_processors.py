"""What every page needs besides its own content."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

NavigationLink = tuple[str, str, bool]


def page(request: HttpRequest) -> dict[str, object]:
    """Navigation, language switch and the demo bar; a view's own values go before these."""
    return {
        "demo": settings.DEMO,
        "here": request.get_full_path(),
        "languages": settings.LANGUAGES,
        "navigation": public_navigation(request.path),
    }


def public_navigation(path: str) -> list[NavigationLink]:
    """The main menu of the public pages."""
    places = [
        ("public:catalogue", gettext("Catalogue")),
        ("public:check", gettext("Check")),
        ("public:register", gettext("Register")),
    ]
    return navigation(places, path)


def navigation(places: list[tuple[str, str]], path: str) -> list[NavigationLink]:
    """A menu of (url name, label) pairs; the one that holds `path` is current."""
    links = [(_address(name), label) for name, label in places]
    return [(url, label, path.startswith(url)) for url, label in links if url]


def _address(name: str) -> str:
    """The address of a page, or nothing where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

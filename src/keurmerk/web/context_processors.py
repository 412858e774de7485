"""What every page needs besides its own content."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keurmerk.institutions.models import Membership, Role

NavigationLink = tuple[str, str, bool]
EVERYONE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the main menu: where it leads and for whom it is."""

    page: str
    label: str | Promise
    roles: frozenset[str] = EVERYONE


PUBLIC = (
    Place("public:programmes", _("Catalogue")),
    Place("public:check", _("Check")),
    Place("public:register", _("Register")),
)
LEARNER = (Place("learner:backpack", _("My microcredentials")), *PUBLIC)
INSIDE = EVERYONE - {Role.OPERATOR}
STAFF = (
    Place("staff:programme_list", _("Programmes"), INSIDE),
    Place("staff:application_list", _("Reviews"), INSIDE),
    Place("staff:cohort_list", _("Awards"), INSIDE),
    Place("staff:institution", _("Institution"), INSIDE),
    Place("staff:operator", _("Operator"), frozenset({Role.OPERATOR})),
    Place("public:register", _("Register")),
)


def page(request: HttpRequest) -> dict[str, object]:
    """Menu, house, language switch and demo bar; a view's own values go before these."""
    return {
        "demo": settings.DEMO,
        "here": request.get_full_path(),
        "languages": settings.LANGUAGES,
        **_surroundings(request),
    }


def _surroundings(request: HttpRequest) -> dict[str, object]:
    """The menu of this part of the site and, at work, the institution one works for."""
    area = request.path.split("/")[1]
    if area == "staff" and request.user.is_authenticated:
        memberships = list(
            Membership.objects.filter(user=request.user).select_related("institution")
        )
        houses = {held.institution for held in memberships if held.institution}
        roles = frozenset(held.role for held in memberships)
        return {
            "navigation": navigation(STAFF, request.path, roles),
            "house": houses.pop() if len(houses) == 1 else None,
        }
    return {"navigation": navigation(LEARNER if area == "my" else PUBLIC, request.path)}


def navigation(
    places: Sequence[Place], path: str, roles: frozenset[str] = EVERYONE
) -> list[NavigationLink]:
    """The entries for these roles as (address, label, is this where we are)."""
    links = [(reverse(place.page), str(place.label)) for place in places if place.roles & roles]
    return [(url, label, path.startswith(url)) for url, label in links]

"""Every page that a role comes to, looked at by axe: wide in light, narrow in dark."""

import pytest
from django.test import override_settings
from django.utils import timezone

from keurmerk.awards.models import Award, Cohort
from keurmerk.demo.world import fill
from keurmerk.holding.models import Share
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkApplication
from tests.journeys.conftest import SIZES, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = {"/m/unknown", "/nothing/"}
TASKS = "basics audience outcomes workload level assessment participation place offer submit"


def version(code, number=1):
    return ProgrammeVersion.objects.get(programme__code=code, number=number).pk


def case(code):
    return MarkApplication.objects.get(version__programme__code=code).pk


def pages():
    """Who comes to which pages, in the demo world."""
    draft, award, cohort = version("DIT-M1", 2), Award.objects.first(), Cohort.objects.get()
    share = Share.objects.get()
    return {
        None: [
            *("/", "/about/", "/privacy/", "/accessibility/", "/programmes/", "/register/"),
            *("/check/", "/demo/", "/demo/inbox/", "/account/login/", "/m/unknown", "/nothing/"),
            *(f"/m/{share.token}", f"/v/{version('DIT-M1')}", f"/v/{version('BADS-E1')}"),
            "/frameworks/nl-ho-2025",
        ],
        "dit@vu.example": [
            *("/staff/", "/staff/programmes/", "/staff/programmes/start/"),
            *(f"/staff/versions/{draft}/{task}/" for task in TASKS.split()),
            *(f"/staff/versions/{draft}/", f"/staff/versions/{version('DIT-M1')}/"),
        ],
        "beoordelaar-1@vu.example": ["/staff/reviews/", f"/staff/reviews/{case('BADS-M4')}/"],
        "examencommissie@vu.example": [
            f"/staff/reviews/{case('BADS-M4')}/decision/",
            f"/staff/reviews/{case('DIT-M1')}/decision/",
        ],
        "uitreikingen@vu.example": [
            *("/staff/", "/staff/cohorts/", "/staff/cohorts/start/", "/staff/awards/"),
            *(f"/staff/cohorts/{cohort.pk}/", f"/staff/cohorts/{cohort.pk}/delivery/"),
            *(f"/staff/awards/{award.pk}/", f"/staff/awards/{award.pk}/withdraw/"),
            f"/staff/awards/{award.pk}/suspend/",
        ],
        "beheer@vu.example": [
            f"/staff/institution/vu/{page}"
            for page in ("", "roles/", "policy/", "units/", "bodies/")
        ],
        "register-1@keurmerk.example": ["/staff/operator/", "/staff/operator/institutions/"],
        "noor@thuis.example": [
            *("/my/", f"/my/{share.award_id}/", f"/my/{share.award_id}/share/"),
            *(f"/my/{share.award_id}/linkedin/", "/account/email/", "/account/logout/"),
        ],
    }


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_on_any_page_of_any_role(chromium, live_server, keks, size, scheme):
    fill(now=timezone.now())
    width, height = SIZES[size]
    complaints = []

    with override_settings(ROOT_URLCONF="tests.demo.test_pages"):
        for person, addresses in pages().items():
            context = chromium.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="nl-NL"
            )
            visitor = Visitor(context.new_page(), live_server.url)
            if person:
                visitor.signs_in_as(person)
            for address in addresses:
                status = visitor.goes_to(address)
                assert status == (404 if address in UNKNOWN else 200), address
                assert visitor.page.locator("h1").count() == 1, address
            complaints += visitor.complaints
            context.close()

    assert complaints == []

import pytest
from django.urls import reverse

from keurmerk.institutions.models import Role
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
PAGES = ["staff:dashboard", "staff:award_list", "staff:cohort_list", "learner:backpack", "start"]


@pytest.mark.parametrize("name", [*PAGES, "account_email"])
def test_what_somebody_sees_while_signed_in_stays_in_no_cache(client, member_of, name):
    client.force_login(member_of(InstitutionFactory(), Role.AWARD_OFFICER))

    assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_a_public_document_may_be_kept_also_by_who_is_signed_in(client, member_of):
    client.force_login(member_of(InstitutionFactory(), Role.AWARD_OFFICER))

    response = client.get(reverse("documents:context"))

    assert response["Cache-Control"].startswith("public, max-age=")


def test_a_page_for_everybody_may_be_kept(client):
    assert not client.get(reverse("public:home")).has_header("Cache-Control")

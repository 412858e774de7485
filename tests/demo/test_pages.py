import subprocess
import sys

import pytest
from django.urls import include, path, reverse

from keurmerk.config.urls import urlpatterns as real
from keurmerk.mail.models import Message
from tests.conftest import NOW
from tests.factories import InstitutionFactory, MembershipFactory, OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db
urlpatterns = [*real, path("demo/", include("keurmerk.demo.urls"))]
ADDRESSES = ("/demo/", "/demo/sign-in/", "/demo/inbox/", "/demo/cohort.csv")


@pytest.fixture
def demo(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_demo_its_pages_do_not_exist(client, address, method):
    assert getattr(client, method)(address).status_code == 404


def test_a_real_installation_does_not_even_load_the_demo():
    code = (
        "import os; os.environ.pop('KEURMERK_DEMO', None);"
        "from keurmerk.config import settings, urls;"
        "assert 'keurmerk.demo' not in settings.INSTALLED_APPS;"
        "assert not any('demo' in str(u.pattern) for u in urls.urlpatterns)"
    )
    environment = {
        "SECRET_KEY": "x",
        "PUBLIC_URL": "https://keurmerk.example",
        "DJANGO_SETTINGS_MODULE": "keurmerk.config.settings",
    }

    ran = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        env=environment,
        check=False,
        capture_output=True,
    )

    assert ran.stderr.decode() == ""


def test_the_people_page_lists_everybody_by_role(client, demo):
    staff = MembershipFactory(institution=InstitutionFactory())
    operator = OperatorFactory()
    learner = UserFactory()

    page = client.get(reverse("demo:people")).content.decode()

    assert all(email in page for email in (staff.user.email, operator.user.email, learner.email))


def test_signing_in_as_somebody_leads_where_they_work(client, demo):
    user = MembershipFactory().user

    response = client.post(reverse("demo:sign_in"), {"email": user.email})

    assert response.url == reverse("start")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_signing_in_goes_on_to_a_page_of_ours_only(client, demo):
    user = UserFactory()

    ours = client.post(reverse("demo:sign_in"), {"email": user.email, "next": "/my/"})
    theirs = client.post(
        reverse("demo:sign_in"), {"email": user.email, "next": "https://evil.example/"}
    )

    assert (ours.url, theirs.url) == ("/my/", reverse("start"))


def test_nobody_signs_in_as_who_does_not_exist(client, demo):
    assert client.post(reverse("demo:sign_in"), {"email": "no@one.example"}).status_code == 404


def test_the_inbox_shows_what_was_sent_and_says_when_nothing_was(client, demo):
    assert 'class="empty"' in client.get(reverse("demo:inbox")).content.decode()
    Message.objects.create(
        key="a",
        to="learner@home.example",
        language="nl",
        subject="Uw microcredential staat klaar",
        body="Zie https://keurmerk.example/claim/x",
        created_at=NOW,
        not_before=NOW,
    )

    page = client.get(reverse("demo:inbox")).content.decode()

    assert "Uw microcredential staat klaar" in page
    assert 'href="http://testserver/claim/x"' in page


def test_the_cohort_file_is_what_a_spreadsheet_saves(client, demo):
    content = b"".join(client.get(reverse("demo:cohort_file")))

    assert content.startswith("\ufeffNaam;E-mailadres".encode())
    assert content.count(b"\r\n") == 25

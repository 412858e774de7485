import pytest

from keurmerk.accounts.actions import choose_language, ensure_account
from keurmerk.accounts.adapter import AccountAdapter

pytestmark = pytest.mark.django_db
PAGE = "/account/email/"


@pytest.fixture
def ada():
    return ensure_account(email="ada@home.example", language="en", name="Ada")


def language(client):
    return client.get(PAGE).headers["Content-Language"]


def test_who_is_signed_in_sees_the_language_of_the_account(client, ada):
    client.force_login(ada)

    assert language(client) == "en"


def test_a_visitor_sees_the_language_of_the_browser(client):
    page = client.get("/account/login/", headers={"Accept-Language": "en"})

    assert page.headers["Content-Language"] == "en"


def test_the_switch_on_a_page_changes_the_account(client, ada):
    client.force_login(ada)

    client.post("/language/", {"language": "nl", "next": "/"})

    ada.refresh_from_db()
    assert ada.language == "nl"
    assert language(client) == "nl"


def test_a_language_we_do_not_speak_changes_nothing(ada):
    choose_language(user=ada, language="fr")

    ada.refresh_from_db()
    assert ada.language == "en"


def test_the_choice_made_before_signing_in_stays(client, ada, rf):
    request = rf.get("/")
    request.session = client.session
    request.COOKIES["django_language"] = "nl"

    AccountAdapter(request).login(request, ada)

    ada.refresh_from_db()
    assert ada.language == "nl"

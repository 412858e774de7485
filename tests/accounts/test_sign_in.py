import datetime as dt
import logging
import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from keurmerk.accounts.actions import ensure_account
from keurmerk.accounts.models import User
from keurmerk.accounts.policy import holds_address
from keurmerk.mail.models import Message

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
CONFIRM = "/account/login/code/confirm/"
ADDRESS = "ada@home.example"


@pytest.fixture
def ada():
    return ensure_account(email=ADDRESS, language="en", name="Ada")


def ask(client, email=ADDRESS):
    return client.post(LOGIN, {"login": email})


def code():
    """The code in the newest mail."""
    body = Message.objects.latest("pk").body
    return re.search(r"^([A-Z0-9-]{6,})$", body, re.MULTILINE).group(1)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_a_code_from_the_mail_signs_in_and_proves_the_address(client, ada):
    asked = ask(client)
    assert asked.url == CONFIRM
    assert not holds_address(ada, ADDRESS)

    answer = client.post(CONFIRM, {"code": code().lower()})

    assert (answer.status_code, answer.url) == (302, reverse("start"))
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert holds_address(ada, ADDRESS.upper())
    assert not holds_address(ada, "other@home.example")


def test_the_mail_waits_in_the_outbox_in_the_language_of_the_page(client, ada):
    client.cookies["django_language"] = "en"

    ask(client)

    message = Message.objects.get()
    assert (message.to, message.language) == (ADDRESS, "en")
    assert message.subject == f"Your code for Keurmerk: {code()}"


def test_the_code_is_in_no_log(client, ada, caplog):
    caplog.set_level(logging.DEBUG)

    ask(client)
    client.post(CONFIRM, {"code": code()})

    assert code() not in caplog.text
    assert ADDRESS not in caplog.text


def test_after_three_wrong_codes_a_new_one_is_needed(client, ada):
    ask(client)

    first = client.post(CONFIRM, {"code": "WRONG1"})
    client.post(CONFIRM, {"code": "WRONG2"})
    third = client.post(CONFIRM, {"code": "WRONG3"})
    after = client.post(CONFIRM, {"code": code()})

    assert first.status_code == 200
    assert "code" in first.context["verify_form"].errors
    assert third.status_code == after.status_code == 302
    assert not signed_in(client)


def test_a_code_expires_after_a_quarter_of_an_hour(client, ada, time_machine):
    time_machine.move_to(timezone.now())
    ask(client)
    time_machine.shift(dt.timedelta(minutes=16))

    answer = client.post(CONFIRM, {"code": code()})

    assert answer.status_code == 302
    assert not signed_in(client)


def test_a_code_works_once(client, ada):
    ask(client)
    used = code()
    client.post(CONFIRM, {"code": used})
    client.post(reverse("account_logout"))

    client.post(CONFIRM, {"code": used})

    assert not signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, ada):
    ask(client)
    other = type(client)()

    other.post(CONFIRM, {"code": code()})

    assert not signed_in(other)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, ada):
    known, unknown = ask(client), ask(type(client)(), "nobody@home.example")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.count() == 1
    assert User.objects.count() == 1


def test_asking_too_often_is_refused_for_a_while(client, ada):
    answers = [ask(type(client)()) for _turn in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert Message.objects.count() == 3


@pytest.mark.parametrize("page", ["signup", "login", "login/code", "logout"])
def test_every_page_for_visitors_is_there(client, page):
    assert client.get(f"/account/{page}/").status_code in {200, 302}


def test_nobody_signs_up_with_a_form(client):
    page = client.post("/account/signup/", {"email": "new@home.example"})

    assert page.templates[0].name == "account/signup_closed.html"
    assert not User.objects.exists()


@pytest.mark.parametrize("page", ["password/change", "password/reset", "password/set"])
def test_there_are_no_pages_for_passwords(client, ada, page):
    client.force_login(ada)

    assert client.get(f"/account/{page}/").status_code == 404


def test_a_closed_account_does_not_sign_in(client, ada):
    User.objects.update(is_active=False)

    ask(client)

    assert not Message.objects.exists()
    assert client.get("/account/inactive/").status_code == 200


def test_a_second_address_is_added_with_a_code(client, ada):
    client.force_login(ada)

    client.post("/account/email/", {"action_add": "1", "email": "ada@work.example"})
    assert not holds_address(ada, "ada@work.example")
    page = client.get("/account/confirm-email/")
    client.post("/account/confirm-email/", {"code": code(), "action": "verify"})

    assert page.templates[0].name == "account/confirm_email_verification_code.html"
    assert holds_address(ada, "ada@work.example")
    assert "ada@work.example" in client.get("/account/email/").content.decode()


def test_an_address_of_somebody_else_cannot_be_added(client, ada):
    other = ensure_account(email="bo@home.example", language="nl")
    EmailAddress.objects.filter(user=other).update(verified=True)
    client.force_login(ada)

    client.post("/account/email/", {"action_add": "1", "email": "bo@home.example"})

    assert not holds_address(ada, "bo@home.example")


def test_signing_out_takes_a_press_of_a_button(client, ada):
    client.force_login(ada)

    page = client.get("/account/logout/")
    assert page.templates[0].name == "account/logout.html"
    client.post("/account/logout/")

    assert not signed_in(client)


def test_an_account_is_made_once_for_an_address(ada):
    again = ensure_account(email=" ADA@home.example ", language="nl", name="Somebody")

    assert again == ada
    assert (ada.name, ada.language, str(ada)) == ("Ada", "en", "Ada")
    assert not ada.has_usable_password()


def test_a_proven_address_leads_to_the_account_that_proved_it(ada):
    EmailAddress.objects.create(user=ada, email="ada@work.example", verified=True)

    assert ensure_account(email="ada@work.example", language="nl") == ada


def test_an_address_that_was_only_claimed_leads_nowhere(ada):
    EmailAddress.objects.create(user=ada, email="bo@home.example", verified=False)

    assert ensure_account(email="bo@home.example", language="nl") != ada

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from keurmerk.accounts.models import User
from keurmerk.awards.documents import claim_token
from keurmerk.holding.models import Claim
from keurmerk.mail.models import Message
from keurmerk.web.learner.claims import masked
from tests.factories import UserFactory
from tests.web.chain import NOW, Chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"
    cache.clear()
    with override("en"):
        yield


def page(name, award):
    return reverse(f"learner:{name}", args=[claim_token(award)])


def words(response):
    return response.content.decode()


def holder_of(award):
    user = UserFactory(language="en")
    EmailAddress.objects.create(user=user, email=award.email, verified=True, primary=True)
    return user


def the_code():
    """The code as it was mailed, at once or through the outbox."""
    texts = [str(message.body) for message in mail.outbox]
    texts += [message.body for message in Message.objects.order_by("pk")]
    found = [
        re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{2,})\s*$", text, re.MULTILINE) for text in texts
    ]
    return next(match[1] for match in reversed(found) if match)


def test_a_stranger_sees_what_waits_from_whom_and_a_masked_address(client):
    award = Chain().award

    response = client.get(page("claim", award))

    assert "A microcredential is waiting for you" in words(response)
    assert "Data-driven decisions, awarded by VU Amsterdam." in words(response)
    assert "h•••@mail.example" in words(response)
    assert award.email not in words(response)
    assert award.name not in words(response)


def test_an_edubadge_is_called_one(client):
    response = client.get(page("claim", Chain(kind="edubadge").award))

    assert "An edubadge is waiting for you" in words(response)


def test_the_desk_of_the_institution_is_named(client):
    chain = Chain()
    type(chain.institution).objects.update(desk_email="desk@vu.example")

    assert "mailto:desk@vu.example" in words(client.get(page("claim", chain.award)))


@pytest.mark.parametrize("name", ["claim", "claim_code", "claim_confirm", "claim_decline"])
def test_a_link_that_was_not_ours_opens_nothing(client, name):
    client.force_login(UserFactory())

    response = client.post(reverse(f"learner:{name}", args=["invented"]))

    assert response.status_code == (405 if name == "claim" else 404)
    assert client.get(reverse("learner:claim", args=["invented"])).status_code == 404


def test_a_mail_scanner_that_opens_the_link_changes_nothing(client):
    award = Chain().award
    people = User.objects.count()

    client.get(page("claim", award))
    client.get(page("claim_confirm", award))
    code = client.get(page("claim_code", award))
    decline = client.get(page("claim_decline", award))

    assert code.status_code == 405
    assert decline.status_code == 302
    assert User.objects.count() == people
    assert (mail.outbox, Message.objects.count()) == ([], 0)
    assert not Claim.objects.exists()


def test_the_holder_gets_a_code_at_the_address_of_the_award_and_collects(client):
    award = Chain().award

    asked = client.post(page("claim_code", award), follow=True)
    signed_in = client.post(asked.redirect_chain[-1][0], {"code": the_code()}, follow=True)
    collected = client.post(page("claim_confirm", award), follow=True)

    assert "Is this you?" in words(signed_in)
    assert award.name in words(signed_in)
    assert "It is yours." in words(collected)
    assert Claim.objects.get().user.email == award.email


def test_whoever_only_has_the_link_never_sees_the_whole_address(client):
    award = Chain().award

    asked = client.post(page("claim_code", award), follow=True)
    without_next = client.get(reverse("account_confirm_login_code"))

    for response in (asked, without_next):
        assert masked(award.email) in words(response)
        assert award.email not in words(response)


def test_too_many_codes_are_refused_in_words(client):
    award = Chain().award

    for _attempt in range(4):
        response = client.post(page("claim_code", award), follow=True)

    assert "Too many codes were asked for." in words(response)


def test_the_holder_who_is_signed_in_goes_straight_to_the_question(client):
    award = Chain().award
    client.force_login(holder_of(award))

    response = client.get(page("claim", award))

    assert response.url == page("claim_confirm", award)


def test_somebody_else_who_is_signed_in_gets_a_neutral_message(client):
    award = Chain().award
    client.force_login(UserFactory(language="en"))

    response = client.get(page("claim", award))
    code = client.post(page("claim_code", award))
    confirm = client.get(page("claim_confirm", award))

    assert "This was sent to another address" in words(response)
    assert "Sign out and use this link" in words(response)
    assert award.name not in words(response)
    assert code.url == confirm.url == page("claim", award)


def test_somebody_else_can_neither_collect_nor_decline(client):
    award = Chain().award
    client.force_login(UserFactory(language="en"))

    client.post(page("claim_confirm", award))
    response = client.post(page("claim_decline", award))

    assert response.status_code == 403
    assert not Claim.objects.exists()


def test_an_unproven_address_opens_nothing(client):
    award = Chain().award
    user = holder_of(award)
    EmailAddress.objects.update(verified=False)
    client.force_login(user)

    assert client.get(page("claim_confirm", award)).url == page("claim", award)


def test_what_was_collected_leads_to_its_page(client):
    award = Chain().award
    user = holder_of(award)
    Claim.objects.create(award=award, user=user, confirmed_at=NOW)
    client.force_login(user)

    response = client.get(page("claim_confirm", award))

    assert response.url == reverse("learner:microcredential", args=[award.pk])


def test_declining_leaves_the_award_in_the_register_and_the_link_in_working_order(client):
    award = Chain().award
    client.force_login(holder_of(award))

    response = client.post(page("claim_decline", award), follow=True)
    later = client.get(page("claim_confirm", award))

    award.refresh_from_db()
    assert "It is not delivered to you." in words(response)
    assert Claim.objects.get().declined
    assert award.state == "issued"
    assert "Is this you?" in words(later)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("fenna@mail.example", "f•••@mail.example"), ("x@y.example", "x•••@y.example")],
)
def test_an_address_is_masked_to_its_first_letter(address, shown):
    assert masked(address) == shown

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override

from keurmerk.holding.models import Claim, Share
from tests.factories import UserFactory
from tests.web.chain import NOW, Chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


@pytest.fixture
def chain(client):
    """A signed award, held by somebody who is signed in."""
    made = Chain()
    made.person.language = "en"
    made.person.save()
    Claim.objects.create(award=made.award, user=made.person, confirmed_at=NOW)
    client.force_login(made.person)
    return made


def page(name, award, *more):
    return reverse(f"learner:{name}", args=[award.pk, *more])


def words(response):
    return response.content.decode()


def filled_in(**changes):
    return {"label": "Application", "show_name": "initials", "period": "90", **changes}


def test_a_link_is_made_with_a_label_a_scope_and_an_end(client, chain):
    response = client.post(page("share_open", chain.award), filled_in(), follow=True)

    made = Share.objects.get()
    assert (made.label, made.show_name, made.show_result) == ("Application", "initials", False)
    assert made.until == dt.date(2027, 2, 22)
    assert "Your link is ready." in words(response)
    assert f"https://keurmerk.example/m/{made.token}" in words(response)
    assert "<details open>" in words(response)


def test_the_form_starts_with_90_days_and_the_full_name(client, chain):
    form = client.get(page("share_open", chain.award)).context["form"]

    assert form["period"].value() == "90"
    assert form["show_name"].value() == "full"


def test_a_link_until_a_date_with_the_result(client, chain):
    values = filled_in(period="date", until="2026-12-31", show_result="on")

    client.post(page("share_open", chain.award), values)

    made = Share.objects.get()
    assert made.until == dt.date(2026, 12, 31)
    assert made.show_result


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": ""}, "#id_label"),
        ({"period": ""}, "#id_period_0"),
        ({"period": "date"}, "Fill in the last day on which the link works."),
        ({"period": "date", "until": "31-02-2026"}, "#id_until"),
        ({"period": "date", "until": "2026-11-01"}, "This day has passed."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_opened(client, chain, changes, message):
    response = client.post(page("share_open", chain.award), filled_in(**changes))

    assert "Error:" in words(response)
    assert message in words(response)
    assert not Share.objects.exists()


def test_without_a_result_nobody_is_asked_to_show_it(client, chain):
    type(chain.award).objects.update(result="")

    response = client.get(page("share_open", chain.award))

    assert "Also my result" not in words(response)


def test_a_link_is_stopped(client, chain):
    running = chain.share(label="My manager")

    response = client.post(page("share_stop", chain.award, running.pk), follow=True)

    running.refresh_from_db()
    assert running.stopped_at == NOW
    assert "The link “My manager” no longer works." in words(response)


def test_somebody_elses_link_cannot_be_stopped(client, chain):
    running = chain.share()
    client.force_login(UserFactory())

    response = client.post(page("share_stop", chain.award, running.pk))

    assert response.status_code == 404
    assert Share.objects.get().stopped_at is None


def test_a_link_of_another_award_cannot_be_stopped_through_ones_own(client, chain):
    theirs = Chain(slug="hva").share(token="B" * 22)

    response = client.post(page("share_stop", chain.award, theirs.pk))

    assert response.status_code == 404


def test_opening_the_page_for_linkedin_makes_nothing(client, chain):
    response = client.get(page("linkedin", chain.award))

    assert "Make the page" in words(response)
    assert "linkedin.com" not in words(response)
    assert not Share.objects.exists()


def test_the_page_for_linkedin_is_made_once_and_leads_to_a_prefilled_form(client, chain):
    client.post(page("linkedin", chain.award))
    response = client.post(page("linkedin", chain.award), follow=True)

    made = Share.objects.get()
    address = urlsplit(response.context["address"])
    assert (made.on_linkedin, made.until, made.show_result) == (True, None, False)
    assert address.hostname == "www.linkedin.com"
    assert parse_qs(address.query)["certUrl"] == [f"https://keurmerk.example/m/{made.token}"]
    assert "Jan" not in response.context["address"]
    assert "Open LinkedIn" in words(response)

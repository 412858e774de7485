"""The public page of a microcredential: what a holder shared, and nothing more."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.utils import timezone

from keurmerk.holding.models import Claim, Share
from microcredentials.carriers.png import unbake
from tests.web.chain import NOW, TOKEN, Chain

pytestmark = pytest.mark.django_db
OTHER = "B" * 22


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(client, token=TOKEN, ending=""):
    return client.get(f"/m/{token}{ending}")


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_what_the_person_can_do_who_says_so_and_that_it_is_still_true(in_english):
    Chain().share()

    shown = text(page(in_english))

    in_this_order = [
        "Jan van der Veen",
        "<h1>Data-driven decisions</h1>",
        "VU Amsterdam, SBE Executive",
        "5 EC, 140 hours",
        "level 7 (EQF/NLQF)",
        "Genuine and valid. Awarded by Vrije Universiteit Amsterdam on 12 November 2026.",
        "Designs a decision model.",
        "Professional product with a closing talk",
        "Supervised on location",
        "identity checked",
        "Examination board SBE has established",
        "The mark was valid on the day of the award.",
        "VU-2026-0001",
        "Counts towards the learning path.",
        "VU Amsterdam has been admitted since",
        "Readable as a microcredential",
    ]
    places = [shown.find(words, shown.find("</head>")) for words in in_this_order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_page_is_in_the_language_of_the_reader_whatever_the_language_of_the_file(client):
    Chain(language="nl").share()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "nl"

    shown = text(page(client))

    assert "Ontwerpt een besluitmodel." in shown
    assert "Designs a decision model." not in shown


@pytest.mark.parametrize(
    ("show_name", "shown_name"),
    [("full", "Jan van der Veen"), ("initials", "J. v.d. V."), ("none", "does not show a name")],
)
def test_the_name_is_shown_as_far_as_the_holder_chose(in_english, show_name, shown_name):
    Chain().share(show_name=show_name)

    shown = text(page(in_english))

    assert shown_name in shown
    assert ("Jan van der Veen" in shown) is (show_name == "full")


def test_the_preview_for_other_sites_has_no_name_unless_the_holder_chose_so(in_english):
    Chain().share(show_name="initials")

    cards = re.findall(r'<meta property="og:[^>]*>', page(in_english).content.decode())

    assert '<meta property="og:title" content="Data-driven decisions, 5 EC">' in cards
    assert not [card for card in cards if "Veen" in card or "J. v.d. V." in card]


def test_the_preview_names_the_person_where_the_full_name_is_shown(in_english):
    chain = Chain()
    chain.share()

    shown = text(page(in_english))

    assert 'content="Data-driven decisions, 5 EC, of Jan van der Veen"' in shown
    assert f'content="https://keurmerk.example/v/{chain.version.pk}/image.png"' in shown
    assert 'content="VU Amsterdam. Designs a decision model."' in shown


@pytest.mark.parametrize("show_result", [True, False])
def test_the_result_is_shown_only_when_the_holder_ticked_it(in_english, show_result):
    Chain().share(show_result=show_result)

    assert ("8 (pass mark 5.5)" in text(page(in_english))) is show_result


def test_a_result_without_a_pass_mark_stands_by_itself(in_english):
    chain = Chain()
    chain.award.pass_mark, chain.award.result = "", "passed"
    chain.award.save()
    chain.share(show_result=True)

    assert "<dd>passed</dd>" in text(page(in_english))


def test_an_edubadge_has_a_plain_seal_and_says_that_it_has_no_mark(in_english):
    Chain(kind="edubadge").share()

    shown = text(page(in_english))

    assert "rosette-plain" in shown
    assert "Edubadge, without quality mark" in shown
    assert "no designated body has judged it" in shown


def test_a_withdrawal_stands_on_top_and_the_content_below_it_in_grey(in_english):
    chain = Chain()
    chain.share()
    chain.end("withdrawn", reason_class="fraud")

    shown = text(page(in_english))

    shown = shown.split("</head>")[1]
    banner = shown.index("Withdrawn by Vrije Universiteit Amsterdam on 24 November 2026. Reason:")
    assert banner < shown.index('class="withdrawn rosette-grey"') < shown.index("Designs a")
    assert "fraud or irregularity" in shown
    assert "how it was on 12 November 2026" in shown
    assert "Genuine and valid" not in shown


@pytest.mark.parametrize(
    ("ending", "line"),
    [("suspended", "Temporarily suspended by"), ("replaced", "but replaced on 24 November 2026")],
)
def test_suspended_and_replaced_have_their_own_banner(in_english, ending, line):
    chain = Chain()
    chain.share()
    if ending == "replaced":
        chain.replace()
    else:
        chain.end("suspended")

    shown = text(page(in_english))

    assert line in shown
    assert 'class="withdrawn rosette-grey"' in shown


def test_a_mark_that_was_withdrawn_later_is_told_beside_the_mark(in_english):
    chain = Chain()
    chain.share()
    chain.mark_event("withdrawn", dt.date(2026, 11, 20))

    shown = text(page(in_english))

    assert "The quality mark was valid on the award date; it was withdrawn later." in shown


def test_a_document_that_was_changed_in_our_own_database_reads_not_genuine(in_english):
    chain = Chain()
    chain.share()
    chain.keep({**json.loads(chain.text), "name": "Changed"})

    shown = text(page(in_english))

    assert "Not genuine. The content was changed after signing." in shown


def stopped(chain):
    chain.share(stopped_at=timezone.now())


def expired(chain):
    chain.share(until=timezone.localdate() - dt.timedelta(days=1))


def declined(chain):
    chain.share()
    Claim.objects.update(declined=True)


def never_claimed(chain):
    chain.share()
    Claim.objects.all().delete()


def unknown(chain):
    chain.share(token=OTHER)


@pytest.mark.parametrize("ending", ["", ".json", ".png"])
@pytest.mark.parametrize("reason", [stopped, expired, declined, never_claimed, unknown])
def test_n02_whatever_a_link_does_not_open_has_one_and_the_same_answer(client, reason, ending):
    before = page(client, ending=ending)
    reason(Chain())

    after = page(client, ending=ending)

    assert (before.status_code, after.status_code) == (404, 404)
    assert after.content == before.content
    assert after.headers == before.headers


def test_n03_unknown_and_stopped_take_the_same_work(client, django_assert_num_queries):
    chain = Chain()
    chain.share(token=OTHER, stopped_at=timezone.now())

    with django_assert_num_queries(1):
        page(client, token=OTHER)
    with django_assert_num_queries(1):
        page(client)


@pytest.mark.parametrize("token", ["x", "A" * 21, "A" * 23, "A" * 21 + "!", "1"])
def test_n01_an_address_that_cannot_be_one_is_told_apart(in_english, token):
    response = page(in_english, token=token)

    assert response.status_code == 404
    assert "This address is not complete" in text(response)


@pytest.mark.parametrize("show_name", ["initials", "none"])
@pytest.mark.parametrize("ending", [".json", ".png"])
def test_the_file_names_the_person_so_it_is_closed_without_the_full_name(client, show_name, ending):
    Chain().share(show_name=show_name)

    response = page(client, ending=ending)

    assert response.status_code == 404
    assert b"Veen" not in response.content


@pytest.mark.parametrize("ending", [".json", ".png"])
def test_the_file_holds_the_result_so_it_is_closed_without_the_result(in_english, ending):
    Chain().share()

    response = page(in_english, ending=ending)

    assert response.status_code == 404
    assert "The signed file" not in text(page(in_english))


def test_a_file_without_a_result_is_open_where_the_full_name_is_shown(client):
    chain = Chain()
    chain.award.result = ""
    chain.award.save()
    chain.share()

    assert page(client, ending=".json").content.decode() == chain.text


def test_the_file_is_open_where_name_and_result_are_shown(client):
    chain = Chain()
    chain.share(show_result=True)

    as_json, as_png = page(client, ending=".json"), page(client, ending=".png")

    assert as_json.content.decode() == chain.text
    assert as_json["Content-Type"] == "application/vc+ld+json"
    assert unbake(as_png.content) == chain.text


def hosted(client, token=TOKEN, accept="application/ld+json"):
    return client.get(f"/ob2/m/{token}", headers={"Accept": accept})


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json", "*/*"])
def test_an_older_backpack_finds_the_award_at_the_address_of_the_share(client, accept):
    chain = Chain(language="en")
    chain.share()

    response = hosted(client, accept=accept)

    document = json.loads(response.content)
    assert response["Content-Type"] == "application/ld+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert document["id"] == f"https://keurmerk.example/ob2/m/{TOKEN}"
    assert document["badge"] == f"https://keurmerk.example/ob2/en/v/{chain.version.pk}"
    assert b"Veen" not in response.content
    assert chain.award.email.encode() not in response.content


@pytest.mark.parametrize("show_result", [True, False])
def test_an_older_backpack_gets_the_result_only_when_the_holder_ticked_it(client, show_result):
    Chain().share(show_result=show_result)

    assert ("narrative" in json.loads(hosted(client).content)) is show_result


def test_a_browser_at_the_address_of_an_older_badge_is_shown_the_page(client):
    Chain().share()

    assert hosted(client, accept="text/html,*/*;q=0.8").url == f"/m/{TOKEN}"


@pytest.mark.parametrize(("state", "reason"), [("withdrawn", "fraud"), ("replaced", "")])
def test_an_older_badge_that_ended_is_gone_and_says_so(client, state, reason):
    chain = Chain()
    chain.share()
    if state == "replaced":
        chain.replace()
    else:
        chain.end(state, reason_class=reason)

    response = hosted(client)

    assert response.status_code == 410
    assert json.loads(response.content)["revoked"] is True
    said = json.loads(response.content).get("revocationReason")
    assert said == ("fraud or irregularity" if reason else None)


def suspended(chain):
    chain.share()
    chain.end("suspended")


def without_full_name(chain):
    chain.share(show_name="initials")


def of_nobody(chain):
    pass


@pytest.mark.parametrize("reason", [suspended, without_full_name, of_nobody, stopped])
def test_an_older_badge_that_is_not_open_has_the_answer_of_an_unknown_one(client, reason):
    before = hosted(client)
    reason(Chain())

    after = hosted(client)

    assert (before.status_code, after.status_code) == (404, 404)
    assert after.content == before.content
    assert after.headers == before.headers


def test_t12_nobody_keeps_lists_or_follows_a_shared_page(client):
    Chain().share(show_result=True)

    for ending in ("", ".json", ".png"):
        response = page(client, ending=ending)
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert not response.cookies
        assert response["X-Frame-Options"] == "DENY"


def test_n08_the_page_tells_other_sites_nothing_about_where_it_is(client):
    Chain().share()

    assert page(client)["Referrer-Policy"] in {"no-referrer", "same-origin"}


def test_a_visit_is_counted_and_nothing_else_is_kept(client):
    Chain().share()

    page(client)
    page(client)

    assert Share.objects.get().visits == 2


def test_the_page_wears_the_house_style_of_the_institution(client):
    Chain().share()

    assert '<link rel="stylesheet" href="/house/vu.css">' in text(page(client))


def test_a_public_page_answers_no_post(client):
    Chain().share()

    assert client.post(f"/m/{TOKEN}").status_code == 405

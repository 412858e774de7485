import datetime as dt
import io
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from keurmerk.awards.documents import claim_token
from keurmerk.holding.models import Claim, Share
from keurmerk.institutions.documents import trust
from keurmerk.web.learner.pieces import Piece
from microcredentials import NoNetwork, Verdict, verify
from microcredentials.carriers import png, svg
from microcredentials.carriers.attachments import attachments
from microcredentials.carriers.bundle import unpack
from tests.factories import UserFactory
from tests.web.chain import NOW, Chain

pytestmark = pytest.mark.django_db
BACKPACK = "/my/"
DOWNLOADS = ["download_json", "download_png", "download_svg", "download_bundle"]
HOLDERS_PAGES = ["microcredential", "share_open", "linkedin", *DOWNLOADS]


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


def page(name, award, **more):
    return reverse(f"learner:{name}", args=[award.pk, *more.values()])


def words(response):
    return response.content.decode()


def share(award, **fields):
    values = {"label": "My manager", "show_name": "full", "created_at": NOW, **fields}
    return Share.objects.create(award=award, **values)


def unsigned(award):
    """The same award while the worker has not signed it yet."""
    type(award).objects.filter(pk=award.pk).update(state="to_be_signed", document=None)


def test_an_empty_backpack_says_how_to_get_something_into_it(client):
    client.force_login(UserFactory(language="en"))

    response = client.get(BACKPACK)

    assert "No microcredentials yet." in words(response)
    assert "Add the address with which you enrolled." in words(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_backpack_takes_the_same_queries_for_one_and_for_three(
    client, chain, django_assert_num_queries, number
):
    for index in range(1, number):
        other = Chain(slug=f"hogeschool-{index}").award
        Claim.objects.create(award=other, user=chain.person, confirmed_at=NOW)
        share(other)
    share(chain.award)

    with django_assert_num_queries(5):
        response = client.get(BACKPACK)

    assert len(response.context["held"]) == number


def test_the_backpack_shows_what_is_held_where_it_is_shared_and_nothing_of_others(client, chain):
    theirs = Chain(kind="edubadge", slug="hva")
    theirs.share(label="Theirs")
    share(chain.award, until=dt.date(2026, 12, 31))
    share(chain.award, label="LinkedIn", on_linkedin=True)
    share(chain.award, label="Stopped", stopped_at=NOW)

    response = client.get(BACKPACK)

    assert "You have one." in words(response)
    assert "Shared on LinkedIn and by 1 link" in words(response)
    assert "31 December 2026" in words(response)
    assert "Stopped" not in words(response)
    assert "Theirs" not in words(response)


def test_what_waits_for_a_proven_address_is_offered_in_the_backpack(client, chain):
    waiting = Chain(slug="hva").award
    EmailAddress.objects.create(user=chain.person, email=waiting.email, verified=True)

    response = client.get(BACKPACK)

    assert "Waiting for you" in words(response)
    assert reverse("learner:claim_confirm", args=[claim_token(waiting)]) in words(response)


def test_the_share_box_is_for_the_one_that_was_chosen(client, chain):
    other = Chain(slug="hva").award
    Claim.objects.create(award=other, user=chain.person, confirmed_at=NOW)

    response = client.get(BACKPACK, {"share": str(other.pk)})

    assert response.context["chosen"] == other


def test_what_was_withdrawn_stays_visible_but_cannot_be_shared(client, chain):
    chain.end("withdrawn", reason_class="error")

    response = client.get(BACKPACK)
    own_page = client.get(page("microcredential", chain.award))

    assert "Withdrawn" in words(response)
    assert "Put on LinkedIn" not in words(response)
    assert response.context["form"] is None
    assert "Put on LinkedIn" not in words(own_page)
    assert own_page.context["checked"].kind == "stop"


@pytest.mark.parametrize("name", HOLDERS_PAGES)
def test_what_somebody_else_holds_does_not_exist(client, chain, name):
    client.force_login(UserFactory())

    assert client.get(page(name, chain.award)).status_code == 404


@pytest.mark.parametrize("name", HOLDERS_PAGES)
def test_what_was_declined_does_not_exist(client, chain, name):
    Claim.objects.update(declined=True)

    assert client.get(page(name, chain.award)).status_code == 404


@pytest.mark.parametrize("name", HOLDERS_PAGES)
def test_who_is_not_signed_in_is_asked_to(client, chain, name):
    client.logout()

    assert client.get(page(name, chain.award)).status_code == 302


def test_the_page_shows_a_check_that_really_ran(client, chain):
    response = client.get(page("microcredential", chain.award))

    assert "Genuine and valid. Awarded by Vrije Universiteit Amsterdam" in words(response)
    assert response.context["checked"].kind == "good"
    assert "Designs a decision model." in words(response)
    assert "8 (pass mark 5.5)" in words(response)


def test_the_page_of_an_altered_document_says_so(client, chain):
    chain.rewrite(lambda achievement: achievement.update(name="Something else"))

    response = client.get(page("microcredential", chain.award))

    assert response.context["checked"].kind != "good"


def test_an_edubadge_without_result_says_what_it_is(client):
    edubadge = Chain(kind="edubadge")
    type(edubadge.award).objects.update(result="", pass_mark="")
    Claim.objects.create(award=edubadge.award, user=edubadge.person, confirmed_at=NOW)
    client.force_login(edubadge.person)

    response = client.get(page("microcredential", edubadge.award))

    assert response.context["result"] == ""
    assert response.context["award"].decision is None


def test_while_it_is_being_signed_nothing_green_is_shown_and_nothing_can_be_taken(client, chain):
    unsigned(chain.award)

    response = client.get(page("microcredential", chain.award))
    backpack = client.get(BACKPACK)

    assert "This is being signed." in words(response)
    assert "Signed file" not in words(response)
    assert "verdict-good" not in words(response)
    assert "state-busy" in words(backpack)
    assert {client.get(page(name, chain.award)).status_code for name in DOWNLOADS} == {404}


def test_the_file_is_the_signed_document_byte_for_byte(client, chain):
    response = client.get(page("download_json", chain.award))

    assert response.content.decode() == chain.text
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="microcredential-2026')


def test_the_image_carries_the_signed_document(client, chain):
    response = client.get(page("download_png", chain.award))

    assert response["Content-Type"] == "image/png"
    assert png.unbake(response.content) == chain.text


@pytest.mark.parametrize("kind", ["microcredential", "edubadge"])
def test_the_drawing_carries_the_signed_document_and_its_own_colours(client, kind):
    chain = Chain(kind=kind)
    Claim.objects.create(award=chain.award, user=chain.person, confirmed_at=NOW)
    client.force_login(chain.person)

    response = client.get(page("download_svg", chain.award))

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"].startswith("attachment")
    assert svg.unbake(response.content) == chain.text
    assert b"#17375e" in response.content


def test_the_bundle_holds_all_that_its_check_needs(client, chain):
    chain.end("withdrawn", reason_class="error")

    response = client.get(page("download_bundle", chain.award))

    signed = unpack(response.content)
    assert response["Content-Type"] == "application/zip"
    assert signed.text == chain.text
    report = verify(signed, trust(), NoNetwork(), at=NOW)
    assert report.verdict == Verdict.WITHDRAWN
    with zipfile.ZipFile(io.BytesIO(response.content)) as files:
        assert {"check.html", "microcredential.json"} <= set(files.namelist())


def printed(client, chain):
    return client.post(page("download_pdf", chain.award))


@pytest.mark.parametrize("kind", ["microcredential", "edubadge"])
def test_the_certificate_carries_the_signed_document_and_what_its_check_needs(client, kind):
    chain = Chain(kind=kind, language="en")
    Claim.objects.create(award=chain.award, user=chain.person, confirmed_at=NOW)
    client.force_login(chain.person)

    response = printed(client, chain)

    text, copies = attachments(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert text == chain.text
    assert "https://keurmerk.example/register.json" in copies
    words = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
    assert "Jan van der Veen" in words
    assert "Genuine and valid on 24 November 2026." in words


def test_the_code_on_the_certificate_leads_to_a_page_that_shows_what_the_paper_shows(client, chain):
    response = printed(client, chain)
    printed(client, chain)

    [share] = Share.objects.all()
    assert (share.show_name, share.show_result, share.until) == ("full", True, None)
    words = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert share.token in "".join(words.replace("\u200b", "").split())


def test_a_certificate_of_what_was_suspended_says_so(client, chain):
    chain.end("suspended")

    words = PdfReader(io.BytesIO(printed(client, chain).content)).pages[0].extract_text()

    assert "Tijdelijk opgeschort door" in words.replace("\xa0", " ")


def test_what_was_withdrawn_is_not_printed(client, chain):
    chain.end("withdrawn", reason_class="error")

    response = printed(client, chain)

    assert response.status_code == 409
    assert "can no longer be shared" in words(response)


def test_a_name_that_no_font_can_print_is_refused_in_words(client, chain):
    type(chain.award).objects.update(name="Jan \U0010fffd")

    response = printed(client, chain)

    assert response.status_code == 409
    assert "cannot be printed" in words(response)


def test_who_is_not_the_holder_prints_nothing(client, chain):
    client.force_login(UserFactory())

    assert printed(client, chain).status_code == 404
    assert not Share.objects.exists()


def test_a_bundle_says_what_is_still_so_with_a_network_or_without(client, chain):
    signed = unpack(client.get(page("download_bundle", chain.award)).content)

    report = verify(signed, trust(), NoNetwork(), at=NOW)

    assert report.verdict == Verdict.LAST_KNOWN


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([], "Not shared"),
        ([Share(on_linkedin=True)], "Shared on LinkedIn"),
        ([Share(), Share()], "Shared by 2 links"),
        ([Share(), Share(on_linkedin=True)], "Shared on LinkedIn and by 1 link"),
    ],
)
def test_one_sentence_says_where_it_is_shared(chain, shares, sentence):
    assert Piece(chain.award, shares).shared == sentence


@pytest.mark.parametrize(
    ("demo", "site"), [(False, "https://keurmerk.example"), (True, "http://testserver")]
)
def test_the_addresses_to_copy_can_be_opened_in_a_demo_too(client, chain, settings, demo, site):
    settings.DEMO = demo
    token = share(chain.award).token

    response = client.get(page("microcredential", chain.award))

    assert [address for _share, address in response.context["addresses"]] == [f"{site}/m/{token}"]

"""The catalogue, and the page of every published version."""

import datetime as dt
import json

import pytest
import time_machine

from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.models import MarkDecision
from tests.web.chain import DECIDED, NOW, Chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def text(response):
    return " ".join(response.content.decode().split())


def shown(client, version):
    return text(client.get(f"/v/{version.pk}"))


def next_version(chain, state="published"):
    fields = {
        field.attname: getattr(chain.version, field.attname)
        for field in ProgrammeVersion._meta.concrete_fields
        if field.name not in {"id", "number", "state"}
    }
    return ProgrammeVersion.objects.create(number=2, state=state, **fields)


def test_a_version_shows_what_it_asks_gives_and_costs_and_its_mark(reader):
    page = shown(reader, Chain().version)

    for words in (
        "<h1>Data-driven decisions</h1>",
        "version 1",
        "The quality mark of this version is in force.",
        "Designs a decision model.",
        "Examination board SBE has established",
        "€ 1,950",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"state": "suspended"}, "has been suspended"),
        ({"state": "withdrawn"}, "has been withdrawn"),
        ({"awards_until": dt.date(2026, 11, 1)}, "does not cover awards of today"),
    ],
)
def test_a_mark_that_does_not_count_today_says_so(reader, changes, line):
    chain = Chain()
    MarkDecision.objects.update(**changes)

    assert f"The quality mark of this version {line}." in shown(reader, chain.version)


def test_an_edubadge_says_that_it_has_no_mark(reader):
    page = shown(reader, Chain(kind="edubadge").version)

    assert "Edubadge, without quality mark." in page
    assert "rosette-plain" in page


def test_a_published_microcredential_without_a_decision_claims_no_mark(reader):
    chain = Chain()
    MarkDecision.objects.update(state="refused")

    page = shown(reader, chain.version)

    assert "This version has no quality mark." in page
    assert "Edubadge" not in page


def test_an_older_version_leads_to_the_newer_one(reader):
    chain = Chain()
    newer = next_version(chain)

    page = shown(reader, chain.version)

    assert "This version is no longer offered; what was awarded remains valid." in page
    assert f'href="/v/{newer.pk}"' in page


def test_a_version_that_is_not_published_does_not_exist(client):
    chain = Chain()
    draft = next_version(chain, state="marked")

    assert client.get(f"/v/{draft.pk}").status_code == 404


@pytest.mark.parametrize("accept", ["application/json", "application/ld+json"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_program_gets_the_exact_content_in_the_language_it_asks_for(client, accept, language):
    version = Chain().version

    response = client.get(
        f"/v/{version.pk}", headers={"Accept": accept, "Accept-Language": language}
    )

    assert response.content.decode() == getattr(version, f"content_{language}")
    assert json.loads(response.content)["id"] == f"https://keurmerk.example/v/{version.pk}"
    assert "Accept" in response["Vary"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_catalogue_lists_the_latest_published_version_of_every_programme(reader):
    chain = Chain()
    newer = next_version(chain)
    edubadge = Chain(kind="edubadge", slug="hva")

    page = text(reader.get("/programmes/"))

    assert f'href="/v/{newer.pk}"' in page
    assert f'href="/v/{edubadge.version.pk}"' in page
    assert f'href="/v/{chain.version.pk}"' not in page
    assert "2 programmes" in page


def test_the_catalogue_tells_a_mark_in_force_from_an_edubadge_and_from_a_mark_that_is_not(reader):
    Chain()
    Chain(kind="edubadge", slug="hva")
    suspended = Chain(slug="hu")
    MarkDecision.objects.filter(pk=suspended.decision.pk).update(state="suspended")

    page = text(reader.get("/programmes/"))

    assert page.count("With quality mark") == 1
    assert page.count("Edubadge, without quality mark") == 1
    assert page.count("The quality mark is not in force now.") == 1


def test_an_empty_catalogue_says_why(reader):
    assert "No microcredentials have been published yet." in text(reader.get("/programmes/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, count
):
    for number in range(count):
        Chain(slug=f"house-{number}")

    with django_assert_num_queries(2):
        client.get("/programmes/")


def test_public_pages_set_no_cookies(client):
    version = Chain().version

    for path in ("/programmes/", f"/v/{version.pk}", "/register/", "/check/"):
        assert not client.get(path).cookies


def test_the_version_page_gives_the_day_of_publication(reader):
    assert DECIDED.date() == dt.date(2026, 2, 1)
    assert "1 February 2026" in shown(reader, Chain().version)

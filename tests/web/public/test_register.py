"""The register for people."""

import datetime as dt

import pytest
import time_machine

from keurmerk.institutions.models import SigningKey
from keurmerk.quality.models import MarkDecision
from tests.web.chain import NOW, Chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def shown(client):
    return " ".join(client.get("/register/").content.decode().split())


def test_the_register_names_institutions_bodies_keys_and_marks(reader):
    chain = Chain()

    page = shown(reader)

    for words in (
        "number 1, signed on",
        'href="/register.json"',
        "VU Amsterdam",
        "Examination board SBE",
        "VU-2026-0001",
        chain.issuing_key.multikey,
        chain.mark_key.multikey,
        chain.operator_key.multikey,
    ):
        assert words in page


def test_an_institution_has_a_place_that_other_pages_point_at(reader):
    Chain()

    assert 'id="vu"' in shown(reader)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "in force"),
        ({"state": "suspended"}, "suspended"),
        ({"state": "withdrawn"}, "withdrawn"),
        ({"awards_until": dt.date(2026, 11, 1)}, "lapsed"),
    ],
)
def test_every_mark_that_was_granted_stays_with_its_state(reader, changes, word):
    Chain()
    MarkDecision.objects.update(**changes)

    assert f"{word}</span>" in shown(reader)


@pytest.mark.parametrize("state", ["retired", "compromised"])
def test_a_key_that_is_out_of_use_stays_with_its_window(reader, state):
    Chain()
    SigningKey.objects.filter(kind="issuing").update(state=state, active_until=NOW)

    assert f"{state}</span>" in shown(reader)


def test_a_key_that_is_still_to_be_made_does_not_stand_in_it(reader):
    chain = Chain()
    SigningKey.objects.filter(kind="issuing").update(state="to_be_made")

    assert chain.issuing_key.multikey not in shown(reader)


def test_the_admission_may_have_an_end(reader):
    chain = Chain()
    chain.admission.awards_until = dt.date(2028, 12, 31)
    chain.admission.save()

    assert "up to and including" in shown(reader)


def test_an_empty_register_says_what_is_missing(reader):
    page = shown(reader)

    for words in (
        "The register has not been published yet.",
        "No institution has been admitted yet.",
        "No quality mark has been granted yet.",
        "No key has been made yet.",
    ):
        assert words in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_takes_the_same_queries_for_one_institution_and_for_three(
    client, django_assert_num_queries, count
):
    for number in range(count):
        Chain(slug=f"house-{number}")

    with django_assert_num_queries(7):
        client.get("/register/")

import json
from decimal import Decimal

import pytest
from django.db import connection

from keurmerk.programmes.documents import achievement, content_intact, content_url
from keurmerk.programmes.freezing import freeze_versions, thaw_versions
from keurmerk.programmes.models import Kind, LearningOutcome
from microcredentials import Framework
from tests.factories import (
    ProgrammeFactory,
    complete_version,
    edit_behind_the_back,
    frozen_version,
    published_version,
)

pytestmark = pytest.mark.django_db


def test_both_languages_say_the_same_of_one_version():
    version = frozen_version()

    dutch, english = achievement(version, "nl"), achievement(version, "en")

    assert dutch.id == english.id == f"https://keurmerk.example/v/{version.pk}"
    assert (dutch.name, english.name) == (version.title_nl, version.title_en)
    assert dutch.other_languages == (("en", content_url(version, "en")),)
    assert (dutch.fee, dutch.ects) == ("EUR 2450.00", Decimal(5))
    assert dutch.framework == Framework(
        id="https://keurmerk.example/frameworks/nl-ho-2025", name="Kwaliteitskader"
    )
    assert [part.outcomes for part in english.assessments] == [(1, 2), (3,)]


def test_an_edubadge_may_do_without_credits_fee_and_framework():
    version = complete_version(ProgrammeFactory(kind=Kind.EDUBADGE), ects=None, fee=None)

    document = achievement(version, "nl")

    assert (document.ects, document.fee, document.framework) == (Decimal(0), "", None)


def test_a_frozen_version_is_intact():
    version = published_version()

    assert content_intact(version)
    assert json.loads(version.content_nl)["name"] == version.title_nl


def test_a_draft_has_no_content_yet():
    assert not content_intact(complete_version())


@pytest.mark.parametrize(
    "changes",
    [
        {"title_nl": "Data-gedreven besluitvorming!"},
        {"ects": Decimal("6.0")},
        {"participation": "by_pigeon"},
        {"content_en": "{}"},
        {"digest_nl": "uEiA"},
        {"version_hash": "0" * 64},
    ],
)
def test_an_edit_in_the_database_is_found(changes):
    version = published_version()

    edit_behind_the_back(version, **changes)

    assert not content_intact(version)


def test_one_other_character_in_an_outcome_is_found():
    version = published_version()
    outcome = version.outcomes.first()
    thaw_versions(connection)
    LearningOutcome.objects.filter(pk=outcome.pk).update(text_nl=outcome.text_nl + ".")
    freeze_versions(connection)

    assert not content_intact(version)


def test_an_assessment_of_another_versions_outcome_is_found():
    version, other = published_version(), complete_version()
    thaw_versions(connection)
    version.assessments.first().outcomes.add(other.outcomes.first())
    freeze_versions(connection)

    assert not content_intact(version)

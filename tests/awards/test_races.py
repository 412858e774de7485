"""Several people and several workers at once: on PostgreSQL, where they truly run side by side."""

import threading

import pytest
from django.db import connection, connections

from keurmerk.awards.actions import add_rows, present_cohort, release_cohort
from keurmerk.awards.models import Award
from keurmerk.awards.sweeps import issue_awards
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role, SignedDocument
from keurmerk.mail.models import Message
from tests.conftest import NOW
from tests.factories import CohortFactory, award, equip, really_signed_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*acts):
    """Start all of `acts` at the same moment; return what they returned or raised."""
    ready, results = threading.Barrier(len(acts)), []

    def run(act):
        ready.wait()
        try:
            results.append(act())
        except Refused as refusal:
            results.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def presented(version, officer, lines):
    cohort = CohortFactory(version=version)
    data = "\n".join(["naam;mail;datum", *lines])
    add_rows(cohort=cohort, data=data, by=officer, at=NOW)
    present_cohort(cohort=cohort, by=officer, at=NOW)
    return cohort


def test_two_people_who_release_one_group_at_once_award_it_once(keks, member_of):
    version = really_signed_version()
    house = version.programme.institution
    equip(house)
    officer = member_of(house, Role.AWARD_OFFICER)
    examiners = [member_of(house, Role.EXAMINER) for _ in range(2)]
    lines = [f"Naam {n};naam-{n}@post.example;12-03-2026" for n in range(20)]
    cohort = presented(version, officer, lines)

    results = at_once(
        *[
            lambda by=by: release_cohort(cohort=cohort, confirmed_count=20, by=by, at=NOW)
            for by in examiners
        ]
    )

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"]
    assert Award.objects.count() == 20


def test_one_person_in_two_groups_released_at_once_gets_one_award(keks, member_of):
    version = really_signed_version()
    house = version.programme.institution
    equip(house)
    officer, examiner = member_of(house, Role.AWARD_OFFICER), member_of(house, Role.EXAMINER)
    line = ["Fenna van der Veen;fenna@post.example;12-03-2026"]
    cohorts = [presented(version, officer, line) for _ in range(2)]

    results = at_once(
        *[
            lambda cohort=cohort: release_cohort(
                cohort=cohort, confirmed_count=1, by=examiner, at=NOW
            )
            for cohort in cohorts
        ]
    )

    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"]
    assert Award.objects.count() == 1


def test_two_workers_sign_everything_once(keks):
    cohort = CohortFactory(version=really_signed_version())
    for _number in range(60):
        award(cohort)
    before = SignedDocument.objects.count()

    handled = at_once(*[lambda: issue_awards(at=NOW)] * 2)

    assert sum(handled) == 60
    assert SignedDocument.objects.count() - before == 60
    assert Message.objects.filter(key__startswith="award-ready:").count() == 60


def test_the_database_of_this_run_has_real_locks():
    assert connection.features.has_select_for_update_skip_locked

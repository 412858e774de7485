"""What a checker makes of our awards, lists and notes: the library reads what we signed."""

import datetime as dt

import pytest

from keurmerk.awards.actions import (
    add_rows,
    lift_suspension,
    present_cohort,
    release_cohort,
    suspend_award,
    withdraw_award,
)
from keurmerk.awards.models import Award
from keurmerk.awards.sweeps import issue_awards, sign_status_lists
from keurmerk.institutions.models import Role
from keurmerk.quality.sweeps import publish_register
from keurmerk.web.checking import check_document
from microcredentials import Verdict
from tests.conftest import NOW
from tests.factories import CohortFactory, really_signed_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["microcredential", "edubadge"])
def test_the_verdict_follows_the_award_within_the_next_sweep(keks, member_of, kind):
    version = really_signed_version(kind=kind)
    house = version.programme.institution
    officer, examiner = (member_of(house, role) for role in (Role.AWARD_OFFICER, Role.EXAMINER))
    sign_status_lists(at=NOW)
    publish_register(at=NOW)
    cohort = CohortFactory(version=version)
    data = "naam;mail;datum\nFenna van der Veen;fenna@post.example;12-03-2026"
    add_rows(cohort=cohort, data=data, by=officer, at=NOW)
    present_cohort(cohort=cohort, by=officer, at=NOW)
    release_cohort(cohort=cohort, confirmed_count=1, by=examiner, at=NOW)
    issue_awards(at=NOW)
    award = Award.objects.get()
    later = NOW + dt.timedelta(seconds=1)

    def verdict():
        sign_status_lists(at=later)
        checked = check_document(award.document.text, at=later)
        return checked.verdict, checked.facts.status_reason

    assert verdict() == (Verdict.GENUINE, "")
    suspend_award(award=award, by=examiner, at=later)
    assert verdict() == (Verdict.SUSPENDED, "investigation")
    lift_suspension(award=award, by=examiner, at=later)
    assert verdict() == (Verdict.GENUINE, "")
    withdraw_award(award=award, reason_class="fraud", note="", by=examiner, at=later)
    assert verdict() == (Verdict.WITHDRAWN, "fraud")

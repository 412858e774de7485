import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from keurmerk.institutions.models import Role
from keurmerk.programmes.models import Kind
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import Condition
from keurmerk.quality.states import DecisionState
from tests.factories import (
    ApplicationFactory,
    CohortFactory,
    ConcludedReviewFactory,
    InstitutionFactory,
    ProgrammeFactory,
    UnitFactory,
    VersionFactory,
    body_for,
    complete_version,
    decision_in_force,
    frozen_version,
)
from tests.web.staff.people import sign_in, words

pytestmark = pytest.mark.django_db
PAGE = reverse("staff:dashboard")


@pytest.fixture
def vu():
    return InstitutionFactory(slug="vu")


def programme(vu, *owners, **fields):
    return ProgrammeFactory(
        institution=vu, unit=UnitFactory(institution=vu), owners=owners, **fields
    )


def parts_of(client):
    return {part["title"]: part["lines"] for part in client.get(PAGE).context["parts"]}


@pytest.mark.parametrize("count", [1, 3])
def test_a_director_sees_own_drafts_in_a_fixed_number_of_queries(
    client, vu, member_of, count, django_assert_num_queries
):
    director = sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))
    for number in range(count):
        VersionFactory(programme=programme(vu, director), title_en=f"Ours {number}")
    VersionFactory(programme=programme(vu), title_en="Of a colleague")
    VersionFactory(title_en="Not for your eyes")

    with django_assert_num_queries(6):
        page = words(client.get(PAGE))

    assert all(f"Ours {number}" in page for number in range(count))
    assert "Of a colleague" not in page
    assert "Not for your eyes" not in page


def test_a_draft_without_a_title_goes_by_its_code(client, vu, member_of):
    director = sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))
    VersionFactory(programme=programme(vu, director, code="BADS-M2"))

    (line,) = parts_of(client)["Drafts and returned versions"]

    assert (line.label, line.note) == ("BADS-M2", "version 1, draft")


def test_a_reviewer_sees_what_waits_for_a_review_and_not_what_is_done(client, vu, member_of):
    reviewer = sign_in(client, member_of(vu, Role.QUALITY_REVIEWER))
    waiting, done, own = (
        ApplicationFactory(version=frozen_version(complete_version(programme(vu))))
        for _ in range(3)
    )
    ConcludedReviewFactory(application=done, reviewer=reviewer)
    own.version.programme.owners.add(reviewer)
    ApplicationFactory()

    (line,) = parts_of(client)["Applications to review"]

    assert line.url == reverse("staff:application", args=[waiting.pk])
    assert line.day == timezone.localdate(waiting.submitted_at)


def test_a_reviewer_sees_edubadges_of_others_to_publish(client, vu, member_of):
    sign_in(client, member_of(vu, Role.QUALITY_REVIEWER))
    theirs = frozen_version(complete_version(programme(vu, kind=Kind.EDUBADGE)))

    (line,) = parts_of(client)["Edubadges to read and publish"]

    assert line.url == reverse("staff:version", args=[theirs.pk])


def test_a_secretary_sees_what_can_be_decided_and_what_is_being_signed(client, vu, member_of):
    ready = ApplicationFactory(version=frozen_version(complete_version(programme(vu))))
    early = ProgrammeFactory(institution=vu, unit=ready.version.programme.unit)
    ApplicationFactory(version=frozen_version(complete_version(early)))
    ConcludedReviewFactory(application=ready)
    beside = ProgrammeFactory(institution=vu, unit=ready.version.programme.unit)
    marked = frozen_version(complete_version(beside), state=VersionState.MARKED)
    decision = decision_in_force(marked, state=DecisionState.TO_BE_SIGNED)
    sign_in(client, member_of(vu, Role.BOARD_SECRETARY, body=body_for(ready.version)))

    parts = parts_of(client)

    assert [line.url for line in parts["Applications to decide on"]] == [
        reverse("staff:decision", args=[ready.pk])
    ]
    assert [line.note for line in parts["Decisions being signed"]] == [
        f"decision {decision.number}"
    ]


def test_a_secretary_sees_the_conditions_that_come_up_but_not_those_of_a_withdrawn_mark(
    client, vu, member_of
):
    first = frozen_version(complete_version(programme(vu)), state=VersionState.PUBLISHED)
    beside = ProgrammeFactory(institution=vu, unit=first.programme.unit)
    second = frozen_version(complete_version(beside), state=VersionState.PUBLISHED)
    standing = decision_in_force(first)
    withdrawn = decision_in_force(second, state=DecisionState.WITHDRAWN)
    soon = timezone.localdate() + dt.timedelta(days=30)
    Condition.objects.create(decision=standing, text="Stel de rubric vast.", due=soon)
    Condition.objects.create(decision=standing, text="Later.", due=soon + dt.timedelta(days=90))
    Condition.objects.create(decision=withdrawn, text="Vervallen.", due=soon)
    sign_in(client, member_of(vu, Role.BOARD_SECRETARY, body=standing.body))

    parts = parts_of(client)

    assert [line.note for line in parts["Conditions within sixty days"]] == ["Stel de rubric vast."]


def test_a_second_award_officer_sees_the_groups_to_release(client, vu, member_of):
    version = frozen_version(complete_version(programme(vu)), state=VersionState.PUBLISHED)
    officer = sign_in(client, member_of(vu, Role.AWARD_OFFICER))
    group = CohortFactory(version=version, name="Voorjaar 2026", state="presented")
    CohortFactory(version=version, name="Zelf gemaakt", state="presented", prepared_by=officer)

    (line,) = parts_of(client)["Groups to release"]

    assert (line.label, line.url) == (
        "Voorjaar 2026",
        reverse("staff:cohort", args=[group.pk]),
    )


def test_when_nothing_waits_the_page_says_so(client, vu, member_of):
    sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))

    assert "You have no drafts." in words(client.get(PAGE))


def test_a_role_without_tasks_here_is_shown_the_way(client, vu, member_of):
    sign_in(client, member_of(vu, Role.REGISTRAR))

    assert "Nothing waits for you." in words(client.get(PAGE))

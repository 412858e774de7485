import datetime as dt

import pytest

from keurmerk.institutions.models import Role
from keurmerk.quality.models import Condition, MarkApplication, MarkDecision, Review
from keurmerk.quality.states import ApplicationState, DecisionState
from tests.conftest import NOW
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    DesignatedBodyFactory,
    InstitutionPolicyFactory,
    OperatorFactory,
    ReviewFactory,
    body_for,
    decision_in_force,
    frozen_version,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def seen(user):
    return set(Review.objects.visible_to(user, TODAY))


@pytest.fixture
def application():
    ConcludedReviewFactory()
    return ApplicationFactory()


@pytest.fixture
def secretary(application, member_of):
    return member_of(application.body.institution, Role.BOARD_SECRETARY, body=application.body)


@pytest.mark.parametrize(
    "role", [Role.PROGRAMME_DIRECTOR, Role.QUALITY_REVIEWER, Role.ADMINISTRATOR]
)
def test_applications_are_seen_within_the_institution(application, member_of, role):
    user = member_of(application.body.institution, role)

    assert list(MarkApplication.objects.visible_to(user)) == [application]


@pytest.mark.parametrize("role", [Role.AWARD_OFFICER, Role.EXAMINER, Role.REGISTRAR])
def test_who_only_awards_sees_marks_and_no_applications(member_of, role):
    decision, theirs = decision_in_force(), decision_in_force()
    waiting = decision_in_force(state=DecisionState.TO_BE_SIGNED)
    waiting.body.institution = decision.body.institution
    waiting.body.save()
    user = member_of(decision.body.institution, role)

    assert list(MarkDecision.objects.visible_to(user)) == [decision]
    assert not MarkApplication.objects.visible_to(user).exists()
    assert theirs not in MarkDecision.objects.visible_to(user)


def test_a_secretary_sees_what_lies_before_the_own_body(application, secretary, member_of):
    other = DesignatedBodyFactory(institution=application.body.institution)
    elsewhere = member_of(other.institution, Role.BOARD_SECRETARY, body=other)

    assert list(MarkApplication.objects.visible_to(secretary)) == [application]
    assert not MarkApplication.objects.visible_to(elsewhere).exists()


def test_a_secretary_sees_the_decisions_of_the_body(member_of):
    decision = decision_in_force(state=DecisionState.TO_BE_SIGNED)
    user = member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)

    assert list(MarkDecision.objects.visible_to(user)) == [decision]


def test_the_operator_sees_no_applications_reviews_or_decisions():
    user = OperatorFactory().user
    ConcludedReviewFactory()
    decision_in_force()

    assert not MarkApplication.objects.visible_to(user).exists()
    assert not MarkDecision.objects.visible_to(user).exists()
    assert seen(user) == set()


def test_what_waits_is_listed_oldest_first(application):
    earlier = ApplicationFactory(submitted_at=NOW - dt.timedelta(days=600))
    MarkApplication.objects.exclude(pk__in=[application.pk, earlier.pk]).update(
        state=ApplicationState.RETURNED
    )

    assert list(MarkApplication.objects.waiting()) == [earlier, application]


def test_reviewers_are_blind_until_both_are_in(application, member_of):
    first = ConcludedReviewFactory(application=application)
    second = ReviewFactory(application=application)
    third = member_of(application.body.institution, Role.QUALITY_REVIEWER)

    assert seen(first.reviewer) == {first}
    assert seen(second.reviewer) == {second}
    assert seen(third) == set()

    Review.objects.filter(pk=second.pk).update(state="concluded")

    assert seen(first.reviewer) == seen(second.reviewer) == {first, second}
    assert seen(third) == set()


def test_after_the_decision_every_reviewer_sees_every_review(application, member_of):
    review = ConcludedReviewFactory(application=application)
    MarkApplication.objects.filter(pk=application.pk).update(state=ApplicationState.DECIDED)

    assert seen(member_of(application.body.institution, Role.QUALITY_REVIEWER)) == {review}


def test_an_institution_may_let_reviewers_see_each_other(application, member_of):
    InstitutionPolicyFactory(
        institution=application.body.institution, blind_review=False, valid_from=TODAY
    )
    review = ReviewFactory(application=application)
    colleague = member_of(application.body.institution, Role.QUALITY_REVIEWER)

    assert seen(colleague) == {review}
    yesterday = Review.objects.visible_to(colleague, TODAY - dt.timedelta(days=1))
    assert not yesterday.exists()


def test_the_secretary_sees_what_is_concluded(application, secretary):
    concluded = ConcludedReviewFactory(application=application)
    ReviewFactory(application=application)

    assert seen(secretary) == {concluded}


def test_the_applicant_sees_reviews_once_the_application_comes_back(application, member_of):
    review = ConcludedReviewFactory(application=application)
    director = member_of(application.body.institution, Role.PROGRAMME_DIRECTOR)
    member_of(application.body.institution, Role.QUALITY_REVIEWER, user=director)
    colleague = member_of(application.body.institution, Role.PROGRAMME_DIRECTOR)
    application.version.programme.owners.add(director)
    InstitutionPolicyFactory(institution=application.body.institution, blind_review=False)
    assert seen(director) == set()

    MarkApplication.objects.filter(pk=application.pk).update(state=ApplicationState.RETURNED)

    assert seen(director) == {review}
    assert seen(colleague) == set()


def test_a_review_of_another_institution_is_never_seen(application, member_of):
    InstitutionPolicyFactory(institution=application.body.institution, blind_review=False)
    ReviewFactory(application=application)
    theirs = frozen_version()

    for role in (Role.QUALITY_REVIEWER, Role.ADMINISTRATOR, Role.PROGRAMME_DIRECTOR):
        assert seen(member_of(theirs.programme.institution, role)) == set()
    body = body_for(theirs)
    assert seen(member_of(body.institution, Role.BOARD_SECRETARY, body=body)) == set()


def test_conditions_of_marks_in_use_are_pending_the_nearest_first():
    later, sooner, met, gone = (
        Condition.objects.create(
            decision=decision_in_force(state=state), text=text, due=due, met_at=met_at
        )
        for text, due, met_at, state in (
            ("later", dt.date(2027, 1, 1), None, DecisionState.IN_FORCE),
            ("sooner", dt.date(2026, 12, 1), None, DecisionState.SUSPENDED),
            ("met", dt.date(2026, 12, 1), NOW, DecisionState.IN_FORCE),
            ("gone", dt.date(2026, 12, 1), None, DecisionState.WITHDRAWN),
        )
    )

    pending = list(Condition.objects.pending())

    assert pending == [sooner, later]
    assert met not in pending
    assert gone not in pending


def test_marks_in_force_are_found():
    decision = decision_in_force()
    decision_in_force(state=DecisionState.WITHDRAWN)

    assert list(MarkDecision.objects.in_force()) == [decision]

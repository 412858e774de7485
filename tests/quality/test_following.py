import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role, SigningKey
from keurmerk.quality import policy
from keurmerk.quality.actions import (
    meet_condition,
    reinstate_mark,
    release_again,
    suspend_mark,
    withdraw_mark,
)
from keurmerk.quality.models import Condition, MarkEvent, MarkReason
from keurmerk.quality.states import DecisionState
from tests.conftest import NOW
from tests.factories import UserFactory, decision_in_force, mark_key

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
TOMORROW = TODAY + dt.timedelta(days=1)
WHY = {"reason": MarkReason.QUALITY, "explanation": "Two\u200b complaints."}


@pytest.fixture
def decision():
    return decision_in_force()


@pytest.fixture
def secretary(decision, member_of):
    return member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)


def entries(decision):
    return list(decision.events.order_by("pk").values_list("kind", "effect_from", "effect_until"))


def test_a_suspended_mark_counts_no_longer_from_the_next_day_on(decision, secretary):
    assert policy.can_withdraw_mark(secretary, decision)

    suspend_mark(decision=decision, by=secretary, at=NOW, **WHY)

    event = decision.events.get()
    assert decision.state == DecisionState.SUSPENDED
    assert (event.kind, event.effect_from, event.effect_until) == ("suspended", TOMORROW, None)
    assert (event.reason, event.explanation, event.at) == ("quality", "Two complaints.", NOW)
    assert str(event).endswith("suspended")


def test_a_reinstated_mark_counts_again_for_the_time_in_between_too(decision, secretary):
    suspend_mark(decision=decision, by=secretary, at=NOW, **WHY)
    later = NOW + dt.timedelta(days=10)

    reinstate_mark(
        decision=decision, by=secretary, at=later, reason="resolved", explanation="Settled."
    )

    assert decision.state == DecisionState.IN_FORCE
    assert decision.events.get(kind="resumed").effect_from == TOMORROW


def test_only_a_suspended_mark_is_reinstated(decision, secretary):
    with override("en"), pytest.raises(Refused, match="Only a suspended mark"):
        reinstate_mark(decision=decision, by=secretary, at=NOW, **WHY)


@pytest.mark.parametrize("state", [DecisionState.IN_FORCE, DecisionState.SUSPENDED])
def test_a_mark_is_withdrawn_from_now_on(member_of, state):
    decision = decision_in_force(state=state)
    secretary = member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)

    withdraw_mark(decision=decision, by=secretary, at=NOW, **WHY)

    assert decision.state == DecisionState.WITHDRAWN
    assert entries(decision) == [("withdrawn", TOMORROW, None)]
    assert not policy.can_withdraw_mark(secretary, decision)


def test_a_mark_is_withdrawn_for_earlier_awards_only_between_two_dates(decision, secretary):
    start = dt.date(2026, 3, 1)

    withdraw_mark(decision=decision, by=secretary, at=NOW, also_from=start, also_until=TODAY, **WHY)

    assert set(entries(decision)) == {
        ("withdrawn", TOMORROW, None),
        ("withdrawn", start, TODAY),
    }


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (dt.date(2026, 3, 1), None, "Give both dates"),
        (None, TODAY, "Give both dates"),
        (TODAY, dt.date(2026, 3, 1), "lie in the past"),
        (TODAY, TOMORROW, "lie in the past"),
    ],
)
def test_the_dates_of_earlier_awards_are_two_and_past(decision, secretary, start, end, sentence):
    with override("en"), pytest.raises(Refused, match=sentence):
        withdraw_mark(
            decision=decision, by=secretary, at=NOW, also_from=start, also_until=end, **WHY
        )

    assert not MarkEvent.objects.exists()


@pytest.mark.parametrize("act", [suspend_mark, withdraw_mark, reinstate_mark])
def test_a_change_of_a_mark_gives_its_reason(decision, secretary, act):
    for why, sentence in (
        ({"reason": "because", "explanation": "Why."}, "Choose the reason"),
        ({"reason": "quality", "explanation": " "}, "Explain the decision"),
    ):
        with override("en"), pytest.raises(Refused, match=sentence):
            act(decision=decision, by=secretary, at=NOW, **why)


@pytest.mark.parametrize("act", [suspend_mark, withdraw_mark, reinstate_mark])
def test_only_the_secretary_of_the_body_changes_a_mark(decision, member_of, act):
    reviewer = member_of(decision.body.institution, Role.QUALITY_REVIEWER)
    theirs = decision_in_force()
    elsewhere = member_of(theirs.body.institution, Role.BOARD_SECRETARY, body=theirs.body)

    for user in (reviewer, elsewhere, UserFactory()):
        assert not policy.can_withdraw_mark(user, decision)
        with pytest.raises(PermissionDenied):
            act(decision=decision, by=user, at=NOW, **WHY)


def test_withdrawing_is_final(decision, secretary):
    withdraw_mark(decision=decision, by=secretary, at=NOW, **WHY)

    for act in (suspend_mark, withdraw_mark):
        with override("en"), pytest.raises(Refused, match="no longer possible"):
            act(decision=decision, by=secretary, at=NOW, **WHY)


def test_the_database_asks_for_reason_and_order_too(decision, secretary):
    entry = {
        "decision": decision,
        "kind": "withdrawn",
        "at": NOW,
        "effect_from": TODAY,
        "by": secretary,
        "reason": "quality",
        "explanation": "Why.",
    }

    for wrong in ({"reason": ""}, {"explanation": ""}, {"effect_until": dt.date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MarkEvent.objects.create(**{**entry, **wrong})


def test_a_condition_is_met_once(decision, secretary):
    condition = Condition.objects.create(decision=decision, text="Rubric", due=TODAY)

    meet_condition(condition=condition, by=secretary, at=NOW)

    assert condition.met_at == NOW
    assert str(condition) == "Rubric"
    assert Event.objects.about(decision).get().verb == "quality.markdecision.condition_met"
    with override("en"), pytest.raises(Refused, match="already been met"):
        meet_condition(condition=condition, by=secretary, at=NOW)
    with pytest.raises(PermissionDenied):
        meet_condition(condition=condition, by=UserFactory(), at=NOW)


def waiting(member_of):
    decision = decision_in_force(state=DecisionState.TO_BE_SIGNED)
    return decision, member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)


def test_a_decision_whose_key_leaked_before_it_signed_is_released_again(member_of):
    decision, secretary = waiting(member_of)
    SigningKey.objects.filter(pk=decision.key_id).update(state="compromised")
    decision.refresh_from_db()
    with override("en"), pytest.raises(Refused, match="no key to sign with"):
        release_again(decision=decision, by=secretary, at=NOW)
    key = mark_key(decision.body)

    release_again(decision=decision, by=secretary, at=NOW)

    decision.refresh_from_db()
    assert decision.key == key


def test_a_decision_that_is_being_signed_or_was_signed_is_not_released_again(member_of, decision):
    unsigned, secretary = waiting(member_of)
    other = member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)

    with override("en"), pytest.raises(Refused, match="is being signed"):
        release_again(decision=unsigned, by=secretary, at=NOW)
    with override("en"), pytest.raises(Refused, match="does not wait"):
        release_again(decision=decision, by=other, at=NOW)
    with pytest.raises(PermissionDenied):
        release_again(decision=decision, by=secretary, at=NOW)

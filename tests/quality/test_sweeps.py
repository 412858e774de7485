import datetime as dt
import json
import logging

import pytest

from keurmerk.audit.models import Event
from keurmerk.institutions.models import KeyKind, Role, SigningKey
from keurmerk.mail.models import Message
from keurmerk.programmes.states import VersionState
from keurmerk.quality.actions import decide_mark, suspend_mark
from keurmerk.quality.models import Condition, MarkDecision, RegisterIssue
from keurmerk.quality.states import DecisionState
from keurmerk.quality.sweeps import publish_register, remind_of_conditions, sign_decisions
from tests.conftest import NOW
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    PlatformFactory,
    SigningKeyFactory,
    UserFactory,
    decision_in_force,
    real_key,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(keks, member_of):
    application = ApplicationFactory()
    application.version.programme.owners.add(UserFactory(language="en"))
    ConcludedReviewFactory(application=application)
    body = application.body
    real_key(KeyKind.MARK, body=body)
    return decide_mark(
        application=application,
        outcome="granted",
        number="",
        reason="",
        awards_from=NOW.date(),
        awards_until=None,
        conditions=[],
        by=member_of(body.institution, Role.BOARD_SECRETARY, body=body),
        at=NOW,
    )


def test_a_granted_mark_is_signed_and_the_version_published(decision):
    assert sign_decisions(at=NOW) == 1

    decision.refresh_from_db()
    signed = json.loads(decision.document.text)
    assert decision.state == DecisionState.IN_FORCE
    assert decision.version.state == VersionState.PUBLISHED
    assert signed["id"] == decision.urn
    assert signed["credentialSubject"]["decisionNumber"] == decision.number
    assert decision.document.key == decision.key
    mail = Message.objects.get(key__startswith="application_decided")
    assert "Good news" in mail.body
    worked = Event.objects.about(decision).get(verb__endswith=".in_force")
    assert worked.by is None


def test_signing_again_signs_nothing_twice(decision):
    sign_decisions(at=NOW)

    assert sign_decisions(at=NOW) == 0
    assert Message.objects.filter(key__startswith="application_decided").count() == 1


def test_a_process_without_the_mark_kek_leaves_decisions_alone(decision, settings):
    settings.KEK_FILES = {}

    assert sign_decisions(at=NOW) == 0
    assert MarkDecision.objects.get().state == DecisionState.TO_BE_SIGNED


def test_a_mark_whose_key_does_not_open_waits_and_the_others_go_on(decision, caplog):
    other = decision_in_force(state=DecisionState.TO_BE_SIGNED)

    with caplog.at_level(logging.WARNING):
        signed = sign_decisions(at=NOW)

    other.refresh_from_db()
    assert (signed, other.state) == (1, DecisionState.TO_BE_SIGNED)
    assert str(other.pk) in caplog.text


def test_a_compromised_key_signs_nothing(decision):
    SigningKey.objects.filter(pk=decision.key_id).update(state="compromised")

    assert sign_decisions(at=NOW) == 0


def test_a_decision_that_somebody_else_just_signed_is_passed_over(decision, monkeypatch):
    waiting = MarkDecision.objects.to_be_signed
    answers = iter([waiting(), MarkDecision.objects.none()])
    monkeypatch.setattr(MarkDecision.objects, "to_be_signed", lambda: next(answers))

    assert sign_decisions(at=NOW) == 0


@pytest.fixture
def operator(keks):
    PlatformFactory()
    return real_key(KeyKind.OPERATOR)


def test_the_register_is_signed_by_the_operator(operator):
    assert publish_register(at=NOW) == 1

    issue = RegisterIssue.objects.get()
    assert (issue.sequence, issue.document.key) == (1, operator)
    assert json.loads(issue.document.text)["credentialSubject"]["sequence"] == 1
    assert str(issue) == "1"


def test_an_unchanged_register_is_published_again_after_a_day(operator):
    publish_register(at=NOW)

    assert publish_register(at=NOW + dt.timedelta(hours=23)) == 0
    assert publish_register(at=NOW + dt.timedelta(hours=24)) == 1
    assert list(RegisterIssue.objects.order_by("sequence").values_list("sequence", flat=True)) == [
        1,
        2,
    ]


def test_a_changed_register_is_published_at_once(operator, member_of):
    decision = decision_in_force()
    decision.body.keys.update(
        state="retired", multikey="z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"
    )
    publish_register(at=NOW)
    secretary = member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body)

    suspend_mark(decision=decision, reason="quality", explanation="Why.", by=secretary, at=NOW)

    assert publish_register(at=NOW + dt.timedelta(minutes=1)) == 1
    latest = json.loads(RegisterIssue.objects.get(sequence=2).document.text)
    assert latest["credentialSubject"]["markEvent"][0]["ofMark"] == decision.urn


def test_without_operator_key_no_register_appears(keks):
    assert publish_register(at=NOW) == 0


def test_a_process_without_the_operator_kek_publishes_nothing(operator, settings):
    settings.KEK_FILES = {}

    assert publish_register(at=NOW) == 0


def test_a_key_that_does_not_open_keeps_the_old_register(keks, caplog):
    PlatformFactory()
    SigningKeyFactory(
        kind=KeyKind.OPERATOR, institution=None, did="did:web:keurmerk.example:operator"
    )

    with caplog.at_level(logging.WARNING):
        assert publish_register(at=NOW) == 0

    assert "the register waits" in caplog.text


@pytest.mark.parametrize(
    ("left", "reminders"), [(61, 0), (60, 1), (31, 1), (30, 1), (7, 1), (0, 1), (-1, 0)]
)
def test_a_condition_is_recalled_in_its_last_sixty_days(left, reminders):
    decision = decision_in_force()
    decision.version.programme.owners.add(UserFactory(language="en"))
    due = NOW.date() + dt.timedelta(days=left)
    Condition.objects.create(decision=decision, text="A rubric.", due=due)

    assert remind_of_conditions(at=NOW) == reminders
    assert remind_of_conditions(at=NOW) == 0

    sent = list(Message.objects.values_list("body", flat=True))
    assert len(sent) == reminders
    assert all("A rubric." in body for body in sent)


def test_each_occasion_is_recalled_once():
    decision = decision_in_force()
    decision.version.programme.owners.add(UserFactory())
    due = NOW.date() + dt.timedelta(days=60)
    Condition.objects.create(decision=decision, text="A rubric.", due=due)

    for days in range(61):
        remind_of_conditions(at=NOW + dt.timedelta(days=days))

    assert Message.objects.count() == 3


def test_a_programme_without_director_leaves_nobody_to_remind():
    Condition.objects.create(decision=decision_in_force(), text="A rubric.", due=NOW.date())

    assert remind_of_conditions(at=NOW) == 0

import datetime as dt

import pytest

from keurmerk.institutions.models import Admission
from keurmerk.programmes.documents import content_url
from keurmerk.quality.documents import (
    MarkProblem,
    mark_document,
    mark_in_force,
    mark_problem,
    register_digest,
    register_document,
)
from keurmerk.quality.models import Condition, MarkDecision, MarkEvent
from keurmerk.quality.states import DecisionState
from microcredentials import lint
from tests.conftest import NOW
from tests.factories import (
    PlatformFactory,
    SigningKeyFactory,
    UserFactory,
    decision_in_force,
    edit_behind_the_back,
    published_version,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 12)


def test_a_mark_in_force_covers_the_result_date():
    decision = decision_in_force()

    assert mark_in_force(decision.version, DAY, NOW) == decision
    assert mark_problem(decision.version, DAY, NOW) == MarkProblem.NONE


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"state": DecisionState.TO_BE_SIGNED}, "MARK_BEING_SIGNED"),
        ({"state": DecisionState.SUSPENDED}, "MARK_SUSPENDED"),
        ({"state": DecisionState.WITHDRAWN}, "MARK_WITHDRAWN"),
        ({"awards_from": dt.date(2026, 3, 13)}, "MARK_OTHER_PERIOD"),
        ({"awards_until": dt.date(2026, 3, 11)}, "MARK_OTHER_PERIOD"),
        ({"digest_nl": "uEiA"}, "MARK_HASH_MISMATCH"),
    ],
)
def test_a_mark_that_does_not_count_says_why(fields, problem):
    decision = decision_in_force(**fields)

    assert mark_in_force(decision.version, DAY, NOW) is None
    assert mark_problem(decision.version, DAY, NOW) == problem


def test_a_period_is_inclusive():
    decision = decision_in_force(awards_from=DAY, awards_until=DAY)

    assert mark_in_force(decision.version, DAY, NOW) == decision
    assert decision.covers(DAY)
    assert not decision.covers(DAY + dt.timedelta(days=1))
    assert not decision.covers(DAY - dt.timedelta(days=1))


def test_a_version_without_mark_has_none():
    version = published_version()
    refused = decision_in_force()
    MarkDecision.objects.filter(pk=refused.pk).update(state=DecisionState.REFUSED)

    assert mark_problem(version, DAY, NOW) == mark_problem(refused.version, DAY, NOW) == "NO_MARK"
    assert mark_in_force(version, DAY, NOW) is None
    assert not MarkDecision(awards_from=None).covers(DAY)


def test_one_other_character_in_the_database_is_a_mismatch():
    decision = decision_in_force()
    edit_behind_the_back(decision.version, title_nl=decision.version.title_nl + "!")

    assert mark_problem(decision.version, DAY, NOW) == "MARK_HASH_MISMATCH"
    assert mark_in_force(decision.version, DAY, NOW) is None


def test_a_condition_that_was_missed_stops_new_awards_until_it_is_met():
    decision = decision_in_force()
    condition = Condition.objects.create(decision=decision, text="Rubric", due=NOW.date())
    next_day = NOW + dt.timedelta(days=1)

    assert mark_problem(decision.version, DAY, NOW) == ""
    assert mark_problem(decision.version, DAY, next_day) == "CONDITION_NOT_MET"
    condition.met_at = NOW
    condition.save()
    assert mark_problem(decision.version, DAY, next_day) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"state": "ended"},
        {"awards_from": dt.date(2026, 3, 13)},
        {"awards_until": dt.date(2026, 3, 11)},
    ],
)
def test_the_admission_of_the_day_names_the_body(change):
    decision = decision_in_force()
    Admission.objects.update(**change)

    assert mark_problem(decision.version, DAY, NOW) == "BODY_NOT_ADMITTED"


def test_a_body_that_left_the_admission_marks_no_longer():
    decision = decision_in_force()
    Admission.objects.update(awards_until=dt.date(2027, 1, 1))
    assert mark_in_force(decision.version, DAY, NOW) == decision
    Admission.objects.get(institution=decision.body.institution).bodies.clear()

    assert mark_problem(decision.version, DAY, NOW) == "BODY_NOT_ADMITTED"


def test_the_mark_names_both_languages_of_exactly_this_version():
    decision = decision_in_force()
    version = decision.version

    document = mark_document(decision)

    assert lint.problems(document) == []
    assert [(part.language, part.url, part.digest) for part in document.contents] == [
        ("nl", content_url(version, "nl"), version.digest_nl),
        ("en", content_url(version, "en"), version.digest_en),
    ]
    assert (document.decision_number, document.created) == (decision.number, decision.decided_at)


def test_a_refusal_is_not_a_mark():
    with pytest.raises(ValueError, match="only a granted mark"):
        mark_document(MarkDecision(version=published_version()))


def test_the_register_lists_institutions_keys_admissions_and_mark_events():
    PlatformFactory()
    decision = decision_in_force()
    SigningKeyFactory(state="to_be_made", active_from=None, multikey="")
    MarkEvent.objects.create(
        decision=decision,
        kind="withdrawn",
        at=NOW,
        effect_from=DAY,
        reason="quality",
        explanation="Two complaints.",
        by=UserFactory(),
    )

    register = register_document(sequence=1, created=NOW)

    assert [entry.institution.name for entry in register.institutions] == [
        decision.body.institution.name_nl
    ]
    assert [body.name for body in register.institutions[0].bodies] == [decision.body.name_nl]
    assert decision.key.key_id in {key.id for key in register.keys}
    assert register.admissions == ({"signed": "admission"},)
    assert [(event.mark_id, event.reason) for event in register.mark_events] == [
        (decision.urn, "quality")
    ]


def test_the_digest_of_a_register_leaves_out_its_number_and_date():
    PlatformFactory()
    decision_in_force()

    first = register_document(sequence=1, created=NOW)
    second = register_document(sequence=2, created=NOW + dt.timedelta(days=1))
    decision_in_force()

    assert register_digest(first) == register_digest(second)
    assert register_digest(first) != register_digest(register_document(sequence=1, created=NOW))

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.audit.transitions import record
from keurmerk.errors import Refused
from keurmerk.institutions.models import Admission, Role, SigningKey
from keurmerk.mail.models import Message
from keurmerk.programmes.states import VersionState
from keurmerk.quality import policy
from keurmerk.quality.actions import decide_mark
from keurmerk.quality.documents import proposed_number
from keurmerk.quality.models import FrameworkVersion, MarkApplication, MarkDecision, Rule
from keurmerk.quality.states import ApplicationState, DecisionState
from tests.conftest import NOW
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    DesignatedBodyFactory,
    ReviewFactory,
    UserFactory,
    complete_version,
    decision_in_force,
    edit_behind_the_back,
    frozen_version,
    mark_key,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = dt.date(2029, 11, 24)


@pytest.fixture
def application():
    application = ApplicationFactory()
    ConcludedReviewFactory(application=application)
    mark_key(application.body)
    return application


@pytest.fixture
def secretary(application, member_of):
    return member_of(application.body.institution, Role.BOARD_SECRETARY, body=application.body)


def decide(application, by, **facts):
    values = {
        "outcome": "granted",
        "number": "",
        "reason": "",
        "awards_from": TODAY,
        "awards_until": LATER,
        "conditions": [],
        **facts,
    }
    return decide_mark(application=application, by=by, at=NOW, **values)


def test_a_granted_mark_is_fixed_and_waits_for_its_signature(application, secretary):
    assert policy.can_decide(secretary, application)
    version = application.version

    decision = decide(application, secretary, number="EC-2026-7", reason="Advice of both.")

    assert (decision.state, decision.number) == (DecisionState.TO_BE_SIGNED, "EC-2026-7")
    assert decision.key == SigningKey.objects.get(body=application.body)
    assert (decision.awards_from, decision.awards_until) == (TODAY, LATER)
    assert (decision.ec_minimum, decision.ec_maximum) == (Decimal(1), Decimal(30))
    assert (decision.digest_nl, decision.digest_en) == (version.digest_nl, version.digest_en)
    assert (application.state, version.state) == (ApplicationState.DECIDED, VersionState.MARKED)
    assert {"code": "size_step", "holds": True, "detail": "5 EC"} in decision.rule_results
    assert Event.objects.about(decision).get().details == {
        "outcome": "granted",
        "number": "EC-2026-7",
    }
    assert not Message.objects.exists()


def test_a_mark_with_a_condition_has_its_date(application, secretary):
    due = TODAY + dt.timedelta(days=60)

    decision = decide(
        application,
        secretary,
        outcome="granted_with_conditions",
        conditions=[("A rubric.\u200b", due)],
    )

    condition = decision.conditions.get()
    assert (condition.text, condition.due, condition.met_at) == ("A rubric.", due, None)


def test_a_refusal_closes_the_version_and_tells_the_reason(application, secretary):
    director = UserFactory(language="en")
    application.version.programme.owners.add(director)

    decision = decide(
        application,
        secretary,
        outcome="refused",
        reason="The level is not justified.",
        awards_from=None,
        awards_until=None,
    )

    decision.refresh_from_db()
    application.version.refresh_from_db()
    assert (decision.state, decision.key) == (DecisionState.REFUSED, None)
    assert application.version.state == VersionState.REFUSED
    assert "The level is not justified." in Message.objects.get(to=director.email).body


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"outcome": "perhaps"}, "Choose an outcome"),
        ({"outcome": "refused", "reason": " "}, "Give the reason for refusing"),
        ({"outcome": "granted_with_conditions"}, "Conditions go with"),
        ({"conditions": [("Rubric", LATER)]}, "Conditions go with"),
        (
            {"outcome": "granted_with_conditions", "conditions": [(" ", LATER)]},
            "Write what each condition asks",
        ),
        (
            {"outcome": "granted_with_conditions", "conditions": [("Rubric", TODAY)]},
            "lies in the future",
        ),
        ({"awards_from": None}, "from which day"),
        ({"awards_until": TODAY - dt.timedelta(days=1)}, "ends before it begins"),
        ({"awards_from": dt.date(2025, 12, 31)}, "beyond the admission"),
        ({"number": "x" * 41}, "at most 40 characters"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(application, secretary, facts, sentence):
    with override("en"), pytest.raises(Refused, match=sentence):
        decide(application, secretary, **facts)

    assert not MarkDecision.objects.exists()
    assert MarkApplication.objects.get(pk=application.pk).state == ApplicationState.OPEN


def test_a_number_is_used_once_by_a_body(application, secretary):
    decide(application, secretary, number="EC-1")
    second = ApplicationFactory(version=frozen_version(), body=application.body)
    ConcludedReviewFactory(application=second)

    with override("en"), pytest.raises(Refused, match="EC-1 has been used"):
        decide(second, secretary, number=" EC-1 ")


def test_the_next_number_of_the_institution_is_proposed(application, secretary):
    slug = application.body.institution.slug.upper()
    assert proposed_number(application, TODAY) == f"{slug}-2026-0001"
    assert decide(application, secretary).number == f"{slug}-2026-0001"
    MarkDecision.objects.update(number=f"{slug}-2026-0016")
    other = decision_in_force(number=f"{slug}-2026-special")
    other.body.institution = application.body.institution
    other.body.save()

    assert proposed_number(application, TODAY) == f"{slug}-2026-0017"
    assert proposed_number(application, LATER) == f"{slug}-2029-0001"


def test_only_the_secretary_of_that_body_decides(application, member_of):
    institution = application.body.institution
    other = DesignatedBodyFactory(institution=institution)
    users = [
        member_of(institution, Role.BOARD_SECRETARY, body=other),
        member_of(institution, Role.QUALITY_REVIEWER),
        UserFactory(),
    ]

    for user in users:
        assert not policy.can_decide(user, application)
        with pytest.raises(PermissionDenied):
            decide(application, user)


def test_an_owner_an_author_and_a_reviewer_do_not_decide(application, member_of):
    institution, body = application.body.institution, application.body
    owner, author, reviewer = (
        member_of(institution, Role.BOARD_SECRETARY, body=body) for _ in range(3)
    )
    application.version.programme.owners.add(owner)
    record("edited", application.version, by=author, at=NOW)
    ReviewFactory(application=application, reviewer=reviewer)
    refusals = {
        owner: "Who answers for a programme",
        author: "Who wrote in a programme",
        reviewer: "Who reviewed an application",
    }

    for user, sentence in refusals.items():
        assert not policy.can_decide(user, application)
        with override("en"), pytest.raises(Refused, match=sentence):
            decide(application, user)


def test_without_a_concluded_review_of_this_text_nothing_is_decided(application, secretary):
    application.reviews.update(content="0" * 64)
    ReviewFactory(application=application)

    with override("en"), pytest.raises(Refused, match="Nobody has concluded a review"):
        decide(application, secretary)


def test_an_application_is_decided_once(application, secretary):
    decide(application, secretary)

    assert not policy.can_decide(secretary, application)
    with override("en"), pytest.raises(Refused, match="not under review"):
        decide(application, secretary)


def test_the_admission_in_force_names_the_body(application, secretary):
    Admission.objects.get(institution=application.body.institution).bodies.clear()

    with override("en"), pytest.raises(Refused, match="does not name this body"):
        decide(application, secretary)


def test_an_admission_that_ended_lets_nobody_decide(application, secretary):
    Admission.objects.update(state="ended")

    with override("en"), pytest.raises(Refused, match="does not name this body"):
        decide(application, secretary)


def test_the_body_serves_the_unit(application, secretary):
    application.body.units.clear()

    with override("en"), pytest.raises(Refused, match="does not decide on the programmes"):
        decide(application, secretary)


@pytest.mark.parametrize("until", [None, LATER])
def test_the_mark_ends_with_the_admission(application, secretary, until):
    Admission.objects.update(awards_until=dt.date(2027, 12, 31))

    with override("en"), pytest.raises(Refused, match="beyond the admission"):
        decide(application, secretary, awards_until=until)
    decide(application, secretary, awards_until=dt.date(2027, 12, 31))


@pytest.mark.parametrize("until", [None, LATER])
def test_a_mark_beyond_the_framework_needs_a_reason(application, secretary, until):
    FrameworkVersion.objects.update(valid_until=dt.date(2028, 1, 1))
    application.refresh_from_db()

    with override("en"), pytest.raises(Refused, match="beyond the quality framework"):
        decide(application, secretary, awards_until=until)
    decide(application, secretary, awards_until=until, reason="A successor has been announced.")


def experimental(member_of):
    version = complete_version(ects=Decimal(1), hours=28, weeks=4)
    version.activities.exclude(kind="contact").delete()
    application = ApplicationFactory(version=frozen_version(version), experiment=True)
    ConcludedReviewFactory(application=application)
    mark_key(application.body)
    return application, member_of(
        application.body.institution, Role.BOARD_SECRETARY, body=application.body
    )


@pytest.mark.parametrize("until", [None, dt.date(2027, 5, 1)])
def test_an_experiment_ends_with_its_window(member_of, until):
    application, secretary = experimental(member_of)

    with override("en"), pytest.raises(Refused, match="An experiment ends with its rule"):
        decide(application, secretary, awards_until=until)
    decision = decide(application, secretary, awards_until=dt.date(2027, 4, 30))

    assert decision.ec_minimum == Decimal(1)


def test_an_experiment_is_not_granted_after_its_window(member_of):
    application, secretary = experimental(member_of)

    with override("en"), pytest.raises(Refused, match="The size is 3 to 30 EC"):
        decide_mark(
            application=application,
            outcome="granted",
            number="",
            reason="",
            awards_from=dt.date(2027, 6, 1),
            awards_until=dt.date(2028, 6, 1),
            conditions=[],
            by=secretary,
            at=dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC),
        )


def test_a_text_that_was_changed_in_the_database_is_not_marked(application, secretary):
    edit_behind_the_back(application.version, title_en="Something else")

    with override("en"), pytest.raises(Refused, match="changed after it was submitted"):
        decide(application, secretary)


def test_a_body_without_key_does_not_grant(application, secretary):
    SigningKey.objects.filter(body=application.body).update(state="retired")

    with override("en"), pytest.raises(Refused, match="no key to sign with"):
        decide(application, secretary)


def test_without_rules_of_the_day_nothing_is_granted(application, secretary):
    Rule.objects.all().delete()

    with override("en"), pytest.raises(Refused, match="no quality framework"):
        decide(application, secretary)

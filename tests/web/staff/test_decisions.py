import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from keurmerk.institutions.models import Role
from keurmerk.quality.actions.deciding import GRANTED, REFUSED, WITH_CONDITIONS
from keurmerk.quality.models import Condition, MarkDecision, Rule
from keurmerk.quality.states import DecisionState
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    decision_in_force,
    mark_key,
)
from tests.web.staff.people import sign_in, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def case():
    """An application that one reviewer advises to grant."""
    application = ApplicationFactory()
    ConcludedReviewFactory(application=application)
    mark_key(application.body)
    return application


@pytest.fixture
def secretary(client, case, member_of):
    return sign_in(client, member_of(case.body.institution, Role.BOARD_SECRETARY, body=case.body))


def page_of(case):
    return reverse("staff:decision", args=[case.pk])


def answers(outcome=GRANTED, **more):
    return {
        "outcome": outcome,
        "number": "VU-2026-0017",
        "awards_from": TODAY.isoformat(),
        "awards_until": (TODAY + dt.timedelta(days=365)).isoformat(),
        "reason": "",
        "step": "decide",
        **more,
    }


def test_the_page_proposes_a_number_and_a_period_and_shows_the_findings(client, case, secretary):
    response = client.get(page_of(case))

    form = response.context["form"]
    assert form["number"].value() == f"{case.body.institution.slug.upper()}-{TODAY.year}-0001"
    assert form["awards_from"].value() == TODAY
    assert form["awards_until"].value().year in {TODAY.year + 2, TODAY.year + 3}
    assert "advises to grant" in words(response)
    assert "Show what will be signed" in words(response)


def test_the_exact_text_is_shown_before_it_is_signed(client, case, secretary):
    response = client.post(page_of(case), answers(step="show"))

    text = response.context["text"]
    assert '"VU-2026-0017"' in text
    assert case.version.digest_nl in text
    assert "Decide and have it signed" in words(response)
    assert not MarkDecision.objects.exists()


def test_of_a_refusal_nothing_is_signed(client, case, secretary):
    response = client.post(page_of(case), answers(REFUSED, reason="Te vaag.", step="show"))

    assert response.context["text"] == ""
    assert "Nothing is signed." in words(response)


def test_without_a_rule_on_size_there_is_no_text_to_show(client, case, secretary):
    Rule.objects.all().delete()

    assert client.post(page_of(case), answers(step="show")).context["text"] == ""


def test_a_granted_mark_is_being_signed_and_the_page_looks_again_by_itself(client, case, secretary):
    response = client.post(page_of(case), answers(), follow=True)

    decision = MarkDecision.objects.get()
    page = words(response)
    assert (decision.number, decision.state) == ("VU-2026-0017", DecisionState.TO_BE_SIGNED)
    assert "The decision is being signed." in page
    assert response["Refresh"] == "3"


def test_a_mark_is_granted_with_conditions_before_dates(client, case, secretary):
    due = TODAY + dt.timedelta(days=60)
    data = answers(WITH_CONDITIONS, condition_1="Stel de rubric vast.", due_1=due.isoformat())

    response = client.post(page_of(case), data, follow=True)

    condition = Condition.objects.get()
    assert (condition.text, condition.due) == ("Stel de rubric vast.", due)
    assert "granted to this version, with conditions" in words(response)


def test_a_refusal_has_no_period_and_is_a_letter_at_once(client, case, secretary):
    response = client.post(page_of(case), answers(REFUSED, reason="Te vaag."), follow=True)

    decision = MarkDecision.objects.get()
    page = words(response)
    assert (decision.state, decision.awards_from) == (DecisionState.REFUSED, None)
    assert "The quality mark is refused for this version." in page
    assert "Te vaag." in page
    assert "Refresh" not in response


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"outcome": ""}, {"outcome"}),
        ({"outcome": REFUSED}, {"reason"}),
        ({"awards_from": ""}, {"awards_from"}),
        ({"awards_from": "2027-02-30"}, {"awards_from"}),
        ({"awards_until": "2020-01-01"}, {"awards_until"}),
        ({"outcome": WITH_CONDITIONS}, {"condition_1"}),
        ({"condition_1": "Doe iets."}, {"due_1"}),
        ({"due_2": "2030-01-01"}, {"condition_2"}),
        ({"condition_1": "Doe iets.", "due_1": "2030-01-01"}, {"outcome"}),
        ({"number": ""}, {"number"}),
    ],
)
def test_what_is_missing_or_impossible_is_said_beside_its_field(
    client, case, secretary, changes, errors
):
    response = client.post(page_of(case), answers() | changes)

    assert set(response.context["form"].errors) == errors
    assert "<title>Error:" in words(response)
    assert not MarkDecision.objects.exists()


def test_30_february_is_no_day_and_stays_as_typed(client, case, secretary):
    page = words(client.post(page_of(case), answers(awards_from="30-02-2027")))

    assert "This is not a day in the calendar." in page
    assert 'value="30-02-2027"' in page


def test_what_the_rules_refuse_is_said_on_the_page_itself(client, case, secretary):
    data = answers(awards_from="2020-01-01", next=page_of(case))

    response = client.post(page_of(case), data, follow=True)

    assert response.redirect_chain == [(page_of(case), 302)]
    assert "The period goes beyond the admission" in words(response)


def test_deciding_twice_shows_the_first_decision(client, case, secretary):
    client.post(page_of(case), answers())

    response = client.post(page_of(case), answers(number="ANDERS"))

    assert "VU-2026-0017" in words(response)
    assert MarkDecision.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PROGRAMME_DIRECTOR, Role.QUALITY_REVIEWER])
def test_only_the_secretary_of_the_body_decides(client, case, member_of, role):
    sign_in(client, member_of(case.body.institution, role))

    assert client.get(page_of(case)).status_code == 403
    assert client.post(page_of(case), answers()).status_code == 403
    assert not MarkDecision.objects.exists()


def test_the_case_leads_the_secretary_to_the_decision(client, case, secretary):
    page = words(client.get(reverse("staff:application", args=[case.pk])))

    assert page_of(case) in page


@pytest.fixture
def mark(client, member_of):
    """A mark in force with its secretary signed in."""
    decision = decision_in_force(reason="Goed onderbouwd.", awards_until=dt.date(2030, 1, 1))
    sign_in(client, member_of(decision.body.institution, Role.BOARD_SECRETARY, body=decision.body))
    return decision


def follow(mark, name):
    return reverse(f"staff:mark_{name}", args=[mark.pk])


def event(name, **more):
    fields = {"reason": "quality", "explanation": "Klachten van deelnemers.", **more}
    return {f"{name}-{field}": value for field, value in fields.items()}


def test_a_signed_decision_is_a_letter(client, mark):
    Condition.objects.create(decision=mark, text="Al klaar.", due=TODAY, met_at=timezone.now())

    page = words(client.get(page_of(mark.application)))

    assert "Goed onderbouwd." in page
    assert "Digitally signed on" in page
    assert "up to and including" in page
    assert "Suspend the quality mark" in page
    assert "Note as met" not in page


def test_a_mark_is_suspended_reinstated_and_withdrawn(client, mark):
    states = []
    for name, more in [
        ("suspend", {}),
        ("reinstate", {"reason": "resolved"}),
        ("withdraw", {"also_from": "2026-01-05", "also_until": "2026-01-06"}),
    ]:
        response = client.post(follow(mark, name), event(name, **more), follow=True)
        mark.refresh_from_db()
        states.append(mark.state)
        assert "goes into the public register" in words(response)

    page = words(client.get(page_of(mark.application)))
    assert states == [DecisionState.SUSPENDED, DecisionState.IN_FORCE, DecisionState.WITHDRAWN]
    assert "The quality mark is withdrawn." in page
    assert page.count("<li>") >= 4
    assert "Klachten van deelnemers." not in page


def test_a_suspended_mark_says_so_and_can_be_reinstated(client, mark):
    client.post(follow(mark, "suspend"), event("suspend"))

    page = words(client.get(page_of(mark.application)))

    assert "The quality mark is suspended" in page
    assert "Reinstate the quality mark" in page
    assert "Suspend the quality mark" not in page


def test_suspending_without_a_reason_is_asked_again(client, mark):
    response = client.post(follow(mark, "suspend"), {})

    page = words(response)
    assert set(response.context["suspend_form"].errors) == {"reason", "explanation"}
    assert "<title>Error:" in page


def test_withdrawing_between_dates_in_the_future_is_refused_on_the_page(client, mark):
    data = event("withdraw", also_from="2031-01-01", also_until="2031-02-01")
    data["next"] = page_of(mark.application)

    response = client.post(follow(mark, "withdraw"), data, follow=True)

    assert "The two dates lie in the past" in words(response)


def test_a_condition_is_noted_as_met(client, mark):
    condition = Condition.objects.create(decision=mark, text="Stel vast.", due=TODAY)
    url = reverse("staff:condition_meet", args=[condition.pk])

    before = words(client.get(page_of(mark.application)))
    after = words(client.post(url, follow=True))

    assert "Note as met" in before
    assert "Met on" in after


@pytest.mark.parametrize("name", ["suspend", "reinstate", "withdraw"])
def test_only_the_secretary_changes_a_mark(client, mark, member_of, name):
    sign_in(client, member_of(mark.body.institution, Role.QUALITY_REVIEWER))
    condition = Condition.objects.create(decision=mark, text="Stel vast.", due=TODAY)
    meet = reverse("staff:condition_meet", args=[condition.pk])

    page = words(client.get(page_of(mark.application)))

    assert client.post(follow(mark, name), event(name)).status_code == 403
    assert client.post(follow(mark, name), {}).status_code == 403
    assert client.post(meet).status_code == 403
    assert "Withdraw the quality mark" not in page


def test_another_institutions_decision_does_not_exist_for_you(client, mark):
    theirs = decision_in_force()
    condition = Condition.objects.create(decision=theirs, text="Stel vast.", due=TODAY)

    assert client.get(page_of(theirs.application)).status_code == 404
    for name in ("suspend", "reinstate", "withdraw"):
        assert client.post(follow(theirs, name)).status_code == 404
    meet = reverse("staff:condition_meet", args=[condition.pk])
    assert client.post(meet).status_code == 404


def test_the_letter_of_a_version_that_is_marked_waits_for_its_signature(client, member_of):
    decision = decision_in_force(state=DecisionState.TO_BE_SIGNED)
    sign_in(client, member_of(decision.body.institution, Role.PROGRAMME_DIRECTOR))

    page = words(client.get(page_of(decision.application)))

    assert "The decision is being signed." in page

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from keurmerk.audit.transitions import move
from keurmerk.awards.actions import set_aside, take_back_cohort
from keurmerk.awards.documents import ready_key
from keurmerk.awards.queries import list_digest
from keurmerk.awards.states import AwardState, CohortState
from keurmerk.holding.models import Claim
from keurmerk.institutions.models import Role
from keurmerk.mail.models import Message, MessageState
from tests.factories import InstitutionPolicyFactory, SignedDocumentFactory, UserFactory
from tests.web.chain import Chain
from tests.web.groups import FAILED, NOW, READY, Group

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


def page(name, group):
    return reverse(f"staff:{name}", args=[group.cohort.pk])


def words(response):
    return response.content.decode()


def state(group):
    group.cohort.refresh_from_db()
    return group.cohort.state


@pytest.mark.parametrize("number", [1, 3])
def test_the_check_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, number
):
    group = Group(*READY[:number])
    client.force_login(group.officer)

    with django_assert_num_queries(9):
        client.get(page("cohort_present", group))


def test_the_check_shows_who_receives_it_and_who_stays_behind(client):
    group = Group(*READY, FAILED)
    client.force_login(group.officer)

    response = client.get(page("cohort_present", group))

    assert "3 people receive this" in words(response)
    assert "Eva Fok" not in words(response)
    assert "The other rows stay behind." in words(response)
    assert "Edubadge, without quality mark" in words(response)


def test_without_a_ready_row_there_is_nothing_to_present(client):
    group = Group(FAILED)
    client.force_login(group.officer)

    response = client.get(page("cohort_present", group))

    assert "No row is ready." in words(response)
    assert "Present for release" not in words(response)


def test_presenting_hands_the_group_to_a_second_person(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.post(page("cohort_present", group), follow=True)

    assert "The group waits for a second person to release it." in words(response)
    assert state(group) == CohortState.PRESENTED


def test_a_version_whose_mark_is_suspended_stops_the_group_and_keeps_its_rows(client):
    chain = Chain()
    group = Group(*READY, version=chain.version)
    move(chain.decision, "suspended", by=chain.person, at=NOW)
    client.force_login(group.officer)

    shown = client.get(page("cohort_present", group))
    response = client.post(
        page("cohort_present", group), {"next": page("cohort", group)}, follow=True
    )

    assert "No quality mark in force: nothing can be released" in words(shown)
    assert "F08" in words(response)
    assert state(group) == CohortState.DRAFT
    assert group.cohort.rows.count() == 3


def test_a_presented_group_can_be_taken_back(client):
    group = Group(*READY)
    group.present()
    client.force_login(group.officer)

    response = client.post(page("cohort_take_back", group), follow=True)

    assert "The group is back in preparation." in words(response)
    assert state(group) == CohortState.DRAFT


@pytest.mark.parametrize("name", ["cohort_take_back", "cohort_present"])
def test_who_only_looks_cannot_present_or_take_back(client, name):
    group = Group(*READY)
    group.present()
    client.force_login(group.member(Role.ADMINISTRATOR))

    assert client.post(page(name, group)).status_code == 403


def test_a_group_of_another_institution_cannot_be_taken_back(client):
    theirs = Group(*READY)
    theirs.present()
    client.force_login(Group().officer)

    assert client.post(page("cohort_take_back", theirs)).status_code == 404
    assert state(theirs) == CohortState.PRESENTED


@pytest.mark.parametrize("number", [1, 3])
def test_the_release_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, number
):
    group = Group(*READY[:number])
    group.present()
    client.force_login(group.member(Role.EXAMINER))

    with django_assert_num_queries(18):
        client.get(page("cohort_release", group))


def test_the_second_person_sees_mark_list_and_one_page_in_both_languages(client):
    chain = Chain()
    group = Group(*READY, version=chain.version)
    group.present()
    client.force_login(group.member(Role.EXAMINER))

    response = client.get(page("cohort_release", group))

    assert "Decision VU-2026-0001 of Examination board SBE" in words(response)
    assert "Bram Cox" in words(response)
    assert "The page of Anna Bos as an example" in words(response)
    assert 'lang="nl"' in words(response)
    assert "Ontwerpt een besluitmodel." in words(response)
    assert "Designs a decision model." in words(response)


def test_a_mark_without_an_end_says_from_when_it_counts(client):
    chain = Chain()
    chain.decision.__class__.objects.filter(pk=chain.decision.pk).update(awards_until=None)
    group = Group(*READY, version=chain.version)
    group.present()
    client.force_login(group.member(Role.EXAMINER))

    response = client.get(page("cohort_release", group))

    assert "for awards from <time datetime" in words(response)
    assert "up to and including" not in words(response)


def test_the_first_person_is_refused_in_words_and_gets_no_form(client):
    group = Group(*READY)
    group.present()
    client.force_login(group.officer)

    response = client.get(page("cohort_release", group))

    assert "You worked on this group yourself." in words(response)
    assert "Your statement" not in words(response)


def test_the_first_person_cannot_release_past_the_page(client):
    group = Group(*READY)
    group.open_for_signing()
    group.present()
    client.force_login(group.officer)
    statement = {"statement": "on", "confirmed_count": 3}

    response = client.post(page("cohort_release", group), statement)

    assert response.status_code == 409
    assert state(group) == CohortState.PRESENTED


def test_an_institution_may_let_one_person_do_both(client):
    group = Group(*READY)
    InstitutionPolicyFactory(institution=group.institution, second_person_releases=False)
    group.present()
    client.force_login(group.officer)

    response = client.get(page("cohort_release", group))

    assert "Your statement" in words(response)


def test_a_group_that_is_not_presented_cannot_be_released(client):
    group = Group(FAILED)
    client.force_login(group.member(Role.EXAMINER))

    response = client.get(page("cohort_release", group))

    assert "This group is not presented for release yet." in words(response)
    assert "How it will look" not in words(response)


def test_the_second_person_confirms_and_releases(client):
    group = Group(*READY)
    group.open_for_signing()
    group.present()
    client.force_login(group.member(Role.EXAMINER))
    statement = {"statement": "on", "confirmed_count": 3, "seen": list_digest(group.cohort)}

    response = client.post(page("cohort_release", group), statement)

    assert response.url == page("cohort_delivery", group)
    assert group.cohort.awards.count() == 3
    assert state(group) == CohortState.RELEASED


def test_a_list_that_was_swapped_after_it_was_looked_at_is_not_released(client):
    group = Group(*READY)
    group.open_for_signing()
    group.present()
    client.force_login(group.member(Role.EXAMINER))
    shown = client.get(page("cohort_release", group))
    statement = {"statement": "on", "confirmed_count": 3, "seen": shown.context["seen"]}
    take_back_cohort(cohort=group.cohort, by=group.officer, at=NOW)
    set_aside(row=group.cohort.rows.first(), reason="Later", by=group.officer, at=NOW)
    group.add("Eve Vos;eve@work.example;2717999;9;12-03-2026")
    group.present()

    statement["next"] = page("cohort_release", group)
    response = client.post(page("cohort_release", group), statement, follow=True)

    assert "The list has changed since you looked at it." in words(response)
    assert group.cohort.awards.count() == 0


def test_the_statement_and_the_number_are_both_needed(client):
    group = Group(*READY)
    group.present()
    client.force_login(group.member(Role.EXAMINER))

    response = client.post(page("cohort_release", group), {"confirmed_count": ""})

    assert "Error:" in words(response)
    assert "#id_statement" in words(response)
    assert "#id_confirmed_count" in words(response)


def test_a_wrong_number_is_refused_on_the_page_itself(client):
    group = Group(*READY)
    group.open_for_signing()
    group.present()
    client.force_login(group.member(Role.EXAMINER))
    statement = {"statement": "on", "confirmed_count": 4, "next": page("cohort_release", group)}

    response = client.post(page("cohort_release", group), statement, follow=True)

    assert "You confirmed 4 people, but 3 lines are ready." in words(response)
    assert state(group) == CohortState.PRESENTED


def test_a_released_group_is_not_released_again(client):
    group = Group(*READY)
    examiner = group.member(Role.EXAMINER)
    group.release(by=examiner)
    client.force_login(examiner)

    assert client.get(page("cohort_release", group)).url == page("cohort_delivery", group)


@pytest.mark.parametrize("number", [1, 3])
def test_the_delivery_takes_the_same_queries_for_one_award_and_for_three(
    client, django_assert_num_queries, number
):
    group = Group(*READY[:number])
    group.release()
    client.force_login(group.officer)

    with django_assert_num_queries(9):
        client.get(page("cohort_delivery", group))


def test_the_delivery_refreshes_itself_while_something_is_being_signed(client):
    group = Group(*READY)
    group.release()
    client.force_login(group.officer)

    response = client.get(page("cohort_delivery", group))

    assert response["Refresh"] == "3"
    assert "3 awards are being signed." in words(response)
    assert "Refresh" not in client.get(page("cohort_delivery", group), {"still": "1"})


def test_the_delivery_shows_per_award_how_far_it_is(client):
    group = Group(*READY, "Dirk Es;dirk@work.example;27;9;12-03-2026")
    awards = group.release()
    move(awards[0], AwardState.HELD_BACK, by=None, at=NOW, problem="the title is missing")
    for award, sent in zip(awards[1:], MessageState.values, strict=True):
        move(award, AwardState.ISSUED, by=None, at=NOW, document=SignedDocumentFactory())
        message(award, sent)
    collected, declined = awards[1:3]
    Claim.objects.create(award=collected, user=UserFactory(), confirmed_at=NOW)
    Claim.objects.create(award=declined, user=UserFactory(), confirmed_at=NOW, declined=True)
    client.force_login(group.officer)

    response = client.get(page("cohort_delivery", group))

    assert "Nothing is waiting to be signed." in words(response)
    assert "Refresh" not in response
    assert "the title is missing" in words(response)
    assert [delivery.mailed for delivery in response.context["deliveries"]] == [
        ("todo", "not yet"),
        ("busy", "on its way"),
        ("good", "sent"),
        ("stop", "could not be sent"),
    ]
    assert [delivery.collected for delivery in response.context["deliveries"]] == [
        ("todo", "not yet"),
        ("good", "collected"),
        ("aside", "declined"),
        ("todo", "not yet"),
    ]
    assert response.context["sums"] == [("stop", "1 held back"), ("good", "3 issued")]


def test_the_delivery_of_a_group_that_is_not_released_is_empty(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.get(page("cohort_delivery", group))

    assert "Nothing has been released yet." in words(response)


def message(award, sent):
    Message.objects.create(
        key=ready_key(award),
        to=award.email,
        language="nl",
        subject="Ready",
        body="Collect it.",
        state=sent,
        created_at=NOW,
        not_before=NOW + dt.timedelta(minutes=1),
    )

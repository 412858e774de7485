import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from keurmerk.audit.transitions import move
from keurmerk.awards.models import Award
from keurmerk.awards.states import AwardState
from keurmerk.institutions.models import Role
from tests.factories import SignedDocumentFactory
from tests.web.chain import Chain
from tests.web.groups import NOW, READY, Group

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/staff/awards/", "/staff/awards/export.csv"
CHANGES = ["award_withdraw", "award_suspend", "award_lift", "award_release_again"]


@pytest.fixture(autouse=True)
def today(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


def page(name, award):
    return reverse(f"staff:{name}", args=[award.pk])


def words(response):
    return response.content.decode()


def issued(*lines, **more):
    """A group whose awards are out, and its registrar."""
    group = Group(*lines or READY, **more)
    awards = group.release()
    for award in awards:
        move(award, AwardState.ISSUED, by=None, at=NOW, document=SignedDocumentFactory())
    return group, awards


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_takes_the_same_queries_for_one_award_and_for_three(
    client, django_assert_num_queries, number
):
    group, _awards = issued(*READY[:number])
    client.force_login(group.officer)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert words(response).count("<tr") == number + 1


def test_the_register_shows_ones_own_institution_only(client):
    group, ours = issued()
    _theirs, theirs = issued("Zeno Vos;zeno@work.example;99;8;12-03-2026")
    client.force_login(group.officer)

    response = client.get(LIST)

    assert all(award.name in words(response) for award in ours)
    assert theirs[0].name not in words(response)


def test_the_register_is_narrowed_by_programme_state_and_name(client):
    group, (anna, _bram, _cees) = issued()
    move(anna, AwardState.SUSPENDED, by=None, at=NOW)
    client.force_login(group.officer)
    programme = group.version.programme_id

    by_state = client.get(LIST, {"programme": programme, "state": "suspended", "name": "ANNA"})
    by_number = client.get(LIST, {"name": "2717920"})
    nobody = client.get(LIST, {"name": "nobody"})
    unknown = client.get(LIST, {"state": "unheard of"})

    assert [award.name for award, _kind in by_state.context["lines"]] == ["Anna Bos"]
    assert [award.name for award, _kind in by_number.context["lines"]] == ["Bram Cox"]
    assert "No awards with these filters." in words(nobody)
    assert len(unknown.context["lines"]) == 3


def test_an_empty_register_says_so(client):
    client.force_login(Group().officer)

    assert "Nothing has been awarded yet." in words(client.get(LIST))


def test_the_export_is_a_file_for_a_spreadsheet_that_executes_nothing(client):
    group, _awards = issued('"=HYPERLINK(""http://x"")";hyper@work.example;1;8;12-03-2026')
    client.force_login(group.officer)

    response = client.get(EXPORT)

    text = response.content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff")
    assert rows[0][3] == "Name"
    assert rows[1][3] == '\'=HYPERLINK("http://x")'
    assert response["Content-Disposition"] == 'attachment; filename="awards-2026-11-24.csv"'


@pytest.mark.parametrize("number", [1, 3])
def test_the_export_takes_the_same_queries_for_one_award_and_for_three(
    client, django_assert_num_queries, number
):
    group, _awards = issued(*READY[:number])
    client.force_login(group.officer)

    with django_assert_num_queries(4):
        client.get(EXPORT, {"state": "issued"})


def test_a_reviewer_sees_nothing_of_the_register(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.QUALITY_REVIEWER))

    assert "Anna Bos" not in words(client.get(LIST))
    assert "Anna Bos" not in words(client.get(EXPORT))
    assert client.get(page("award", anna)).status_code == 404


def test_an_award_shows_its_history_with_who_did_it(client):
    group, (anna, *_rest) = issued()
    registrar = group.member(Role.REGISTRAR)
    move(anna, AwardState.SUSPENDED, by=registrar, at=NOW)
    move(anna, AwardState.ISSUED, by=registrar, at=NOW)
    client.force_login(group.officer)

    response = client.get(page("award", anna))

    releaser = str(anna.cohort.released_by)
    assert sorted(line[1:] for line in response.context["history"]) == [
        ("released", releaser),
        ("signed", ""),
        ("suspended", str(registrar)),
        ("suspension lifted", str(registrar)),
    ]
    assert "Withdraw" in words(response)


def test_who_may_not_end_an_award_is_not_offered_it(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.ADMINISTRATOR))

    assert "Withdraw" not in words(client.get(page("award", anna)))


def test_an_award_with_a_mark_names_the_decision(client):
    chain = Chain()
    group = Group(version=chain.version)
    client.force_login(group.officer)

    response = client.get(page("award", chain.award))

    assert "Decision VU-2026-0001 of Examination board SBE" in words(response)


def test_an_award_is_withdrawn_with_a_class_and_a_note(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.REGISTRAR))
    reason = {"reason_class": "error", "note": "wrong person", "confirm": "on"}

    asked = client.get(page("award_withdraw", anna))
    response = client.post(page("award_withdraw", anna), reason, follow=True)

    assert "Withdraw this award" in words(asked)
    assert "The award was withdrawn." in words(response)
    assert "awarded by mistake" in words(response)
    assert "wrong person" in words(response)
    assert Award.objects.get(pk=anna.pk).state == AwardState.WITHDRAWN


def test_a_withdrawal_has_to_be_confirmed(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.REGISTRAR))

    response = client.post(page("award_withdraw", anna), {"reason_class": "error"})

    assert "#id_confirm" in words(response)
    assert Award.objects.get(pk=anna.pk).state == AwardState.ISSUED


def test_an_award_is_suspended_and_the_suspension_is_lifted(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.REGISTRAR))

    suspended = client.post(page("award_suspend", anna), {"note": "looking into it"}, follow=True)
    lifted = client.post(page("award_lift", anna), follow=True)

    assert "The award is suspended." in words(suspended)
    assert "Lift the suspension" in words(suspended)
    assert "The suspension was lifted." in words(lifted)
    assert Award.objects.get(pk=anna.pk).state == AwardState.ISSUED


def test_a_suspension_asks_why(client):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.REGISTRAR))

    response = client.post(page("award_suspend", anna), {"note": ""})

    assert "#id_note" in words(response)


def test_an_award_that_was_held_back_is_released_again(client):
    group = Group(*READY)
    examiner = group.member(Role.EXAMINER)
    anna = group.release(by=examiner)[0]
    move(anna, AwardState.HELD_BACK, by=None, at=NOW, problem="the key is compromised")
    client.force_login(examiner)

    shown = client.get(page("award", anna))
    response = client.post(page("award_release_again", anna), follow=True)

    assert "Release again" in words(shown)
    assert "The award is released again." in words(response)
    assert ("released again", str(examiner)) in [line[1:] for line in response.context["history"]]
    assert Award.objects.get(pk=anna.pk).state == AwardState.TO_BE_SIGNED


@pytest.mark.parametrize("name", ["award", *CHANGES])
def test_an_award_of_another_institution_does_not_exist(client, name):
    _theirs, (anna, *_rest) = issued()
    client.force_login(Group().member(Role.REGISTRAR))

    shown = client.get(page(name, anna))
    posted = client.post(page(name, anna), {"note": "x", "reason_class": "error", "confirm": "on"})

    assert shown.status_code in {404, 405}
    assert posted.status_code in {404, 405}
    assert Award.objects.get(pk=anna.pk).state == AwardState.ISSUED


@pytest.mark.parametrize("name", CHANGES)
def test_who_only_looks_cannot_end_or_release_an_award(client, name):
    group, (anna, *_rest) = issued()
    client.force_login(group.member(Role.ADMINISTRATOR))

    assert client.post(page(name, anna), {"note": "x"}).status_code == 403

import pytest
from django.urls import reverse
from django.utils.translation import override

from keurmerk.awards.states import RowState
from keurmerk.institutions.models import Role
from tests.web.groups import FAILED, NOW, READY, TYPING_ERROR, Group

pytestmark = pytest.mark.django_db
ADDRESS_MISSING = "Fred Gans;;2717925;7;12-03-2026"


@pytest.fixture(autouse=True)
def today(time_machine, client):
    time_machine.move_to(NOW, tick=False)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield


def page(name, row):
    return reverse(f"staff:{name}", args=[row.pk])


def table(group):
    return reverse("staff:cohort", args=[group.cohort.pk])


def words(response):
    return response.content.decode()


def test_a_choice_is_taken_and_leads_back_to_the_line_in_the_table(client):
    group = Group(*READY, TYPING_ERROR)
    client.force_login(group.officer)
    back = f"{table(group)}?show=choice"
    choice = {"code": "R05", "choice": "use", "next": back}

    response = client.post(page("row_choose", group.row(4)), choice)

    assert response.url == f"{back}#line-4"
    assert group.row(4).email == "dora@gmail.com"
    assert group.row(4).state == RowState.READY


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "/staff/awards/"])
def test_a_choice_leads_nowhere_else_than_to_the_table(client, elsewhere):
    group = Group(TYPING_ERROR)
    client.force_login(group.officer)
    choice = {"code": "R05", "choice": "keep", "next": elsewhere}

    response = client.post(page("row_choose", group.row()), choice)

    assert response.url == f"{table(group)}#line-1"


def test_a_choice_that_is_no_longer_open_is_refused_in_the_table(client):
    group = Group(*READY)
    client.force_login(group.officer)
    choice = {"code": "R05", "choice": "use", "next": table(group)}

    response = client.post(page("row_choose", group.row()), choice, follow=True)

    assert "That choice is no longer open." in words(response)


def test_the_page_of_a_row_shows_what_is_wrong_under_each_field(client):
    group = Group("=Dora Eik;dora@gmial.com;2717922;4;12-03-2026")
    client.force_login(group.officer)

    response = client.get(page("row_edit", group.row()))

    kinds = {
        field.name: [rule["kind"] for rule in rules]
        for field, rules in response.context["lines"]
        if rules
    }
    assert kinds == {"name": ["open"], "email": ["note"], "result": ["stop"]}
    assert "=Dora Eik;dora@gmial.com;2717922;4;12-03-2026" in words(response)


def test_a_row_is_put_right_by_hand_and_judged_again(client):
    group = Group(*READY, ADDRESS_MISSING)
    client.force_login(group.officer)
    values = {
        "name": "Fred Gans",
        "email": "fred@work.example",
        "student_number": "2717925",
        "awarded_on_text": "12-03-2026",
        "result": "7",
        "next": table(group),
    }

    response = client.post(page("row_edit", group.row(4)), values, follow=True)

    assert response.redirect_chain == [(f"{table(group)}#line-4", 302)]
    assert "Line 4 was changed." in words(response)
    assert group.row(4).state == RowState.READY


def test_an_empty_name_is_asked_for_on_the_page(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.post(page("row_edit", group.row()), {"email": "a@work.example"})

    assert "Error:" in words(response)
    assert "#id_name" in words(response)


def test_an_award_officer_cannot_change_a_failed_result_and_keeps_what_was_typed(client):
    group = Group(FAILED)
    client.force_login(group.officer)
    values = {
        "name": "Eva Fok",
        "email": "eva@work.example",
        "student_number": "2717923",
        "awarded_on_text": "12-03-2026",
        "result": "8,5",
    }

    response = client.post(page("row_edit", group.row()), values)

    assert "A result below the pass mark is the examiner" in words(response)
    assert 'value="8,5"' in words(response)
    assert group.row().result == "5"


def test_a_row_is_set_aside_with_a_reason_and_put_back(client):
    group = Group(*READY)
    client.force_login(group.officer)

    aside = client.post(page("row_set_aside", group.row()), {"reason": "closing talk"}, follow=True)
    was_aside = group.row().state
    back = client.post(page("row_put_back", group.row()), follow=True)

    assert "Line 1 was set aside." in words(aside)
    assert "Set aside: closing talk" in words(aside)
    assert was_aside == RowState.SET_ASIDE
    assert "Line 1 was put back." in words(back)
    assert group.row().state == RowState.READY


def test_setting_aside_asks_for_the_reason(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.post(page("row_set_aside", group.row()), {"reason": ""})

    assert "#id_reason" in words(response)
    assert group.row().state == RowState.READY


@pytest.mark.parametrize("name", ["row_choose", "row_edit", "row_set_aside", "row_put_back"])
def test_a_row_of_another_institution_does_not_exist(client, name):
    theirs = Group(TYPING_ERROR)
    client.force_login(Group().officer)

    response = client.post(page(name, theirs.row()), {"code": "R05", "choice": "use"})

    assert response.status_code == 404
    assert theirs.row().state == RowState.CHOICE


@pytest.mark.parametrize("name", ["row_choose", "row_edit", "row_set_aside", "row_put_back"])
def test_who_only_looks_cannot_repair(client, name):
    group = Group(TYPING_ERROR)
    client.force_login(group.member(Role.ADMINISTRATOR))

    response = client.post(page(name, group.row()), {"code": "R05", "choice": "use"})

    assert response.status_code == 403
    assert group.row().state == RowState.CHOICE


@pytest.mark.parametrize("name", ["row_choose", "row_put_back"])
def test_opening_the_address_of_an_act_changes_nothing(client, name):
    group = Group(TYPING_ERROR)
    client.force_login(group.officer)

    assert client.get(page(name, group.row())).status_code == 405

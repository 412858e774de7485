from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from keurmerk.awards.models import Cohort
from keurmerk.awards.queries import Counts
from keurmerk.awards.states import CohortState
from keurmerk.institutions.models import Role
from keurmerk.web.staff.cohorts import summary
from keurmerk.web.staff.forms_cohorts import LARGEST_FILE
from tests.factories import UserFactory, published_version
from tests.web.groups import FAILED, NOW, READY, TYPING_ERROR, Group, ProgrammeFactory, pasted

pytestmark = pytest.mark.django_db
LIST, START = "/staff/cohorts/", "/staff/cohorts/start/"


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


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_groups_takes_the_same_queries_for_one_and_for_three(
    client, django_assert_num_queries, number
):
    groups = [Group(*READY, version=None)]
    groups += [Group(version=groups[0].version) for _ in range(number - 1)]
    client.force_login(groups[0].officer)

    with django_assert_num_queries(6):
        response = client.get(LIST)

    assert words(response).count("<tr") == number + 1


def test_an_officer_without_groups_is_led_to_starting_one(client):
    group = Group()
    officer = group.member(Role.AWARD_OFFICER)
    client.force_login(officer)
    elsewhere = Group()
    client.force_login(elsewhere.officer)
    Cohort.objects.filter(pk=elsewhere.cohort.pk).delete()

    response = client.get(LIST)

    assert "No awards in preparation." in words(response)
    assert words(response).count(START) == 2
    assert group.cohort.name not in words(response)


def test_who_may_not_start_a_group_is_not_offered_it(client):
    client.force_login(UserFactory(language="en"))

    response = client.get(LIST)

    assert "No awards in preparation." in words(response)
    assert START not in words(response)


def test_a_group_with_work_says_how_many_rows_to_repair_and_a_released_one_leads_to_delivery(
    client,
):
    group = Group(*READY, FAILED)
    other = Group(*READY[:1], version=group.version)
    third = Group(*READY[1:2], version=group.version)
    other.present()
    third.release()
    client.force_login(group.officer)

    response = client.get(LIST)

    assert "1 row to repair" in words(response)
    assert "Waiting for release" in words(response)
    assert page("cohort_delivery", third) in words(response)


def test_starting_a_group_takes_a_pass_mark_with_a_comma_and_goes_on_to_the_rows(client):
    group = Group()
    client.force_login(group.officer)
    values = {"version": group.version.pk, "name": "autumn", "language": "en", "pass_mark": "5,5"}

    response = client.post(START, values)

    cohort = Cohort.objects.get(name="autumn")
    assert cohort.pass_mark == Decimal("5.5")
    assert response.url == reverse("staff:cohort_rows_add", args=[cohort.pk])


def test_a_group_needs_a_name_and_keeps_what_was_filled_in(client):
    group = Group()
    client.force_login(group.officer)

    response = client.post(START, {"version": group.version.pk, "language": "en"})

    assert "Error:" in words(response)
    assert "#id_name" in words(response)


def test_only_versions_of_the_own_institution_and_unit_can_be_chosen(client):
    group, other = Group(), Group()
    elsewhere = published_version(
        programme=ProgrammeFactory(institution=group.institution, kind="edubadge")
    )
    examiner = group.member(Role.EXAMINER, unit=group.version.programme.unit)
    client.force_login(examiner)

    response = client.get(START)
    refused = client.post(START, {"version": other.version.pk, "name": "x", "language": "nl"})

    assert str(group.version.pk) in words(response)
    assert str(elsewhere.pk) not in words(response)
    assert str(other.version.pk) not in words(response)
    assert refused.status_code == 200
    assert Cohort.objects.count() == 2


def test_a_microcredential_without_a_mark_cannot_be_chosen_and_the_page_says_why(client):
    version = published_version()
    group = Group()
    officer = group.member(Role.AWARD_OFFICER)
    officer.memberships.update(institution=version.programme.institution)
    client.force_login(officer)

    response = client.get(START)

    assert "There is no version that can be awarded." in words(response)


@pytest.mark.parametrize("role", [Role.PROGRAMME_DIRECTOR, Role.ADMINISTRATOR])
def test_who_does_not_prepare_awards_cannot_start_a_group(client, role):
    client.force_login(Group().member(role))

    assert client.get(START).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["cohort", "cohort_rows_add", "cohort_present", "cohort_release", "cohort_delivery"],
)
def test_a_group_of_another_institution_does_not_exist(client, name):
    theirs = Group(*READY)
    client.force_login(Group().officer)

    assert client.get(page(name, theirs)).status_code == 404


def test_a_reviewer_of_the_same_institution_does_not_see_the_people(client):
    group = Group(*READY)
    client.force_login(group.member(Role.QUALITY_REVIEWER))

    assert client.get(page("cohort", group)).status_code == 404


@pytest.mark.parametrize("name", ["cohort_rows_add", "cohort_present", "cohort_release"])
def test_an_administrator_may_look_but_not_bring_rows_present_or_release(client, name):
    group = Group(*READY)
    client.force_login(group.member(Role.ADMINISTRATOR))

    assert client.get(page("cohort", group)).status_code == 200
    assert client.get(page(name, group)).status_code == 403


def test_the_administrator_sees_the_rows_without_buttons(client):
    group = Group(*READY, FAILED)
    client.force_login(group.member(Role.ADMINISTRATOR))

    response = client.get(page("cohort", group))

    assert "Fill in yourself" not in words(response)
    assert "Continue with" not in words(response)
    assert reverse("staff:cohort_rows_add", args=[group.cohort.pk]) not in words(response)
    assert reverse("staff:cohort_present", args=[group.cohort.pk]) not in words(response)


def test_a_group_without_rows_leads_to_bringing_them_in(client):
    group = Group()
    client.force_login(group.officer)

    assert client.get(page("cohort", group)).url == page("cohort_rows_add", group)


def test_an_administrator_sees_that_a_group_has_no_rows_yet(client):
    group = Group()
    client.force_login(group.member(Role.ADMINISTRATOR))

    response = client.get(page("cohort", group))

    assert "No rows in this state." in words(response)


def test_pasted_rows_are_added_and_counted(client):
    group = Group()
    client.force_login(group.officer)

    response = client.post(page("cohort_rows_add", group), {"pasted": pasted(*READY)}, follow=True)

    assert "3 rows were added." in words(response)
    assert group.cohort.rows.count() == 3


def test_the_same_rows_again_give_no_new_rows(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.post(page("cohort_rows_add", group), {"pasted": pasted(*READY)}, follow=True)

    assert "No new rows. All of them were here already." in words(response)
    assert group.cohort.rows.count() == 3


def test_a_line_that_says_otherwise_is_named_and_the_row_is_kept(client):
    group = Group(*READY)
    client.force_login(group.officer)
    lines = pasted(READY[0].replace("7,5", "9"), TYPING_ERROR)

    response = client.post(page("cohort_rows_add", group), {"pasted": lines}, follow=True)

    assert "1 row was added. 1 were here already." in words(response)
    assert "1 line says something else than the row that is here" in words(response)
    assert group.row(1).result == "7,5"


def test_a_file_is_read_like_pasted_rows(client):
    group = Group()
    client.force_login(group.officer)
    file = SimpleUploadedFile("group.csv", pasted(*READY).encode("utf-16"))

    client.post(page("cohort_rows_add", group), {"pasted": "", "file": file})

    assert group.cohort.rows.count() == 3


def test_what_cannot_be_read_is_said_once_and_nothing_is_lost(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.post(page("cohort_rows_add", group), {"pasted": "only words\nmore words"})

    assert words(response).count("We could not tell which column") == 1
    assert "only words\nmore words" in words(response)
    assert group.cohort.rows.count() == 3


def test_a_file_of_more_than_5_mb_is_refused_before_it_is_read(client):
    group = Group()
    client.force_login(group.officer)
    file = SimpleUploadedFile("large.csv", b"x" * (LARGEST_FILE + 1))

    response = client.post(page("cohort_rows_add", group), {"pasted": "", "file": file})

    assert "at most 5 MB fits" in words(response)


def test_nothing_pasted_and_no_file_asks_for_one(client):
    group = Group()
    client.force_login(group.officer)

    response = client.post(page("cohort_rows_add", group), {"pasted": "  "})

    assert "Paste the rows here, or choose a file below." in words(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, number
):
    group = Group(*READY[:number])
    client.force_login(group.officer)

    with django_assert_num_queries(10):
        response = client.get(page("cohort", group))

    assert words(response).count("<tr") == number + 1


def test_the_table_shows_every_state_and_totals_that_add_up(client):
    group = Group(*READY, TYPING_ERROR, FAILED)
    group.set_aside(3)
    client.force_login(group.officer)

    response = client.get(page("cohort", group))

    assert response.context["line"] == "5 rows:"
    assert response.context["sums"] == [
        ("good", "2 ready"),
        ("note", "1 needs a choice"),
        ("stop", "1 blocked"),
        ("aside", "1 set aside"),
    ]
    assert "2 rows ask something of you." in words(response)
    assert "“dora@gmial.com” looks like a typing error" in words(response)
    assert "Use “dora@gmail.com”" in words(response)
    assert "The result 5 is below the pass mark, 5.5" in words(response)
    assert "Set aside: closing talk on 16 April" in words(response)
    assert "Continue with 2 rows" in words(response)


def test_the_table_can_be_narrowed_to_one_state(client):
    group = Group(*READY, FAILED)
    client.force_login(group.officer)

    response = client.get(page("cohort", group), {"show": "blocked"})

    assert [row.name for row in response.context["page"]] == ["Eva Fok"]
    assert [label for _url, label, current in response.context["filters"] if current] == [
        "Blocked (1)"
    ]


def test_an_empty_state_that_was_asked_for_stays_in_the_filters(client):
    group = Group(*READY)
    client.force_login(group.officer)

    response = client.get(page("cohort", group), {"show": "blocked"})

    assert "No rows in this state." in words(response)
    assert "Blocked (0)" in words(response)


def test_a_presented_group_cannot_be_changed_and_leads_a_releaser_to_the_release(client):
    group = Group(*READY, FAILED)
    group.present()
    client.force_login(group.member(Role.EXAMINER))

    response = client.get(page("cohort", group))

    assert page("cohort_release", group) in words(response)
    assert "Fill in yourself" not in words(response)


def test_a_released_group_leads_to_its_delivery(client):
    group = Group(*READY)
    group.release()
    client.force_login(group.officer)

    response = client.get(page("cohort", group))

    assert page("cohort_delivery", group) in words(response)
    assert response.context["sums"] == [("good", "3 awarded")]
    assert group.cohort.__class__.objects.get(pk=group.cohort.pk).state == CohortState.RELEASED


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            Counts(received=2, ready=1, blocked=1),
            "1 row asks something of you. The others can go on.",
        ),
        (Counts(received=2, choice=1, blocked=1), "2 rows ask something of you."),
        (
            Counts(received=2, ready=2),
            "Nothing is left to repair. Look at the list and present it for release.",
        ),
        (
            Counts(received=2, set_aside=2),
            "No row is ready. Rows that are set aside can be put back.",
        ),
    ],
)
def test_one_sentence_says_what_the_table_asks(counts, sentence):
    assert summary(counts) == sentence

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from keurmerk.audit.models import Event
from keurmerk.awards.actions import (
    add_rows,
    choose,
    edit_row,
    put_back,
    set_aside,
    start_cohort,
)
from keurmerk.awards.models import Row
from keurmerk.awards.queries import Counts, cohort_counts
from keurmerk.awards.states import CohortState, RowState
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.quality.models import MarkDecision
from tests.conftest import NOW
from tests.factories import (
    CohortFactory,
    VersionFactory,
    awardable_edubadge,
    awardable_version,
    published_version,
)

pytestmark = pytest.mark.django_db
HEADER = "naam;e-mail;studentnummer;resultaat;datum"
FENNA = "Fenna van der Veen;fenna@post.example;2501;7,5;12-03-2026"
JAN = "Jan Jansen;jan@gmial.com;2502;8;12-03-2026"


@pytest.fixture
def cohort():
    return CohortFactory(pass_mark=Decimal("5.5"))


@pytest.fixture
def officer(cohort, member_of):
    return member_of(cohort.institution, Role.AWARD_OFFICER)


@pytest.fixture
def bring(cohort, officer):
    def _bring(*lines, header=HEADER):
        return add_rows(cohort=cohort, data="\n".join([header, *lines]), by=officer, at=NOW)

    return _bring


def verbs(cohort):
    return [event.verb.rpartition(".")[2] for event in Event.objects.about(cohort)]


def start(version, by, **fields):
    values = {"name": "Voorjaar", "language": "nl", "pass_mark": None, **fields}
    return start_cohort(version=version, by=by, at=NOW, **values)


def test_a_group_starts_for_a_published_version_with_a_mark(member_of):
    version = awardable_version()
    officer = member_of(version.programme.institution, Role.AWARD_OFFICER)

    cohort = start(version, officer, name=" Voorjaar ", pass_mark=Decimal("5.5"))

    assert (cohort.state, cohort.name, cohort.prepared_by) == ("draft", "Voorjaar", officer)
    assert verbs(cohort) == ["started"]
    assert cohort_counts(cohort) == Counts(received=0)


def test_an_edubadge_needs_no_mark(member_of):
    version = awardable_edubadge()
    officer = member_of(version.programme.institution, Role.REGISTRAR)

    assert start(version, officer).version == version


def test_the_name_of_a_group_is_one_line(member_of):
    version = awardable_version()
    officer = member_of(version.programme.institution, Role.AWARD_OFFICER)

    assert start(version, officer, name=" Voor\r\njaar ").name == "Voor jaar"


def test_a_group_does_not_start_without_publication_mark_or_name(member_of):
    draft, unmarked, marked = VersionFactory(), published_version(), awardable_version()

    for version, name, why in [
        (draft, "Voorjaar", "published"),
        (unmarked, "Voorjaar", "no quality mark"),
        (marked, " ", "a name"),
    ]:
        officer = member_of(version.programme.institution, Role.AWARD_OFFICER)
        with pytest.raises(Refused, match=why):
            start(version, officer, name=name)


@pytest.mark.parametrize("role", [Role.PROGRAMME_DIRECTOR, Role.QUALITY_REVIEWER])
def test_only_who_prepares_may_start_a_group_or_bring_rows(role, member_of):
    cohort = CohortFactory()
    person = member_of(cohort.institution, role)

    with pytest.raises(PermissionDenied):
        start(cohort.version, person)
    with pytest.raises(PermissionDenied):
        add_rows(cohort=cohort, data=f"{HEADER}\n{FENNA}", by=person, at=NOW)


def test_every_line_becomes_a_row_that_keeps_what_it_came_from(cohort, bring):
    added = bring(FENNA, JAN, ";;;;nee")

    assert (added.new, added.known, added.different) == (3, 0, 0)
    assert [(row.line, row.original, row.state) for row in cohort.rows.all()] == [
        (1, FENNA, "ready"),
        (2, JAN, "choice"),
        (3, ";;;;nee", "blocked"),
    ]
    assert cohort_counts(cohort) == Counts(received=3, ready=1, choice=1, blocked=1)
    assert verbs(cohort) == ["rows_added"]


def test_the_same_lines_again_add_nothing_and_change_nothing(cohort, bring):
    bring(FENNA, JAN, "Kapot;;;;31-02-2026")
    before = list(Row.objects.order_by("pk").values())

    added = bring(FENNA, JAN, "Kapot;;;;31-02-2026")

    assert (added.new, added.known) == (0, 3)
    assert list(Row.objects.order_by("pk").values()) == before
    assert verbs(cohort) == ["rows_added"]


def test_the_same_people_in_another_shape_of_file_are_the_same_rows(cohort, bring):
    bring(FENNA)

    added = bring(
        "2026-03-12\tFENNA@post.example\tFenna van der Veen\t", header="date\tmail\tname\tgrade"
    )

    assert (added.new, added.known, added.different) == (0, 1, 0)
    assert cohort.rows.get().result == "7,5"


def test_a_known_line_that_says_otherwise_is_counted_and_changes_nothing(cohort, bring):
    bring(FENNA)

    added = bring(FENNA.replace("7,5", "9"))

    assert (added.new, added.known, added.different) == (0, 1, 1)
    assert cohort.rows.get().result == "7,5"


def test_new_lines_are_numbered_on(cohort, bring):
    bring(FENNA)

    added = bring(FENNA, JAN)

    assert (added.new, added.known) == (1, 1)
    assert [row.line for row in cohort.rows.all()] == [1, 2]


def test_a_cell_that_is_far_too_long_is_cut_in_the_row_and_whole_in_the_line(cohort, bring):
    bring(f"{'x' * 500};lang@post.example;;8;12-03-2026")

    row = cohort.rows.get()
    assert (len(row.name), len(row.original) > 500, row.state) == (400, True, "blocked")


def test_a_group_holds_ten_thousand_lines_and_a_file_beyond_that_adds_none(cohort, bring):
    bring(FENNA)
    lines = [f"Naam {n};naam-{n}@post.example;;8;12-03-2026" for n in range(10_000)]

    with pytest.raises(Refused, match="F04"):
        bring(*lines)

    assert cohort.rows.count() == 1


def test_while_a_group_waits_for_release_its_rows_stay_as_they_are(cohort, officer, bring):
    bring(FENNA)
    row = cohort.rows.get()
    cohort.state = CohortState.PRESENTED
    cohort.save()

    for act in (
        lambda: bring(JAN),
        lambda: choose(row=row, choice={}, by=officer, at=NOW),
        lambda: edit_row(row=row, fields={"name": "x"}, by=officer, at=NOW),
        lambda: set_aside(row=row, reason="x", by=officer, at=NOW),
        lambda: put_back(row=row, by=officer, at=NOW),
    ):
        with pytest.raises(Refused, match="waits for release"):
            act()


@pytest.mark.parametrize(("key", "email"), [("use", "jan@gmail.com"), ("keep", "jan@gmial.com")])
def test_a_suggestion_is_used_or_left(cohort, officer, bring, key, email):
    bring(JAN)

    choose(row=cohort.rows.get(), choice={"code": "R05", "choice": key}, by=officer, at=NOW)

    row = cohort.rows.get()
    assert (row.email, row.state, row.original) == (email, "ready", JAN)
    assert verbs(cohort) == ["rows_added", "row_chosen"]


def test_the_day_that_was_meant_is_chosen(cohort, officer, bring):
    bring(FENNA.replace("12-03-2026", "03/04/2026"))

    choice = {"code": "R07", "choice": "2026-04-03"}
    choose(row=cohort.rows.get(), choice=choice, by=officer, at=NOW)

    row = cohort.rows.get()
    assert (row.awarded_on, row.state) == (dt.date(2026, 4, 3), "ready")


def test_one_person_twice_sets_the_later_line_aside_with_its_reason(cohort, officer, bring):
    bring(FENNA, FENNA.replace("fenna", "FENNA"))
    second = cohort.rows.get(line=2)

    choose(row=second, choice={"code": "R03", "choice": "one"}, by=officer, at=NOW)

    second.refresh_from_db()
    assert (second.state, second.set_aside_reason) == ("set_aside", "The same person as line 1")
    assert cohort_counts(cohort) == Counts(received=2, ready=1, set_aside=1)


def test_setting_the_first_of_two_aside_settles_the_second(cohort, officer, bring):
    bring(FENNA, FENNA.replace("fenna", "FENNA"))

    set_aside(row=cohort.rows.get(line=1), reason="dubbel", by=officer, at=NOW)

    assert cohort.rows.get(line=2).state == RowState.READY


@pytest.mark.parametrize(
    "choice", [{}, {"code": "R05", "choice": "forget"}, {"code": "R12", "choice": "use"}]
)
def test_a_choice_that_is_not_offered_is_refused(cohort, officer, bring, choice):
    bring(JAN)

    with pytest.raises(Refused, match="no longer open"):
        choose(row=cohort.rows.get(), choice=choice, by=officer, at=NOW)


def test_a_repaired_field_is_judged_again_and_its_answers_are_forgotten(cohort, officer, bring):
    bring(JAN)
    choose(row=cohort.rows.get(), choice={"code": "R05", "choice": "keep"}, by=officer, at=NOW)

    fields = {"email": " jan@hotmial.com", "name": "Jan Jansen"}
    edit_row(row=cohort.rows.get(), fields=fields, by=officer, at=NOW)

    row = cohort.rows.get()
    assert (row.email, row.state, row.choices) == ("jan@hotmial.com", "choice", {})
    assert Event.objects.about(cohort).last().details == {"line": 1, "fields": ["email"]}


def test_repairing_nothing_writes_nothing(cohort, officer, bring):
    bring(FENNA)

    edit_row(row=cohort.rows.get(), fields={"name": "Fenna van der Veen"}, by=officer, at=NOW)

    assert verbs(cohort) == ["rows_added"]


def test_a_field_has_its_length_and_its_name(cohort, officer, bring):
    bring(FENNA)
    row = cohort.rows.get()

    with pytest.raises(Refused, match="at most 80"):
        edit_row(row=row, fields={"result": "9" * 81}, by=officer, at=NOW)
    with pytest.raises(ValueError, match="state"):
        edit_row(row=row, fields={"state": "ready"}, by=officer, at=NOW)


def test_a_failed_result_is_the_examiners_to_change(cohort, officer, bring, member_of):
    bring(FENNA.replace("7,5", "5,4"))
    examiner = member_of(cohort.institution, Role.EXAMINER)
    row = cohort.rows.get()
    assert (row.state, row.notices[0].choices) == ("blocked", [])

    with pytest.raises(Refused, match="examiner"):
        edit_row(row=row, fields={"result": "6"}, by=officer, at=NOW)
    edit_row(row=row, fields={"result": "6"}, by=examiner, at=NOW)

    assert cohort.rows.get().state == RowState.READY


def test_a_missing_result_may_be_filled_in_by_the_award_officer(cohort, officer, bring):
    bring(FENNA.replace("7,5", ""))

    edit_row(row=cohort.rows.get(), fields={"result": "6"}, by=officer, at=NOW)

    assert cohort.rows.get().state == RowState.READY


def test_a_row_is_set_aside_with_a_reason_and_can_be_put_back(cohort, officer, bring):
    bring(JAN)
    row = cohort.rows.get()

    with pytest.raises(Refused, match="Say why"):
        set_aside(row=row, reason=" ", by=officer, at=NOW)
    set_aside(row=row, reason="doet later examen", by=officer, at=NOW)
    with pytest.raises(Refused, match="Put it back first"):
        edit_row(row=row, fields={}, by=officer, at=NOW)
    put_back(row=row, by=officer, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.set_aside_reason) == ("choice", "")
    with pytest.raises(Refused, match="not set aside"):
        put_back(row=row, by=officer, at=NOW)
    assert verbs(cohort) == ["rows_added", "row_set_aside", "row_put_back"]


def test_an_awarded_row_is_not_touched_any_more(cohort, officer, bring):
    bring(FENNA)
    Row.objects.update(state=RowState.AWARDED)

    with pytest.raises(Refused, match="already awarded"):
        set_aside(row=cohort.rows.get(), reason="x", by=officer, at=NOW)


def test_a_mark_that_was_suspended_does_not_lose_a_row(cohort, bring):
    MarkDecision.objects.update(state="suspended")

    assert bring(FENNA).new == 1

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from keurmerk.awards.matching import judge_rows, period_of
from keurmerk.awards.problems import SENTENCES, Problem
from keurmerk.awards.states import AwardState, RowState
from keurmerk.institutions.states import AdmissionState
from keurmerk.quality.models import MarkDecision
from tests.factories import (
    CohortFactory,
    LearnerFactory,
    RowFactory,
    award,
    awardable_edubadge,
    awardable_version,
    issued_award,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def judged(cohort, *rows):
    judge_rows(cohort, rows, TODAY)
    return [(row.state, [problem.code for problem in row.notices]) for row in rows]


def one(cohort=None, **fields):
    cohort = cohort or CohortFactory(pass_mark=fields.pop("pass_mark", None))
    row = RowFactory.build(cohort=cohort, **fields)
    judged(cohort, row)
    return row


def test_a_complete_row_is_ready():
    row = one(name="Fenna van der Veen", email="fenna@post.example", awarded_on_text="12-03-2026")

    assert (row.state, row.problems, row.awarded_on) == ("ready", [], dt.date(2026, 3, 12))


@pytest.mark.parametrize(
    ("fields", "state", "codes"),
    [
        ({"name": ""}, "blocked", ["R01"]),
        ({"name": "Jos\ufffd"}, "blocked", ["F05"]),
        ({"name": "JosÃ©"}, "choice", ["F05"]),
        ({"name": "Veen, van der"}, "choice", ["R08"]),
        ({"name": "x" * 201}, "blocked", ["R15"]),
        ({"name": '=HYPERLINK("http://kwaad.example")'}, "ready", ["R16"]),
        ({"name": "@jan"}, "ready", ["R16"]),
        ({"email": ""}, "blocked", ["R02"]),
        ({"email": "fenna@vu"}, "blocked", ["R02"]),
        ({"email": "jan@gmial.com"}, "choice", ["R05"]),
        ({"student_number": "1" * 41}, "blocked", ["R15"]),
        ({"awarded_on_text": ""}, "blocked", ["R06"]),
        ({"awarded_on_text": "03/04/2026"}, "choice", ["R07"]),
        ({"awarded_on_text": "31-02-2026"}, "blocked", ["R09"]),
        ({"awarded_on_text": "25-11-2026"}, "blocked", ["R10"]),
        ({"awarded_on_text": "31-12-2025"}, "blocked", ["R10"]),
        ({"result": "-1,5 punt"}, "ready", []),
        ({"result": "onvoldoende"}, "blocked", ["R12"]),
        ({"result": "", "pass_mark": Decimal("5.5")}, "blocked", ["R11"]),
        ({"result": "cum laude", "pass_mark": Decimal("5.5")}, "blocked", ["R11"]),
        ({"result": "voldoende", "pass_mark": Decimal("5.5")}, "ready", []),
        ({"result": "onvoldoende", "pass_mark": Decimal("5.5")}, "blocked", ["R12"]),
        ({"result": "5,4", "pass_mark": Decimal("5.5")}, "blocked", ["R12"]),
        ({"result": "5.5", "pass_mark": Decimal("5.5")}, "ready", []),
    ],
)
def test_every_row_is_ready_asks_something_or_is_blocked(fields, state, codes):
    row = one(**fields)

    assert (row.state, [problem.code for problem in row.notices]) == (state, codes)
    assert all(problem.message for problem in row.notices)


def test_a_result_after_the_last_day_of_the_mark_is_blocked():
    version = awardable_version(awards_until=dt.date(2026, 6, 30))

    row = one(CohortFactory(version=version), awarded_on_text="01-07-2026")

    assert [problem.detail for problem in row.notices] == ["after"]


def test_an_edubadge_counts_from_the_admission():
    version = awardable_edubadge()
    cohort = CohortFactory(version=version)

    assert one(cohort, awarded_on_text="31-12-2025").state == RowState.BLOCKED
    assert one(cohort).state == RowState.READY


def test_the_latest_begin_and_the_earliest_end_make_the_period():
    version = awardable_version(awards_from=dt.date(2026, 2, 1), awards_until=dt.date(2029, 1, 31))
    cohort = CohortFactory(version=version)

    period = period_of(cohort)

    assert (period.start, period.end) == (dt.date(2026, 2, 1), dt.date(2029, 1, 31))


def test_without_admission_or_mark_no_day_is_too_early():
    cohort = CohortFactory(version=awardable_edubadge())
    cohort.institution.admissions.update(state=AdmissionState.ENDED)

    assert period_of(cohort) is None
    assert one(cohort, awarded_on_text="31-12-2025").state == RowState.READY


def test_a_mark_that_is_suspended_still_tells_the_period():
    cohort = CohortFactory()
    MarkDecision.objects.update(state="suspended")

    assert one(cohort).state == RowState.READY


def test_one_person_twice_in_a_file_is_asked_about():
    cohort = CohortFactory()
    first, capitals, number, name, other = (
        RowFactory.build(cohort=cohort, line=1, email="fenna@post.example", name="Fenna Veen",
                         student_number="250"),
        RowFactory.build(cohort=cohort, line=2, email="FENNA@post.example", name="FENNA VEEN"),
        RowFactory.build(cohort=cohort, line=3, student_number="250"),
        RowFactory.build(cohort=cohort, line=4, name="fenna VEEN"),
        RowFactory.build(cohort=cohort, line=5, name="Fenna Veen", student_number="251"),
    )  # fmt: skip

    states = judged(cohort, other, first, capitals, number, name)

    assert states == [
        ("ready", []),
        ("ready", []),
        ("choice", ["R03"]),
        ("choice", ["R03"]),
        ("choice", ["R03"]),
    ]
    assert [problem.other for problem in capitals.notices] == ["1"]
    assert [choice.key for choice in capitals.notices[0].choices] == ["one"]
    assert [choice.key for choice in name.notices[0].choices] == ["one", "two"]


def test_two_people_with_one_name_are_asked_about_once():
    cohort = CohortFactory()
    first = RowFactory.build(cohort=cohort, line=1, name="Jan Jansen")
    second = RowFactory.build(cohort=cohort, line=2, name="Jan Jansen", choices={"R03": "two"})

    assert judged(cohort, first, second) == [("ready", []), ("ready", [])]


def test_who_failed_before_in_this_file_is_not_a_second_person():
    cohort = CohortFactory(pass_mark=Decimal("5.5"))
    failed = RowFactory.build(cohort=cohort, line=1, email="jan@post.example", result="5,4")
    resit = RowFactory.build(cohort=cohort, line=2, email="jan@post.example", result="7")

    assert judged(cohort, failed, resit) == [("blocked", ["R12"]), ("ready", [])]


def test_a_row_that_is_set_aside_or_awarded_is_left_alone():
    cohort = CohortFactory()
    aside = RowFactory.build(cohort=cohort, line=1, name="", state=RowState.SET_ASIDE)
    done = RowFactory.build(cohort=cohort, line=2, name="", state=RowState.AWARDED)

    assert judged(cohort, aside, done) == [("set_aside", []), ("awarded", [])]


def test_who_already_has_this_version_gets_no_second_award():
    earlier = issued_award()
    cohort = CohortFactory(version=earlier.version)

    row = one(cohort, email=earlier.email.upper(), name=earlier.name)

    assert (row.state, row.learner) == (RowState.BLOCKED, earlier.learner)
    with override("en"):
        assert row.notices[0].message == (
            "This person already has this version, awarded on 12 March 2026. Nobody gets it twice."
        )


@pytest.mark.parametrize(("language", "pass_mark"), [("en", "5.5"), ("nl", "5,5")])
def test_the_pass_mark_is_written_as_the_language_of_the_page_writes_numbers(language, pass_mark):
    row = one(CohortFactory(pass_mark=Decimal("5.5")), result="5,4")

    with override(language):
        assert f", {pass_mark}. " in row.notices[0].message


def test_after_a_withdrawal_the_same_version_can_be_awarded_again():
    earlier = issued_award(state=AwardState.WITHDRAWN)
    cohort = CohortFactory(version=earlier.version)

    assert one(cohort, email=earlier.email, name=earlier.name).state == RowState.READY


def test_an_award_of_another_version_does_not_stand_in_the_way():
    earlier = award()
    version = awardable_version()

    row = one(CohortFactory(version=version), email=earlier.email, name=earlier.name)

    assert (row.state, row.learner) == (RowState.READY, None)


def test_a_number_known_with_another_address_is_asked_about():
    cohort = CohortFactory()
    known = LearnerFactory(institution=cohort.institution, student_number="250", name="Jan Jansen")
    fields = {"student_number": "250", "name": "Jan Jansen"}

    asked = one(cohort, **fields)
    same = one(cohort, **fields, choices={"R13": "same"})
    other = one(cohort, **fields, choices={"R13": "two"})

    assert [problem.code for problem in asked.notices] == ["R13"]
    assert (same.state, same.learner) == (RowState.READY, known)
    assert (other.state, other.learner) == (RowState.READY, None)


def test_an_address_known_for_another_name_or_number_is_asked_about():
    cohort = CohortFactory()
    LearnerFactory(
        institution=cohort.institution,
        email="post@thuis.example",
        name="Jan van der Veen",
        student_number="250",
    )

    def codes(**fields):
        row = one(cohort, email="post@thuis.example", **fields)
        return [problem.code for problem in row.notices]

    assert codes(name="J. van der Veen") == []
    assert codes(name="Piet van der Laan") == ["R14"]
    assert codes(name="Jan van der Veen", student_number="251") == ["R14"]
    assert codes(name="Piet van der Laan", choices={"R14": "same"}) == []


def test_every_sentence_can_be_shown_and_every_question_has_a_way_out():
    for name, (severity, _sentence) in SENTENCES.items():
        code, _dot, detail = name.partition(".")
        problem = Problem(code, "name", "a", "2026-03-12 2026-12-03", "2026-03-12", detail)

        assert "%(" not in problem.message
        assert bool(problem.choices) == (severity == "choice")
        assert all(choice.label and "%(" not in choice.label for choice in problem.choices)

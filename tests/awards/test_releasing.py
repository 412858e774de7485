import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from keurmerk.audit.models import Event
from keurmerk.awards.actions import (
    add_rows,
    choose,
    present_cohort,
    release_again,
    release_cohort,
    take_back_cohort,
)
from keurmerk.awards.actions.releasing import _fixed
from keurmerk.awards.models import PLACES, Award, Cohort, Learner, StatusList
from keurmerk.awards.policy import can_release, has_prepared
from keurmerk.awards.queries import Counts, cohort_counts
from keurmerk.awards.states import AwardState, CohortState, RowState
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role, SigningKey
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.mail.models import Message
from keurmerk.quality.models import MarkDecision
from tests.conftest import NOW
from tests.factories import (
    CohortFactory,
    DesignatedBodyFactory,
    InstitutionPolicyFactory,
    LearnerFactory,
    MembershipFactory,
    RowFactory,
    VerifiedAddressFactory,
    award,
    awardable_edubadge,
    edit_behind_the_back,
)

pytestmark = pytest.mark.django_db
LINES = [
    "naam;e-mail;nummer;resultaat;datum",
    "Fenna van der Veen;Fenna@post.example;2501;7,50;12-03-2026",
    "Jan Jansen;jan@gmial.com;;10;13-03-2026",
    "Suharto;suharto@post.example;;voldoende;12-03-2026",
]


@pytest.fixture
def cohort():
    return CohortFactory(pass_mark=Decimal("5.50"))


@pytest.fixture
def officer(cohort, member_of):
    return member_of(cohort.institution, Role.AWARD_OFFICER)


@pytest.fixture
def examiner(cohort, member_of):
    return member_of(cohort.institution, Role.EXAMINER)


@pytest.fixture
def presented(cohort, officer, examiner):
    add_rows(cohort=cohort, data="\n".join(LINES), by=officer, at=NOW)
    present_cohort(cohort=cohort, by=officer, at=NOW)
    return cohort


def release(cohort, by, count=2):
    release_cohort(cohort=cohort, confirmed_count=count, by=by, at=NOW)


def test_presenting_asks_everybody_who_may_release(cohort, officer, examiner, member_of):
    other_unit = MembershipFactory(institution=cohort.institution, role=Role.EXAMINER)
    other_unit.unit = CohortFactory().version.programme.unit
    other_unit.save()
    add_rows(cohort=cohort, data="\n".join(LINES), by=officer, at=NOW)

    present_cohort(cohort=cohort, by=officer, at=NOW)

    assert (cohort.state, cohort.presented_by) == (CohortState.PRESENTED, officer)
    message = Message.objects.get()
    assert message.to == examiner.email
    assert f"https://keurmerk.example/staff/cohorts/{cohort.pk}/" in message.body


def test_nothing_ready_is_nothing_to_present(cohort, officer):
    add_rows(cohort=cohort, data=f"{LINES[0]}\n{LINES[2]}", by=officer, at=NOW)

    with pytest.raises(Refused, match="nothing to release"):
        present_cohort(cohort=cohort, by=officer, at=NOW)

    cohort.refresh_from_db()
    assert cohort.state == CohortState.DRAFT


def test_presenting_looks_at_every_row_again(cohort, officer):
    add_rows(cohort=cohort, data="\n".join(LINES), by=officer, at=NOW)
    cohort.pass_mark = Decimal(8)
    cohort.save()

    present_cohort(cohort=cohort, by=officer, at=NOW)

    assert cohort_counts(cohort) == Counts(received=3, ready=1, choice=1, blocked=1)


def test_a_presented_group_can_be_taken_back_by_both_sides(presented, officer, examiner, member_of):
    stranger = member_of(presented.institution, Role.PROGRAMME_DIRECTOR)

    with pytest.raises(PermissionDenied):
        take_back_cohort(cohort=presented, by=stranger, at=NOW)
    take_back_cohort(cohort=presented, by=examiner, at=NOW)

    assert presented.state == CohortState.DRAFT
    with pytest.raises(Refused, match="no longer possible"):
        take_back_cohort(cohort=presented, by=officer, at=NOW)


def test_a_release_fixes_everything_that_will_be_signed(presented, examiner):
    release(presented, examiner)

    first, second = Award.objects.order_by("row__line")
    assert (first.name, first.email, first.result) == (
        "Fenna van der Veen",
        "fenna@post.example",
        "7.5",
    )
    assert (second.name, second.result, second.pass_mark) == ("Suharto", "voldoende", "5.5")
    assert (first.awarded_on, first.valid_from) == (dt.date(2026, 3, 12), NOW)
    assert first.decision == presented.version.decisions.get()
    assert first.admission == presented.institution.admissions.get()
    assert first.key.institution == presented.institution
    assert (first.learner.student_number, first.state) == ("2501", AwardState.TO_BE_SIGNED)
    assert len({first.salt, second.salt, first.subject, second.subject}) == 4
    assert (first.status_list, first.status_index) != (second.status_list, second.status_index)
    assert sum(StatusList.objects.values_list("taken", flat=True)) == 2
    assert cohort_counts(presented) == Counts(received=3, choice=1, awarded=2)
    assert (presented.state, presented.released_by, presented.released_at) == (
        CohortState.RELEASED,
        examiner,
        NOW,
    )


def test_a_double_click_releases_once(presented, examiner):
    stale = Cohort.objects.get(pk=presented.pk)

    release(presented, examiner)
    release(stale, examiner)

    assert Award.objects.count() == 2


def test_of_two_people_who_release_at_once_the_second_is_told(presented, examiner, member_of):
    stale, other = Cohort.objects.get(pk=presented.pk), member_of(
        presented.institution, Role.EXAMINER
    )  # fmt: skip
    release(presented, examiner)

    with pytest.raises(Refused, match="not waiting for release"):
        release(stale, other)

    assert Award.objects.count() == 2


def test_who_prepared_or_presented_does_not_release(presented, officer, examiner, member_of):
    helper = member_of(presented.institution, Role.AWARD_OFFICER)
    take_back_cohort(cohort=presented, by=examiner, at=NOW)
    row = presented.rows.get(line=2)
    choose(row=row, choice={"code": "R05", "choice": "use"}, by=helper, at=NOW)
    present_cohort(cohort=presented, by=officer, at=NOW)

    for person in (officer, helper):
        with pytest.raises(Refused, match="second person"):
            release(presented, person, count=3)
    release(presented, examiner, count=3)

    assert Award.objects.filter(email="jan@gmail.com", result="10").count() == 1


def test_an_institution_may_do_without_a_second_person(presented, officer):
    InstitutionPolicyFactory(institution=presented.institution, second_person_releases=False)

    release(presented, officer)

    assert Award.objects.count() == 2


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.ADMINISTRATOR, Role.PROGRAMME_DIRECTOR])
def test_only_an_examiner_or_award_officer_releases(presented, role, member_of):
    with pytest.raises(PermissionDenied):
        release(presented, member_of(presented.institution, role))


def test_who_opens_a_mark_key_here_does_not_release(presented, examiner):
    MembershipFactory(
        user=examiner,
        institution=presented.institution,
        role=Role.BOARD_SECRETARY,
        body=DesignatedBodyFactory(institution=presented.institution),
    )

    assert not can_release(examiner, presented)
    with pytest.raises(PermissionDenied):
        release(presented, examiner)


def test_the_confirmed_count_must_be_the_ready_count(presented, examiner):
    with pytest.raises(Refused, match="You confirmed 3 people, but 2 lines are ready"):
        release(presented, examiner, count=3)

    assert not Award.objects.exists()


def test_a_group_that_is_not_presented_is_not_released(cohort, examiner):
    with pytest.raises(Refused, match="not waiting"):
        release(cohort, examiner, count=0)


@pytest.mark.parametrize(
    ("state", "why"),
    [("suspended", r"suspended \(F08\)"), ("withdrawn", r"withdrawn \(F08\)")],
)
def test_a_mark_that_ended_this_morning_stops_the_whole_group(presented, examiner, state, why):
    MarkDecision.objects.update(state=state)

    with pytest.raises(Refused, match=why):
        release(presented, examiner)

    assert cohort_counts(presented).ready == 2
    assert not Award.objects.exists()
    assert not Learner.objects.exists()


def test_without_a_mark_in_force_a_group_cannot_even_be_presented(cohort, officer):
    add_rows(cohort=cohort, data="\n".join(LINES), by=officer, at=NOW)
    cohort.institution.admissions.get().bodies.clear()

    with pytest.raises(Refused, match=r"no quality mark in force \(BODY_NOT_ADMITTED\)"):
        present_cohort(cohort=cohort, by=officer, at=NOW)


def test_a_version_that_was_changed_behind_our_back_is_not_awarded(presented, examiner):
    edit_behind_the_back(presented.version, title_nl="Iets anders")

    with pytest.raises(Refused, match="not the text that was approved"):
        release(presented, examiner)


def test_an_edubadge_is_released_without_a_mark(officer, member_of):
    cohort = CohortFactory(version=awardable_edubadge())
    people = [member_of(cohort.institution, Role.AWARD_OFFICER) for _ in range(2)]
    add_rows(cohort=cohort, data=f"{LINES[0]}\n{LINES[1]}", by=people[0], at=NOW)
    present_cohort(cohort=cohort, by=people[0], at=NOW)

    release(cohort, people[1], count=1)

    one = Award.objects.get()
    assert (one.decision, one.pass_mark, one.result) == (None, "", "7.5")


def test_an_edubadge_whose_text_was_changed_is_not_released(member_of):
    cohort = CohortFactory(version=awardable_edubadge())
    people = [member_of(cohort.institution, Role.AWARD_OFFICER) for _ in range(2)]
    add_rows(cohort=cohort, data=f"{LINES[0]}\n{LINES[1]}", by=people[0], at=NOW)
    present_cohort(cohort=cohort, by=people[0], at=NOW)
    edit_behind_the_back(cohort.version, title_nl="Iets anders")

    with pytest.raises(Refused, match="not the text that was approved"):
        release(cohort, people[1], count=1)


def test_a_person_who_got_it_elsewhere_meanwhile_is_found_before_the_release(presented, examiner):
    learner = LearnerFactory(institution=presented.institution, email="fenna@post.example")
    learner.name = "Fenna van der Veen"
    learner.save()
    award(CohortFactory(version=presented.version), learner=learner)

    with pytest.raises(Refused, match="Something changed for line 1"):
        release(presented, examiner)

    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda: SigningKey.objects.update(state=KeyState.RETIRED), "no issuing key"),
        (lambda: StatusList.objects.update(taken=PLACES), "status lists"),
        (lambda: StatusList.objects.update(signed_at=None), "status lists"),
    ],
)
def test_what_a_signature_needs_is_there_before_the_release(presented, examiner, spoil, why):
    spoil()

    with pytest.raises(Refused, match=why):
        release(presented, examiner)

    assert not Award.objects.exists()


def test_an_edubadge_of_an_institution_that_is_no_longer_admitted_is_not_released(member_of):
    cohort = CohortFactory(version=awardable_edubadge())
    people = [member_of(cohort.institution, Role.AWARD_OFFICER) for _ in range(2)]
    add_rows(cohort=cohort, data=f"{LINES[0]}\n{LINES[1]}", by=people[0], at=NOW)
    present_cohort(cohort=cohort, by=people[0], at=NOW)
    cohort.institution.admissions.update(state=AdmissionState.ENDED)

    with pytest.raises(Refused, match="not admitted"):
        release(cohort, people[1], count=1)


def test_a_list_that_is_almost_full_takes_what_fits_and_the_other_the_rest(presented, examiner):
    first, second = StatusList.objects.order_by("number")
    first.taken = PLACES
    first.save()

    release(presented, examiner)

    assert {one.status_list for one in Award.objects.all()} == {second}


def test_rows_that_become_ready_later_are_released_in_a_next_round(presented, officer, examiner):
    release(presented, examiner)

    choose(
        row=presented.rows.get(line=2), choice={"code": "R05", "choice": "use"}, by=officer, at=NOW
    )
    present_cohort(cohort=presented, by=officer, at=NOW)
    release(presented, examiner, count=1)

    assert cohort_counts(presented) == Counts(received=3, awarded=3)
    assert add_rows(cohort=presented, data="\n".join(LINES), by=officer, at=NOW).new == 0


def test_people_are_found_again_and_only_new_facts_are_added(cohort, officer, examiner):
    house = cohort.institution
    fenna = LearnerFactory(institution=house, email="fenna@post.example", name="Fenna de Veen")
    numbered = LearnerFactory(institution=house, name="Piet Puk", student_number="2503")
    whole = LearnerFactory(
        institution=house, email="ada@post.example", name="Ada", student_number="2504"
    )
    lines = [
        *LINES[:2],
        "Piet Puk;piet@elders.example;2503;8;12-03-2026",
        "Ali Puk;ali@post.example;2503;8;12-03-2026",
        "Ada Lovelace;ada@post.example;;8;12-03-2026",
    ]
    add_rows(cohort=cohort, data="\n".join(lines), by=officer, at=NOW)
    for line, key in ((2, "same"), (3, "two")):
        row = cohort.rows.get(line=line)
        choose(row=row, choice={"code": "R13", "choice": key}, by=officer, at=NOW)
    row = cohort.rows.get(line=3)
    choose(row=row, choice={"code": "R03", "choice": "two"}, by=officer, at=NOW)
    present_cohort(cohort=cohort, by=officer, at=NOW)

    release(cohort, examiner, count=4)

    fenna.refresh_from_db()
    assert (fenna.name, fenna.student_number) == ("Fenna de Veen", "2501")
    assert list(Award.objects.order_by("row__line").values_list("learner", flat=True)[:2]) == [
        fenna.pk,
        numbered.pk,
    ]
    ali = Learner.objects.get(email="ali@post.example")
    assert (ali.student_number, whole.awards.get().name) == ("", "Ada Lovelace")


def test_an_award_that_was_held_back_is_released_again_with_what_is_in_force(
    examiner, cohort, officer
):
    held = award(cohort, state=AwardState.HELD_BACK, problem="the level is missing")

    with pytest.raises(PermissionDenied):
        release_again(award=held, by=cohort.prepared_by, at=NOW)
    release_again(award=held, by=examiner, at=NOW)

    held.refresh_from_db()
    assert (held.state, held.problem, held.valid_from) == (AwardState.TO_BE_SIGNED, "", NOW)


def test_looking_at_a_group_does_not_make_one_its_preparer(presented, officer, examiner):
    assert [has_prepared(person, presented) for person in (officer, examiner)] == [True, False]


def test_the_history_of_a_group_names_no_person(presented, examiner):
    release(presented, examiner)

    assert not [event for event in Event.objects.all() if "fenna" in str(event.details).lower()]
    assert presented.rows.filter(state=RowState.AWARDED).count() == 2


def test_a_row_without_person_or_date_is_never_fixed_as_an_award(cohort):
    with pytest.raises(ValueError, match="its person and its date"):
        _fixed(cohort, RowFactory.build(cohort=cohort, awarded_on=None))


def test_nobody_releases_an_award_to_themselves(presented, examiner):
    VerifiedAddressFactory(user=examiner, email="fenna@post.example")

    with pytest.raises(Refused, match="Nobody awards to themselves"):
        release(presented, by=examiner, count=1)

    assert not Award.objects.exists()


def test_nobody_releases_their_own_award_again(cohort, examiner):
    held = award(cohort, state=AwardState.HELD_BACK)
    VerifiedAddressFactory(user=examiner, email=held.email)

    with pytest.raises(Refused, match="Nobody awards to themselves"):
        release_again(award=held, by=examiner, at=NOW)

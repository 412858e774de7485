import pytest

from keurmerk.awards.models import Award, Cohort, Row
from keurmerk.awards.policy import can_prepare
from keurmerk.institutions.models import Role
from tests.factories import CohortFactory, DesignatedBodyFactory, UnitFactory, award, issued_award

pytestmark = pytest.mark.django_db
REGISTER = [Role.AWARD_OFFICER, Role.EXAMINER, Role.REGISTRAR, Role.ADMINISTRATOR]


def seen(user):
    return [set(model.objects.visible_to(user)) for model in (Cohort, Row, Award)]


@pytest.mark.parametrize("role", REGISTER)
def test_who_keeps_the_register_sees_the_people_of_their_own_institution(role, member_of):
    ours, _theirs = award(), award()
    user = member_of(ours.cohort.institution, role)

    assert seen(user) == [{ours.cohort}, {ours.row}, {ours}]


@pytest.mark.parametrize("role", [Role.QUALITY_REVIEWER, Role.PROGRAMME_DIRECTOR])
def test_who_judges_or_directs_something_else_sees_no_people(role, member_of):
    ours = award()
    user = member_of(ours.cohort.institution, role)

    assert seen(user) == [set(), set(), set()]


def test_the_secretary_of_the_body_sees_no_people(member_of):
    ours = award()
    house = ours.cohort.institution
    body = DesignatedBodyFactory(institution=house)

    assert seen(member_of(house, Role.BOARD_SECRETARY, body=body)) == [set(), set(), set()]


def test_the_director_of_the_programme_sees_its_people_for_as_long_as_the_role_lasts(member_of):
    ours, other = award(), award()
    director = member_of(ours.cohort.institution, Role.PROGRAMME_DIRECTOR)
    ours.version.programme.owners.add(director)
    other.version.programme.owners.add(director)

    assert seen(director) == [{ours.cohort}, {ours.row}, {ours}]
    director.memberships.all().delete()
    assert seen(director) == [set(), set(), set()]


def test_a_role_at_one_unit_counts_for_that_unit(member_of):
    ours = award()
    house, unit = ours.cohort.institution, ours.version.programme.unit
    here = member_of(house, Role.AWARD_OFFICER, unit=unit)
    elsewhere = member_of(house, Role.AWARD_OFFICER, unit=UnitFactory(institution=house))

    assert [seen(here)[0], seen(elsewhere)[0]] == [{ours.cohort}, set()]
    assert [can_prepare(user, ours.version) for user in (here, elsewhere)] == [True, False]


def test_two_roles_show_a_thing_once(member_of):
    cohort = CohortFactory()
    user = member_of(cohort.institution, Role.AWARD_OFFICER)
    user.memberships.create(institution=cohort.institution, role=Role.EXAMINER)

    assert list(Cohort.objects.visible_to(user)) == [cohort]


def test_awards_are_told_apart_by_what_was_done_with_them():
    released = award()
    issued = issued_award()
    withdrawn = issued_award(state="withdrawn", reason_class="error")

    assert list(Award.objects.to_be_issued()) == [released]
    assert set(Award.objects.signed()) == {issued, withdrawn}
    assert set(Award.objects.standing()) == {released, issued}

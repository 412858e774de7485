import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from keurmerk.institutions import policy
from keurmerk.institutions.models import Role
from tests.factories import (
    AdmissionFactory,
    DesignatedBodyFactory,
    InstitutionFactory,
    InstitutionPolicyFactory,
    MembershipFactory,
    OperatorFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_policy_that_says_no_stops_everything():
    policy.require(True)

    with pytest.raises(PermissionDenied):
        policy.require(False)


def test_a_role_counts_at_its_own_institution_only(member_of):
    ours, theirs = InstitutionFactory(), InstitutionFactory()
    user = member_of(ours, Role.EXAMINER)

    assert policy.has_role(user, ours, Role.EXAMINER, Role.REGISTRAR)
    assert not policy.has_role(user, ours, Role.REGISTRAR)
    assert not policy.has_role(user, theirs, Role.EXAMINER)


def test_a_role_at_one_unit_does_not_count_at_another(member_of):
    unit = UnitFactory()
    other = UnitFactory(institution=unit.institution)
    narrow = member_of(unit.institution, Role.PROGRAMME_DIRECTOR, unit=unit)
    wide = member_of(unit.institution, Role.PROGRAMME_DIRECTOR)

    assert policy.has_role(narrow, unit.institution, Role.PROGRAMME_DIRECTOR, unit=unit)
    assert not policy.has_role(narrow, unit.institution, Role.PROGRAMME_DIRECTOR, unit=other)
    assert policy.has_role(wide, unit.institution, Role.PROGRAMME_DIRECTOR, unit=other)


def test_a_secretary_decides_for_the_own_body_only(member_of):
    body = DesignatedBodyFactory()
    other = DesignatedBodyFactory(institution=body.institution)
    secretary = member_of(body.institution, Role.BOARD_SECRETARY, body=body)

    assert policy.has_role(secretary, body.institution, Role.BOARD_SECRETARY, body=body)
    assert not policy.has_role(secretary, body.institution, Role.BOARD_SECRETARY, body=other)


def test_who_administers_and_who_appoints(member_of):
    institution = InstitutionFactory()
    administrator = member_of(institution, Role.ADMINISTRATOR)
    operator = OperatorFactory().user
    director = member_of(institution, Role.PROGRAMME_DIRECTOR)

    assert policy.can_administer(administrator, institution)
    assert policy.can_administer(operator, institution)
    assert not policy.can_administer(director, institution)
    assert policy.can_grant(administrator, institution, Role.EXAMINER)
    assert policy.can_grant(operator, institution, Role.ADMINISTRATOR)
    assert not policy.can_grant(operator, institution, Role.EXAMINER)
    assert policy.can_grant(operator, None, Role.OPERATOR)
    assert not policy.can_grant(administrator, None, Role.OPERATOR)
    assert not policy.can_grant(director, institution, Role.ADMINISTRATOR)


def test_the_operator_who_prepared_an_admission_does_not_release_it():
    operator = OperatorFactory().user
    admission = AdmissionFactory(prepared_by=operator)

    assert not policy.can_release_admission(operator, admission)
    assert policy.can_release_admission(OperatorFactory().user, admission)
    assert not policy.can_release_admission(UserFactory(), admission)


def test_deciding_on_marks_and_awarding_conflict_at_one_institution(member_of):
    body = DesignatedBodyFactory()
    secretary = member_of(body.institution, Role.BOARD_SECRETARY, body=body)

    assert not policy.holds_conflicting_roles(secretary, body.institution)
    MembershipFactory(user=secretary, institution=InstitutionFactory(), role=Role.EXAMINER)
    assert not policy.holds_conflicting_roles(secretary, body.institution)
    MembershipFactory(user=secretary, institution=body.institution, role=Role.EXAMINER)
    assert policy.holds_conflicting_roles(secretary, body.institution)


def test_the_latest_policy_that_has_begun_counts():
    first = InstitutionPolicyFactory(valid_from=dt.date(2026, 1, 1))
    second = InstitutionPolicyFactory(institution=first.institution, valid_from=dt.date(2026, 9, 1))

    assert policy.policy_on(first.institution, dt.date(2026, 8, 31)) == first
    assert policy.policy_on(first.institution, dt.date(2026, 9, 1)) == second


def test_an_institution_that_never_chose_works_with_the_defaults():
    chosen = policy.policy_on(InstitutionFactory(), dt.date(2026, 1, 1))

    assert chosen.pk is None
    assert chosen.second_person_releases
    assert chosen.languages == ["nl", "en"]

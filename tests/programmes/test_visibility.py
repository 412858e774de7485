import pytest

from keurmerk.institutions.models import Role
from keurmerk.programmes import policy
from keurmerk.programmes.models import Programme, ProgrammeVersion
from tests.factories import (
    DesignatedBodyFactory,
    InstitutionFactory,
    OperatorFactory,
    ProgrammeFactory,
    complete_version,
    published_version,
)

pytestmark = pytest.mark.django_db
MAKING = [Role.PROGRAMME_DIRECTOR, Role.QUALITY_REVIEWER, Role.ADMINISTRATOR]
AWARDING = [Role.AWARD_OFFICER, Role.EXAMINER, Role.REGISTRAR]


@pytest.fixture
def world():
    institution = InstitutionFactory()
    theirs = published_version(), complete_version()
    ours = [
        published_version(programme=ProgrammeFactory(institution=institution)),
        complete_version(ProgrammeFactory(institution=institution)),
    ]
    assert theirs
    return institution, *ours


@pytest.mark.parametrize("role", MAKING)
def test_who_makes_programmes_sees_those_of_the_institution(member_of, world, role):
    institution, published, draft = world
    user = member_of(institution, role)
    member_of(institution, Role.REGISTRAR, user=user)

    assert set(ProgrammeVersion.objects.visible_to(user)) == {published, draft}
    assert set(Programme.objects.visible_to(user)) == {published.programme, draft.programme}
    assert Programme.objects.visible_to(user).count() == 2


def test_a_secretary_sees_the_versions_of_the_institution(member_of, world):
    institution, published, draft = world
    body = DesignatedBodyFactory(institution=institution)
    user = member_of(institution, Role.BOARD_SECRETARY, body=body)

    assert set(ProgrammeVersion.objects.visible_to(user)) == {published, draft}


@pytest.mark.parametrize("role", AWARDING)
def test_who_awards_sees_what_is_published(member_of, world, role):
    institution, published, _draft = world
    user = member_of(institution, role)

    assert list(ProgrammeVersion.objects.visible_to(user)) == [published]
    assert list(Programme.objects.visible_to(user)) == [published.programme]


def test_the_operator_sees_none_of_the_drafts(world):
    user = OperatorFactory().user

    assert not ProgrammeVersion.objects.visible_to(user).exists()
    assert not Programme.objects.visible_to(user).exists()


def test_published_versions_are_found(world):
    _institution, published, draft = world

    found = set(ProgrammeVersion.objects.published())

    assert published in found
    assert draft not in found


def test_a_next_version_is_begun_by_who_answers_for_it_when_none_is_under_way(member_of, world):
    institution, published, draft = world
    director = member_of(institution, Role.PROGRAMME_DIRECTOR)
    for version in (published, draft):
        assert not policy.can_copy(director, version)
        version.programme.owners.add(director)

    assert policy.can_copy(director, published)
    assert not policy.can_copy(director, draft)
    assert policy.can_edit(director, draft)
    assert not policy.can_edit(director, published)

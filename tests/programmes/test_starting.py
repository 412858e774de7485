import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.programmes.actions import add_owner, copy_version, start_programme
from keurmerk.programmes.models import Kind
from keurmerk.programmes.states import VersionState
from tests.conftest import NOW
from tests.factories import (
    ProgrammeFactory,
    UnitFactory,
    UserFactory,
    VersionFactory,
    complete_version,
    frozen_version,
    published_version,
)

pytestmark = pytest.mark.django_db


def start(unit, by, **facts):
    values = {
        "institution": unit.institution,
        "code": " BADS-M2 ",
        "kind": Kind.MICROCREDENTIAL,
        "title_nl": "Data-gedreven besluitvorming",
    }
    return start_programme(unit=unit, by=by, at=NOW, **{**values, **facts})


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def director(member_of, unit):
    return member_of(unit.institution, Role.PROGRAMME_DIRECTOR, unit=unit)


def test_a_programme_begins_with_an_empty_first_draft(unit, director):
    version = start(unit, director)

    assert (version.programme.code, version.number, version.state) == ("BADS-M2", 1, "draft")
    assert list(version.programme.owners.all()) == [director]
    assert list(Event.objects.values_list("verb", "by")) == [
        ("programmes.programmeversion.started", director.pk)
    ]


def test_a_programme_can_begin_with_the_text_of_an_example(unit, director):
    example = published_version(programme=ProgrammeFactory(institution=unit.institution))

    version = start(unit, director, title_nl="", example=example)

    assert version.title_nl == example.title_nl
    assert (version.outcomes.count(), version.assessments.count()) == (3, 2)
    assert version.activities.count() == 4
    assert version.framework == version.version_hash == ""


def test_an_example_that_one_may_not_see_is_not_copied(unit, director):
    with pytest.raises(PermissionDenied):
        start(unit, director, example=complete_version())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"code": " "}, "Give the programme a code"),
        ({"code": "bads-m2"}, "already a programme with the code bads-m2"),
        ({"code": "x" * 21}, "Code: "),
        ({"code": "NEW", "kind": "diploma"}, "Kind: "),
        ({"code": "NEW", "title_nl": "x" * 400}, "Title in Dutch: "),
    ],
)
def test_a_programme_that_cannot_be_told_apart_is_refused(unit, director, facts, sentence):
    start(unit, director)

    with override("en"), pytest.raises(Refused, match=sentence):
        start(unit, director, **facts)


def test_only_a_director_of_the_unit_starts_a_programme_there(unit, director, member_of):
    other = UnitFactory(institution=unit.institution)
    reviewer = member_of(unit.institution, Role.QUALITY_REVIEWER)

    for where, user in ((other, director), (unit, reviewer), (unit, UserFactory())):
        with pytest.raises(PermissionDenied):
            start(where, user)


def test_a_unit_of_another_institution_is_refused(unit, director):
    with pytest.raises(PermissionDenied):
        start(unit, director, institution=UnitFactory().institution)


def test_a_copy_is_the_next_draft_with_everything_in_it(member_of):
    version = published_version()
    director = member_of(version.programme.institution, Role.PROGRAMME_DIRECTOR)
    version.programme.owners.add(director)

    copy = copy_version(version=version, by=director, at=NOW)

    copy.refresh_from_db()
    assert (copy.number, copy.state, copy.ects) == (2, VersionState.DRAFT, version.ects)
    assert copy.version_hash == copy.content_nl == copy.framework == ""
    assert [part.outcomes.count() for part in copy.assessments.all()] == [2, 1]
    assert copy.assessments.first().outcomes.first().version == copy


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.SUBMITTED])
def test_a_second_version_under_way_is_refused(member_of, state):
    version = frozen_version(state=state)
    director = member_of(version.programme.institution, Role.PROGRAMME_DIRECTOR)
    version.programme.owners.add(director)

    with override("en"), pytest.raises(Refused, match="already a version under way"):
        copy_version(version=version, by=director, at=NOW)


def test_the_database_refuses_a_second_version_under_way_too():
    version = VersionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        VersionFactory(programme=version.programme, number=2)


def test_only_who_answers_for_the_programme_copies_it(member_of):
    version = published_version()
    director = member_of(version.programme.institution, Role.PROGRAMME_DIRECTOR)

    with pytest.raises(PermissionDenied):
        copy_version(version=version, by=director, at=NOW)


def test_a_second_director_can_answer_for_a_programme_too(unit, director, member_of):
    programme = start(unit, director).programme
    second = member_of(unit.institution, Role.PROGRAMME_DIRECTOR)

    add_owner(programme=programme, user=second, by=director, at=NOW)

    assert set(programme.owners.all()) == {director, second}
    assert Event.objects.about(programme).get().verb == "programmes.programme.owner_added"


def test_only_directors_answer_for_a_programme(unit, director, member_of):
    programme = start(unit, director).programme
    reviewer = member_of(unit.institution, Role.QUALITY_REVIEWER)

    with override("en"), pytest.raises(Refused, match="Only a programme director"):
        add_owner(programme=programme, user=reviewer, by=director, at=NOW)
    with pytest.raises(PermissionDenied):
        add_owner(programme=programme, user=director, by=reviewer, at=NOW)

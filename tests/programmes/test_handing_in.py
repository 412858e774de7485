import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.programmes import policy
from keurmerk.programmes.actions import (
    FrameworkReference,
    mark_version,
    publish_edubadge,
    publish_marked_version,
    refuse_version,
    return_version,
    submit_version,
)
from keurmerk.programmes.documents import achievement, content_intact
from keurmerk.programmes.models import Kind
from keurmerk.programmes.states import VersionState
from microcredentials import content_bytes, content_digest
from tests.conftest import NOW
from tests.factories import (
    DesignatedBodyFactory,
    ProgrammeFactory,
    complete_version,
    edit_behind_the_back,
    frozen_version,
)

pytestmark = pytest.mark.django_db
FRAMEWORK = FrameworkReference(slug="nl-ho-2025", name_nl="Kader", name_en="Framework")


def directed(member_of, kind=Kind.EDUBADGE, **fields):
    version = complete_version(ProgrammeFactory(kind=kind), **fields)
    director = member_of(version.programme.institution, Role.PROGRAMME_DIRECTOR)
    version.programme.owners.add(director)
    return version, director


def submitted(member_of):
    version, director = directed(member_of)
    submit_version(version=version, framework=None, by=director, at=NOW)
    return version, director


def secretary_of(member_of, version):
    body = DesignatedBodyFactory(institution=version.programme.institution)
    return member_of(body.institution, Role.BOARD_SECRETARY, body=body)


def test_submitting_writes_the_content_down_byte_for_byte(member_of):
    version, director = directed(member_of, Kind.MICROCREDENTIAL)

    submit_version(version=version, framework=FRAMEWORK, by=director, at=NOW)

    version.refresh_from_db()
    assert (version.state, version.submitted_at) == (VersionState.SUBMITTED, NOW)
    assert version.content_nl.encode() == content_bytes(achievement(version, "nl"))
    assert version.digest_en == content_digest(achievement(version, "en"))
    assert (version.framework, version.framework_name_nl) == ("nl-ho-2025", "Kader")
    assert len(version.version_hash) == 64
    assert content_intact(version)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"title_en": ""}, "title"),
        ({"description_nl": ""}, "description"),
        ({"hours": None}, "study load"),
        ({"nlqf_level": ""}, "level"),
        ({"participation": ""}, "form of participation"),
        ({"isced_f": ""}, r"field of study \(ISCED-F\)"),
        ({"stackable": None}, "counts towards something larger"),
    ],
)
def test_what_is_missing_is_named(member_of, fields, what):
    version, director = directed(member_of, **fields)

    with override("en"), pytest.raises(Refused, match=f"still missing: {what}"):
        submit_version(version=version, framework=None, by=director, at=NOW)


def test_an_edubadge_is_not_judged_by_a_framework_and_a_microcredential_is(member_of):
    edubadge, director = directed(member_of)
    micro, other = directed(member_of, Kind.MICROCREDENTIAL)

    for version, framework, by in ((edubadge, FRAMEWORK, director), (micro, None, other)):
        with override("en"), pytest.raises(Refused, match="An edubadge has no"):
            submit_version(version=version, framework=framework, by=by, at=NOW)


@pytest.mark.parametrize("role", [Role.QUALITY_REVIEWER, Role.ADMINISTRATOR])
def test_an_edubadge_is_published_by_a_second_person(member_of, role):
    version, _director = submitted(member_of)
    second = member_of(version.programme.institution, role)
    assert policy.can_publish_edubadge(second, version)

    publish_edubadge(version=version, by=second, at=NOW)

    assert (version.state, version.published_at) == (VersionState.PUBLISHED, NOW)
    assert not policy.can_publish_edubadge(second, version)


def test_who_wrote_or_owns_an_edubadge_does_not_publish_it(member_of):
    version, director = submitted(member_of)
    institution = version.programme.institution
    member_of(institution, Role.ADMINISTRATOR, user=director)
    version.programme.owners.remove(director)
    owner = member_of(institution, Role.ADMINISTRATOR)
    version.programme.owners.add(owner)

    for user in (director, owner):
        with pytest.raises(PermissionDenied):
            publish_edubadge(version=version, by=user, at=NOW)


def test_a_microcredential_is_never_published_as_an_edubadge(member_of):
    version = frozen_version()
    reviewer = member_of(version.programme.institution, Role.QUALITY_REVIEWER)

    with pytest.raises(PermissionDenied):
        publish_edubadge(version=version, by=reviewer, at=NOW)


def test_an_edubadge_that_was_changed_in_the_database_is_not_published(member_of):
    version, _director = submitted(member_of)
    reviewer = member_of(version.programme.institution, Role.QUALITY_REVIEWER)
    edit_behind_the_back(version, title_en="Another title")

    with override("en"), pytest.raises(Refused, match="changed after it was submitted"):
        publish_edubadge(version=version, by=reviewer, at=NOW)


def test_a_draft_is_not_published(member_of):
    version, _director = directed(member_of)
    reviewer = member_of(version.programme.institution, Role.QUALITY_REVIEWER)

    with override("en"), pytest.raises(Refused, match="already “draft”"):
        publish_edubadge(version=version, by=reviewer, at=NOW)


def test_an_edubadge_is_returned_with_a_reason_and_handed_in_again(member_of):
    version, director = submitted(member_of)
    reviewer = member_of(version.programme.institution, Role.QUALITY_REVIEWER)
    with override("en"), pytest.raises(Refused, match="Say what"):
        return_version(version=version, reason=" ", by=reviewer, at=NOW)

    return_version(version=version, reason="Which level?", by=reviewer, at=NOW)

    assert policy.can_edit(director, version)
    submit_version(version=version, framework=None, by=director, at=NOW)
    last = Event.objects.about(version).get(verb__endswith=".returned_with")
    assert last.details == {"reason": "Which level?"}


def test_who_has_no_part_in_judging_returns_nothing(member_of):
    edubadge, director = submitted(member_of)
    micro = frozen_version()
    outsider = member_of(micro.programme.institution, Role.AWARD_OFFICER)

    for version, user in ((edubadge, director), (micro, outsider)):
        with pytest.raises(PermissionDenied):
            return_version(version=version, reason="Why", by=user, at=NOW)


def test_a_microcredential_goes_back_only_with_its_application(member_of):
    version = frozen_version()
    institution = version.programme.institution

    for role in (Role.QUALITY_REVIEWER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            return_version(version=version, reason="Why", by=member_of(institution, role), at=NOW)

    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED


def test_a_version_is_marked_and_then_published(member_of):
    version = frozen_version()

    mark_version(version=version, by=secretary_of(member_of, version), at=NOW)
    publish_marked_version(version=version, at=NOW)

    assert (version.state, version.published_at) == (VersionState.PUBLISHED, NOW)


def test_a_refused_version_is_closed(member_of):
    version = frozen_version()
    secretary = secretary_of(member_of, version)

    refuse_version(version=version, by=secretary, at=NOW)

    assert version.TRANSITIONS[version.state] == frozenset()


def test_only_a_secretary_closes_a_version(member_of):
    version = frozen_version()
    reviewer = member_of(version.programme.institution, Role.QUALITY_REVIEWER)

    for act in (mark_version, refuse_version):
        with pytest.raises(PermissionDenied):
            act(version=version, by=reviewer, at=NOW)

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.actions import (
    add_body,
    add_institution,
    add_unit,
    appoint_operator,
    end_role,
    grant_role,
    prepare_admission,
    release_admission,
    report_compromise,
    request_key,
    set_policy,
    set_up_platform,
)
from keurmerk.institutions.models import Admission, Institution, KeyKind, Membership, Role
from keurmerk.institutions.policy import policy_on
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.mail.models import Message
from tests.conftest import NOW
from tests.factories import (
    AdmissionFactory,
    DesignatedBodyFactory,
    InstitutionFactory,
    InstitutionPolicyFactory,
    MembershipFactory,
    OperatorFactory,
    SigningKeyFactory,
    UnitFactory,
    UserFactory,
    real_key,
)

pytestmark = pytest.mark.django_db
OPERATOR = {"operator_name_nl": "Beheerder", "operator_name_en": "Operator"}
NAMES = {"name_nl": "Naam", "name_en": "Name"}
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def operator():
    return OperatorFactory().user


@pytest.fixture
def administrator():
    return MembershipFactory(role=Role.ADMINISTRATOR)


def test_the_public_address_is_fixed_at_the_first_start():
    first = set_up_platform(public_url="https://keurmerk.example", **OPERATOR)

    assert set_up_platform(public_url="https://keurmerk.example", **OPERATOR) == first
    with pytest.raises(Refused, match="https://other.example"):
        set_up_platform(public_url="https://other.example", **OPERATOR)


def test_a_start_with_another_address_says_so_in_one_sentence(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    call_command("prepare")
    call_command("prepare")
    settings.PUBLIC_URL = "https://other.example"

    with pytest.raises(CommandError, match="PUBLIC_URL"):
        call_command("prepare")


def test_the_first_operators_are_appointed_on_the_command_line():
    call_command("operator", "add", "ada@work.example", "Ada")
    call_command("operator", "add", "ada@work.example", "Ada")

    membership = Membership.objects.get()
    assert (membership.role, str(membership.user)) == (Role.OPERATOR, "Ada")
    assert Event.objects.about(membership).count() == 1


def test_later_operators_are_appointed_by_an_operator(operator):
    appoint_operator(email="bo@work.example", name="Bo", by=operator, at=NOW)

    with pytest.raises(PermissionDenied):
        appoint_operator(email="cy@work.example", name="Cy", by=UserFactory(), at=NOW)


def test_the_operator_adds_an_institution_and_its_short_name_is_used_once(operator):
    added = add_institution(slug="vu", sector="WO", city="Amsterdam", by=operator, at=NOW, **NAMES)

    assert added.city == "Amsterdam"
    with pytest.raises(Refused):
        add_institution(slug="vu", sector="WO", by=operator, at=NOW, **NAMES)
    with pytest.raises(PermissionDenied):
        add_institution(slug="uu", sector="WO", by=UserFactory(), at=NOW, **NAMES)
    assert list(Institution.objects.visible_to(operator)) == [added]


def test_the_administrator_adds_units_and_bodies(administrator):
    who = {"institution": administrator.institution, "by": administrator.user, "at": NOW}

    unit = add_unit(slug="science", **NAMES, **who)
    body = add_body(slug="board", units=[unit], **NAMES, **who)

    assert list(body.units.all()) == [unit]
    with pytest.raises(Refused):
        add_unit(slug="science", **NAMES, **who)
    with pytest.raises(Refused):
        add_body(slug="board", units=[unit], **NAMES, **who)
    with pytest.raises(Refused):
        add_body(slug="other", units=[UnitFactory()], **NAMES, **who)
    with pytest.raises(PermissionDenied):
        add_unit(slug="arts", **NAMES, **who | {"by": UserFactory()})
    with pytest.raises(PermissionDenied):
        add_body(slug="arts", units=[unit], **NAMES, **who | {"by": UserFactory()})


def grant(administrator, role, email="cy@work.example", **where):
    return grant_role(
        institution=administrator.institution,
        role=role,
        email=email,
        name="Cy",
        by=administrator.user,
        at=NOW,
        **where,
    )


def test_a_role_is_granted_to_an_address_and_the_person_is_told(administrator):
    membership = grant(administrator, Role.EXAMINER)

    assert str(membership) == "Cy, " + membership.get_role_display()
    message = Message.objects.get()
    assert message.to == "cy@work.example"
    assert message.subject.endswith(": examinator")
    assert "examinator" in message.body
    assert list(Institution.objects.visible_to(membership.user)) == [administrator.institution]
    event = Event.objects.about(membership).get()
    assert event.details == {"role": "examiner", "user": str(membership.user_id)}


def test_a_name_of_several_lines_cannot_write_in_the_mail(administrator):
    membership = grant_role(
        institution=administrator.institution,
        role=Role.EXAMINER,
        email="cy@work.example",
        name="Cy\r\nBcc: eve@evil.example",
        by=administrator.user,
        at=NOW,
    )

    assert membership.user.name == "Cy Bcc: eve@evil.example"


def test_the_same_role_is_not_granted_twice_nor_one_that_does_not_fit(administrator):
    grant(administrator, Role.EXAMINER)

    with pytest.raises(Refused):
        grant(administrator, Role.EXAMINER)
    with pytest.raises(Refused):
        grant(administrator, Role.BOARD_SECRETARY)


def test_whoever_decides_on_marks_does_not_award(administrator):
    body = DesignatedBodyFactory(institution=administrator.institution)
    grant(administrator, Role.BOARD_SECRETARY, body=body)

    with pytest.raises(Refused, match="cannot also award"):
        grant(administrator, Role.AWARD_OFFICER)

    assert Membership.objects.filter(role=Role.AWARD_OFFICER).count() == 0


def test_nobody_grants_themselves_a_role(administrator):
    with pytest.raises(Refused, match="yourself"):
        grant(administrator, Role.EXAMINER, email=administrator.user.email)


def test_a_director_grants_no_roles(administrator):
    director = MembershipFactory(institution=administrator.institution)

    with pytest.raises(PermissionDenied):
        grant(director, Role.EXAMINER)


def test_an_operator_appoints_an_operator_without_an_institution(operator):
    membership = grant_role(
        institution=None,
        role=Role.OPERATOR,
        email="bo@work.example",
        name="Bo",
        by=operator,
        at=NOW,
    )

    assert membership.institution is None
    assert Message.objects.get().to == "bo@work.example"


def test_a_role_ends_but_never_that_of_the_last_administrator(administrator):
    examiner = grant(administrator, Role.EXAMINER)

    end_role(membership=examiner, by=administrator.user, at=NOW)

    assert not Membership.objects.filter(role=Role.EXAMINER).exists()
    with pytest.raises(Refused, match="last person"):
        end_role(membership=administrator, by=administrator.user, at=NOW)
    second = grant(administrator, Role.ADMINISTRATOR)
    end_role(membership=second, by=administrator.user, at=NOW)
    with pytest.raises(PermissionDenied):
        end_role(membership=administrator, by=UserFactory(), at=NOW)


def test_a_policy_begins_today_or_later_and_keeps_what_was_not_changed(administrator):
    InstitutionPolicyFactory(
        institution=administrator.institution,
        colour_light="#123456",
        valid_from=dt.date(2026, 1, 1),
    )
    who = {"institution": administrator.institution, "by": administrator.user, "at": NOW}

    chosen = set_policy(valid_from=TODAY, blind_review=False, **who)
    set_policy(valid_from=TODAY, serif="slab", **who)

    chosen = policy_on(administrator.institution, TODAY)
    assert str(chosen).endswith("2026-11-24")
    assert (chosen.blind_review, chosen.serif) == (False, "slab")
    assert chosen.colour_light == "#123456"
    with pytest.raises(Refused, match="past"):
        set_policy(valid_from=dt.date(2026, 11, 23), **who)
    with pytest.raises(PermissionDenied):
        set_policy(valid_from=TODAY, **who | {"by": UserFactory()})


def test_who_may_ask_for_which_key(administrator, operator):
    body = DesignatedBodyFactory(institution=administrator.institution, slug="board")
    who = {"by": administrator.user, "at": NOW}

    issuing = request_key(kind=KeyKind.ISSUING, institution=administrator.institution, **who)
    mark = request_key(kind=KeyKind.MARK, body=body, **who)
    national = request_key(kind=KeyKind.OPERATOR, by=operator, at=NOW)

    assert {key.state for key in (issuing, mark, national)} == {KeyState.TO_BE_MADE}
    assert mark.did.endswith(":bodies:board")
    assert mark.institution == administrator.institution
    with pytest.raises(Refused, match="already"):
        request_key(kind=KeyKind.MARK, body=body, **who)
    with pytest.raises(PermissionDenied):
        request_key(kind=KeyKind.OPERATOR, **who)
    with pytest.raises(PermissionDenied):
        request_key(kind=KeyKind.ISSUING, institution=InstitutionFactory(), **who)


def test_a_key_has_the_owner_of_its_kind(administrator, operator):
    with pytest.raises(ValueError, match="another owner"):
        request_key(kind=KeyKind.MARK, institution=administrator.institution, by=operator, at=NOW)


def admit(operator, institution, bodies, **changes):
    defaults = {
        "framework": "nl-ho-2025",
        "framework_name": "Kwaliteitskader 2025",
        "level_from": 5,
        "level_to": 8,
        "awards_from": TODAY,
        "awards_until": None,
    }
    return prepare_admission(
        institution=institution, bodies=bodies, by=operator, at=NOW, **defaults | changes
    )


def test_one_operator_prepares_an_admission_and_another_releases_it(operator, keks):
    key = real_key(KeyKind.OPERATOR)
    body = DesignatedBodyFactory()
    admission = admit(operator, body.institution, [body])
    second = OperatorFactory().user

    with pytest.raises(Refused, match="yourself"):
        release_admission(admission=admission, by=operator, at=NOW)
    with pytest.raises(PermissionDenied):
        release_admission(admission=admission, by=UserFactory(), at=NOW)
    release_admission(admission=admission, by=second, at=NOW)

    admission.refresh_from_db()
    assert (admission.state, admission.released_by) == (AdmissionState.TO_BE_SIGNED, second)
    assert (admission.key, admission.released_at) == (key, NOW)
    assert str(admission).endswith("2026-11-24")


def test_an_admission_needs_an_operator_key(operator):
    with pytest.raises(Refused, match="no operator key"):
        release_admission(admission=AdmissionFactory(), by=operator, at=NOW)


def test_an_admission_that_makes_no_sense_is_refused(operator):
    body = DesignatedBodyFactory()

    with pytest.raises(Refused, match="designated body"):
        admit(operator, body.institution, [])
    with pytest.raises(Refused, match="designated body"):
        admit(operator, InstitutionFactory(), [body])
    with pytest.raises(Refused, match="level"):
        admit(operator, body.institution, [body], level_from=8, level_to=5)
    with pytest.raises(Refused, match="last day"):
        admit(operator, body.institution, [body], awards_until=dt.date(2026, 1, 1))
    with pytest.raises(PermissionDenied):
        admit(UserFactory(), body.institution, [body])
    assert not Admission.objects.exists()


def test_what_was_released_for_a_compromised_key_is_released_again(operator, keks):
    key = real_key(KeyKind.OPERATOR)
    body = DesignatedBodyFactory()
    admission = admit(operator, body.institution, [body])
    release_admission(admission=admission, by=OperatorFactory().user, at=NOW)

    report_compromise(key=key, since=NOW, by=operator, at=NOW)

    key.refresh_from_db()
    admission.refresh_from_db()
    assert (key.state, key.compromised_since) == (KeyState.COMPROMISED, NOW)
    assert (admission.state, admission.key) == (AdmissionState.PREPARED, None)
    assert not Admission.objects.in_force().exists()


def test_only_its_owner_calls_a_key_compromised(administrator):
    key = SigningKeyFactory(institution=administrator.institution)

    with pytest.raises(PermissionDenied):
        report_compromise(key=key, since=NOW, by=UserFactory(), at=NOW)
    report_compromise(key=key, since=NOW, by=administrator.user, at=NOW)


@pytest.mark.parametrize(
    ("field", "colour"), [("colour_light", "#9db4d0"), ("colour_dark", "#17375e")]
)
def test_a_colour_that_cannot_be_read_is_refused(administrator, field, colour):
    with pytest.raises(Refused, match=f"{colour} is too faint"):
        set_policy(
            institution=administrator.institution,
            valid_from=NOW.date(),
            by=administrator.user,
            at=NOW,
            **{field: colour},
        )

import pytest
from django.core.exceptions import PermissionDenied

from keurmerk.awards.actions import lift_suspension, suspend_award, withdraw_award
from keurmerk.awards.models import StatusList
from keurmerk.awards.states import AwardState
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.mail.models import Message
from tests.conftest import NOW
from tests.factories import SignedDocumentFactory, award, issued_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued():
    return issued_award()


@pytest.fixture
def registrar(issued, member_of):
    return member_of(issued.cohort.institution, Role.REGISTRAR)


def changes(award):
    return StatusList.objects.get(pk=award.status_list_id).changes


def test_a_withdrawal_is_final_public_in_its_class_and_told_to_the_learner(issued, registrar):
    withdraw_award(award=issued, reason_class="fraud", note=" geheim ", by=registrar, at=NOW)

    issued.refresh_from_db()
    assert (issued.state, issued.reason_class, issued.private_note) == (
        AwardState.WITHDRAWN,
        "fraud",
        "geheim",
    )
    assert (issued.ended_at, issued.note_due, changes(issued)) == (NOW, True, 2)
    message = Message.objects.get()
    assert message.to == issued.email
    assert "geheim" not in message.body
    with pytest.raises(Refused, match="no longer possible"):
        suspend_award(award=issued, by=registrar, at=NOW)


@pytest.mark.parametrize("reason_class", ["", "illness"])
def test_a_withdrawal_needs_a_reason_from_the_list(issued, registrar, reason_class):
    with pytest.raises(Refused, match="reason"):
        withdraw_award(award=issued, reason_class=reason_class, note="", by=registrar, at=NOW)


@pytest.mark.parametrize(
    "role", [Role.QUALITY_REVIEWER, Role.PROGRAMME_DIRECTOR, Role.ADMINISTRATOR]
)
def test_only_who_works_with_awards_ends_one(issued, member_of, role):
    person = member_of(issued.cohort.institution, role)

    for act in (
        lambda: withdraw_award(award=issued, reason_class="error", note="", by=person, at=NOW),
        lambda: suspend_award(award=issued, by=person, at=NOW),
        lambda: lift_suspension(award=issued, by=person, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_suspension_can_be_lifted_and_leaves_no_note(issued, registrar):
    suspend_award(award=issued, note="onderzoek", by=registrar, at=NOW)
    assert (issued.state, issued.note_due, changes(issued)) == (AwardState.SUSPENDED, True, 2)
    issued.note = SignedDocumentFactory()
    issued.save()

    lift_suspension(award=issued, by=registrar, at=NOW)

    issued.refresh_from_db()
    assert (issued.state, issued.note, issued.note_due) == (AwardState.ISSUED, None, False)
    assert (issued.ended_at, changes(issued)) == (None, 3)
    assert not Message.objects.exists()
    with pytest.raises(Refused, match="not suspended"):
        lift_suspension(award=issued, by=registrar, at=NOW)


def test_a_suspended_award_can_be_withdrawn_with_a_note_of_its_own(issued, registrar):
    suspend_award(award=issued, by=registrar, at=NOW)
    issued.note, issued.note_due = SignedDocumentFactory(), False
    issued.save()

    withdraw_award(award=issued, reason_class="result", note="", by=registrar, at=NOW)

    assert (issued.note, issued.note_due) == (None, True)


def test_an_award_that_was_never_signed_ends_without_note_or_mail(member_of):
    held = award(state=AwardState.HELD_BACK)
    examiner = member_of(held.cohort.institution, Role.EXAMINER)

    withdraw_award(award=held, reason_class="error", note="", by=examiner, at=NOW)

    assert (held.state, held.note_due) == (AwardState.WITHDRAWN, False)
    assert not Message.objects.exists()


def test_what_is_being_signed_is_not_withdrawn_half_way(member_of):
    released = award()
    examiner = member_of(released.cohort.institution, Role.EXAMINER)

    with pytest.raises(Refused, match="no longer possible"):
        withdraw_award(award=released, reason_class="error", note="", by=examiner, at=NOW)

    assert changes(released) == 1

import pytest

from keurmerk.audit.models import Event
from keurmerk.audit.transitions import move, move_batch, record
from keurmerk.errors import Refused
from keurmerk.institutions.models import Admission
from keurmerk.institutions.states import AdmissionState
from tests.conftest import NOW
from tests.factories import AdmissionFactory, InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_move_changes_the_state_and_is_written_down():
    admission, user = AdmissionFactory(), UserFactory()

    move(admission, AdmissionState.TO_BE_SIGNED, by=user, at=NOW, released_at=NOW)

    admission.refresh_from_db()
    event = Event.objects.about(admission).get()
    assert admission.state == AdmissionState.TO_BE_SIGNED
    assert admission.released_at == NOW
    assert event.verb == "institutions.admission.to_be_signed"
    assert (event.by, event.created_at) == (user, NOW)
    assert event.details == {"from": "prepared"}


def test_a_move_that_the_table_does_not_know_is_refused_with_the_present_state():
    admission = AdmissionFactory()

    with pytest.raises(Refused, match="prepared|voorbereid"):
        move(admission, AdmissionState.ENDED, by=UserFactory(), at=NOW)

    assert not Event.objects.exists()


def test_a_batch_moves_only_what_may_move_and_is_one_event():
    two = [AdmissionFactory(), AdmissionFactory()]
    AdmissionFactory(state=AdmissionState.TO_BE_SIGNED)

    moved = move_batch(
        Admission.objects.all(), AdmissionState.TO_BE_SIGNED, by=None, at=NOW, released_at=NOW
    )

    assert moved == 2
    assert {Admission.objects.get(pk=each.pk).state for each in two} == {"to_be_signed"}
    event = Event.objects.get()
    assert event.details["count"] == 2
    assert (event.by, event.subject_id) == (None, "")


def test_a_batch_of_nothing_leaves_no_trace():
    assert move_batch(Admission.objects.all(), AdmissionState.ENDED, by=None, at=NOW) == 0
    assert not Event.objects.exists()


def test_an_act_without_a_change_of_state_is_written_down_too():
    institution, user = InstitutionFactory(), UserFactory()

    record("viewed", institution, by=user, at=NOW, reason="support")

    event = Event.objects.about(institution).get()
    assert str(event).startswith("institutions.institution.viewed")
    assert event.details == {"reason": "support"}

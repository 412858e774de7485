import datetime as dt
import json
from uuid import uuid4

import pytest

from keurmerk.awards.actions import release_again
from keurmerk.awards.documents import microcredential, status_note, template_of
from keurmerk.awards.models import PLACES, Award, StatusList
from keurmerk.awards.states import AwardState
from keurmerk.awards.sweeps import (
    Signers,
    _sign_list,
    _sign_note,
    issue_awards,
    open_status_lists,
    sign_status_lists,
)
from keurmerk.holding.documents import award_of_token
from keurmerk.institutions.models import KeyKind, Role, SignedDocument, SigningKey
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.mail.models import Message
from microcredentials import read
from microcredentials.status import decode, is_set
from tests.conftest import NOW
from tests.factories import (
    AdmissionFactory,
    CohortFactory,
    StatusListFactory,
    award,
    issued_award,
    real_key,
    really_signed_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(keks):
    return really_signed_version()


def rotate(institution):
    """Make a new issuing key; the one before retires."""
    return real_key(KeyKind.ISSUING, institution=institution)


def test_a_released_award_is_signed_stored_and_announced_at_once(version):
    released = award(CohortFactory(version=version), result="7.5", pass_mark="5.5")

    assert issue_awards(at=NOW) == 1

    released.refresh_from_db()
    signed = read(released.document.text).document
    assert released.state == AwardState.ISSUED
    assert (signed["id"], signed["awardedDate"][:10]) == (released.urn, "2026-03-12")
    assert signed["proof"][0]["created"] == "2026-11-20T10:00:00Z"
    message = Message.objects.get()
    assert message.to == released.email
    link = next(line for line in message.body.splitlines() if "/claim/" in line)
    assert award_of_token(link.rpartition("/")[2]) == released


def test_what_is_signed_is_in_the_language_of_the_group_and_an_edubadge_has_no_mark(keks):
    version = really_signed_version(kind="edubadge")
    cohort = CohortFactory(version=version, language="en")
    released = award(cohort, result="voldoende")

    issue_awards(at=NOW)

    released.refresh_from_db()
    signed = json.loads(released.document.text)
    assert signed["credentialSubject"]["achievement"]["name"] == "Data-driven decision making"
    assert "endorsement" not in signed["credentialSubject"]["achievement"]
    assert Message.objects.get().subject == ("Your edubadge Data-driven decision making is ready")


def test_running_twice_signs_nothing_twice(version):
    award(CohortFactory(version=version))
    issue_awards(at=NOW)
    documents = SignedDocument.objects.count()

    assert issue_awards(at=NOW) == 0

    assert (SignedDocument.objects.count(), Message.objects.count()) == (documents, 1)


def test_an_award_that_breaks_a_rule_is_held_back_and_the_others_go_on(version):
    cohort = CohortFactory(version=version)
    early = award(cohort, awarded_on=dt.date(2025, 12, 31))
    good = award(cohort)

    assert issue_awards(at=NOW) == 2

    early.refresh_from_db()
    good.refresh_from_db()
    assert (early.state, good.state) == (AwardState.HELD_BACK, AwardState.ISSUED)
    assert "does not cover the award date" in early.problem
    assert Message.objects.get().to == good.email


def test_a_large_group_is_signed_in_turns(version, monkeypatch):
    monkeypatch.setattr("keurmerk.awards.sweeps.BATCH", 2)
    monkeypatch.setattr("keurmerk.awards.sweeps.PER_SWEEP", 3)
    cohort = CohortFactory(version=version)
    for _number in range(5):
        award(cohort)

    assert [issue_awards(at=NOW) for _turn in range(3)] == [4, 1, 0]

    assert Award.objects.filter(state=AwardState.ISSUED).count() == 5


def test_without_the_key_awards_wait_and_those_of_another_key_go_on(version):
    other = award(CohortFactory())
    award(CohortFactory(version=other.version))
    mine = award(CohortFactory(version=version))

    assert issue_awards(at=NOW) == 1

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (AwardState.ISSUED, AwardState.TO_BE_SIGNED)


def test_a_retired_key_signs_what_was_released_for_it(version):
    released = award(CohortFactory(version=version))
    rotate(version.programme.institution)

    issue_awards(at=NOW)

    released.refresh_from_db()
    assert (released.state, released.document.key) == (AwardState.ISSUED, released.key)


def test_a_compromised_key_signs_nothing_and_its_awards_are_released_again(version, member_of):
    house = version.programme.institution
    released = award(CohortFactory(version=version))
    SigningKey.objects.filter(pk=released.key_id).update(
        state=KeyState.COMPROMISED, compromised_since=NOW
    )

    assert issue_awards(at=NOW) == 1
    released.refresh_from_db()
    assert (released.state, released.document) == (AwardState.HELD_BACK, None)

    new = rotate(house)
    release_again(award=released, by=member_of(house, Role.EXAMINER), at=NOW)
    issue_awards(at=NOW)

    released.refresh_from_db()
    assert (released.state, released.document.key) == (AwardState.ISSUED, new)


def test_a_retried_award_gives_the_same_document(version):
    released = award(CohortFactory(version=version))

    again = Award.objects.get(pk=released.pk)
    assert microcredential(again) == microcredential(released, template_of(released))


def test_an_award_rests_on_a_signed_admission():
    admission = AdmissionFactory(state=AdmissionState.PREPARED)

    with pytest.raises(ValueError, match="signed admission"):
        microcredential(issued_award(admission=admission))


def bits(document):
    return decode(json.loads(document.text)["credentialSubject"]["encodedList"])


def test_every_institution_with_a_key_has_two_signed_lists(version):
    assert sign_status_lists(at=NOW) == 2

    first, second = version.programme.institution.status_lists.order_by("number")
    assert (first.number, second.number, first.signed_at) == (1, 2, NOW)
    assert json.loads(first.revocation.text)["id"].endswith("/1")
    assert json.loads(second.suspension.text)["id"].endswith("/2/suspension")
    assert sorted(first.order.place(number) for number in range(PLACES)) == list(range(PLACES))
    assert bytes(first.order.places) != bytes(second.order.places)


def test_a_list_that_fills_up_gets_a_successor_in_time(version):
    house = version.programme.institution
    StatusListFactory(institution=house, number=1, taken=PLACES - 9_999)
    StatusListFactory(institution=house, number=2, taken=PLACES - 10_000)

    assert open_status_lists(at=NOW) == 1
    assert open_status_lists(at=NOW) == 0
    assert house.status_lists.order_by("number").last().number == 3


def test_lists_are_signed_after_a_change_and_every_six_hours_and_not_in_between(version):
    sign_status_lists(at=NOW)
    listed = StatusList.objects.first()

    assert sign_status_lists(at=NOW + dt.timedelta(hours=5)) == 0
    StatusList.objects.filter(pk=listed.pk).update(changes=2)
    assert sign_status_lists(at=NOW + dt.timedelta(hours=5)) == 1
    assert sign_status_lists(at=NOW + dt.timedelta(hours=6)) == 1

    listed.refresh_from_db()
    assert (listed.signed_changes, listed.signed_at) == (2, NOW + dt.timedelta(hours=5))


def test_the_two_lists_say_which_awards_ended_and_which_are_suspended(version):
    cohort = CohortFactory(version=version)
    gone = issued_award(cohort, state=AwardState.WITHDRAWN, reason_class="fraud")
    held = issued_award(cohort, state=AwardState.SUSPENDED)
    good = issued_award(cohort)
    StatusList.objects.update(changes=2)

    sign_status_lists(at=NOW)

    listed = StatusList.objects.get(pk=gone.status_list_id)
    revoked, suspended = bits(listed.revocation), bits(listed.suspension)
    assert [is_set(revoked, one.status_index) for one in (gone, held, good)] == [
        True,
        False,
        False,
    ]
    assert [is_set(suspended, one.status_index) for one in (gone, held, good)] == [
        False,
        True,
        False,
    ]


def test_a_note_says_the_class_of_the_reason_and_nobodys_name(version):
    cohort = CohortFactory(version=version)
    ended = {"ended_at": NOW, "note_due": True, "private_note": "geheim"}
    gone = issued_award(cohort, state=AwardState.WITHDRAWN, reason_class="fraud", **ended)
    held = issued_award(cohort, state=AwardState.SUSPENDED, **ended)

    sign_status_lists(at=NOW)

    for one, reason in ((gone, "fraud"), (held, "investigation")):
        one.refresh_from_db()
        assert reason in one.note.text
        assert one.name not in one.note.text
        assert "geheim" not in one.note.text
        assert not one.note_due
    assert not Award.objects.to_be_noted().exists()


def test_one_status_has_one_note_id_however_often_it_is_written():
    gone = issued_award(state=AwardState.WITHDRAWN, reason_class="error", ended_at=NOW)

    later = NOW + dt.timedelta(minutes=5)
    assert status_note(gone, later).id == status_note(gone, NOW).id


def test_without_a_key_lists_and_notes_wait(version):
    cohort = CohortFactory(version=version)
    issued_award(cohort, state=AwardState.SUSPENDED, ended_at=NOW, note_due=True)
    unsealed = issued_award(state=AwardState.SUSPENDED, ended_at=NOW, note_due=True)
    StatusList.objects.update(changes=2)
    SigningKey.objects.filter(pk=version.programme.institution.keys.get(kind="issuing").pk).update(
        state=KeyState.RETIRED
    )

    assert sign_status_lists(at=NOW) == 0

    assert Award.objects.to_be_noted().count() == 2
    assert StatusList.objects.filter(signed_changes=1).count() == 4
    unsealed.refresh_from_db()
    assert unsealed.note is None


def test_what_another_worker_took_or_finished_is_left_to_it():
    assert not _sign_note(uuid4(), Signers(), NOW)
    assert not _sign_list(uuid4(), Signers(), NOW)

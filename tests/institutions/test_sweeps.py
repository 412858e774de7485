import datetime as dt
import json

import pytest

from keurmerk.audit.models import Event
from keurmerk.institutions.actions import release_admission
from keurmerk.institutions.models import KeyKind, SigningKey
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.institutions.sweeps import _make_key, _sign, make_keys, sign_admissions
from tests.conftest import NOW
from tests.factories import (
    AdmissionFactory,
    DesignatedBodyFactory,
    InstitutionFactory,
    OperatorFactory,
    PlatformFactory,
    real_key,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=1)


def released_admission(**facts):
    """An admission that waits for the operator key."""
    PlatformFactory()
    admission = AdmissionFactory(**facts)
    admission.bodies.add(DesignatedBodyFactory(institution=admission.institution, slug="board"))
    release_admission(admission=admission, by=OperatorFactory().user, at=NOW)
    return admission


def test_a_key_that_was_asked_for_is_made_once(keks):
    key = SigningKey.objects.create(kind=KeyKind.OPERATOR, did="did:web:keurmerk.example:operator")

    assert make_keys(at=NOW) == 1
    assert make_keys(at=LATER) == 0

    key.refresh_from_db()
    assert (key.state, key.active_from) == (KeyState.ACTIVE, NOW)
    assert key.multikey.startswith("z6Mk")
    assert Event.objects.about(key).get().by is None


def test_the_key_in_use_retires_when_the_next_one_is_made(keks):
    institution = InstitutionFactory()
    first = real_key(KeyKind.ISSUING, institution=institution)

    second = real_key(KeyKind.ISSUING, institution=institution, made_at=NOW)

    first.refresh_from_db()
    assert (first.state, first.active_until) == (KeyState.RETIRED, NOW)
    assert second.state == KeyState.ACTIVE


def test_a_process_without_kek_makes_no_keys(settings):
    settings.KEK_FILES = {}
    SigningKey.objects.create(kind=KeyKind.OPERATOR, did="did:web:keurmerk.example:operator")

    assert make_keys(at=NOW) == 0


def test_a_released_admission_is_signed_once_with_the_time_of_its_release(keks):
    real_key(KeyKind.OPERATOR)
    admission = released_admission()

    assert sign_admissions(at=LATER) == 1
    assert sign_admissions(at=LATER) == 0

    admission.refresh_from_db()
    signed = json.loads(admission.document.text)
    assert admission.state == AdmissionState.IN_FORCE
    assert admission.document.signed_at == NOW
    assert signed["id"] == f"urn:uuid:{admission.pk}"
    assert signed["proof"][0]["created"] == "2026-11-24T09:00:00Z"
    assert signed["issuer"]["id"] == "did:web:keurmerk.example:operator"


def test_a_new_admission_ends_the_one_before(keks):
    real_key(KeyKind.OPERATOR)
    first = released_admission()
    sign_admissions(at=NOW)
    second = AdmissionFactory(institution=first.institution)
    second.bodies.set(first.bodies.all())
    release_admission(admission=second, by=OperatorFactory().user, at=NOW)

    sign_admissions(at=LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (AdmissionState.ENDED, AdmissionState.IN_FORCE)


def test_an_admission_waits_for_a_worker_with_the_operator_key(keks, settings):
    real_key(KeyKind.OPERATOR)
    admission = released_admission()
    settings.KEK_FILES = {}

    assert sign_admissions(at=LATER) == 0

    admission.refresh_from_db()
    assert admission.state == AdmissionState.TO_BE_SIGNED


def test_rows_that_another_worker_took_are_left_alone(keks):
    key = real_key(KeyKind.OPERATOR)
    admission = released_admission()
    sign_admissions(at=NOW)

    assert not _make_key(key.pk, LATER)
    assert not _sign(admission.pk, LATER)

"""What the worker finishes for institutions: keys that were asked for, admissions to be signed.

Each row is its own transaction: a crash loses nothing, and another worker skips what is taken.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from keurmerk.audit.transitions import move
from keurmerk.institutions.documents import admission_document
from keurmerk.institutions.keys import kinds_here, open_signer, seal_new_key, store
from keurmerk.institutions.models import Admission, SigningKey
from keurmerk.institutions.states import AdmissionState, KeyState

BATCH = 100


def make_keys(*, at: datetime) -> int:
    """Make the key pairs that were asked for, of the kinds this worker can seal."""
    wanted = SigningKey.objects.to_be_made().filter(kind__in=kinds_here())
    return sum(_make_key(pk, at) for pk in list(wanted.values_list("pk", flat=True)[:BATCH]))


def sign_admissions(*, at: datetime) -> int:
    """Sign the admissions that two operators released, where the operator key can be opened."""
    released = Admission.objects.to_be_signed().filter(key__kind__in=kinds_here())
    return sum(_sign(pk, at) for pk in list(released.values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _make_key(pk: UUID, at: datetime) -> bool:
    waiting = SigningKey.objects.to_be_made().filter(pk=pk)
    key = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if key is None:
        return False
    made = seal_new_key(key)
    # Signatures are dated in whole seconds; the first one may follow within this second.
    at = at.replace(microsecond=0)
    for before in SigningKey.objects.active().filter(did=key.did):
        move(before, KeyState.RETIRED, by=None, at=at, active_until=at)
    move(
        key,
        KeyState.ACTIVE,
        by=None,
        at=at,
        multikey=made.multikey,
        kek_id=made.kek_id,
        sealed=made.sealed,
        active_from=at,
    )
    return True


@transaction.atomic
def _sign(pk: UUID, at: datetime) -> bool:
    waiting = Admission.objects.to_be_signed().filter(pk=pk)
    admission = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if admission is None or admission.key is None or admission.released_at is None:
        return False
    document = store(
        admission_document(admission),
        open_signer(admission.key),
        admission.key,
        admission.released_at,
    )
    for before in Admission.objects.in_force().filter(institution=admission.institution):
        move(before, AdmissionState.ENDED, by=None, at=at)
    move(admission, AdmissionState.IN_FORCE, by=None, at=at, document=document)
    return True

"""What the worker finishes: signing what was released, the status lists, the status notes.

It decides nothing. The tables are the queue: running a sweep twice, or on two machines, or
killing it half-way signs nothing twice and loses nothing (docs/issuance-cycle.md).
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction

from keurmerk.audit.transitions import move, move_batch
from keurmerk.awards.documents import (
    Template,
    claim_address,
    microcredential,
    name_of,
    ready_key,
    status_documents,
    status_note,
    template_of,
    title_of,
)
from keurmerk.awards.models import PLACE_BYTES, PLACES, Award, StatusList, StatusOrder
from keurmerk.awards.states import AwardState
from keurmerk.institutions.keys import KeyNotAvailable, open_signer, store, store_all
from keurmerk.institutions.models import Institution, KeyKind, SigningKey
from keurmerk.institutions.states import KeyState
from keurmerk.mail.actions import queue_message
from microcredentials import CredentialError, Signer

BATCH = 50
PER_SWEEP = 100
OPEN_LISTS = 2
# As many people as fit in one group: a release never waits for a list.
ROOM = 10_000
SIGNED_EVERY = timedelta(hours=6)


class Signers:
    """The keys this sweep has opened, and those it cannot open: their rows wait."""

    def __init__(self) -> None:
        self._open: dict[UUID, Signer] = {}
        self.closed: set[UUID] = set()

    def of(self, key: SigningKey) -> Signer | None:
        if key.pk in self.closed:
            return None
        try:
            return self._open.setdefault(key.pk, self._open.get(key.pk) or open_signer(key))
        except KeyNotAvailable:
            self.closed.add(key.pk)
            return None


def issue_awards(*, at: datetime) -> int:
    """Sign what was released, in small transactions; return how many awards were handled.

    It stops after a while so that the worker can do its other work; the worker calls again.
    """
    signers, templates = Signers(), Templates()
    handled, taken = 0, BATCH
    while taken and handled < PER_SWEEP:
        taken, done = _issue_batch(signers, templates, at)
        handled += done
    return handled


class Templates:
    """What awards of one version have in common, read once per sweep."""

    def __init__(self) -> None:
        self._read: dict[tuple[object, ...], Template] = {}

    def of(self, award: Award) -> Template:
        shape = (award.version_id, award.language, award.admission_id, award.decision_id)
        if shape not in self._read:
            self._read[shape] = template_of(award)
        return self._read[shape]


@transaction.atomic
def _issue_batch(signers: Signers, templates: Templates, at: datetime) -> tuple[int, int]:
    """Take a batch; return how many awards were taken, and how many of them are dealt with."""
    waiting = Award.objects.to_be_issued().exclude(key__in=signers.closed)
    awards = list(
        waiting.select_related(
            "key__institution",
            "version__programme__institution",
            "admission__document",
            "decision__document",
            "status_list__institution",
        ).select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    issued = _signed(awards, signers, templates, at)
    Award.objects.bulk_update(issued, ["document"])
    move_batch(
        Award.objects.filter(pk__in=[award.pk for award in issued]),
        AwardState.ISSUED,
        by=None,
        at=at,
    )
    for award in issued:
        _tell_the_learner(award, at)
    waiting_still = [award for award in awards if award.key_id in signers.closed]
    return len(awards), len(awards) - len(waiting_still)


def _signed(
    awards: Sequence[Award], signers: Signers, templates: Templates, at: datetime
) -> list[Award]:
    """Sign the awards whose key is at hand, and hold back those with a problem."""
    released: dict[SigningKey, list[Award]] = defaultdict(list)
    for award in awards:
        if award.key.state == KeyState.COMPROMISED:
            _hold_back(award, "the key this award was released for is compromised", at)
        else:
            released[award.key].append(award)
    issued = []
    for key, group in released.items():
        signer = signers.of(key)
        if signer is None:
            continue
        documents = [microcredential(award, templates.of(award)) for award in group]
        for award, stored in zip(group, store_all(documents, signer, key, at), strict=True):
            if isinstance(stored, CredentialError):
                _hold_back(award, str(stored), at)
            else:
                award.document = stored
                issued.append(award)
    return issued


def _hold_back(award: Award, problem: str, at: datetime) -> None:
    move(award, AwardState.HELD_BACK, by=None, at=at, problem=problem)


def _tell_the_learner(award: Award, at: datetime) -> None:
    institution = award.version.programme.institution
    queue_message(
        template="award_ready",
        to=award.email,
        language=award.language,
        key=ready_key(award),
        at=at,
        context={
            "name": award.name,
            "title": title_of(award.version, award.language),
            "kind": award.version.programme.kind,
            "institution": name_of(institution, award.language),
            "address": claim_address(award),
            "desk": institution.desk_email,
        },
    )


def sign_status_lists(*, at: datetime) -> int:
    """Open the lists that are short, sign the notes that are due, then the lists that changed."""
    open_status_lists(at=at)
    signers = Signers()
    notes = Award.objects.to_be_noted().values_list("pk", flat=True)
    signed = sum(_sign_note(pk, signers, at) for pk in list(notes))
    lists = StatusList.objects.to_be_signed(at - SIGNED_EVERY).values_list("pk", flat=True)
    return signed + sum(_sign_list(pk, signers, at) for pk in list(lists))


def open_status_lists(*, at: datetime) -> int:
    """See to it that every institution with an issuing key has two lists with room."""
    keys = SigningKey.objects.active().filter(kind=KeyKind.ISSUING)
    roomy = models.Count(
        "status_lists", filter=models.Q(status_lists__taken__lte=PLACES - ROOM), distinct=True
    )
    short = Institution.objects.filter(keys__in=keys).annotate(roomy=roomy)
    needy = short.filter(roomy__lt=OPEN_LISTS).order_by("pk").values_list("pk", flat=True)
    return sum(_open_lists(pk, at) for pk in list(needy))


@transaction.atomic
def _open_lists(pk: UUID, at: datetime) -> int:
    institution = Institution.objects.select_for_update().get(pk=pk)
    lists = institution.status_lists.order_by("number")
    numbers = list(lists.values_list("number", flat=True))
    missing = OPEN_LISTS - lists.filter(taken__lte=PLACES - ROOM).count()
    for number in range(len(numbers) + 1, len(numbers) + missing + 1):
        status_list = StatusList.objects.create(
            institution=institution, number=number, opened_at=at
        )
        StatusOrder.objects.create(status_list=status_list, places=random_order())
    return max(missing, 0)


def random_order() -> bytes:
    """All places of a list in an order that nobody can tell beforehand or compute afterwards."""
    drawn = secrets.token_bytes(PLACES * 8)
    places = sorted(range(PLACES), key=lambda place: drawn[place * 8 : place * 8 + 8])
    return b"".join(place.to_bytes(PLACE_BYTES, "big") for place in places)


@transaction.atomic
def _sign_note(pk: UUID, signers: Signers, at: datetime) -> bool:
    due = Award.objects.to_be_noted().select_related("version__programme__institution")
    award = due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
    if award is None:
        return False
    key = _issuing_key(award.version.programme.institution)
    signer = signers.of(key) if key else None
    if key is None or signer is None:
        return False
    award.note = store(status_note(award, at), signer, key, at)
    award.note_due = False
    award.save(update_fields=["note", "note_due"])
    return True


@transaction.atomic
def _sign_list(pk: UUID, signers: Signers, at: datetime) -> bool:
    """Sign both lists as they stand. The lock makes a change wait, or be seen the next time."""
    due = StatusList.objects.to_be_signed(at - SIGNED_EVERY).select_related("institution")
    status_list = due.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
    if status_list is None:
        return False
    key = _issuing_key(status_list.institution)
    signer = signers.of(key) if key else None
    if key is None or signer is None:
        return False
    status_list.revocation, status_list.suspension = (
        store(document, signer, key, at) for document in status_documents(status_list, at)
    )
    status_list.signed_changes = status_list.changes
    status_list.signed_at = at
    status_list.save(update_fields=["revocation", "suspension", "signed_changes", "signed_at"])
    return True


def _issuing_key(institution: Institution) -> SigningKey | None:
    """The list's issuer is the issuer of the awards, with the key it uses now."""
    keys = SigningKey.objects.active().filter(kind=KeyKind.ISSUING, institution=institution)
    return keys.select_related("institution").first()

"""The worker's part: sign what bodies decided, and publish the register when it changed."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from keurmerk.institutions.keys import KeyNotAvailable, kinds_here, open_signer, store
from keurmerk.institutions.models import KeyKind, SigningKey
from keurmerk.quality.actions import put_in_force, remind_of_condition
from keurmerk.quality.documents import mark_document, register_digest, register_document
from keurmerk.quality.models import Condition, MarkDecision, RegisterIssue
from microcredentials import InvalidDocument

logger = logging.getLogger(__name__)
FRESH_FOR = timedelta(days=1)
BATCH = 100
REMIND_DAYS = (7, 30, 60)


def sign_decisions(*, at: datetime) -> int:
    """Sign every granted mark that waits for it; return how many."""
    if KeyKind.MARK not in kinds_here():
        return 0
    waiting = MarkDecision.objects.to_be_signed().values_list("pk", flat=True)[:BATCH]
    return sum(_sign_decision(pk, at) for pk in list(waiting))


def _sign_decision(pk: UUID, at: datetime) -> bool:
    """Sign one mark in a transaction of its own, so that a crash loses nothing."""
    try:
        with transaction.atomic():
            rows = MarkDecision.objects.to_be_signed().select_for_update(
                skip_locked=True, of=("self",)
            )
            decision = rows.filter(pk=pk).select_related("key").first()
            if decision is None or decision.key is None:
                return False
            signer = open_signer(decision.key)
            document = store(mark_document(decision), signer, decision.key, at)
            put_in_force(decision=decision, document=document, at=at)
    except (KeyNotAvailable, InvalidDocument) as problem:
        logger.warning("mark %s waits: %s", pk, problem)
        return False
    return True


@transaction.atomic
def publish_register(*, at: datetime) -> int:
    """Publish the register when what it says changed, or the last one is a day old."""
    key = SigningKey.objects.active().filter(kind=KeyKind.OPERATOR).first()
    if key is None or KeyKind.OPERATOR not in kinds_here():
        return 0
    last = RegisterIssue.objects.order_by("-sequence").first()
    sequence = 1 if last is None else last.sequence + 1
    register = register_document(sequence=sequence, created=at.replace(microsecond=0))
    digest = register_digest(register)
    if last and last.content_sha256 == digest and at - last.created_at < FRESH_FOR:
        return 0
    try:
        document = store(register, open_signer(key), key, at)
    except KeyNotAvailable as problem:
        logger.warning("the register waits: %s", problem)
        return 0
    RegisterIssue.objects.create(
        sequence=sequence, content_sha256=digest, document=document, created_at=at
    )
    return 1


def remind_of_conditions(*, at: datetime) -> int:
    """Remind of every condition that falls due in 60, 30 and 7 days, once each; return how many."""
    today = timezone.localdate(at)
    reminded = 0
    for condition in Condition.objects.pending().filter(due__gte=today):
        left = (condition.due - today).days
        days = next((days for days in REMIND_DAYS if left <= days), None)
        if days is not None:
            reminded += remind_of_condition(condition=condition, days=days, at=at)
    return reminded

"""The chain over all events: who changes or removes one breaks every link after it."""

import hashlib
from datetime import UTC, datetime

import rfc8785
from django.db import transaction

from keurmerk.audit.models import ChainHead, Event

BATCH = 500


@transaction.atomic
def chain_events(*, at: datetime | None = None) -> int:
    """Give up to 500 events their number and link, in the order in which they were committed.

    Like every sweep it is told the time, but an event keeps its own.
    """
    # The locked head lets one worker at a time lengthen the chain, so it cannot fork.
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    events = list(Event.objects.not_chained()[:BATCH])
    for event in events:
        head.sequence += 1
        head.chain = link(event, sequence=head.sequence, before=head.chain)
        event.sequence, event.chain = head.sequence, head.chain
    Event.objects.bulk_update(events, ["sequence", "chain"], batch_size=BATCH)
    head.save()
    return len(events)


def check_chain() -> int | None:
    """Return the number of the first event that was changed or is missing; None when all hold."""
    sequence, chain = 0, ""
    for event in Event.objects.exclude(sequence=None).order_by("sequence").iterator():
        sequence += 1
        chain = link(event, sequence=sequence, before=chain)
        if (event.sequence, event.chain) != (sequence, chain):
            return sequence
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(pk=1)
    return None if (head.sequence, head.chain) == (sequence, chain) else sequence + 1


def link(event: Event, *, sequence: int, before: str) -> str:
    """SHA-256 over the link before and the canonical JSON of this event."""
    content = {
        "sequence": sequence,
        "before": before,
        "id": event.pk,
        "created_at": event.created_at.astimezone(UTC).isoformat(),
        "by": str(event.by_id) if event.by_id else None,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "details": event.details,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()

"""Move an object from one state to the next, and write down who did it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from keurmerk.audit.models import Event, Stateful
from keurmerk.audit.wake import wake_on_commit
from keurmerk.errors import Refused

if TYPE_CHECKING:
    from keurmerk.accounts.models import User

BATCH = 1000


def record(
    verb: str, subject: models.Model, *, by: "User | None", at: datetime, **details: Any
) -> None:
    """Write one event about `subject`; `by` is None when the worker acts."""
    _write(subject._meta.label_lower, str(subject.pk), verb=verb, by=by, at=at, details=details)


def _write(
    subject_type: str,
    subject_id: str,
    *,
    verb: str,
    by: "User | None",
    at: datetime,
    details: dict[str, Any],
) -> None:
    Event.objects.create(
        by=by,
        created_at=at,
        verb=f"{subject_type}.{verb}",
        subject_type=subject_type,
        subject_id=subject_id,
        details=details,
    )
    if by is not None:
        wake_on_commit()


@transaction.atomic
def move(subject: Stateful, to: str, *, by: "User | None", at: datetime, **changes: Any) -> None:
    """Set `subject.state` and `changes` in one locked, recorded step.

    Raises `Refused` when the table of transitions does not allow it.
    """
    current = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if to not in subject.TRANSITIONS[current.state]:
        message = _("This is no longer possible: it is already “%(state)s”.")
        raise Refused(message % {"state": current.get_state_display()})
    for field, value in {"state": to, **changes}.items():
        setattr(subject, field, value)
    subject.save(update_fields=["state", *changes])
    record(to, subject, by=by, at=at, **{"from": current.state})


@transaction.atomic
def move_batch(
    subjects: models.QuerySet[Any], to: str, *, by: "User | None", at: datetime, **changes: Any
) -> int:
    """Move every row of `subjects` that may move, at most 1,000 at once; return how many.

    One locked statement, one event for the batch with the digest of its rows.
    """
    model = subjects.model
    sources = [state for state, targets in model.TRANSITIONS.items() if to in targets]
    rows = list(
        subjects.filter(state__in=sources)
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    if not rows:
        return 0
    model._default_manager.filter(pk__in=rows).update(state=to, **changes)
    details = {"count": len(rows), "rows": _digest(rows)}
    _write(model._meta.label_lower, "", verb=to, by=by, at=at, details=details)
    return len(rows)


def _digest(rows: Iterable[Any]) -> str:
    return hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest()

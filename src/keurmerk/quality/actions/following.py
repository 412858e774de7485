"""What happens to a mark after it was granted: every change is a new entry in the register."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.institutions.states import KeyState
from keurmerk.programmes.reading import clean
from keurmerk.quality import policy
from keurmerk.quality.actions.deciding import active_mark_key
from keurmerk.quality.models import Condition, MarkDecision, MarkEvent, MarkEventKind, MarkReason
from keurmerk.quality.states import DecisionState


@transaction.atomic
def suspend_mark(
    *, decision: MarkDecision, reason: str, explanation: str, by: User, at: datetime
) -> None:
    """Stop new awards for the time being; earlier awards keep their mark."""
    _check(decision, reason, explanation, by)
    move(decision, DecisionState.SUSPENDED, by=by, at=at)
    _enter(
        decision=decision,
        kind=MarkEventKind.SUSPENDED,
        effect_from=_tomorrow(at),
        reason=reason,
        explanation=explanation,
        by=by,
        at=at,
    )


@transaction.atomic
def reinstate_mark(
    *, decision: MarkDecision, reason: str, explanation: str, by: User, at: datetime
) -> None:
    """Let the mark count again, also for results of the time in which it was suspended."""
    _check(decision, reason, explanation, by)
    if decision.state != DecisionState.SUSPENDED:
        raise Refused(_("Only a suspended mark can be reinstated."))
    suspended = decision.events.filter(kind=MarkEventKind.SUSPENDED).latest("at")
    move(decision, DecisionState.IN_FORCE, by=by, at=at)
    _enter(
        decision=decision,
        kind=MarkEventKind.RESUMED,
        effect_from=suspended.effect_from,
        reason=reason,
        explanation=explanation,
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw_mark(
    *,
    decision: MarkDecision,
    reason: str,
    explanation: str,
    by: User,
    at: datetime,
    also_from: date | None = None,
    also_until: date | None = None,
) -> None:
    """Withdraw the mark from now on, and only when asked also for awards between two dates."""
    _check(decision, reason, explanation, by)
    if (also_from is None) is not (also_until is None):
        raise Refused(_("Give both dates between which earlier awards lose the mark."))
    periods: list[tuple[date, date | None]] = [(_tomorrow(at), None)]
    if also_from is not None and also_until is not None:
        if not also_from <= also_until <= timezone.localdate(at):
            raise Refused(_("The two dates lie in the past, the first one first."))
        periods.append((also_from, also_until))
    move(decision, DecisionState.WITHDRAWN, by=by, at=at)
    for start, end in periods:
        _enter(
            decision=decision,
            kind=MarkEventKind.WITHDRAWN,
            effect_from=start,
            effect_until=end,
            reason=reason,
            explanation=explanation,
            by=by,
            at=at,
        )


@transaction.atomic
def meet_condition(*, condition: Condition, by: User, at: datetime) -> None:
    """Note that the programme met a condition of the body."""
    require(policy.is_secretary(by, condition.decision.application))
    if condition.met_at is not None:
        raise Refused(_("This condition has already been met."))
    condition.met_at = at
    condition.save(update_fields=["met_at"])
    record("condition_met", condition.decision, by=by, at=at, condition=condition.pk)


@transaction.atomic
def release_again(*, decision: MarkDecision, by: User, at: datetime) -> None:
    """Let the body's new key sign a mark whose key was compromised before it could sign."""
    require(policy.is_secretary(by, decision.application))
    if decision.state != DecisionState.TO_BE_SIGNED or decision.key is None:
        raise Refused(_("This decision does not wait for a signature."))
    if decision.key.state != KeyState.COMPROMISED:
        raise Refused(_("This decision is being signed."))
    decision.key = active_mark_key(decision.body)
    decision.save(update_fields=["key"])
    record("released_again", decision, by=by, at=at, key=decision.key.key_id)


def _check(decision: MarkDecision, reason: str, explanation: str, by: User) -> None:
    require(policy.is_secretary(by, decision.application))
    if reason not in MarkReason.values:
        raise Refused(_("Choose the reason that the register shows."))
    if not clean(explanation):
        raise Refused(_("Explain the decision for the file."))


def _tomorrow(at: datetime) -> date:
    """Awards of today were released under the mark; what comes after is touched."""
    return timezone.localdate(at) + timedelta(days=1)


def _enter(
    *,
    decision: MarkDecision,
    kind: MarkEventKind,
    effect_from: date,
    effect_until: date | None = None,
    reason: str,
    explanation: str,
    by: User,
    at: datetime,
) -> None:
    MarkEvent.objects.create(
        decision=decision,
        kind=kind,
        at=at,
        effect_from=effect_from,
        effect_until=effect_until,
        reason=reason,
        explanation=clean(explanation),
        by=by,
    )

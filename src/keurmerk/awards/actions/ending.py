"""Withdraw an award for good, suspend one for a while, and lift that again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move
from keurmerk.awards import policy
from keurmerk.awards.documents import name_of, title_of
from keurmerk.awards.models import Award, ReasonClass, StatusList
from keurmerk.awards.states import AwardState
from keurmerk.errors import Refused
from keurmerk.institutions.policy import require
from keurmerk.mail.actions import queue_message


@transaction.atomic
def withdraw_award(*, award: Award, reason_class: str, note: str, by: User, at: datetime) -> None:
    """End an award for good. The class of the reason becomes public, the note does not."""
    require(policy.can_withdraw(by, award))
    if reason_class not in ReasonClass.values:
        raise Refused(_("Choose the reason of the withdrawal; it is shown to whoever checks."))
    signed = award.document_id is not None
    _change_status(
        award,
        AwardState.WITHDRAWN,
        by=by,
        at=at,
        reason_class=reason_class,
        private_note=note.strip(),
        ended_at=at,
        note_due=signed,
    )
    if signed:
        _tell_the_learner(award, at)


@transaction.atomic
def suspend_award(*, award: Award, by: User, at: datetime, note: str = "") -> None:
    """Suspend an award while something is looked into. Whoever checks sees that at once."""
    require(policy.can_withdraw(by, award))
    _change_status(
        award,
        AwardState.SUSPENDED,
        by=by,
        at=at,
        private_note=note.strip(),
        ended_at=at,
        note_due=True,
    )


@transaction.atomic
def lift_suspension(*, award: Award, by: User, at: datetime) -> None:
    """Make a suspended award valid again, as if it had never been suspended."""
    require(policy.can_withdraw(by, award))
    if award.state != AwardState.SUSPENDED:
        raise Refused(_("This award is not suspended."))
    _change_status(award, AwardState.ISSUED, by=by, at=at, ended_at=None, note_due=False)


def _change_status(award: Award, to: str, *, by: User, at: datetime, **changes: Any) -> None:
    move(award, to, by=by, at=at, note=None, **changes)
    StatusList.objects.filter(pk=award.status_list_id).update(changes=F("changes") + 1)


def _tell_the_learner(award: Award, at: datetime) -> None:
    institution = award.version.programme.institution
    with override(award.language):
        reason = ReasonClass(award.reason_class).label
    queue_message(
        template="award_withdrawn",
        to=award.email,
        language=award.language,
        key=f"award-withdrawn:{award.pk}",
        at=at,
        context={
            "name": award.name,
            "title": title_of(award.version, award.language),
            "institution": name_of(institution, award.language),
            "reason": str(reason),
            "desk": institution.desk_email,
        },
    )

"""Collect an award or decline it, and decide who may look."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import record
from keurmerk.awards.models import Award
from keurmerk.awards.states import SHOWABLE
from keurmerk.errors import Refused
from keurmerk.holding import policy
from keurmerk.holding.models import Claim, Share, ShareName
from keurmerk.institutions.policy import require

DEFAULT_DAYS = 90


@transaction.atomic
def claim_award(*, award: Award, by: User, at: datetime) -> Claim:
    """Deliver an award to the person who proved to hold its address. Twice is once."""
    require(policy.can_claim(by, award))
    claim = _claim(award, by, at, declined=False)
    record("claimed", award, by=by, at=at)
    return claim


@transaction.atomic
def decline_award(*, award: Award, by: User, at: datetime) -> None:
    """Do not deliver it. The award stays in the register; there is no page of it."""
    require(policy.can_claim(by, award) or policy.holds(by, award))
    _claim(award, by, at, declined=True)
    Share.objects.filter(award=award, stopped_at=None).update(stopped_at=at)
    record("declined", award, by=by, at=at)


@transaction.atomic
def open_share(
    *,
    award: Award,
    label: str,
    show_name: str,
    show_result: bool,
    until: date | None,
    on_linkedin: bool,
    by: User,
    at: datetime,
) -> Share:
    """Open a page for others. On LinkedIn it has no end and shows the full name."""
    require(policy.holds(by, award))
    _require_showable(award)
    today = timezone.localdate(at)
    if on_linkedin:
        shares = Share.objects.filter(award=award, on_linkedin=True).open_on(today)
        if share := shares.first():
            return share
        label, show_name, until = label.strip() or "LinkedIn", ShareName.FULL, None
    else:
        until = until or today + timedelta(days=DEFAULT_DAYS)
        _require_complete(label, show_name, until, today)
    share = Share.objects.create(
        award=award,
        label=label.strip()[:120],
        show_name=show_name,
        show_result=show_result,
        on_linkedin=on_linkedin,
        until=until,
        created_at=at,
    )
    record("opened", share, by=by, at=at, award=str(award.pk))
    return share


@transaction.atomic
def open_printed_share(*, award: Award, by: User, at: datetime) -> Share:
    """Open the page to which the code on the printed certificate leads, or find it again.

    It shows what the paper shows, the name and the result, for as long as the paper is about.
    """
    require(policy.holds(by, award))
    _require_showable(award)
    shares = Share.objects.filter(award=award, in_print=True).open_on(timezone.localdate(at))
    if share := shares.first():
        return share
    share = Share.objects.create(
        award=award,
        label=_("Certificate (PDF)"),
        show_name=ShareName.FULL,
        show_result=True,
        in_print=True,
        created_at=at,
    )
    record("opened", share, by=by, at=at, award=str(award.pk))
    return share


def _require_showable(award: Award) -> None:
    current = Award.objects.select_for_update().get(pk=award.pk)
    if current.state not in SHOWABLE:
        raise Refused(_("This microcredential can no longer be shared."))


def _require_complete(label: str, show_name: str, until: date, today: date) -> None:
    if not label.strip():
        raise Refused(_("Say for whom this link is, so that you recognise it later."))
    if until < today:
        raise Refused(_("The last day of a link cannot lie in the past."))
    if show_name not in ShareName.values:
        raise Refused(_("Choose what is shown of your name."))


@transaction.atomic
def stop_share(*, share: Share, by: User, at: datetime) -> None:
    """Close a page for good; whoever has the link sees what a stranger sees."""
    require(policy.holds(by, share.award))
    if Share.objects.filter(pk=share.pk, stopped_at=None).update(stopped_at=at):
        share.stopped_at = at
        record("stopped", share, by=by, at=at, award=str(share.award_id))


def count_visit(share: Share) -> None:
    """Add one to the visits of a page; nothing about the visitor is kept."""
    Share.objects.filter(pk=share.pk).update(visits=F("visits") + 1)


def _claim(award: Award, by: User, at: datetime, *, declined: bool) -> Claim:
    current = Award.objects.select_for_update().get(pk=award.pk)
    if current.state not in SHOWABLE:
        raise Refused(_("There is nothing to collect here at this moment."))
    claim, _is_new = Claim.objects.get_or_create(
        award=award, defaults={"user": by, "confirmed_at": at, "declined": declined}
    )
    if claim.user_id != by.pk:
        raise Refused(_("This was already collected with another account."))
    if claim.declined != declined:
        claim.declined, claim.confirmed_at = declined, at
        claim.save(update_fields=["declined", "confirmed_at"])
    return claim

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q

from keurmerk.awards.models import Award
from keurmerk.awards.states import SHOWABLE

if TYPE_CHECKING:
    from datetime import date

    from keurmerk.accounts.models import User
    from keurmerk.awards.queries import AwardQuerySet
    from keurmerk.holding.models import Claim, Share  # noqa: F401


class ClaimQuerySet(models.QuerySet["Claim"]):
    def held_by(self, user: User) -> Self:
        return self.filter(user=user, declined=False)


class ShareQuerySet(models.QuerySet["Share"]):
    def held_by(self, user: User) -> Self:
        return self.filter(award__claim__user=user, award__claim__declined=False)

    def open_on(self, day: date) -> Self:
        """The links that work on this day: LinkedIn's first, then the newest."""
        running = self.filter(Q(until=None) | Q(until__gte=day), stopped_at=None)
        return running.order_by("-on_linkedin", "-created_at", "pk")


def held_awards(user: User) -> AwardQuerySet:
    """What this person collected, newest first."""
    return Award.objects.filter(claim__user=user, claim__declined=False).order_by(
        "-awarded_on", "pk"
    )


def awards_to_collect(user: User) -> AwardQuerySet:
    """What was issued to a proven address of this person and not collected or declined yet."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values("email")
    return Award.objects.filter(email__in=proven, claim=None, state__in=SHOWABLE).order_by(
        "-awarded_on", "pk"
    )

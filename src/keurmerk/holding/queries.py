from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import date

    from keurmerk.accounts.models import User
    from keurmerk.holding.models import Claim, Share  # noqa: F401


class ClaimQuerySet(models.QuerySet["Claim"]):
    def held_by(self, user: User) -> Self:
        return self.filter(user=user, declined=False)


class ShareQuerySet(models.QuerySet["Share"]):
    def open_on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), stopped_at=None)

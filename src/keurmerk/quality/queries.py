from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import date

    from keurmerk.accounts.models import User
    from keurmerk.quality.models import (  # noqa: F401
        FrameworkVersion,
        MarkApplication,
        MarkDecision,
        Review,
        Rule,
    )


class FrameworkVersionQuerySet(models.QuerySet["FrameworkVersion"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class RuleQuerySet(models.QuerySet["Rule"]):
    def on(self, day: date, sector: str) -> Self:
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            valid_from__lte=day,
            sector__in=["", sector],
        )


class ApplicationQuerySet(models.QuerySet["MarkApplication"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__programme__institution__memberships__user=user).distinct()


class ReviewQuerySet(models.QuerySet["Review"]):
    pass


class DecisionQuerySet(models.QuerySet["MarkDecision"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__programme__institution__memberships__user=user).distinct()

    def to_be_signed(self) -> Self:
        return self.filter(state="to_be_signed").order_by("decided_at", "pk")

    def in_force(self) -> Self:
        return self.filter(state="in_force")

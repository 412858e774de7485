from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from keurmerk.accounts.models import User
    from keurmerk.awards.models import Award, Cohort, Row, StatusList  # noqa: F401


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__programme__institution__memberships__user=user).distinct()


class RowQuerySet(models.QuerySet["Row"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            cohort__version__programme__institution__memberships__user=user
        ).distinct()


class StatusListQuerySet(models.QuerySet["StatusList"]):
    pass


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__programme__institution__memberships__user=user).distinct()

    def to_be_issued(self) -> Self:
        """What a person released and nobody has signed yet."""
        return self.filter(state="to_be_signed").order_by("valid_from", "pk")

    def signed(self) -> Self:
        return self.filter(document__isnull=False)

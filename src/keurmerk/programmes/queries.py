from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from keurmerk.accounts.models import User
    from keurmerk.programmes.models import Programme, ProgrammeVersion  # noqa: F401


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(institution__memberships__user=user).distinct()


class VersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(programme__institution__memberships__user=user).distinct()

    def published(self) -> Self:
        return self.filter(state="published")

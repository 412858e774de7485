from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from keurmerk.institutions.models import Role
from keurmerk.programmes.states import VersionState

if TYPE_CHECKING:
    from keurmerk.accounts.models import User
    from keurmerk.programmes.models import Programme, ProgrammeVersion  # noqa: F401

# Who takes part in making and judging a programme; the others see what is published.
MAKING = (
    Role.PROGRAMME_DIRECTOR,
    Role.QUALITY_REVIEWER,
    Role.BOARD_SECRETARY,
    Role.ADMINISTRATOR,
)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User) -> Self:
        """One's own institutions' programmes: all of them for who makes or judges them."""
        mine = user.memberships.exclude(institution=None)
        return self.filter(
            Q(institution__in=mine.filter(role__in=MAKING).values("institution"))
            | Q(
                institution__in=mine.values("institution"),
                versions__state=VersionState.PUBLISHED,
            )
        ).distinct()


class VersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def visible_to(self, user: User) -> Self:
        """One's own institutions' versions: drafts only for who makes or judges them."""
        mine = user.memberships.exclude(institution=None)
        return self.filter(
            Q(programme__institution__in=mine.filter(role__in=MAKING).values("institution"))
            | Q(
                programme__institution__in=mine.values("institution"),
                state=VersionState.PUBLISHED,
            )
        )

    def published(self) -> Self:
        return self.filter(state=VersionState.PUBLISHED)

    def under_way(self) -> Self:
        return self.filter(
            state__in=[VersionState.DRAFT, VersionState.SUBMITTED, VersionState.RETURNED]
        )

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from keurmerk.institutions.models import InstitutionPolicy, Role
from keurmerk.institutions.states import KeyState
from keurmerk.quality.states import ApplicationState, DecisionState, ReviewState

if TYPE_CHECKING:
    from datetime import date

    from keurmerk.accounts.models import User
    from keurmerk.programmes.models import ProgrammeVersion
    from keurmerk.quality.models import (  # noqa: F401
        Condition,
        FrameworkVersion,
        MarkApplication,
        MarkDecision,
        Review,
        Rule,
    )

# A secretary sees what lies before the own body; the other roles see their institution.
HANDLING = (Role.PROGRAMME_DIRECTOR, Role.QUALITY_REVIEWER, Role.ADMINISTRATOR)

SIGNED = ~Q(state__in=[DecisionState.REFUSED, DecisionState.TO_BE_SIGNED])


def _handled_by(user: User) -> Q:
    memberships = user.memberships.exclude(institution=None)
    return Q(body__institution__in=memberships.filter(role__in=HANDLING).values("institution")) | Q(
        body__in=memberships.filter(role=Role.BOARD_SECRETARY).values("body")
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
        """Applications of one's own institutions; none for who only awards or operates."""
        return self.filter(_handled_by(user))

    def waiting(self) -> Self:
        """What reviewers and bodies still have to finish, oldest first."""
        return self.filter(state=ApplicationState.OPEN).order_by("submitted_at", "pk")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User, on: date) -> Self:
        """Reviews, with their findings, that this person may read on this day.

        One's own; for the secretary of the body what is concluded; for the applicant that, once
        the application came back or was decided. A colleague reviewer waits until both are in,
        unless the institution's policy of the day says otherwise.
        """
        concluded = Q(state=ReviewState.CONCLUDED)
        own_programmes = Q(application__version__programme__in=user.programmes.all())
        roles = user.memberships.exclude(institution=None)
        secretary = Q(application__body__in=roles.filter(role=Role.BOARD_SECRETARY).values("body"))
        colleague = ~own_programmes & Q(
            application__body__institution__in=roles.filter(
                role__in=[Role.QUALITY_REVIEWER, Role.ADMINISTRATOR]
            ).values("institution")
        )
        decided = Q(application__state=ApplicationState.DECIDED)
        return self.annotate(reviewed_blind=_blind(on)).filter(
            Q(reviewer=user)
            | (concluded & secretary)
            | (concluded & own_programmes & ~Q(application__state=ApplicationState.OPEN))
            | (concluded & colleague & (decided | self._both_in(user)))
            | (colleague & Q(reviewed_blind=False))
        )

    def _both_in(self, user: User) -> Q:
        beside = self.model._default_manager.filter(
            application=OuterRef("application"), content=OuterRef("content")
        )
        return Q(Exists(beside.filter(reviewer=user, state=ReviewState.CONCLUDED))) & ~Q(
            Exists(beside.filter(state=ReviewState.OPEN))
        )

    def concluded(self) -> Self:
        return self.filter(state=ReviewState.CONCLUDED)


def _blind(on: date) -> Coalesce:
    policies = InstitutionPolicy.objects.on(on).filter(
        institution=OuterRef("application__body__institution")
    )
    return Coalesce(Subquery(policies.values("blind_review")[:1]), Value(value=True))


class DecisionQuerySet(models.QuerySet["MarkDecision"]):
    def visible_to(self, user: User) -> Self:
        """Decisions on what one handles, and the marks of versions one may award."""
        mine = user.memberships.exclude(institution=None)
        return self.filter(
            _handled_by(user) | (SIGNED & Q(body__institution__in=mine.values("institution")))
        )

    def signed(self) -> Self:
        """The marks that everybody may see, whatever happened to them after; newest first."""
        return self.filter(SIGNED).order_by("-decided_at", "pk")

    def to_be_signed(self) -> Self:
        """What a body granted; a compromised key no longer signs anything."""
        return (
            self.filter(state=DecisionState.TO_BE_SIGNED)
            .exclude(key__state=KeyState.COMPROMISED)
            .order_by("decided_at", "pk")
        )

    def in_force(self) -> Self:
        return self.filter(state=DecisionState.IN_FORCE)

    def covering(self, version: ProgrammeVersion, on: date) -> Self:
        """Granted decisions on this version whose period holds this day, whatever came after."""
        return self.filter(
            Q(awards_until=None) | Q(awards_until__gte=on),
            version=version,
            awards_from__lte=on,
        ).exclude(state=DecisionState.REFUSED)


class ConditionQuerySet(models.QuerySet["Condition"]):
    def pending(self) -> Self:
        """What the bodies still wait for, the nearest date first."""
        in_use = [DecisionState.IN_FORCE, DecisionState.SUSPENDED]
        return self.filter(met_at=None, decision__state__in=in_use).order_by("due", "pk")

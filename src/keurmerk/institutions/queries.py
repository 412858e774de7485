from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from keurmerk.institutions.states import AdmissionState, KeyState

if TYPE_CHECKING:
    from datetime import date

    from keurmerk.accounts.models import User
    from keurmerk.institutions.models import (  # noqa: F401
        Admission,
        Institution,
        InstitutionPolicy,
        Membership,
        SigningKey,
    )


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, user: User) -> Self:
        """One's own institutions; a national operator sees them all."""
        if user.memberships.filter(role="operator").exists():
            return self
        return self.filter(memberships__user=user).distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Adds nothing: without a class of its own the type checker loses the manager in a cycle."""


class PolicyQuerySet(models.QuerySet["InstitutionPolicy"]):
    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def to_be_made(self) -> Self:
        return self.filter(state=KeyState.TO_BE_MADE).order_by("pk")

    def active(self) -> Self:
        return self.filter(state=KeyState.ACTIVE)

    def public(self) -> Self:
        """Every key that ever existed, oldest first; one that is still to be made does not yet."""
        return self.exclude(state=KeyState.TO_BE_MADE).order_by("active_from", "pk")


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def to_be_signed(self) -> Self:
        """What two operators released; a compromised key no longer signs anything."""
        return (
            self.filter(state=AdmissionState.TO_BE_SIGNED)
            .exclude(key__state=KeyState.COMPROMISED)
            .order_by("released_at", "pk")
        )

    def in_force(self) -> Self:
        return self.filter(state=AdmissionState.IN_FORCE)

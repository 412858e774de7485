from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

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
    pass


class PolicyQuerySet(models.QuerySet["InstitutionPolicy"]):
    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def to_be_made(self) -> Self:
        return self.filter(state="to_be_made").order_by("pk")

    def active(self) -> Self:
        return self.filter(state="active")

    def public(self) -> Self:
        """Every key that ever existed, oldest first; one that is still to be made does not yet."""
        return self.exclude(state="to_be_made").order_by("active_from", "pk")


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def to_be_signed(self) -> Self:
        """What two operators released; a compromised key no longer signs anything."""
        return (
            self.filter(state="to_be_signed")
            .exclude(key__state="compromised")
            .order_by("released_at", "pk")
        )

    def in_force(self) -> Self:
        return self.filter(state="in_force")

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from keurmerk.awards.states import ENDED, AwardState, RowState
from keurmerk.institutions.models import Membership, Role

if TYPE_CHECKING:
    from datetime import datetime

    from keurmerk.accounts.models import User
    from keurmerk.awards.models import Award, Cohort, Row, StatusList  # noqa: F401

# A quality reviewer or a secretary of a body has no business with personal data.
REGISTER_ROLES = (Role.AWARD_OFFICER, Role.EXAMINER, Role.REGISTRAR, Role.ADMINISTRATOR)


def in_register_of(user: User, programme: str) -> Q:
    """The rows, by the path to their programme, whose people this user may see."""
    here = Membership.objects.filter(user=user, institution=OuterRef(f"{programme}__institution"))
    by_role = here.filter(
        Q(unit=None) | Q(unit=OuterRef(f"{programme}__unit")), role__in=REGISTER_ROLES
    )
    as_director = here.filter(
        role=Role.PROGRAMME_DIRECTOR,
        user__programmes=OuterRef(f"{programme}__pk"),
    )
    return Q(Exists(by_role)) | Q(Exists(as_director))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_register_of(user, "version__programme"))


class RowQuerySet(models.QuerySet["Row"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_register_of(user, "cohort__version__programme"))

    def ready(self) -> Self:
        return self.filter(state=RowState.READY).order_by("line")


class StatusListQuerySet(models.QuerySet["StatusList"]):
    def to_be_signed(self, before: datetime) -> Self:
        """Changed since they were signed, never signed, or signed before this time."""
        return self.filter(
            Q(changes__gt=F("signed_changes")) | Q(signed_at=None) | Q(signed_at__lte=before)
        ).order_by("pk")


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(in_register_of(user, "version__programme"))

    def to_be_issued(self) -> Self:
        """What a person released and nobody has signed yet."""
        return self.filter(state=AwardState.TO_BE_SIGNED).order_by("valid_from", "pk")

    def standing(self) -> Self:
        """Neither withdrawn nor replaced: nobody gets the same version again."""
        return self.exclude(state__in=ENDED)

    def signed(self) -> Self:
        return self.filter(document__isnull=False)

    def to_be_noted(self) -> Self:
        """Withdrawn or suspended, while the signed status note is still to be made."""
        return self.filter(note_due=True).order_by("ended_at", "pk")


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the rows of a cohort stand. The parts always add up to what was received."""

    received: int
    ready: int = 0
    choice: int = 0
    blocked: int = 0
    set_aside: int = 0
    awarded: int = 0


def cohort_counts(cohort: Cohort) -> Counts:
    """Count the rows of a cohort by state."""
    states = cohort.rows.order_by().values_list("state").annotate(models.Count("pk"))
    by_state = dict(states)
    return Counts(received=sum(by_state.values()), **by_state)


def list_digest(cohort: Cohort) -> str:
    """What identifies exactly the people and results that are ready, and nothing about them."""
    told = ("pk", "name", "email", "student_number", "result", "awarded_on")
    rows = list(cohort.rows.ready().values_list(*told))
    return hashlib.sha256(repr(rows).encode()).hexdigest()

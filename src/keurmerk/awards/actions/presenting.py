"""Hand a cohort to a second person, and take it back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.awards import policy
from keurmerk.awards.actions.rows import judge_cohort
from keurmerk.awards.documents import require_awardable
from keurmerk.awards.models import Cohort
from keurmerk.awards.states import CohortState
from keurmerk.errors import Refused
from keurmerk.institutions.models import RELEASE_ROLES
from keurmerk.institutions.policy import require
from keurmerk.mail.actions import queue_message


@transaction.atomic
def present_cohort(*, cohort: Cohort, by: User, at: datetime) -> None:
    """Put the ready rows before those who may release them; nothing changes in the meantime."""
    require(policy.can_prepare(by, cohort.version))
    move(cohort, CohortState.PRESENTED, by=by, at=at, presented_by=by)
    judge_cohort(cohort, at)
    ready = cohort.rows.ready()
    if not ready.exists():
        raise Refused(_("No line is ready yet, so there is nothing to release."))
    require_awardable(cohort.version, set(ready.values_list("awarded_on", flat=True)), at)
    record("presented_rows", cohort, by=by, at=at, ready=ready.count())
    for person in releasers(cohort, by):
        queue_message(
            template="cohort_presented",
            to=person.email,
            language=person.language,
            key=f"cohort-presented:{cohort.pk}:{at.timestamp():.0f}:{person.pk.hex}",
            at=at,
            context={
                "cohort": cohort.name,
                "code": cohort.version.programme.code,
                "count": ready.count(),
                "by": by.name or by.email,
                "address": f"{settings.PUBLIC_URL}/staff/cohorts/{cohort.pk}/",
            },
        )


@transaction.atomic
def take_back_cohort(*, cohort: Cohort, by: User, at: datetime) -> None:
    """Return a presented group to its preparation, by who prepares or by who should release."""
    require(policy.can_prepare(by, cohort.version) or policy.can_release(by, cohort))
    move(cohort, CohortState.DRAFT, by=by, at=at)


def releasers(cohort: Cohort, presenter: User) -> list[User]:
    """The people who may release this group, without the one who presents it."""
    programme = cohort.version.programme
    held = cohort.institution.memberships.filter(
        Q(unit=None) | Q(unit=programme.unit), role__in=RELEASE_ROLES
    )
    people = User.objects.filter(memberships__in=held).exclude(pk=presenter.pk).distinct()
    return [
        person
        for person in people.order_by("email")
        if policy.can_release(person, cohort) and not policy.has_prepared(person, cohort)
    ]

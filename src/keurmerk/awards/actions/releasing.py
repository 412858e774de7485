"""The decision to award: everything that will be signed is fixed here, in one transaction."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.accounts.policy import proven_addresses
from keurmerk.audit.transitions import move
from keurmerk.awards import policy
from keurmerk.awards.cells import plain
from keurmerk.awards.documents import require_awardable
from keurmerk.awards.matching import judge_rows
from keurmerk.awards.models import Award, Cohort, Learner, Row, StatusList, StatusOrder
from keurmerk.awards.queries import list_digest
from keurmerk.awards.states import AwardState, CohortState, RowState
from keurmerk.errors import Refused
from keurmerk.institutions.models import Admission, Institution, KeyKind, SigningKey
from keurmerk.institutions.policy import policy_on, require
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.quality.documents import mark_in_force
from keurmerk.quality.models import MarkDecision

BATCH = 500


@transaction.atomic
def release_cohort(
    *, cohort: Cohort, confirmed_count: int, by: User, at: datetime, seen: str | None = None
) -> None:
    """Award every ready row. From here on only the worker acts, and it decides nothing.

    `seen` is `list_digest` of what was looked at; None where it was not shown on a page.
    """
    require(policy.can_release(by, cohort))
    at = at.replace(microsecond=0)
    # Locks every release of this institution, so that one person is found or made once.
    lists = _open_lists(cohort.institution)
    current = Cohort.objects.select_for_update().get(pk=cohort.pk)
    ready = list(current.rows.ready().select_related("learner"))
    if current.state == CohortState.RELEASED and current.released_by_id == by.pk and not ready:
        return
    if current.state != CohortState.PRESENTED:
        raise Refused(_("This group is not waiting for release; look at it again."))
    _require_second_person(current, by, at)
    _require_somebody_else(by, [row.email for row in ready])
    if confirmed_count != len(ready):
        message = _("You confirmed %(confirmed)d people, but %(ready)d lines are ready.")
        raise Refused(message % {"confirmed": confirmed_count, "ready": len(ready)})
    if seen not in {None, list_digest(current)}:
        raise Refused(_("The list has changed since you looked at it. Look again before release."))
    _require_still_ready(current, ready, at)
    _award(current, ready, lists, at)
    move(cohort, CohortState.RELEASED, by=by, at=at, released_by=by, released_at=at)


@transaction.atomic
def release_again(*, award: Award, by: User, at: datetime) -> None:
    """Hand an award that was held back to the worker once more, with what is in force now."""
    require(policy.can_release(by, award.cohort))
    _require_second_person(award.cohort, by, at)
    _require_somebody_else(by, [award.email])
    require_awardable(award.version, {award.awarded_on}, at)
    move(
        award,
        AwardState.TO_BE_SIGNED,
        by=by,
        at=at,
        problem="",
        key=_issuing_key(award.cohort.institution),
        admission=_admission(award.cohort.institution),
        decision=mark_in_force(award.version, award.awarded_on, at),
        valid_from=at.replace(microsecond=0),
    )


def _require_second_person(cohort: Cohort, by: User, at: datetime) -> None:
    rules = policy_on(cohort.institution, timezone.localdate(at))
    if rules.second_person_releases and policy.has_prepared(by, cohort):
        raise Refused(
            _("You worked on this group yourself. A second person has to look at it and release.")
        )


def _require_somebody_else(by: User, addresses: Iterable[str]) -> None:
    own = proven_addresses(by)
    if any(address.lower() in own for address in addresses):
        raise Refused(
            _("Your own award is among these. Nobody awards to themselves: ask a colleague.")
        )


def _require_still_ready(cohort: Cohort, ready: list[Row], at: datetime) -> None:
    rows = {row.pk: row for row in cohort.rows.select_related("learner")}
    rows.update({row.pk: row for row in ready})
    judge_rows(cohort, list(rows.values()), timezone.localdate(at))
    if lines := [str(row.line) for row in ready if row.state != RowState.READY]:
        message = _("Something changed for line %(lines)s. Take the group back and look again.")
        raise Refused(message % {"lines": ", ".join(lines[:10])})
    require_awardable(cohort.version, {row.awarded_on for row in ready}, at)


def _award(cohort: Cohort, ready: list[Row], lists: list[StatusList], at: datetime) -> None:
    institution = cohort.institution
    key, admission = _issuing_key(institution), _admission(institution)
    decisions = _decisions(cohort.version, ready, at)
    places = _take_places(lists, len(ready))
    _find_or_make_learners(institution, ready)
    awards = []
    for row, (status_list, index) in zip(ready, places, strict=True):
        award = _fixed(cohort, row)
        award.decision = decisions[row.awarded_on]
        award.admission, award.key, award.valid_from = admission, key, at
        award.status_list, award.status_index = status_list, index
        awards.append(award)
    Award.objects.bulk_create(awards, batch_size=BATCH)
    learner = Award.objects.filter(row=OuterRef("pk")).values("learner")[:1]
    fixed = cohort.rows.ready().order_by().filter(award__in=Award.objects.filter(cohort=cohort))
    fixed.update(state=RowState.AWARDED, learner=Subquery(learner))


def _fixed(cohort: Cohort, row: Row) -> Award:
    if row.learner is None or row.awarded_on is None:
        raise ValueError("a ready row has its person and its date")
    return Award(
        cohort=cohort,
        row=row,
        version=cohort.version,
        learner=row.learner,
        name=row.name,
        email=row.email.lower(),
        salt=secrets.token_hex(16),
        language=cohort.language,
        result=plain(row.result_value) if row.result_value is not None else row.result,
        pass_mark=plain(cohort.pass_mark) if cohort.pass_mark is not None else "",
        awarded_on=row.awarded_on,
    )


def _open_lists(institution: Institution) -> list[StatusList]:
    return list(
        StatusList.objects.select_for_update()
        .filter(institution=institution, signed_at__isnull=False)
        .order_by("number")
    )


def _take_places(lists: list[StatusList], count: int) -> list[tuple[StatusList, int]]:
    """Give out places, spread at random over the open lists, so that a list tells no group."""
    if sum(each.room for each in lists) < count:
        raise Refused(
            _("The status lists of your institution are being prepared. Try again in a minute.")
        )
    orders = {order.pk: order for order in StatusOrder.objects.filter(status_list__in=lists)}
    places = []
    for _number in range(count):
        chosen = secrets.choice([each for each in lists if each.room])
        places.append((chosen, orders[chosen.pk].place(chosen.taken)))
        chosen.taken += 1
    StatusList.objects.bulk_update(lists, ["taken"])
    return places


def _find_or_make_learners(institution: Institution, rows: list[Row]) -> None:
    numbers = {row.student_number for row in rows} - {""}
    known = Learner.objects.filter(institution=institution, student_number__in=numbers)
    used = set(known.values_list("student_number", flat=True))
    made, numbered = [], []
    for row in rows:
        number = "" if row.student_number in used else row.student_number
        if row.learner is None:
            row.learner = Learner(
                institution=institution,
                name=row.name,
                email=row.email.lower(),
                student_number=number,
            )
            made.append(row.learner)
        elif number and not row.learner.student_number:
            row.learner.student_number = number
            numbered.append(row.learner)
        else:
            continue
        used.add(number)
    Learner.objects.bulk_create(made, batch_size=BATCH)
    Learner.objects.bulk_update(numbered, ["student_number"], batch_size=BATCH)


def _issuing_key(institution: Institution) -> SigningKey:
    keys = SigningKey.objects.active().filter(kind=KeyKind.ISSUING, institution=institution)
    key = keys.first()
    if key is None:
        raise Refused(_("Your institution has no issuing key in use, so nothing can be signed."))
    return key


def _admission(institution: Institution) -> Admission:
    admission = institution.admissions.in_force().first()
    if admission is None:
        raise Refused(_("Your institution is not admitted at this moment."))
    return admission


def _decisions(
    version: ProgrammeVersion, rows: list[Row], at: datetime
) -> dict[date | None, MarkDecision | None]:
    """The decision that covers each result date; none for an edubadge."""
    days = {row.awarded_on for row in rows}
    return {day: mark_in_force(version, day, at) if day else None for day in days}

"""The decision of the designated body. Granted, everything that will be signed is fixed here."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions.models import (
    DesignatedBody,
    Institution,
    KeyKind,
    SignedDocument,
    SigningKey,
)
from keurmerk.institutions.policy import require
from keurmerk.programmes.actions import mark_version, publish_marked_version, refuse_version
from keurmerk.programmes.documents import content_intact
from keurmerk.programmes.reading import clean, clean_line
from keurmerk.quality import policy
from keurmerk.quality.actions.applying import tell_owners
from keurmerk.quality.documents import proposed_number
from keurmerk.quality.models import Condition, MarkApplication, MarkDecision, Rule
from keurmerk.quality.rules import (
    admission_of,
    blocking,
    experiment,
    results,
    size_rule,
)
from keurmerk.quality.states import ApplicationState, DecisionState

GRANTED = "granted"
WITH_CONDITIONS = "granted_with_conditions"
REFUSED = "refused"
LONGEST_NUMBER = 40


@transaction.atomic
def decide_mark(
    *,
    application: MarkApplication,
    outcome: str,
    number: str,
    reason: str,
    awards_from: date | None,
    awards_until: date | None,
    conditions: Sequence[tuple[str, date]],
    by: User,
    at: datetime,
) -> MarkDecision:
    """Decide for the designated body; a granted mark is signed by the worker and then counts."""
    require(policy.is_secretary(by, application))
    _check_decider(application, by)
    on = timezone.localdate(at)
    decision = MarkDecision(
        application=application,
        version=application.version,
        body=application.body,
        framework=application.framework,
        number=_number(application, number, on),
        reason=clean(reason),
        decided_at=at.replace(microsecond=0),
        decided_by=by,
        rule_results=_rule_results(application, on),
        state=DecisionState.REFUSED if outcome == REFUSED else DecisionState.TO_BE_SIGNED,
    )
    if outcome == REFUSED:
        return _refuse(decision, by, at)
    wanted = [(clean(text), due) for text, due in conditions]
    _check_conditions(outcome, wanted, on)
    _check_period(application, awards_from, awards_until, on, decision.reason)
    decision.awards_from, decision.awards_until = awards_from, awards_until
    _grant(decision, by, at)
    for text, due in wanted:
        Condition.objects.create(decision=decision, text=text, due=due)
    return decision


@transaction.atomic
def put_in_force(*, decision: MarkDecision, document: SignedDocument, at: datetime) -> None:
    """Finish what the body decided: the mark has been signed, the version becomes public."""
    move(decision, DecisionState.IN_FORCE, by=None, at=at, document=document)
    publish_marked_version(version=decision.version, at=at)
    _tell(decision, at)


def _check_decider(application: MarkApplication, by: User) -> None:
    """Whoever owns, wrote or reviewed it does not decide; a review of this very text is there."""
    if application.state != ApplicationState.OPEN:
        raise Refused(_("This application is not under review at the moment."))
    if sentence := policy.conflict(by, application):
        raise Refused(sentence)
    if application.reviews.filter(reviewer=by).exists():
        raise Refused(_("Who reviewed an application does not decide on it."))
    content = application.version.version_hash
    if not application.reviews.concluded().filter(content=content).exists():
        raise Refused(_("Nobody has concluded a review of this text yet."))


def _number(application: MarkApplication, number: str, on: date) -> str:
    # Two decisions of one institution at once wait for each other here.
    Institution.objects.select_for_update().get(pk=application.body.institution_id)
    number = clean_line(number) or proposed_number(application, on)
    if len(number) > LONGEST_NUMBER:
        raise Refused(
            _("A decision number has at most %(most)d characters.") % {"most": LONGEST_NUMBER}
        )
    if MarkDecision.objects.filter(body=application.body, number=number).exists():
        raise Refused(_("Decision number %(number)s has been used.") % {"number": number})
    return number


def _rule_results(application: MarkApplication, on: date) -> list[dict[str, object]]:
    return [
        {"code": result.rule.code, "holds": result.holds, "detail": result.detail}
        for result in results(application.version, on)
    ]


def _refuse(decision: MarkDecision, by: User, at: datetime) -> MarkDecision:
    if not decision.reason:
        raise Refused(_("Give the reason for refusing."))
    decision.save()
    _close(decision, REFUSED, by, at)
    refuse_version(version=decision.version, by=by, at=at)
    _tell(decision, at)
    return decision


def _check_conditions(outcome: str, conditions: list[tuple[str, date]], on: date) -> None:
    if outcome not in (GRANTED, WITH_CONDITIONS):
        raise Refused(_("Choose an outcome."))
    if bool(conditions) is (outcome == GRANTED):
        raise Refused(
            _("Conditions go with the outcome “granted with conditions”, and only there.")
        )
    if not all(text for text, _due in conditions):
        raise Refused(_("Write what each condition asks."))
    if any(due <= on for _text, due in conditions):
        raise Refused(_("The date of a condition lies in the future."))


def _check_period(
    application: MarkApplication, start: date | None, end: date | None, on: date, reason: str
) -> None:
    """The period lies within the admission; beyond the framework it needs a reason."""
    admission = admission_of(application.version)
    if admission is None or not admission.bodies.filter(pk=application.body_id).exists():
        raise Refused(_("The admission of the institution does not name this body."))
    if not application.body.units.filter(pk=application.version.programme.unit_id).exists():
        raise Refused(_("This body does not decide on the programmes of this unit."))
    if start is None:
        raise Refused(_("Say from which day the mark counts."))
    if end is not None and end < start:
        raise Refused(_("The period ends before it begins."))
    if start < admission.awards_from or (
        admission.awards_until is not None and (end is None or end > admission.awards_until)
    ):
        raise Refused(_("The period goes beyond the admission of the institution."))
    limit = application.framework.valid_until
    if limit is not None and (end is None or end > limit) and not reason:
        raise Refused(_("The period goes beyond the quality framework: give the reason."))
    trial = experiment(application.version, on)
    if trial and trial.valid_until and (end is None or end > trial.valid_until):
        raise Refused(_("An experiment ends with its rule: choose an earlier last day."))


def _grant(decision: MarkDecision, by: User, at: datetime) -> None:
    application, version = decision.application, decision.version
    on = timezone.localdate(at)
    if in_the_way := blocking(results(version, on), application.reasons):
        raise Refused(" ".join(dict.fromkeys(result.sentence for result in in_the_way)))
    if not content_intact(version):
        raise Refused(_("The text was changed after it was submitted. Return it to the director."))
    bounds = _bounds(application, on)
    decision.ec_minimum, decision.ec_maximum = bounds.minimum, bounds.maximum
    decision.digest_nl, decision.digest_en = version.digest_nl, version.digest_en
    decision.key = active_mark_key(decision.body)
    decision.save()
    _close(decision, GRANTED, by, at)
    mark_version(version=version, by=by, at=at)


def active_mark_key(body: DesignatedBody) -> SigningKey:
    """The key that signs for the body from now on."""
    key = SigningKey.objects.active().filter(kind=KeyKind.MARK, body=body).first()
    if key is None:
        raise Refused(_("The body has no key to sign with yet."))
    return key


def _bounds(application: MarkApplication, on: date) -> Rule:
    rule = size_rule(application.version, on)
    if rule is None:
        raise Refused(_("There is no quality framework for your institution on this day."))
    return rule


def _close(decision: MarkDecision, outcome: str, by: User, at: datetime) -> None:
    move(decision.application, ApplicationState.DECIDED, by=by, at=at)
    record("decided", decision, by=by, at=at, outcome=outcome, number=decision.number)


def _tell(decision: MarkDecision, at: datetime) -> None:
    outcome = REFUSED if decision.state == DecisionState.REFUSED else GRANTED
    tell_owners(
        decision.application,
        "application_decided",
        at,
        outcome=outcome,
        decision_number=decision.number,
        reason=decision.reason,
    )

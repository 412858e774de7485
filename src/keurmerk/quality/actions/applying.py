"""Applying for the mark, and the question and answer between judges and applicant."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from keurmerk.accounts.models import User
from keurmerk.audit.transitions import move, record
from keurmerk.errors import Refused
from keurmerk.institutions.models import DesignatedBody, Role
from keurmerk.institutions.policy import require
from keurmerk.mail.actions import queue_message
from keurmerk.mail.models import Message
from keurmerk.programmes.actions import FrameworkReference, submit_version
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.policy import directs
from keurmerk.programmes.reading import clean
from keurmerk.programmes.states import VersionState
from keurmerk.quality import policy
from keurmerk.quality.models import Condition, FrameworkVersion, MarkApplication
from keurmerk.quality.rules import admission_of, blocking, experiment, framework_on, results
from keurmerk.quality.states import ApplicationState


@transaction.atomic
def apply_for_mark(
    *, version: ProgrammeVersion, reasons: Mapping[str, str], by: User, at: datetime
) -> MarkApplication:
    """Put a version forward for the mark; from now on it is read-only."""
    require(directs(by, version.programme))
    if version.programme.kind != Kind.MICROCREDENTIAL:
        raise Refused(_("An edubadge carries no quality mark."))
    if MarkApplication.objects.filter(version=version).exists():
        raise Refused(_("There is already an application for this version."))
    on = timezone.localdate(at)
    body = _competent_body(version)
    framework = _framework(version, on)
    reasons = {code: clean(reason) for code, reason in reasons.items()}
    _check_rules(version, on, reasons)
    submit_version(version=version, framework=_reference(framework), by=by, at=at)
    application = MarkApplication.objects.create(
        version=version,
        framework=framework,
        body=body,
        number=_next_number(framework, on),
        submitted_at=at,
        submitted_by=by,
        reasons=reasons,
        experiment=experiment(version, on) is not None,
    )
    record("applied", application, by=by, at=at, number=application.number)
    _tell_of_application(application, at)
    return application


@transaction.atomic
def return_to_applicant(
    *, application: MarkApplication, question: str, by: User, at: datetime
) -> None:
    """Ask the applicant; the version can be edited again."""
    require(policy.judges(by, application))
    if sentence := policy.conflict(by, application):
        raise Refused(sentence)
    question = clean(question)
    if not question:
        raise Refused(_("Write what you want to ask the applicant."))
    move(
        application,
        ApplicationState.RETURNED,
        by=by,
        at=at,
        question=question,
        times_returned=application.times_returned + 1,
    )
    move(application.version, VersionState.RETURNED, by=by, at=at)
    tell_owners(application, "application_returned", at, question=question)


@transaction.atomic
def resubmit(
    *,
    application: MarkApplication,
    answer: str,
    by: User,
    at: datetime,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Answer the question; changed content is judged again, unchanged content keeps its reviews."""
    version = application.version
    require(directs(by, version.programme))
    if not clean(answer):
        raise Refused(_("Answer the question before you send it back."))
    if application.state != ApplicationState.RETURNED:
        raise Refused(_("This application is not with you at the moment."))
    on = timezone.localdate(at)
    framework = _framework(version, on)
    added = {code: clean(reason) for code, reason in (reasons or {}).items()}
    kept = {**application.reasons, **added}
    _check_rules(version, on, kept)
    before = version.version_hash
    submit_version(version=version, framework=_reference(framework), by=by, at=at)
    move(
        application,
        ApplicationState.OPEN,
        by=by,
        at=at,
        answer=clean(answer),
        reasons=kept,
        framework=framework,
        experiment=experiment(version, on) is not None,
    )
    if before != version.version_hash:
        record("content_changed", application, by=by, at=at, before=before)


def remind_of_condition(*, condition: Condition, days: int, at: datetime) -> bool:
    """Mail the directors that a condition falls due, once per number of days beforehand."""
    application = condition.decision.application
    occasion = f"{condition.pk}:{days}"
    key = f"condition_due:{application.pk}:{occasion}:"
    if Message.objects.filter(key__startswith=key).exists():
        return False
    tell_owners(
        application,
        "condition_due",
        at,
        occasion=occasion,
        condition=condition.text,
        due=condition.due,
    )
    return Message.objects.filter(key__startswith=key).exists()


def tell_owners(
    application: MarkApplication,
    template: str,
    at: datetime,
    *,
    occasion: str = "",
    **facts: object,
) -> None:
    """Mail the directors who answer for the programme, each in their own language."""
    for owner in application.version.programme.owners.order_by("pk"):
        _tell(application, template, owner, at, occasion=occasion, **facts)


def _tell_of_application(application: MarkApplication, at: datetime) -> None:
    tell_owners(application, "application_received", at)
    programme = application.version.programme
    reviewers = User.objects.filter(
        memberships__institution=programme.institution, memberships__role=Role.QUALITY_REVIEWER
    )
    for reviewer in reviewers.order_by("pk").distinct():
        if policy.can_review(reviewer, application):
            _tell(application, "application_to_review", reviewer, at)


def _tell(
    application: MarkApplication,
    template: str,
    person: User,
    at: datetime,
    *,
    occasion: str = "",
    **facts: object,
) -> None:
    version = application.version
    title = version.title_en if person.language == "en" else version.title_nl
    occasion = occasion or str(application.times_returned)
    queue_message(
        template=template,
        to=person.email,
        language=person.language,
        key=f"{template}:{application.pk}:{occasion}:{person.pk}",
        at=at,
        context={"number": application.number, "title": title, "name": person.name, **facts},
    )


def _competent_body(version: ProgrammeVersion) -> DesignatedBody:
    admission = admission_of(version)
    if admission is None:
        raise Refused(_("Your institution has not been admitted yet."))
    unit = version.programme.unit
    body = admission.bodies.filter(units=unit).order_by("slug").first()
    if body is None:
        raise Refused(_("No designated body decides on the programmes of this unit yet."))
    return body


def _framework(version: ProgrammeVersion, on: date) -> FrameworkVersion:
    framework = framework_on(version, on)
    if framework is None:
        raise Refused(_("There is no quality framework for your institution on this day."))
    return framework


def _reference(framework: FrameworkVersion) -> FrameworkReference:
    return FrameworkReference(
        slug=framework.slug, name_nl=framework.name_nl, name_en=framework.name_en
    )


def _check_rules(version: ProgrammeVersion, on: date, reasons: Mapping[str, str]) -> None:
    # Locked first: what is judged here is what is submitted a moment later.
    ProgrammeVersion.objects.select_for_update().get(pk=version.pk)
    version.refresh_from_db()
    if in_the_way := blocking(results(version, on), reasons):
        raise Refused(" ".join(dict.fromkeys(result.sentence for result in in_the_way)))


def _next_number(framework: FrameworkVersion, on: date) -> str:
    # Two applicants at once wait for each other here.
    FrameworkVersion.objects.select_for_update().get(pk=framework.pk)
    start = f"{on.year}-"
    taken = MarkApplication.objects.filter(number__startswith=start)
    numbers = [int(number.removeprefix(start)) for number in taken.values_list("number", flat=True)]
    return f"{start}{max(numbers, default=0) + 1:03d}"

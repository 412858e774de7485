"""What needs this person today, by what they do here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keurmerk.accounts.models import User
from keurmerk.awards.models import Cohort
from keurmerk.awards.states import CohortState
from keurmerk.institutions.models import Role
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.states import EDITABLE, VersionState
from keurmerk.quality.models import Condition, MarkApplication, MarkDecision, Review
from keurmerk.quality.queries import ReviewQuerySet
from keurmerk.quality.states import DecisionState, ReviewState
from keurmerk.web.http import SignedInRequest
from keurmerk.web.templatetags.keurmerk_tags import localised

MOST = 10
REMINDED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, or to know of."""

    url: str
    label: str
    note: str
    day: date | None = None


Found = Callable[[User, date], list[Line]]


@dataclass(frozen=True, slots=True)
class Section:
    """The things of one kind, for the roles that do them."""

    title: str | Promise
    empty: str | Promise
    roles: frozenset[str]
    find: Found


@login_required
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Everything that waits for this person, and what is under way."""
    roles = set(request.user.memberships.values_list("role", flat=True))
    on = timezone.localdate()
    parts = [
        {"title": section.title, "empty": section.empty, "lines": section.find(request.user, on)}
        for section in SECTIONS
        if section.roles & roles
    ]
    return render(request, "staff/dashboard.html", {"parts": parts})


def _drafts(user: User, on: date) -> list[Line]:
    versions = (
        ProgrammeVersion.objects.visible_to(user)
        .filter(programme__owners=user, state__in=EDITABLE)
        .select_related("programme")
        .order_by("-state", "edited_at", "pk")
    )
    return [_version_line(version) for version in versions[:MOST]]


def _edubadges(user: User, on: date) -> list[Line]:
    versions = (
        ProgrammeVersion.objects.visible_to(user)
        .filter(programme__kind=Kind.EDUBADGE, state=VersionState.SUBMITTED)
        .exclude(programme__owners=user)
        .select_related("programme")
        .order_by("submitted_at", "pk")
    )
    return [_version_line(version) for version in versions[:MOST]]


def _to_review(user: User, on: date) -> list[Line]:
    applications = (
        MarkApplication.objects.visible_to(user)
        .waiting()
        .exclude(version__programme__owners=user)
        .exclude(Exists(_reviews_in().filter(reviewer=user)))
        .select_related("version__programme")
    )
    return [_application_line(case, "staff:application") for case in applications[:MOST]]


def _to_decide(user: User, on: date) -> list[Line]:
    applications = (
        MarkApplication.objects.waiting()
        .filter(
            Exists(_reviews_in()),
            body__memberships__user=user,
            body__memberships__role=Role.BOARD_SECRETARY,
        )
        .select_related("version__programme")
    )
    return [_application_line(case, "staff:decision") for case in applications[:MOST]]


def _being_signed(user: User, on: date) -> list[Line]:
    decisions = (
        MarkDecision.objects.visible_to(user)
        .filter(state=DecisionState.TO_BE_SIGNED)
        .select_related("version__programme")
        .order_by("decided_at", "pk")
    )
    return [
        Line(
            reverse("staff:decision", args=[decision.application_id]),
            _title(decision.version),
            _("decision %(number)s") % {"number": decision.number},
        )
        for decision in decisions[:MOST]
    ]


def _conditions(user: User, on: date) -> list[Line]:
    conditions = (
        Condition.objects.pending()
        .filter(
            decision__in=MarkDecision.objects.visible_to(user),
            due__lte=on + timedelta(days=REMINDED_DAYS),
        )
        .select_related("decision__version__programme")
    )
    return [
        Line(
            reverse("staff:decision", args=[condition.decision.application_id]),
            _title(condition.decision.version),
            condition.text,
            condition.due,
        )
        for condition in conditions[:MOST]
    ]


def _to_release(user: User, on: date) -> list[Line]:
    cohorts = (
        Cohort.objects.visible_to(user)
        .filter(state=CohortState.PRESENTED)
        .exclude(prepared_by=user)
        .select_related("version__programme")
        .order_by("created_at", "pk")
    )
    return [
        Line(reverse("staff:cohort", args=[cohort.pk]), cohort.name, _title(cohort.version))
        for cohort in cohorts[:MOST]
    ]


SECTIONS = (
    Section(
        gettext_lazy("Drafts and returned versions"),
        gettext_lazy("You have no drafts."),
        frozenset({Role.PROGRAMME_DIRECTOR}),
        _drafts,
    ),
    Section(
        gettext_lazy("Applications to review"),
        gettext_lazy("No application waits for your review."),
        frozenset({Role.QUALITY_REVIEWER}),
        _to_review,
    ),
    Section(
        gettext_lazy("Edubadges to read and publish"),
        gettext_lazy("No edubadge waits for a second person."),
        frozenset({Role.QUALITY_REVIEWER, Role.ADMINISTRATOR}),
        _edubadges,
    ),
    Section(
        gettext_lazy("Applications to decide on"),
        gettext_lazy("No application is ready for a decision."),
        frozenset({Role.BOARD_SECRETARY}),
        _to_decide,
    ),
    Section(
        gettext_lazy("Decisions being signed"),
        gettext_lazy("Nothing is being signed."),
        frozenset({Role.BOARD_SECRETARY}),
        _being_signed,
    ),
    Section(
        gettext_lazy("Conditions within sixty days"),
        gettext_lazy("No condition has to be met soon."),
        frozenset({Role.BOARD_SECRETARY, Role.PROGRAMME_DIRECTOR}),
        _conditions,
    ),
    Section(
        gettext_lazy("Groups to release"),
        gettext_lazy("No group waits for release."),
        frozenset({Role.AWARD_OFFICER, Role.EXAMINER}),
        _to_release,
    ),
)


def _reviews_in() -> ReviewQuerySet:
    """Reviews of the content as it is now that have been concluded."""
    return Review.objects.filter(
        application=OuterRef("pk"),
        content=OuterRef("version__version_hash"),
        state=ReviewState.CONCLUDED,
    )


def _version_line(version: ProgrammeVersion) -> Line:
    words = {"number": version.number, "state": version.get_state_display()}
    note = _("version %(number)s, %(state)s") % words
    return Line(reverse("staff:version", args=[version.pk]), _title(version), note)


def _application_line(application: MarkApplication, page: str) -> Line:
    note = _("application %(number)s, submitted on") % {"number": application.number}
    day = timezone.localdate(application.submitted_at)
    url = reverse(page, args=[application.pk])
    return Line(url, _title(application.version), note, day)


def _title(version: ProgrammeVersion) -> str:
    return localised(version, "title") or version.programme.code

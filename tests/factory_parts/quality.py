"""Quality in tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from keurmerk.institutions.models import KeyKind, Role
from keurmerk.institutions.states import AdmissionState
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import (
    Advice,
    FrameworkVersion,
    MarkApplication,
    MarkDecision,
    Review,
)
from keurmerk.quality.states import ApplicationState, DecisionState, ReviewState
from tests.factory_parts.institutions import (
    AdmissionFactory,
    DesignatedBodyFactory,
    MembershipFactory,
    SignedDocumentFactory,
    SigningKeyFactory,
    UserFactory,
)
from tests.factory_parts.programmes import ProgrammeFactory, complete_version, frozen_version

DECIDED = dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC)


def framework():
    return FrameworkVersion.objects.get(slug="nl-ho-2025")


class ApplicationFactory(DjangoModelFactory):
    """An application under review for a complete version."""

    class Meta:
        model = MarkApplication

    version = factory.LazyFunction(frozen_version)
    framework = factory.LazyFunction(framework)
    body = factory.LazyAttribute(lambda application: body_for(application.version))
    number = factory.Sequence(lambda n: f"2026-{n:03d}")
    submitted_at = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    submitted_by = factory.SubFactory(UserFactory)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    application = factory.SubFactory(ApplicationFactory)
    reviewer = factory.LazyAttribute(
        lambda review: (
            MembershipFactory(
                institution=review.application.body.institution, role=Role.QUALITY_REVIEWER
            ).user
        )
    )
    content = factory.LazyAttribute(lambda review: review.application.version.version_hash)
    no_interest_at = dt.datetime(2026, 1, 6, 9, tzinfo=dt.UTC)


class ConcludedReviewFactory(ReviewFactory):
    state = ReviewState.CONCLUDED
    advice = Advice.GRANT
    concluded_at = dt.datetime(2026, 1, 7, 9, tzinfo=dt.UTC)


def body_for(version):
    """Return the body that decides on the programmes of this unit, in the admission in force."""
    institution = version.programme.institution
    body = institution.bodies.filter(units=version.programme.unit).first()
    if body is None:
        body = DesignatedBodyFactory(institution=institution)
        body.units.add(version.programme.unit)
    admission = institution.admissions.in_force().first() or AdmissionFactory(
        institution=institution,
        state=AdmissionState.IN_FORCE,
        document=SignedDocumentFactory(text='{"signed": "admission"}'),
        released_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    admission.bodies.add(body)
    return body


def mark_key(body):
    """Return the active mark key of the body, in name only: it cannot sign."""
    return body.keys.active().first() or SigningKeyFactory(
        kind=KeyKind.MARK,
        institution=body.institution,
        body=body,
        did=f"did:web:keurmerk.example:issuers:{body.institution.slug}:bodies:{body.slug}",
    )


def directed_version(member_of, **fields):
    """Make a complete draft with its director, at an institution that has been admitted."""
    programme = ProgrammeFactory()
    director = member_of(programme.institution, Role.PROGRAMME_DIRECTOR)
    programme.owners.add(director)
    version = complete_version(programme, **fields)
    body_for(version)
    return version, director


def decision_in_force(version=None, state=DecisionState.IN_FORCE, **fields):
    """Make a granted mark on a published version (signed in name only), for awards from 2026."""
    version = version or frozen_version(state=VersionState.PUBLISHED)
    body = body_for(version)
    key = mark_key(body)
    signed = state != DecisionState.TO_BE_SIGNED
    values = {
        "application": ApplicationFactory(
            version=version, body=body, state=ApplicationState.DECIDED
        ),
        "version": version,
        "body": body,
        "framework": framework(),
        "number": f"DECISION-{version.pk.hex[:8]}",
        "awards_from": dt.date(2026, 1, 1),
        "ec_minimum": Decimal(3),
        "ec_maximum": Decimal(30),
        "digest_nl": version.digest_nl,
        "digest_en": version.digest_en,
        "decided_at": DECIDED,
        "decided_by": UserFactory(),
        "key": key,
        "document": SignedDocumentFactory(key=key) if signed else None,
        "state": state,
        **fields,
    }
    return MarkDecision.objects.create(**values)

"""Awards in tests."""

import datetime as dt
from functools import cache

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from keurmerk.awards.models import Award, Cohort, Learner, Row, StatusList, StatusOrder
from keurmerk.awards.states import AwardState, RowState
from keurmerk.awards.sweeps import random_order
from keurmerk.institutions.keys import open_signer, store
from keurmerk.institutions.models import KeyKind, SigningKey
from keurmerk.institutions.states import AdmissionState
from keurmerk.institutions.sweeps import sign_admissions
from keurmerk.programmes.models import Kind
from keurmerk.quality.documents import mark_document
from tests.factory_parts.institutions import (
    AdmissionFactory,
    DesignatedBodyFactory,
    PlatformFactory,
    SignedDocumentFactory,
    SigningKeyFactory,
    UserFactory,
    real_key,
)
from tests.factory_parts.programmes import ProgrammeFactory, complete_version, frozen_version
from tests.factory_parts.quality import body_for, decision_in_force

START = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
RESULT_DAY = dt.date(2026, 3, 12)
RELEASED_AT = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)

the_order = cache(random_order)


class StatusListFactory(DjangoModelFactory):
    """A list whose first issue was signed, with the order of its places."""

    class Meta:
        model = StatusList
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: n + 1)
    opened_at = START
    signed_at = START
    signed_changes = 1

    @factory.post_generation
    def order(self, create, extracted, **kwargs):
        StatusOrder.objects.create(status_list=self, places=the_order())


def equip(institution):
    """Give an institution an issuing key (in name only) and two status lists."""
    keys = SigningKey.objects.active().filter(kind=KeyKind.ISSUING, institution=institution)
    if not keys.exists():
        SigningKeyFactory(institution=institution)
    if not institution.status_lists.exists():
        StatusListFactory.create_batch(2, institution=institution)


def awardable_version(version=None, **fields):
    """Make a published version with a mark in force, at an institution that can award it."""
    version = decision_in_force(version, **fields).version
    equip(version.programme.institution)
    return version


def awardable_edubadge():
    programme = ProgrammeFactory(kind=Kind.EDUBADGE)
    version = frozen_version(complete_version(programme), state="published")
    body_for(version)
    equip(programme.institution)
    return version


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    version = factory.LazyFunction(awardable_version)
    name = factory.Sequence(lambda n: f"Groep {n}")
    prepared_by = factory.SubFactory(UserFactory)
    created_at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


class LearnerFactory(DjangoModelFactory):
    class Meta:
        model = Learner

    name = factory.Sequence(lambda n: f"Deelnemer {n}")
    email = factory.Sequence(lambda n: f"deelnemer-{n}@post.example")


class RowFactory(DjangoModelFactory):
    """A ready row."""

    class Meta:
        model = Row

    cohort = factory.SubFactory(CohortFactory)
    line = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Naam {n}")
    email = factory.Sequence(lambda n: f"rij-{n}@post.example")
    original = factory.LazyAttribute(lambda row: f"{row.name};{row.email}")
    awarded_on = RESULT_DAY
    awarded_on_text = factory.LazyAttribute(lambda row: f"{row.awarded_on}")
    state = RowState.READY


def award(cohort=None, **fields):
    """A released award, to be signed; `document` and `state` for a later one."""
    cohort = cohort or CohortFactory()
    institution = cohort.institution
    equip(institution)
    learner = fields.pop("learner", None) or LearnerFactory(institution=institution)
    row = RowFactory(
        cohort=cohort,
        state=RowState.AWARDED,
        name=learner.name,
        email=learner.email,
        learner=learner,
    )
    status_list = institution.status_lists.order_by("number").first()
    status_list.taken += 1
    status_list.save()
    values = {
        "cohort": cohort,
        "row": row,
        "version": cohort.version,
        "decision": cohort.version.decisions.first(),
        "admission": institution.admissions.in_force().first(),
        "learner": learner,
        "name": learner.name,
        "email": learner.email,
        "salt": "a" * 32,
        "language": cohort.language,
        "awarded_on": RESULT_DAY,
        "valid_from": RELEASED_AT,
        "key": institution.keys.active().get(kind=KeyKind.ISSUING),
        "status_list": status_list,
        "status_index": status_list.order.place(status_list.taken - 1),
        **fields,
    }
    return Award.objects.create(**values)


def issued_award(cohort=None, **fields):
    """An award with a document, signed in name only."""
    values = {"state": AwardState.ISSUED, "document": SignedDocumentFactory(), **fields}
    return award(cohort, **values)


def really_signed_version(kind=Kind.MICROCREDENTIAL, **fields):
    """A version with its whole chain signed by keys that exist; needs the fixture `keks`."""
    PlatformFactory()
    version = complete_version(ProgrammeFactory(kind=kind), **fields)
    programme = version.programme
    institution = programme.institution
    body = DesignatedBodyFactory(institution=institution)
    body.units.add(programme.unit)
    admission = AdmissionFactory(
        institution=institution,
        state=AdmissionState.TO_BE_SIGNED,
        key=real_key(KeyKind.OPERATOR),
        released_by=UserFactory(),
        released_at=START,
    )
    admission.bodies.add(body)
    sign_admissions(at=START)
    real_key(KeyKind.ISSUING, institution=institution)
    frozen_version(version, state="published")
    if kind == Kind.MICROCREDENTIAL:
        key = real_key(KeyKind.MARK, body=body)
        decision = decision_in_force(version)
        decision.document = store(mark_document(decision), open_signer(key), key, START)
        decision.save()
    return version


class VerifiedAddressFactory(DjangoModelFactory):
    """An address that its user proved to hold."""

    class Meta:
        model = EmailAddress

    user = factory.SubFactory(UserFactory)
    email = factory.LazyAttribute(lambda address: address.user.email)
    verified = True
    primary = True


def holder_of(award):
    """A user who proved to hold the address of this award."""
    user = UserFactory(email=award.email, name=award.name)
    VerifiedAddressFactory(user=user)
    return user

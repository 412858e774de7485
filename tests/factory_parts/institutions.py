"""People, institutions, bodies, keys."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from keurmerk.accounts.models import User
from keurmerk.institutions.models import (
    Admission,
    DesignatedBody,
    Institution,
    InstitutionPolicy,
    KeyKind,
    Membership,
    Role,
    SignedDocument,
    SigningKey,
    Unit,
)
from keurmerk.institutions.states import AdmissionState, KeyState


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@work.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    slug = factory.Sequence(lambda n: f"institution-{n}")
    name_nl = factory.Sequence(lambda n: f"Instelling {n}")
    name_en = factory.Sequence(lambda n: f"Institution {n}")
    sector = "WO"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"unit-{n}")
    name_nl = factory.Sequence(lambda n: f"Eenheid {n}")
    name_en = factory.Sequence(lambda n: f"Unit {n}")


class DesignatedBodyFactory(DjangoModelFactory):
    class Meta:
        model = DesignatedBody

    institution = factory.SubFactory(InstitutionFactory)
    slug = factory.Sequence(lambda n: f"body-{n}")
    name_nl = factory.Sequence(lambda n: f"Examencommissie {n}")
    name_en = factory.Sequence(lambda n: f"Examination board {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = Role.PROGRAMME_DIRECTOR


class OperatorFactory(MembershipFactory):
    institution = None
    role = Role.OPERATOR


class InstitutionPolicyFactory(DjangoModelFactory):
    class Meta:
        model = InstitutionPolicy

    institution = factory.SubFactory(InstitutionFactory)
    valid_from = dt.date(2026, 1, 1)
    languages = ["nl", "en"]


class SigningKeyFactory(DjangoModelFactory):
    """An issuing key in name only: it cannot sign."""

    class Meta:
        model = SigningKey

    kind = KeyKind.ISSUING
    institution = factory.SubFactory(InstitutionFactory)
    did = factory.LazyAttribute(
        lambda key: f"did:web:keurmerk.example:issuers:{key.institution.slug}"
    )
    multikey = "z6MkfVLnQkoVx8SiKZqaa5ToRFWGx9zuMxiMF2eyDgCubGWX"
    state = KeyState.ACTIVE
    active_from = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class SignedDocumentFactory(DjangoModelFactory):
    class Meta:
        model = SignedDocument

    text = "{}"
    sha256 = "0" * 64
    key = factory.SubFactory(SigningKeyFactory)
    signed_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class AdmissionFactory(DjangoModelFactory):
    class Meta:
        model = Admission

    institution = factory.SubFactory(InstitutionFactory)
    framework = "nl-ho-2025"
    awards_from = dt.date(2026, 1, 1)
    prepared_by = factory.SubFactory(UserFactory)
    state = AdmissionState.PREPARED

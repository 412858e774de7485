"""People, institutions, bodies, keys."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from keurmerk.accounts.models import User
from keurmerk.institutions.documents import body_did, institution_did, operator_did
from keurmerk.institutions.models import (
    Admission,
    DesignatedBody,
    Institution,
    InstitutionPolicy,
    KeyKind,
    Membership,
    Platform,
    Role,
    SignedDocument,
    SigningKey,
    Unit,
)
from keurmerk.institutions.states import AdmissionState, KeyState
from keurmerk.institutions.sweeps import make_keys


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@work.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = Platform
        django_get_or_create = ("id",)

    id = 1
    public_url = "https://keurmerk.example"
    operator_name_nl = "Landelijke beheerder"
    operator_name_en = "National operator"


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


MADE_AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def real_key(kind, *, institution=None, body=None, made_at=MADE_AT):
    """A key that can sign; the test also asks for the fixture `keks`."""
    if kind == KeyKind.OPERATOR:
        did = operator_did()
    else:
        did = body_did(body) if body else institution_did(institution)
    key = SigningKey.objects.create(
        kind=kind, institution=body.institution if body else institution, body=body, did=did
    )
    make_keys(at=made_at)
    key.refresh_from_db()
    return key


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
    framework_name = "Kwaliteitskader 2025"
    awards_from = dt.date(2026, 1, 1)
    prepared_by = factory.SubFactory(UserFactory)
    state = AdmissionState.PREPARED

"""Programmes in tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.db import connection
from factory.django import DjangoModelFactory

from keurmerk.programmes.documents import frozen_content
from keurmerk.programmes.freezing import freeze_versions, thaw_versions
from keurmerk.programmes.models import (
    Activity,
    Assessment,
    Kind,
    LearningOutcome,
    Programme,
    ProgrammeVersion,
)
from keurmerk.programmes.states import VersionState
from tests.factory_parts.institutions import InstitutionFactory, UnitFactory

COMPLETE = {
    "title_nl": "Data-gedreven besluitvorming",
    "title_en": "Data-driven decision making",
    "description_nl": "Besluiten nemen op grond van gegevens.",
    "description_en": "Taking decisions on the basis of data.",
    "target_group_nl": "Professionals met een bacheloropleiding.",
    "target_group_en": "Professionals with a bachelor's degree.",
    "prerequisites_nl": "Statistiek op bachelorniveau; een gesprek vooraf.",
    "prerequisites_en": "Statistics at bachelor level; a talk beforehand.",
    "ects": Decimal("5.0"),
    "hours": 140,
    "weeks": 10,
    "eqf_level": 7,
    "nlqf_level": "7",
    "level_reason_nl": "De deelnemer weegt onzekere gegevens zelfstandig.",
    "level_reason_en": "The participant weighs uncertain data independently.",
    "participation": "blended",
    "teaching_language": "nl",
    "fee": Decimal("2450.00"),
    "fee_covers_costs": True,
    "accredited_programme": False,
    "stackable": False,
    "isced_f": "0413",
}
OUTCOMES = [
    ("Onderbouwt een besluit met gegevens.", "Justifies a decision with data."),
    ("Ontwerpt een experiment in een organisatie.", "Designs an experiment in an organisation."),
    ("Beoordeelt de kwaliteit van gegevens.", "Assesses the quality of data."),
]
HOURS = {"contact": 28, "preparation": 42, "assignment": 50, "assessment": 20}


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    unit = factory.SubFactory(UnitFactory, institution=factory.SelfAttribute("..institution"))
    code = factory.Sequence(lambda n: f"CODE-{n}")

    @factory.post_generation
    def owners(self, create, extracted, **kwargs):
        if extracted:
            self.owners.add(*extracted)


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeVersion

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1


def complete_version(programme=None, **fields):
    """Make a draft with everything filled in: 5 EC, 140 hours, level 7, three outcomes."""
    owner = {"programme": programme} if programme else {}
    version = VersionFactory(**{**COMPLETE, **owner, **fields})
    outcomes = [
        LearningOutcome.objects.create(version=version, position=n, text_nl=nl, text_en=en)
        for n, (nl, en) in enumerate(OUTCOMES, 1)
    ]
    for n, (form, linked) in enumerate(
        [("professional_product", outcomes[:2]), ("oral_exam", outcomes[2:])], 1
    ):
        part = Assessment.objects.create(
            version=version,
            position=n,
            form=form,
            supervision="onsite",
            identity_check=True,
            description_nl="Advies aan een echte organisatie, met toelichting.",
            description_en="Advice to a real organisation, with explanation.",
        )
        part.outcomes.set(linked)
    for kind, hours in HOURS.items():
        Activity.objects.create(version=version, kind=kind, hours=hours)
    return version


def frozen_version(version=None, state=VersionState.SUBMITTED, **fields):
    """Make a complete version whose content has been written down, in this state."""
    version = version or complete_version(**fields)
    if version.programme.kind == Kind.MICROCREDENTIAL:
        version.framework = "nl-ho-2025"
        version.framework_name_nl = "Kwaliteitskader"
        version.framework_name_en = "Quality framework"
    for name, value in frozen_content(version).items():
        setattr(version, name, value)
    version.state = state
    version.submitted_at = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
    if state == VersionState.PUBLISHED:
        version.published_at = dt.datetime(2026, 1, 10, 9, tzinfo=dt.UTC)
    version.save()
    return version


def published_version(**fields):
    return frozen_version(state=VersionState.PUBLISHED, **fields)


def published_edubadge(**fields):
    return published_version(programme=ProgrammeFactory(kind=Kind.EDUBADGE), **fields)


def edit_behind_the_back(version, **changes):
    """Change a frozen version in the database itself, past its triggers."""
    thaw_versions(connection)
    ProgrammeVersion.objects.filter(pk=version.pk).update(**changes)
    freeze_versions(connection)

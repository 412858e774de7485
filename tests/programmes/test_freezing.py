import pytest
from django.db import IntegrityError, connection, transaction

from keurmerk.programmes.freezing import freeze_versions, thaw_versions, triggers
from keurmerk.programmes.models import Activity, Assessment, LearningOutcome, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from tests.factories import complete_version, frozen_version, published_version

pytestmark = pytest.mark.django_db


def rows(version):
    return ProgrammeVersion.objects.filter(pk=version.pk)


ATTEMPTS = [
    lambda version: rows(version).update(title_nl="Iets anders"),
    lambda version: rows(version).update(ects=None),
    lambda version: rows(version).update(state=VersionState.DRAFT),
    lambda version: rows(version)._raw_delete("default"),
    lambda version: version.outcomes.update(text_nl="Iets anders"),
    lambda version: LearningOutcome.objects.create(version=version, position=9),
    lambda version: version.activities.all()._raw_delete("default"),
    lambda version: Activity.objects.create(version=version, kind="practice", hours=1),
    lambda version: version.assessments.update(identity_check=False),
    lambda version: Assessment.objects.create(
        version=version, position=9, form="portfolio", supervision="none"
    ),
    lambda version: version.assessments.first().outcomes.clear(),
    lambda version: LearningOutcome.objects.filter(version=version).delete(),
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_database_refuses_to_change_what_was_handed_in(attempt):
    version = published_version()

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt(version)


def test_an_outcome_cannot_be_moved_into_a_published_version():
    outcome = complete_version().outcomes.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        LearningOutcome.objects.filter(pk=outcome.pk).update(
            version=published_version(), position=9
        )


def test_a_returned_version_can_be_changed_again():
    version = frozen_version()
    rows(version).update(state=VersionState.RETURNED)

    rows(version).update(title_nl="Beter")
    version.outcomes.first().delete()

    assert rows(version).get().title_nl == "Beter"


def test_a_draft_can_be_thrown_away():
    version = complete_version()

    version.delete()

    assert not rows(version).exists()


def test_a_published_version_saved_unchanged_is_no_change():
    version = published_version()

    version.save()

    assert rows(version).get().state == VersionState.PUBLISHED


class Statements:
    """A connection that only listens."""

    def __init__(self, vendor):
        self.vendor = vendor
        self.executed = []

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def execute(self, statement):
        self.executed.append(statement)


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_both_databases_are_frozen_and_thawed(vendor):
    listener = Statements(vendor)

    freeze_versions(listener)
    thaw_versions(listener)

    assert len(listener.executed) == 2 * len(list(triggers(vendor)))


def test_thawing_undoes_freezing():
    version = published_version()

    thaw_versions(connection)
    rows(version).update(title_nl="Iets anders")
    freeze_versions(connection)

    assert rows(version).get().title_nl == "Iets anders"

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.programmes.actions import (
    AssessmentDraft,
    save_activities,
    save_assessments,
    save_outcomes,
    save_version_fields,
)
from keurmerk.programmes.models import ProgrammeVersion
from keurmerk.programmes.states import VersionState
from tests.conftest import NOW
from tests.factories import (
    ProgrammeFactory,
    UserFactory,
    VersionFactory,
    complete_version,
    frozen_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(member_of):
    programme = ProgrammeFactory()
    user = member_of(programme.institution, Role.PROGRAMME_DIRECTOR)
    programme.owners.add(user)
    return user


@pytest.fixture
def draft(director):
    return VersionFactory(programme=director.programmes.get())


def assessment(*outcomes, **fields):
    values = {
        "form": "portfolio",
        "supervision": "none",
        "identity_check": False,
        "description_nl": "Een portfolio.",
        "description_en": "A portfolio.",
    }
    return AssessmentDraft(outcomes=outcomes, **{**values, **fields})


def test_fields_are_kept_as_they_were_meant(draft, director):
    fields = {"ects": Decimal(31), "title_nl": "Cafe\u0301", "stackable": None}

    notes = save_version_fields(version=draft, fields=fields, by=director, at=NOW)

    draft.refresh_from_db()
    assert (notes, draft.ects, draft.title_nl) == ([], Decimal(31), "Café")
    assert draft.edited_at == NOW


def test_who_edited_what_is_written_down(draft, director):
    save_version_fields(version=draft, fields={"weeks": 5, "hours": 84}, by=director, at=NOW)

    assert list(Event.objects.values_list("verb", "by", "details")) == [
        ("programmes.programmeversion.edited", director.pk, {"fields": ["hours", "weeks"]})
    ]


def test_what_was_cleaned_out_of_a_field_is_said(draft, director):
    fields = {"title_nl": "Data\u200b", "description_nl": "Nodig:\n\u2022 laptop"}

    notes = save_version_fields(version=draft, fields=fields, by=director, at=NOW)

    assert len(notes) == 1
    assert draft.description_nl == "Nodig:\n\u2022 laptop"


@pytest.mark.parametrize(
    "fields",
    [
        {"title_nl": "x" * 400},
        {"ects": Decimal("4.95")},
        {"isced_f": "41"},
        {"participation": "by_pigeon"},
        {"description_nl": "x" * 20_001},
        {"hours": -1},
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_saved(draft, director, fields):
    with pytest.raises(Refused):
        save_version_fields(version=draft, fields=fields, by=director, at=NOW)

    stored = ProgrammeVersion.objects.get(pk=draft.pk)
    assert stored.title_nl == stored.description_nl == stored.isced_f == ""


def test_the_refusal_names_the_field(draft, director):
    with override("en"), pytest.raises(Refused, match="Title in Dutch: .*200"):
        save_version_fields(version=draft, fields={"title_nl": "x" * 400}, by=director, at=NOW)


def test_only_what_a_director_writes_can_be_saved(draft, director):
    with pytest.raises(ValueError, match="state"):
        save_version_fields(version=draft, fields={"state": "published"}, by=director, at=NOW)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(draft, director):
    seen = draft.edited_at
    save_version_fields(version=draft, fields={"weeks": 5}, by=director, at=NOW, seen=seen)
    later = NOW + dt.timedelta(minutes=1)

    with override("en"), pytest.raises(Refused, match="Somebody else"):
        save_version_fields(version=draft, fields={"weeks": 6}, by=director, at=later, seen=seen)

    draft.refresh_from_db()
    assert draft.weeks == 5


@pytest.mark.parametrize(
    "state",
    [VersionState.SUBMITTED, VersionState.MARKED, VersionState.REFUSED, VersionState.PUBLISHED],
)
def test_a_version_that_is_out_of_hand_cannot_be_changed(director, state):
    version = frozen_version(complete_version(director.programmes.get()), state=state)
    attempts = [
        lambda: save_version_fields(version=version, fields={}, by=director, at=NOW),
        lambda: save_outcomes(version=version, outcomes=[], by=director, at=NOW),
        lambda: save_assessments(version=version, assessments=[], by=director, at=NOW),
        lambda: save_activities(version=version, hours={}, by=director, at=NOW),
    ]

    for attempt in attempts:
        with override("en"), pytest.raises(Refused, match="can no longer be changed"):
            attempt()


def test_only_a_director_who_answers_for_it_writes_in_it(draft, director, member_of):
    colleague = member_of(draft.programme.institution, Role.PROGRAMME_DIRECTOR)
    former = UserFactory()
    draft.programme.owners.add(former)

    for user in (colleague, former, UserFactory()):
        with pytest.raises(PermissionDenied):
            save_version_fields(version=draft, fields={"weeks": 5}, by=user, at=NOW)


def test_outcomes_are_cleaned_and_numbered_and_empty_ones_are_dropped(draft, director):
    outcomes = [("\u2022\tWeegt\u200b gegevens", "Weighs data"), ("", " "), ("Kiest", "")]

    notes = save_outcomes(version=draft, outcomes=outcomes, by=director, at=NOW)

    assert len(notes) == 3
    assert list(draft.outcomes.values_list("position", "text_nl", "text_en")) == [
        (1, "Weegt gegevens", "Weighs data"),
        (2, "Kiest", ""),
    ]


def test_an_outcome_that_moves_or_is_corrected_keeps_its_assessments(draft, director):
    save_outcomes(version=draft, outcomes=[("A", "a"), ("B", "b"), ("C", "c")], by=director, at=NOW)
    save_assessments(version=draft, assessments=[assessment(2), assessment(3)], by=director, at=NOW)

    save_outcomes(
        version=draft, outcomes=[("C", "c"), ("B better", "b"), ("D", "d")], by=director, at=NOW
    )

    linked = [list(part.outcomes.all()) for part in draft.assessments.all()]
    assert [[outcome.text_nl for outcome in part] for part in linked] == [["B better"], ["C"]]
    assert list(draft.outcomes.values_list("text_nl", flat=True)) == ["C", "B better", "D"]


def test_an_outcome_that_goes_takes_its_links_with_it(draft, director):
    save_outcomes(version=draft, outcomes=[("A", "a"), ("B", "b")], by=director, at=NOW)
    save_assessments(version=draft, assessments=[assessment(1, 2)], by=director, at=NOW)

    save_outcomes(version=draft, outcomes=[("B", "b")], by=director, at=NOW)

    assert [outcome.text_nl for outcome in draft.assessments.get().outcomes.all()] == ["B"]


def test_more_outcomes_than_can_ever_be_signed_are_refused(draft, director):
    outcomes = [(f"Uitkomst {n}", f"Outcome {n}") for n in range(31)]

    with override("en"), pytest.raises(Refused, match="At most 30"):
        save_outcomes(version=draft, outcomes=outcomes, by=director, at=NOW)


def test_assessments_are_cleaned_and_linked(draft, director):
    save_outcomes(version=draft, outcomes=[("A", "a"), ("B", "b")], by=director, at=NOW)
    part = assessment(1, 2, description_nl="Een\tportfolio.")

    notes = save_assessments(version=draft, assessments=[part], by=director, at=NOW)

    saved = draft.assessments.get()
    assert len(notes) == 1
    assert (saved.position, saved.form, saved.description_nl) == (1, "portfolio", "Een portfolio.")
    assert saved.outcomes.count() == 2


def test_an_assessment_of_an_outcome_that_does_not_exist_is_refused(draft, director):
    with override("en"), pytest.raises(Refused, match="no learning outcome 1"):
        save_assessments(version=draft, assessments=[assessment(1)], by=director, at=NOW)


def test_an_unknown_form_of_assessment_is_refused(draft, director):
    with pytest.raises(Refused):
        save_assessments(version=draft, assessments=[assessment(form="dice")], by=director, at=NOW)


def test_hours_are_kept_per_kind_of_work(draft, director):
    save_activities(version=draft, hours={"contact": 28, "practice": 0}, by=director, at=NOW)
    save_activities(version=draft, hours={"contact": 30, "assessment": 2}, by=director, at=NOW)

    assert dict(draft.activities.values_list("kind", "hours")) == {"contact": 30, "assessment": 2}


@pytest.mark.parametrize("hours", [{"sleep": 8}, {"contact": -1}])
def test_other_hours_are_refused(draft, director, hours):
    with pytest.raises(Refused):
        save_activities(version=draft, hours=hours, by=director, at=NOW)

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from keurmerk.institutions.models import Role
from keurmerk.programmes.models import Kind, LearningOutcome, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality.models import MarkApplication
from keurmerk.quality.states import ApplicationState, DecisionState
from keurmerk.web.staff.tasks import TASKS
from tests.factories import (
    ApplicationFactory,
    ProgrammeFactory,
    VersionFactory,
    complete_version,
    decision_in_force,
    directed_version,
    frozen_version,
)
from tests.web.staff.people import sign_in, words

pytestmark = pytest.mark.django_db
SLUGS = [task.slug for task in TASKS]


def page_of(version, task=""):
    if not task:
        return reverse("staff:version", args=[version.pk])
    if task == "submit":
        return reverse("staff:version_submit", args=[version.pk])
    return reverse("staff:version_task", args=[version.pk, task])


@pytest.fixture
def version(client, member_of):
    """A complete draft; its director is signed in."""
    draft, director = directed_version(member_of)
    sign_in(client, director)
    return draft


@pytest.fixture
def empty(client, member_of):
    """An empty draft; its director is signed in."""
    programme = ProgrammeFactory()
    director = member_of(programme.institution, Role.PROGRAMME_DIRECTOR)
    programme.owners.add(director)
    sign_in(client, director)
    return VersionFactory(programme=programme)


def test_a_draft_shows_its_ten_tasks_and_how_far_they_are(client, version):
    tasks = client.get(page_of(version)).context["tasks"]

    assert [(task.slug, task.word) for task in tasks] == [
        *((slug, "Done") for slug in SLUGS),
        ("submit", "Possible now"),
    ]


def test_an_empty_draft_begins_at_the_first_task(client, empty):
    response = client.get(page_of(empty))

    page = words(response)
    assert {task.word for task in response.context["tasks"]} == {
        "Not started",
        "Not possible yet",
    }
    assert "5 of 11" in page
    assert "Go on with “Basics”" in page
    assert "No outcomes yet." in page


def test_a_task_that_breaks_a_rule_needs_attention_and_an_unfinished_one_is_in_progress(
    client, empty
):
    empty.ects, empty.hours, empty.title_nl = Decimal(31), 140, "Te groot"
    empty.save()

    tasks = {task.slug: task.word for task in client.get(page_of(empty)).context["tasks"]}

    assert (tasks["workload"], tasks["basics"]) == ("Needs attention", "In progress")


@pytest.mark.parametrize("slug", [*SLUGS, "submit"])
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_task_has_its_page_in_both_languages(client, member_of, slug, filled, language):
    draft, director = directed_version(member_of)
    if not filled:
        draft = VersionFactory(programme=ProgrammeFactory(unit=draft.programme.unit))
        draft.programme.institution = draft.programme.unit.institution
        draft.programme.save()
        draft.programme.owners.add(director)
    sign_in(client, director, language)

    assert client.get(page_of(draft, slug)).status_code == 200


def test_there_is_no_other_task(client, version):
    assert client.get(page_of(version, "skills")).status_code == 404


def test_saving_a_task_keeps_what_was_filled_in_and_goes_to_the_next(client, empty):
    response = client.post(
        page_of(empty, "basics"),
        {"title_nl": "Digitale strategie", "description_nl": "Wat iemand deed."},
    )

    empty.refresh_from_db()
    assert response.url == page_of(empty, "audience")
    assert (empty.title_nl, empty.description_nl) == ("Digitale strategie", "Wat iemand deed.")


def test_saving_can_stay_on_the_page(client, empty):
    data = {"participation": "online", "teaching_language": "en", "stay": "yes"}

    response = client.post(page_of(empty, "participation"), data)

    assert response.url == page_of(empty, "participation")


def test_the_last_task_leads_to_check_and_submit(client, version):
    response = client.post(page_of(version, "offer"), {"fee": "1.950", "fee_covers_costs": "True"})
    assert response.status_code == 200  # a thousand with a point is three decimals: asked again

    response = client.post(page_of(version, "offer"), {"fee": "1950,00", "fee_covers_costs": "No"})
    assert response.status_code == 200

    response = client.post(
        page_of(version, "offer"), {"fee": "1950,50", "fee_covers_costs": "False"}
    )
    version.refresh_from_db()
    assert response.url == page_of(version, "submit")
    assert (version.fee, version.fee_covers_costs) == (Decimal("1950.50"), False)


@pytest.mark.parametrize("typed", ["5,0", "5.0", "5"])
def test_five_ec_may_be_written_with_a_comma_or_a_point(client, version, typed):
    client.post(page_of(version, "workload"), {"ects": typed, "hours": "140", "weeks": "10"})

    version.refresh_from_db()
    assert version.ects == Decimal(5)


@pytest.mark.parametrize(("language", "shown"), [("nl", "2,5"), ("en", "2.5")])
def test_a_stored_number_is_shown_in_the_language_of_the_page(client, version, language, shown):
    version.ects = Decimal("2.5")
    version.save()
    sign_in(client, version.programme.owners.get(), language)

    assert f'value="{shown}"' in words(client.get(page_of(version, "workload")))


def test_31_ec_stays_31_with_a_message(client, version):
    data = {"ects": "31", "hours": "868", "weeks": "50", "hours_contact": "868"}

    response = client.post(page_of(version, "workload"), data, follow=True)

    page = words(response)
    assert response.redirect_chain == [(page_of(version, "workload"), 302)]
    assert 'value="31"' in page
    assert 'href="#id_ects"' in page
    assert "Must be put right" in page


def test_what_is_no_number_is_kept_as_typed_with_a_message(client, version):
    response = client.post(page_of(version, "workload"), {"ects": "vijf", "hours": "140"})

    page = words(response)
    assert 'value="vijf"' in page
    assert page.count("Enter a number.") == 2
    assert "<title>Error: Workload and size" in page


def test_a_title_of_400_characters_is_kept_as_typed_with_a_message(client, version):
    response = client.post(page_of(version, "basics"), {"title_nl": "x" * 400})

    assert "x" * 400 in words(response)
    assert response.context["form"].has_error("title_nl")


def test_hours_left_empty_are_the_sum_of_the_parts(client, version):
    client.post(
        page_of(version, "workload"),
        {"ects": "5", "weeks": "10", "hours_contact": "60", "hours_practice": "80"},
    )

    version.refresh_from_db()
    assert version.hours == 140
    assert {a.kind: a.hours for a in version.activities.all()} == {"contact": 60, "practice": 80}


def test_without_any_hours_there_is_no_sum(client, version):
    client.post(page_of(version, "workload"), {"ects": "5"})

    version.refresh_from_db()
    assert version.hours is None


@pytest.mark.parametrize(("hours", "kind"), [("140", "good"), ("100", "note")])
def test_the_hours_are_added_up_against_28_per_ec(client, version, hours, kind):
    client.post(page_of(version, "workload"), {"ects": "5", "hours_contact": hours})

    line = client.get(page_of(version, "workload")).context["load"]

    assert line.kind == kind
    assert line.message == f"Together {hours} hours; 5 EC × 28 is 140 hours."


def test_seventy_hours_a_week_asks_for_a_reason_beside_the_field(client, version):
    version.weeks = 2
    version.save()

    page = words(client.get(page_of(version, "workload")))

    assert "Asks for a reason" in page
    assert "70 hours a week" in page


def outcome_rows(*pairs, **more):
    rows = {"rows": len(pairs), "pasted_nl": "", "pasted_en": "", **more}
    for number, (dutch, english) in enumerate(pairs, 1):
        rows |= {f"nl_{number}": dutch, f"en_{number}": english}
    return rows


def test_outcomes_are_saved_row_by_row_and_empty_rows_disappear(client, version):
    data = outcome_rows(("Ontwerpt.", "Designs."), ("", ""), ("Kiest.", "Chooses."))

    client.post(page_of(version, "outcomes"), data)

    assert [(o.position, o.text_nl) for o in version.outcomes.all()] == [
        (1, "Ontwerpt."),
        (2, "Kiest."),
    ]


def test_a_pasted_list_with_bullets_becomes_outcomes_and_says_what_was_cleaned(client, version):
    data = outcome_rows(
        ("Ontwerpt.", "Designs."),
        pasted_nl="•\tKiest een model.\n\n-  Verdedigt de\u200b keuze.",
        pasted_en="1. Chooses a model.",
    )

    response = client.post(page_of(version, "outcomes"), data, follow=True)

    assert [(o.text_nl, o.text_en) for o in version.outcomes.all()] == [
        ("Ontwerpt.", "Designs."),
        ("Kiest een model.", "Chooses a model."),
        ("Verdedigt de keuze.", ""),
    ]
    assert "Bullets and numbers at the start of a line were taken out." in words(response)


def test_a_form_without_a_number_of_rows_says_so(client, version):
    response = client.post(page_of(version, "outcomes"), {"rows": "many"})

    assert response.context["form"].has_error("rows")
    assert version.outcomes.count() == 3


def test_an_outcome_that_is_hard_to_assess_gets_advice_beside_it(client, version):
    LearningOutcome.objects.filter(version=version, position=1).update(
        text_nl="Begrijpt de keuze.", text_en="Understands the choice."
    )

    row = client.get(page_of(version, "outcomes")).context["rows"][0]

    assert [line.word for line in row.dutch_rules + row.english_rules] == ["Advice", "Advice"]


def assessment_row(number, **fields):
    row = {
        "form": "oral_exam",
        "supervision": "onsite",
        "description_nl": "Gesprek.",
        "description_en": "Talk.",
        "outcomes": [1, 2, 3],
        **fields,
    }
    return {f"{name}_{number}": value for name, value in row.items()}


def test_assessments_are_saved_with_the_outcomes_they_cover(client, version):
    data = {"rows": 2, **assessment_row(1, identity_check="on"), **assessment_row(2, outcomes=[2])}

    response = client.post(page_of(version, "assessment"), data)

    first, second = version.assessments.all()
    assert response.url == page_of(version, "participation")
    assert (first.form, first.supervision, first.identity_check) == ("oral_exam", "onsite", True)
    assert first.outcomes.count() == 3
    assert [outcome.position for outcome in second.outcomes.all()] == [2]


def test_an_assessment_is_removed_by_ticking_it_and_an_empty_row_is_left_out(client, version):
    data = {"rows": 3, **assessment_row(1), **assessment_row(2, remove="on")}

    client.post(page_of(version, "assessment"), data)

    assert version.assessments.count() == 1


def test_a_row_with_something_in_it_needs_its_form_and_its_supervision(client, version):
    data = {"rows": 2, **assessment_row(1, form="", supervision=""), **assessment_row(2, form="x")}

    response = client.post(page_of(version, "assessment"), data)

    errors = response.context["form"].errors
    assert errors["form_1"] == errors["supervision_1"] == ["Choose one."]
    assert list(errors) == ["form_2", "form_1", "supervision_1"]
    assert version.assessments.count() == 2


def test_the_matrix_shows_which_assessment_covers_which_outcome(client, version):
    matrix = client.get(page_of(version, "assessment")).context["matrix"]

    assert matrix.heads == ["1. professional product", "2. oral examination"]
    assert [cells for _, cells in matrix.rows] == [[True, False], [True, False], [False, True]]


def test_a_long_outcome_is_shortened_in_the_matrix(client, version):
    LearningOutcome.objects.filter(version=version, position=1).update(
        text_en="one two three four five six seven"
    )

    matrix = client.get(page_of(version, "assessment")).context["matrix"]

    assert matrix.rows[0][0] == "1. one two three four five six…"


def test_who_may_not_write_reads_the_draft_and_cannot_save(client, version, member_of):
    sign_in(client, member_of(version.programme.institution, Role.QUALITY_REVIEWER))

    reading = client.get(page_of(version))

    assert "The director of the programme is writing this version." in words(reading)
    assert client.get(page_of(version, "basics")).url == page_of(version)
    assert client.get(page_of(version, "submit")).url == page_of(version)
    assert client.post(page_of(version, "basics"), {"title_nl": "Anders"}).status_code == 403
    assert client.post(page_of(version, "submit")).status_code == 403


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("version", "get"),
        ("version_submit", "get"),
        ("version_copy", "post"),
        ("version_publish", "post"),
        ("version_return", "post"),
    ],
)
def test_another_institutions_version_does_not_exist_for_you(client, version, name, method):
    theirs = complete_version()

    response = getattr(client, method)(reverse(f"staff:{name}", args=[theirs.pk]))

    assert response.status_code == 404


def test_another_institutions_task_does_not_exist_for_you(client, version):
    assert client.get(page_of(complete_version(), "basics")).status_code == 404


def test_a_submitted_version_cannot_be_written_any_more(client, version):
    frozen_version(version)
    page = page_of(version, "basics")

    response = client.post(page, {"title_nl": "Anders", "next": page_of(version)}, follow=True)

    assert client.get(page).url == page_of(version)
    assert "can no longer be changed" in words(response)


def test_the_submit_page_lists_what_stands_in_the_way_under_its_task(client, empty):
    empty.ects, empty.hours, empty.weeks = Decimal(31), 140, 2
    empty.save()

    response = client.get(page_of(empty, "submit"))

    groups = {group.label: group for group in response.context["blocking"]}
    assert list(groups) == [
        "Basics", "For whom", "Learning outcomes", "Workload and size", "Level", "Assessment",
        "Participation", "Place in a larger whole", "Offer", "As a whole",
    ]  # fmt: skip
    assert groups["Offer"].url == page_of(empty, "offer")
    assert "Apply for the quality mark" not in words(response)


def test_advice_stands_apart_and_may_be_left(client, version):
    LearningOutcome.objects.filter(version=version, position=1).update(text_nl="Begrijpt iets.")

    response = client.get(page_of(version, "submit"))

    assert [group.label for group in response.context["advice"]] == ["Learning outcomes"]
    assert response.context["blocking"] == []


def test_a_complete_version_is_submitted_for_the_mark(client, version):
    response = client.post(page_of(version, "submit"), follow=True)

    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED
    assert MarkApplication.objects.get().version == version
    assert "From now on it is read-only." in words(response)
    assert "Submitted for the quality mark." in words(response)


def test_a_rule_that_asks_for_a_reason_gets_it_from_the_applicant(client, version):
    version.fee_covers_costs = False
    version.save()
    page = page_of(version, "submit")

    without = client.post(page, {})
    client.post(page, {"reason_fee_covers_costs": "De gemeente betaalt mee."})

    assert without.context["form"].has_error("reason_fee_covers_costs")
    assert MarkApplication.objects.get().reasons == {"fee_covers_costs": "De gemeente betaalt mee."}


def test_an_incomplete_version_is_refused_with_the_sentences_of_the_rules(client, empty):
    page = page_of(empty, "submit")

    response = client.post(
        page, {"next": page, "reason_outcomes_number": "Een proef."}, follow=True
    )

    assert response.redirect_chain == [(page, 302)]
    assert "has not been admitted yet" in words(response)


def test_a_question_is_answered_where_one_submits(client, version):
    frozen_version(version, state=VersionState.RETURNED)
    application = ApplicationFactory(
        version=version, state=ApplicationState.RETURNED, question="Waarom geen mondelinge toets?"
    )
    page = page_of(version, "submit")

    overview, form = words(client.get(page_of(version))), words(client.get(page))
    client.post(page, {"answer": "Die is toegevoegd."})

    application.refresh_from_db()
    assert "Waarom geen mondelinge toets?" in overview
    assert "Waarom geen mondelinge toets?" in form
    assert (application.state, application.answer) == (ApplicationState.OPEN, "Die is toegevoegd.")


def test_a_published_version_is_for_reading_and_begins_the_next(client, version):
    frozen_version(version, state=VersionState.PUBLISHED)
    decision_in_force(version)

    page = words(client.get(page_of(version)))
    response = client.post(reverse("staff:version_copy", args=[version.pk]))

    copy = ProgrammeVersion.objects.get(number=2)
    assert reverse("public:version", args=[version.pk]) in page
    assert "Start the next version" in page
    assert "In force" in page
    assert response.url == page_of(copy)
    assert "version 2, begun as a copy" not in page
    assert "begun as a copy of the version before" in words(
        client.get(page_of(frozen_version(copy)))
    )


def test_a_second_copy_at_once_is_refused_where_one_was(client, version):
    frozen_version(version)
    data = {"next": page_of(version)}

    response = client.post(reverse("staff:version_copy", args=[version.pk]), data, follow=True)

    assert "There is already a version under way." in words(response)


@pytest.mark.parametrize("state", [VersionState.MARKED, VersionState.REFUSED])
def test_a_decided_version_says_how_it_stands(client, version, state):
    frozen_version(version, state=state)
    decision_in_force(version, state=DecisionState.TO_BE_SIGNED)

    assert "The quality mark was" in words(client.get(page_of(version)))


def test_both_languages_of_a_level_and_a_level_of_its_own_are_written_out(client, version):
    version.nlqf_level = "6"
    version.save()

    page = client.get(page_of(version, "submit"))

    assert page.context["content"].level == "level 7 (EQF), 6 (NLQF)"


@pytest.fixture
def edubadge(client, member_of):
    """A complete draft of an edubadge; its director is signed in."""
    programme = ProgrammeFactory(kind=Kind.EDUBADGE)
    director = member_of(programme.institution, Role.PROGRAMME_DIRECTOR)
    programme.owners.add(director)
    sign_in(client, director)
    return complete_version(programme)


def test_an_edubadge_is_submitted_and_published_by_a_second_person(client, edubadge, member_of):
    first = client.post(page_of(edubadge, "submit"), follow=True)
    sign_in(client, member_of(edubadge.programme.institution, Role.QUALITY_REVIEWER))

    page = words(client.get(page_of(edubadge)))
    client.post(reverse("staff:version_publish", args=[edubadge.pk]))

    edubadge.refresh_from_db()
    assert "A second person reads the edubadge" in words(first)
    assert "Publish the edubadge" in page
    assert edubadge.state == VersionState.PUBLISHED


def test_who_wrote_an_edubadge_does_not_publish_it(client, edubadge):
    client.post(page_of(edubadge, "submit"))

    response = client.post(reverse("staff:version_publish", args=[edubadge.pk]))

    assert response.status_code == 403
    assert "Publish the edubadge" not in words(client.get(page_of(edubadge)))


def test_an_edubadge_can_be_given_back_with_a_question(client, edubadge, member_of):
    client.post(page_of(edubadge, "submit"))
    sign_in(client, member_of(edubadge.programme.institution, Role.QUALITY_REVIEWER))
    url = reverse("staff:version_return", args=[edubadge.pk])

    empty = client.post(url, {"question": ""})
    client.post(url, {"question": "Wat doet iemand hiermee?"})

    edubadge.refresh_from_db()
    assert empty.context["form"].has_error("question")
    assert edubadge.state == VersionState.RETURNED
    assert "was asked to change or answer" in words(client.get(page_of(edubadge)))


def test_the_preview_of_a_draft_without_a_level_leaves_it_out(client, empty):
    with override("en"):
        content = client.get(page_of(empty)).context["content"]

    assert (content.level, content.load, content.title) == ("", "", "")


def test_a_rule_that_only_warns_is_silent_when_there_is_nothing_to_warn_of(client, version):
    lines = client.get(page_of(version, "place")).context["lines"]
    page = words(client.get(page_of(version, "submit")))

    assert [line.rules for line in lines] == [[], [], [], []]
    assert "Explain why it is offered apart" not in page

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from keurmerk.institutions.models import Role
from keurmerk.programmes.states import VersionState
from keurmerk.quality.actions import conclude_review, record_findings, start_review
from keurmerk.quality.models import Advice, Review
from keurmerk.quality.states import ApplicationState, ReviewState
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    InstitutionFactory,
    ProgrammeFactory,
    ReviewFactory,
    UnitFactory,
    complete_version,
    decision_in_force,
    framework,
    frozen_version,
)
from tests.web.staff.people import sign_in, words

pytestmark = pytest.mark.django_db
LIST = reverse("staff:application_list")
POINTS = ("V1", "V2", "V3", "V4", "V5", "V6", "V7")


@pytest.fixture
def vu():
    return InstitutionFactory(slug="vu")


@pytest.fixture
def case(vu):
    """An application under review."""
    return ApplicationFactory(version=frozen_version(complete_version(_programme(vu))))


@pytest.fixture
def reviewer(client, vu, member_of):
    return sign_in(client, member_of(vu, Role.QUALITY_REVIEWER))


def _programme(institution):
    return ProgrammeFactory(institution=institution, unit=UnitFactory(institution=institution))


def page_of(case):
    return reverse("staff:application", args=[case.pk])


def findings(judgement="meets", sentence="", **more):
    judged = {f"judgement_{code}": judgement for code in POINTS}
    return judged | {f"sentence_{code}": sentence for code in POINTS} | more


def concluded(case, reviewer, sentence="Leg de rubric vast."):
    review = start_review(application=case, by=reviewer, at=timezone.now())
    points = framework().points.filter(code__startswith="V")
    found = [(point, "condition", sentence) for point in points]
    record_findings(review=review, findings=found, by=reviewer, at=timezone.now())
    conclude_review(review=review, advice=Advice.GRANT, by=reviewer, at=timezone.now())
    return review


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_shows_only_our_own_in_a_fixed_number_of_queries(
    client, vu, reviewer, count, django_assert_num_queries
):
    for number in range(count):
        version = frozen_version(complete_version(_programme(vu), title_en=f"Ours {number}"))
        ReviewFactory(application=ApplicationFactory(version=version))
    ApplicationFactory(version=frozen_version(title_en="Not for your eyes"))

    with django_assert_num_queries(7):
        page = words(client.get(LIST))

    assert all(f"Ours {number}" in page for number in range(count))
    assert "Not for your eyes" not in page


def test_the_queue_says_what_to_note(client, vu, reviewer):
    version = frozen_version(complete_version(_programme(vu)))
    case = ApplicationFactory(
        version=version,
        reasons={"weekly_load": "Twee dagen vrij."},
        experiment=True,
        times_returned=1,
        submitted_at=timezone.now() - dt.timedelta(days=12),
    )
    review = ConcludedReviewFactory(application=case)

    (line,) = client.get(LIST).context["lines"]

    assert line.days == 12
    assert line.reviewers == f"1 of 1 in: {review.reviewer}"
    assert line.flags == ["reasons given", "experiment", "returned before"]


@pytest.mark.parametrize(("state", "found"), [("open", 0), ("decided", 1), ("all", 1)])
def test_the_queue_can_be_narrowed_by_state(client, vu, reviewer, state, found):
    version = frozen_version(complete_version(_programme(vu)), state=VersionState.PUBLISHED)
    decision_in_force(version)

    response = client.get(LIST, {"state": state})

    assert len(response.context["lines"]) == found
    assert ("No applications here." in words(response)) is (found == 0)


def test_another_institutions_application_does_not_exist_for_you(client, reviewer):
    theirs = ApplicationFactory()
    review = ReviewFactory(application=theirs)

    assert client.get(page_of(theirs)).status_code == 404
    for name in ("review_start", "application_return"):
        assert client.post(reverse(f"staff:{name}", args=[theirs.pk])).status_code == 404
    for name in ("review_conclude", "review_step_back"):
        assert client.post(reverse(f"staff:{name}", args=[review.pk])).status_code == 404


def test_a_reviewer_first_states_to_have_no_interest(client, case, reviewer):
    url = reverse("staff:review_start", args=[case.pk])

    without = client.post(url)
    response = client.post(url, {"no_interest": "on"}, follow=True)

    assert "You can only review what you have no interest in." in words(without)
    assert "You review this application." in words(response)
    assert Review.objects.get().reviewer == reviewer


def test_a_director_is_not_asked_and_not_allowed_to_review(client, case, vu, member_of):
    director = sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))
    case.version.programme.owners.add(director)

    page = words(client.get(page_of(case)))
    response = client.post(reverse("staff:review_start", args=[case.pk]), {"no_interest": "on"})

    assert "Who answers for a programme does not judge it." in page
    assert "Begin the review" not in page
    assert response.status_code == 403


def test_a_reviewer_who_answers_for_the_programme_is_told_so_on_the_page(client, case, reviewer):
    case.version.programme.owners.add(reviewer)
    data = {"no_interest": "on", "next": page_of(case)}

    response = client.post(reverse("staff:review_start", args=[case.pk]), data, follow=True)

    assert response.redirect_chain == [(page_of(case), 302)]
    assert "Who answers for a programme does not judge it." in words(response)


@pytest.fixture
def review(case, reviewer):
    return start_review(application=case, by=reviewer, at=timezone.now())


def url_of(review):
    return reverse("staff:review_conclude", args=[review.pk])


def test_the_form_asks_for_every_point_of_the_education(client, case, review):
    response = client.get(page_of(case))

    page = words(response)
    assert [row.point.code for row in response.context["form"].rows()] == list(POINTS)
    assert page.count('type="radio"') == 4 * len(POINTS)
    assert "K1 to K5" in page


def test_findings_can_be_saved_as_far_as_they_go(client, case, review):
    data = {"judgement_V1": "meets", "judgement_V2": "condition", "sentence_V2": "Licht toe."}

    response = client.post(url_of(review), data, follow=True)

    review.refresh_from_db()
    assert review.state == ReviewState.OPEN
    assert review.findings.count() == 2
    assert "Your findings are saved." in words(response)
    assert "Licht toe." in words(response)


def test_all_findings_go_in_with_an_advice(client, case, review):
    client.post(url_of(review), findings(advice="grant"))

    review.refresh_from_db()
    assert (review.state, review.advice) == (ReviewState.CONCLUDED, Advice.GRANT)
    page = words(client.get(page_of(case)))
    assert "What the reviewers found" in page
    assert "You stated on" in page


def test_a_refusal_can_be_advised(client, review):
    client.post(url_of(review), findings("does_not_meet", "Zie V1.", advice="refuse"))

    review.refresh_from_db()
    assert review.advice == Advice.REFUSE


def test_what_does_not_simply_meet_needs_a_sentence_and_the_rest_is_kept(client, case, review):
    data = findings(advice="grant", judgement_V2="condition", judgement_V3="", sentence_V4="Mooi.")

    response = client.post(url_of(review), data)

    page = words(response)
    assert response.context["form"].errors == {
        "sentence_V2": ["Say why, in a sentence."],
        "judgement_V3": ["Choose a judgement."],
    }
    assert 'href="#id_sentence_V2"' in page
    assert "Mooi." in page
    assert not review.findings.exists()


def test_a_sentence_without_a_judgement_asks_for_one(client, review):
    response = client.post(url_of(review), {"sentence_V1": "Te groot.", "judgement_V2": "nonsense"})

    assert set(response.context["form"].errors) == {"judgement_V1", "judgement_V2"}


def test_a_finding_that_is_too_long_is_asked_once(client, review):
    data = {"judgement_V1": "condition", "sentence_V1": "x" * 2001}

    response = client.post(url_of(review), data)

    assert len(response.context["form"].errors["sentence_V1"]) == 1


def test_advice_that_the_rules_forbid_is_refused_on_the_page(client, case, review):
    data = findings("does_not_meet", "Nee.", advice="grant", next=page_of(case))

    response = client.post(url_of(review), data, follow=True)

    assert response.redirect_chain == [(page_of(case), 302)]
    assert "does not go with the advice to grant" in words(response)
    assert not review.findings.exists()


def test_a_reviewer_returns_the_application_with_a_question(client, case, review):
    data = findings(judgement_V7="cannot_judge", sentence_V7="De toetsvorm is onduidelijk.")

    without = client.post(url_of(review), data | {"advice": "return", "question": ""})
    client.post(url_of(review), data | {"advice": "return", "question": "Welke toets is dit?"})

    case.refresh_from_db()
    assert "This field is required." in words(without)
    assert (case.state, case.question) == (ApplicationState.RETURNED, "Welke toets is dit?")
    assert review.findings.count() == 7
    page = words(client.get(page_of(case)))
    assert "Welke toets is dit?" in page
    assert "Not answered yet." in page


def test_a_secretary_returns_the_application_too(client, case, member_of):
    sign_in(client, member_of(case.body.institution, Role.BOARD_SECRETARY, body=case.body))
    url = reverse("staff:application_return", args=[case.pk])

    without = client.post(url, {"question": ""})
    client.post(url, {"question": "Waarom?"})

    case.refresh_from_db()
    assert without.context["return_form"].has_error("question")
    assert case.state == ApplicationState.RETURNED


def test_only_who_judges_returns_an_application(client, case, vu, member_of):
    sign_in(client, member_of(vu, Role.PROGRAMME_DIRECTOR))
    url = reverse("staff:application_return", args=[case.pk])

    assert client.post(url, {"question": "Waarom?"}).status_code == 403
    assert "Return to the applicant" not in words(client.get(page_of(case)))


def test_a_reviewer_steps_back_when_an_interest_shows(client, case, review):
    url = reverse("staff:review_step_back", args=[review.pk])

    without = client.post(url, {"reason": ""})
    response = client.post(url, {"reason": "Mijn broer geeft dit vak."}, follow=True)

    review.refresh_from_db()
    assert without.context["step_back_form"].has_error("reason")
    assert review.state == ReviewState.STEPPED_BACK
    assert "You have stepped back." in words(response)


def test_a_reviewer_does_not_see_the_other_until_both_are_in(client, case, review, member_of):
    other = member_of(case.body.institution, Role.QUALITY_REVIEWER)
    concluded(case, other, sentence="Van de ander.")

    before = words(client.get(page_of(case)))
    client.post(url_of(review), findings(advice="grant"))
    after = words(client.get(page_of(case)))

    assert "Van de ander." not in before
    assert "Van de ander." in after


def test_the_applicant_does_not_read_findings_while_the_case_is_open(
    client, case, reviewer, member_of
):
    concluded(case, reviewer, sentence="Van de beoordelaar.")
    director = sign_in(client, member_of(case.body.institution, Role.PROGRAMME_DIRECTOR))
    case.version.programme.owners.add(director)

    page = words(client.get(page_of(case)))

    assert "Van de beoordelaar." not in page
    assert "Not to be read by you yet." in page


def test_a_next_version_is_compared_with_the_published_one(client, vu, reviewer):
    first = frozen_version(complete_version(_programme(vu)), state=VersionState.PUBLISHED)
    decision_in_force(first)
    draft = complete_version(first.programme, number=2, weeks=8, target_group_nl="Leidinggevenden.")
    draft.outcomes.filter(position=3).delete()
    case = ApplicationFactory(
        version=frozen_version(draft), reasons={"weekly_load": "Vrij.", "old": "Ouder."}
    )

    response = client.get(page_of(case))

    changed = [what for what, _was, _becomes in response.context["before"]["changes"]]
    assert changed == [
        "Learning outcome 3 (EN)",
        "Weeks",
        "Assessment 2",
        "Target group (NL)",
        "Learning outcome 3 (NL)",
    ]
    assert [text for _, text in response.context["reasons"]] == ["Ouder.", "Vrij."]
    assert [earlier.version for earlier in response.context["earlier"]] == [first]


def test_a_next_version_without_changes_says_so(client, vu, reviewer):
    first = frozen_version(complete_version(_programme(vu)), state=VersionState.PUBLISHED)
    case = ApplicationFactory(version=frozen_version(complete_version(first.programme, number=2)))

    assert "Nothing differs." in words(client.get(page_of(case)))


def test_a_decided_case_leads_to_the_decision(client, vu, reviewer):
    version = frozen_version(complete_version(_programme(vu)), state=VersionState.PUBLISHED)
    decision = decision_in_force(version)

    page = words(client.get(page_of(decision.application)))

    assert reverse("staff:decision", args=[decision.application_id]) in page


def test_an_award_officer_has_no_business_with_applications(client, case, vu, member_of):
    sign_in(client, member_of(vu, Role.AWARD_OFFICER))

    assert client.get(page_of(case)).status_code == 404

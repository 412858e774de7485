import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.audit.transitions import record
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.programmes.states import VersionState
from keurmerk.quality import policy
from keurmerk.quality.actions import (
    conclude_review,
    record_finding,
    record_findings,
    start_review,
    step_back,
)
from keurmerk.quality.models import Advice, Finding, Judgement, MarkApplication
from keurmerk.quality.states import ApplicationState, ReviewState
from tests.conftest import NOW
from tests.factories import (
    ApplicationFactory,
    ConcludedReviewFactory,
    ReviewFactory,
    UnitFactory,
    UserFactory,
    edit_behind_the_back,
    framework,
    frozen_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    return ApplicationFactory()


@pytest.fixture
def reviewer(application, member_of):
    return member_of(application.body.institution, Role.QUALITY_REVIEWER)


@pytest.fixture
def review(application, reviewer):
    return start_review(application=application, by=reviewer, at=NOW)


def find(review, code="V1", judgement=Judgement.MEETS, sentence="", **others):
    values = {"by": review.reviewer, "point": framework().points.get(code=code), **others}
    return record_finding(review=review, judgement=judgement, sentence=sentence, at=NOW, **values)


def find_all(review):
    for number in range(1, 8):
        find(review, f"V{number}")


def test_a_review_begins_with_the_statement_of_no_interest(application, reviewer):
    assert policy.can_review(reviewer, application)

    review = start_review(application=application, by=reviewer, at=NOW)

    assert (review.no_interest_at, review.state) == (NOW, ReviewState.OPEN)
    assert review.content == application.version.version_hash
    assert Event.objects.about(review).get().details == {"no_interest": True}
    assert not policy.can_review(reviewer, application)


def test_an_owner_an_author_and_an_examiner_do_not_review(application, reviewer, member_of):
    institution, version = application.body.institution, application.version
    owner = member_of(institution, Role.QUALITY_REVIEWER)
    version.programme.owners.add(owner)
    author = member_of(institution, Role.QUALITY_REVIEWER)
    record("edited", version, by=author, at=NOW)
    examiner = member_of(institution, Role.QUALITY_REVIEWER)
    member_of(institution, Role.EXAMINER, user=examiner)
    refusals = {
        owner: "Who answers for a programme",
        author: "Who wrote in a programme",
        examiner: "An examiner of this unit",
    }

    for user, sentence in refusals.items():
        assert not policy.can_review(user, application)
        with override("en"), pytest.raises(Refused, match=sentence):
            start_review(application=application, by=user, at=NOW)


def test_who_wrote_an_earlier_version_does_not_review_the_next(member_of):
    earlier = frozen_version(state=VersionState.REFUSED)
    next_version = frozen_version(programme=earlier.programme, number=2)
    application = ApplicationFactory(version=next_version)
    reviewer = member_of(application.body.institution, Role.QUALITY_REVIEWER)
    assert policy.can_review(reviewer, application)

    record("edited", earlier, by=reviewer, at=NOW)

    assert not policy.can_review(reviewer, application)


def test_an_examiner_of_another_unit_may_review(application, reviewer, member_of):
    other = UnitFactory(institution=application.body.institution)
    member_of(application.body.institution, Role.EXAMINER, user=reviewer, unit=other)

    assert policy.can_review(reviewer, application)


def test_only_reviewers_of_the_institution_review(application, member_of):
    theirs = member_of(ApplicationFactory().body.institution, Role.QUALITY_REVIEWER)
    officer = member_of(application.body.institution, Role.AWARD_OFFICER)

    for user in (theirs, officer, UserFactory()):
        assert not policy.can_review(user, application)
        with pytest.raises(PermissionDenied):
            start_review(application=application, by=user, at=NOW)


def test_the_same_text_is_reviewed_once_by_a_person(application, review, reviewer):
    with override("en"), pytest.raises(Refused, match="already begun"):
        start_review(application=application, by=reviewer, at=NOW)


def test_an_application_that_was_returned_is_not_reviewed(application, reviewer):
    MarkApplication.objects.update(state=ApplicationState.RETURNED)
    application.refresh_from_db()

    with override("en"), pytest.raises(Refused, match="not under review"):
        start_review(application=application, by=reviewer, at=NOW)


def test_a_finding_can_be_changed_until_the_review_is_concluded(review):
    find(review, judgement=Judgement.CANNOT_JUDGE, sentence="No\u200b plan.")

    find(review, judgement=Judgement.CONDITION, sentence="A rubric.")

    finding = review.findings.get()
    assert (finding.judgement, finding.sentence) == ("condition", "A rubric.")
    assert str(finding) == "V1: condition"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"judgement": "condition"}, "Explain your finding on point V1"),
        ({"judgement": "does_not_meet", "sentence": " "}, "Explain your finding"),
        ({"judgement": "perhaps"}, "Choose a judgement"),
        ({"code": "K1"}, "not asked of this programme"),
    ],
)
def test_a_finding_gives_its_reason(review, fields, sentence):
    with override("en"), pytest.raises(Refused, match=sentence):
        find(review, **fields)


def test_the_database_asks_for_the_sentence_too(review):
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(
            review=review, point=framework().points.get(code="V1"), judgement="cannot_judge"
        )


def test_a_review_is_concluded_with_an_advice(review, reviewer):
    find_all(review)
    assert policy.can_conclude(reviewer, review)

    conclude_review(review=review, advice=Advice.GRANT, by=reviewer, at=NOW)

    assert (review.state, review.advice, review.concluded_at) == ("concluded", "grant", NOW)
    assert not policy.can_conclude(reviewer, review)


def test_every_point_is_judged_first(review, reviewer):
    find(review, "V1")

    with override("en"), pytest.raises(Refused, match="Still to judge: V2, V3, V4, V5, V6, V7"):
        conclude_review(review=review, advice=Advice.GRANT, by=reviewer, at=NOW)


def test_an_advice_is_one_of_three(review, reviewer):
    with override("en"), pytest.raises(Refused, match="Choose an advice"):
        conclude_review(review=review, advice="maybe", by=reviewer, at=NOW)


def test_a_point_that_is_not_met_does_not_go_with_granting(review, reviewer):
    find_all(review)
    find(review, "V7", Judgement.DOES_NOT_MEET, "Not independent.")

    with override("en"), pytest.raises(Refused, match="does not go with the advice to grant"):
        conclude_review(review=review, advice=Advice.GRANT, by=reviewer, at=NOW)
    conclude_review(review=review, advice=Advice.REFUSE, by=reviewer, at=NOW)

    assert review.state == ReviewState.CONCLUDED


def test_a_concluded_review_does_not_change(application):
    review = ConcludedReviewFactory(application=application)

    with override("en"), pytest.raises(Refused, match="has been concluded"):
        find(review)


def test_a_review_of_a_returned_application_waits(review):
    MarkApplication.objects.update(state=ApplicationState.RETURNED)
    review.application.refresh_from_db()

    with override("en"), pytest.raises(Refused, match="not under review"):
        find(review)


def test_a_review_belongs_to_the_text_it_began_with(review):
    edit_behind_the_back(review.application.version, version_hash="0" * 64)
    review.application.version.refresh_from_db()

    with override("en"), pytest.raises(Refused, match="Begin a new review"):
        find(review)


def test_a_reviewer_who_became_an_owner_judges_no_further(review):
    review.application.version.programme.owners.add(review.reviewer)

    with override("en"), pytest.raises(Refused, match="does not judge it"):
        find(review)


def test_a_review_is_the_reviewers_own(review, member_of):
    colleague = member_of(review.application.body.institution, Role.QUALITY_REVIEWER)

    with pytest.raises(PermissionDenied):
        find(review, by=colleague)
    with pytest.raises(PermissionDenied):
        conclude_review(review=review, advice=Advice.GRANT, by=colleague, at=NOW)
    with pytest.raises(PermissionDenied):
        step_back(review=review, reason="Mine.", by=colleague, at=NOW)


def test_who_sees_an_interest_while_reading_steps_back_for_good(application, review, reviewer):
    with override("en"), pytest.raises(Refused, match="Say why"):
        step_back(review=review, reason="", by=reviewer, at=NOW)

    step_back(review=review, reason="A former colleague.", by=reviewer, at=NOW)

    assert review.state == ReviewState.STEPPED_BACK
    assert Event.objects.about(review).last().details == {"reason": "A former colleague."}
    assert not policy.can_review(reviewer, application)


def test_the_database_keeps_one_review_per_person_and_text(review):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(application=review.application, reviewer=review.reviewer)


def test_several_findings_are_noted_together_or_not_at_all(review, reviewer):
    points = {point.code: point for point in framework().points.all()}
    findings = [(points["V1"], "meets", ""), (points["V2"], "condition", "A rubric.")]

    record_findings(review=review, findings=findings, by=reviewer, at=NOW)
    with pytest.raises(Refused):
        record_findings(
            review=review,
            findings=[(points["V3"], "meets", ""), (points["V4"], "condition", "")],
            by=reviewer,
            at=NOW,
        )

    assert set(review.findings.values_list("point__code", flat=True)) == {"V1", "V2"}

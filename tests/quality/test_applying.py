from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from keurmerk.audit.models import Event
from keurmerk.errors import Refused
from keurmerk.institutions.models import Role
from keurmerk.mail.models import Message
from keurmerk.programmes.actions import save_version_fields
from keurmerk.programmes.models import Kind, ProgrammeVersion
from keurmerk.programmes.states import VersionState
from keurmerk.quality import policy
from keurmerk.quality.actions import apply_for_mark, resubmit, return_to_applicant
from keurmerk.quality.models import MarkApplication
from keurmerk.quality.states import ApplicationState
from tests.conftest import NOW
from tests.factories import (
    ProgrammeFactory,
    ReviewFactory,
    UserFactory,
    complete_version,
    directed_version,
    framework,
)

pytestmark = pytest.mark.django_db


def applied(member_of, **fields):
    version, director = directed_version(member_of, **fields)
    application = apply_for_mark(version=version, reasons={}, by=director, at=NOW)
    return application, director


def secretary_of(member_of, application):
    body = application.body
    return member_of(body.institution, Role.BOARD_SECRETARY, body=body)


def returned(member_of):
    application, director = applied(member_of)
    secretary = secretary_of(member_of, application)
    return_to_applicant(application=application, question="Which form?", by=secretary, at=NOW)
    return application, director


def test_an_application_locks_the_version_and_gets_a_number(member_of):
    version, director = directed_version(member_of)

    application = apply_for_mark(
        version=version, reasons={"weekly_load": " A\u200b reason "}, by=director, at=NOW
    )

    version.refresh_from_db()
    assert (version.state, version.framework) == (VersionState.SUBMITTED, "nl-ho-2025")
    assert (application.number, application.state) == ("2026-001", ApplicationState.OPEN)
    assert application.reasons == {"weekly_load": "A reason"}
    assert application.framework == framework()
    assert application.body.units.get() == version.programme.unit
    assert Event.objects.about(application).get().details == {"number": "2026-001"}


def test_numbers_count_on_within_the_year(member_of):
    first, _director = applied(member_of)
    MarkApplication.objects.filter(pk=first.pk).update(number="2026-013")

    second, _director = applied(member_of)

    assert second.number == "2026-014"


def test_the_directors_and_the_reviewers_are_told(member_of):
    version, director = directed_version(member_of)
    institution = version.programme.institution
    reviewer = member_of(institution, Role.QUALITY_REVIEWER)
    member_of(institution, Role.QUALITY_REVIEWER, user=director)
    reviewer.language = "en"
    reviewer.save()

    apply_for_mark(version=version, reasons={}, by=director, at=NOW)

    sent = {message.to: message for message in Message.objects.all()}
    assert set(sent) == {director.email, reviewer.email}
    assert version.title_en in sent[reviewer.email].subject
    assert version.title_nl in sent[director.email].subject
    assert "2026-001" in sent[director.email].body


def test_a_version_of_1_ec_is_marked_as_an_experiment(member_of):
    version, director = directed_version(member_of, ects=Decimal(1), hours=28, weeks=4)
    version.activities.exclude(kind="contact").delete()

    application = apply_for_mark(version=version, reasons={}, by=director, at=NOW)

    assert application.experiment


def test_a_usual_version_is_no_experiment(member_of):
    application, _director = applied(member_of)

    assert not application.experiment


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ects": Decimal(31), "hours": 868, "weeks": 52}, "The size is 1 to 30 EC"),
        ({"weeks": 2}, "More than 40 hours a week is possible only if you confirm it"),
        ({"weeks": 6}, "More than 20 hours a week is a lot beside a job"),
        ({"level_reason_nl": ""}, "The level is justified"),
        ({"fee_covers_costs": False}, "For professionals the fee covers the costs"),
    ],
)
def test_a_rule_that_is_not_met_refuses_with_its_sentence(member_of, fields, sentence):
    version, director = directed_version(member_of, **fields)

    with override("en"), pytest.raises(Refused, match=sentence):
        apply_for_mark(version=version, reasons={}, by=director, at=NOW)

    assert ProgrammeVersion.objects.get(pk=version.pk).state == VersionState.DRAFT
    assert not MarkApplication.objects.exists()


def test_a_reason_lets_an_unusual_version_through(member_of):
    version, director = directed_version(member_of, weeks=2)
    reasons = {"weekly_load_extreme": "A summer school without a job beside it."}

    application = apply_for_mark(version=version, reasons=reasons, by=director, at=NOW)

    assert application.reasons == reasons


def test_an_edubadge_does_not_apply(member_of):
    programme = ProgrammeFactory(kind=Kind.EDUBADGE)
    director = member_of(programme.institution, Role.PROGRAMME_DIRECTOR)
    programme.owners.add(director)

    with override("en"), pytest.raises(Refused, match="An edubadge carries no quality mark"):
        apply_for_mark(version=complete_version(programme), reasons={}, by=director, at=NOW)


def test_a_version_applies_once(member_of):
    application, director = applied(member_of)

    with override("en"), pytest.raises(Refused, match="already an application"):
        apply_for_mark(version=application.version, reasons={}, by=director, at=NOW)


def test_an_institution_that_was_not_admitted_cannot_apply(member_of):
    version, director = directed_version(member_of)
    version.programme.institution.admissions.update(state="prepared")

    with override("en"), pytest.raises(Refused, match="has not been admitted"):
        apply_for_mark(version=version, reasons={}, by=director, at=NOW)


def test_a_unit_without_body_cannot_apply(member_of):
    version, director = directed_version(member_of)
    version.programme.institution.bodies.get().units.clear()

    with override("en"), pytest.raises(Refused, match="No designated body"):
        apply_for_mark(version=version, reasons={}, by=director, at=NOW)


def test_without_a_framework_of_the_day_nobody_applies(member_of):
    version, director = directed_version(member_of)
    version.programme.institution.admissions.update(framework="nl-mbo-2030")

    with override("en"), pytest.raises(Refused, match="no quality framework"):
        apply_for_mark(version=version, reasons={}, by=director, at=NOW)


def test_only_who_answers_for_the_programme_applies(member_of):
    version, _director = directed_version(member_of)

    with pytest.raises(PermissionDenied):
        apply_for_mark(version=version, reasons={}, by=UserFactory(), at=NOW)


def test_a_question_gives_the_version_back(member_of):
    application, _director = returned(member_of)

    application.refresh_from_db()
    assert (application.state, application.question) == ("returned", "Which form?")
    assert (application.times_returned, application.version.state) == (1, "returned")
    assert "Which form?" in Message.objects.get(key__startswith="application_returned").body


def test_a_question_is_asked_in_words(member_of):
    application, _director = applied(member_of)
    secretary = secretary_of(member_of, application)

    with override("en"), pytest.raises(Refused, match="Write what you want to ask"):
        return_to_applicant(application=application, question=" ", by=secretary, at=NOW)


def test_a_reviewer_asks_after_having_begun(member_of):
    application, _director = applied(member_of)
    idle = member_of(application.body.institution, Role.QUALITY_REVIEWER)
    reviewer = ReviewFactory(application=application).reviewer
    assert policy.can_return(reviewer, application)
    assert not policy.can_return(idle, application)

    with pytest.raises(PermissionDenied):
        return_to_applicant(application=application, question="Why?", by=idle, at=NOW)
    return_to_applicant(application=application, question="Why?", by=reviewer, at=NOW)

    assert application.state == ApplicationState.RETURNED


def test_who_has_an_interest_does_not_ask(member_of):
    application, director = applied(member_of)
    member_of(
        application.body.institution, Role.BOARD_SECRETARY, body=application.body, user=director
    )

    with override("en"), pytest.raises(Refused, match="does not judge it"):
        return_to_applicant(application=application, question="Why?", by=director, at=NOW)


def test_an_application_is_returned_once(member_of):
    application, _director = returned(member_of)
    secretary = secretary_of(member_of, application)

    with override("en"), pytest.raises(Refused, match="no longer possible"):
        return_to_applicant(application=application, question="Why?", by=secretary, at=NOW)


def test_an_answer_alone_keeps_the_content_and_its_reviews(member_of):
    application, director = returned(member_of)
    before = application.version.version_hash

    resubmit(application=application, answer="An oral exam.", by=director, at=NOW)

    application.refresh_from_db()
    assert (application.state, application.answer) == ("open", "An oral exam.")
    assert application.version.version_hash == before
    assert application.version.state == VersionState.SUBMITTED
    assert not Event.objects.filter(verb__endswith="content_changed").exists()


def test_changed_content_is_written_down_as_such(member_of):
    application, director = returned(member_of)
    before = application.version.version_hash
    save_version_fields(version=application.version, fields={"weeks": 6}, by=director, at=NOW)
    save_version_fields(
        version=application.version, fields={"title_nl": "Beter besluiten"}, by=director, at=NOW
    )

    resubmit(
        application=application,
        answer="Shorter.",
        by=director,
        at=NOW,
        reasons={"weekly_load": "Evenings."},
    )

    assert application.version.version_hash != before
    assert application.reasons == {"weekly_load": "Evenings."}
    changed = Event.objects.about(application).get(verb__endswith="content_changed")
    assert changed.details == {"before": before}


def test_a_question_is_answered_before_it_goes_back(member_of):
    application, director = returned(member_of)

    with override("en"), pytest.raises(Refused, match="Answer the question"):
        resubmit(application=application, answer="", by=director, at=NOW)


def test_what_was_not_returned_is_not_sent_back(member_of):
    application, director = applied(member_of)

    with override("en"), pytest.raises(Refused, match="not with you"):
        resubmit(application=application, answer="Yes.", by=director, at=NOW)


def test_a_changed_version_is_judged_by_the_rules_again(member_of):
    application, director = returned(member_of)
    save_version_fields(
        version=application.version, fields={"level_reason_nl": ""}, by=director, at=NOW
    )

    with override("en"), pytest.raises(Refused, match="The level is justified"):
        resubmit(application=application, answer="Yes.", by=director, at=NOW)


def test_only_who_answers_for_the_programme_sends_it_back(member_of):
    application, _director = returned(member_of)

    with pytest.raises(PermissionDenied):
        resubmit(application=application, answer="Yes.", by=UserFactory(), at=NOW)

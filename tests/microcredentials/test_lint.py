import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from microcredentials import (
    Evidence,
    Grading,
    KeyKind,
    Kind,
    LearnerIdentifier,
    LearnerIdentifierKind,
    MarkEvent,
    MarkEventKind,
    PreviousVersion,
    ResultKind,
    lint,
)
from tests.microcredentials import chain
from tests.microcredentials.test_issuing import EDUBADGE

ASSESSMENT = chain.ACHIEVEMENT_EN.assessments[0]
MARK_EVENT = MarkEvent(
    mark_id=chain.MARK.id,
    body=chain.BODY.id,
    kind=MarkEventKind.WITHDRAWN,
    at=chain.NOW,
    effect_from=date(2026, 7, 1),
    effect_until=None,
    reason="content_changed",
)
ISSUING_KEY = chain.key_of(chain.VU_SIGNER, KeyKind.ISSUING)


SCALE = chain.FULL_ACHIEVEMENT.grading
WORDS = Grading(name="Passed or not", kind=ResultKind.PASSED_OR_NOT, values=("failed", "passed"))


def version(*, result="8", **changes):
    given = replace(chain.AWARD.result, value=result)
    return chain.with_version(replace(chain.ACHIEVEMENT_EN, **changes), result=given)


def award(**changes):
    return replace(chain.AWARD, **changes)


def learner(**changes):
    return award(learner=replace(chain.AWARD.learner, **changes))


def status(**changes):
    return award(status=replace(chain.AWARD.status, **changes))


def mark(**changes):
    return replace(chain.MARK, **changes)


def admission(**changes):
    return replace(chain.ADMISSION, **changes)


def register(**changes):
    return replace(chain.REGISTER, **changes)


def marked(change):
    signed = json.loads(json.dumps(chain.SIGNED_MARK))
    change(signed)
    return award(mark=signed)


def admitted(change):
    signed = json.loads(json.dumps(chain.SIGNED_ADMISSION))
    change(signed)
    return award(admission=signed)


def subject(**changes):
    return lambda document: document["credentialSubject"].update(changes)


NOTE = chain.note()
OTHER = replace(chain.VU, id="did:web:keurmerk.example:issuers:hu")

PROBLEMS = {
    "M1 no name": (learner(name=" "), "the name of the learner is missing (M1)"),
    "M1 no id": (
        learner(id="did:key:x"),
        "the learner needs an urn:uuid of their own for this award (M1)",
    ),
    "a short salt": (
        learner(salt="00"),
        "the e-mail address needs a salt of at least 128 bits, in hex",
    ),
    "an empty identifier": (
        learner(identifiers=(LearnerIdentifier(kind=LearnerIdentifierKind.EDUID, value=" "),)),
        "an identifier of the learner is empty (M1)",
    ),
    "stopped before starting": (
        award(took_part_from=date(2026, 3, 2), took_part_until=date(2026, 3, 1)),
        "the learner stopped taking part before starting",
    ),
    "O3 above the scale": (
        version(grading=SCALE, result="11"),
        "the result 11 does not stand on the scale “Scale from 1 to 10”",
    ),
    "O3 a word on a scale of numbers": (
        version(grading=SCALE, result="good"),
        "the result good does not stand on the scale “Scale from 1 to 10”",
    ),
    "O3 another word": (
        version(grading=WORDS, result="good"),
        "the result good does not stand on the scale “Passed or not”",
    ),
    "evidence at half an address": (
        award(evidence=(Evidence(id="evidence/1", name="Advice"),)),
        "“evidence/1” is not a complete web address",
    ),
    "follows itself": (
        version(previous=PreviousVersion(id=chain.VERSION, version="0")),
        "a version cannot follow itself",
    ),
    "M2 no title": (version(name=""), "the title is missing (M2)"),
    "no description": (version(description=""), "the description is missing (Open Badges 3.0)"),
    "M3 no country": (
        award(issuer=replace(chain.VU, country="")),
        "the country of the institution must be two capital letters (M3)",
    ),
    "M4 no institution": (
        award(issuer=replace(chain.VU, name="")),
        "the name of the institution is missing (M4)",
    ),
    "M4 another creator": (
        version(creator=chain.BODY.id),
        "the achievement was made by another institution than the one that awards it (M4)",
    ),
    "M5 before the result": (
        award(awarded_on=date(2026, 7, 12)),
        "the award date lies after the release (M5)",
    ),
    "ends first": (
        award(valid_until=chain.RELEASED),
        "the end date lies before the release",
    ),
    "M6 no outcomes": (
        version(outcomes=(), assessments=(replace(ASSESSMENT, outcomes=()),)),
        "the learning outcomes are missing, or one of them is empty (M6)",
    ),
    "M6 an empty outcome": (
        version(outcomes=("a", " ")),
        "the learning outcomes are missing, or one of them is empty (M6)",
    ),
    "M6 too many": (version(outcomes=("a",) * 31), "there are more than 30 learning outcomes"),
    "M7 no EC": (
        version(ects=Decimal(0)),
        "the number of EC is missing (M7)",
        "0 EC lies outside the 1 to 30 EC that the mark allows",
    ),
    "M7 a quarter": (version(ects=Decimal("3.25")), "3.25 EC is not a multiple of 0.5 (M7)"),
    "M7 no hours": (version(hours=0), "the study load in hours is missing (M7)"),
    "M8 no level": (
        version(eqf_level=9),
        "EQF level 9 does not exist (M8)",
        "the institution is not admitted for level 9",
    ),
    "M8 no Dutch level": (version(nlqf_level=""), "the NLQF level is missing (M8)"),
    "M8 another Dutch level": (version(nlqf_level="9"), "NLQF level 9 does not exist (M8)"),
    "M9 no assessment": (version(assessments=()), "the assessment is missing (M9)"),
    "M9 no words": (
        version(assessments=(replace(ASSESSMENT, description=""),)),
        "an assessment has no description (M9)",
    ),
    "M9 no such outcome": (
        version(assessments=(replace(ASSESSMENT, outcomes=(3,)),)),
        "an assessment names a learning outcome that does not exist (M9)",
    ),
    "M11 no framework": (version(framework=None), "the quality framework is missing (M11)"),
    "no such field": (
        version(isced_f="413"),
        "the field of education must be four digits (ISCED-F 2013)",
    ),
    "no mark": (award(mark=None), "a microcredential must carry a quality mark"),
    "a mark on an edubadge": (
        replace(EDUBADGE, mark=chain.SIGNED_MARK),
        "an edubadge must not carry a quality mark",
    ),
    "one character changed": (
        award(achievement=replace(chain.ACHIEVEMENT_EN, code="BADS-M3")),
        "MARK_HASH_MISMATCH: the quality mark belongs to another version",
    ),
    "a mark on another version": (
        marked(subject(id="https://keurmerk.example/v/other")),
        "MARK_HASH_MISMATCH: the quality mark belongs to another version",
    ),
    "a mark of another time": (
        marked(subject(awardsUntil="2026-06-30")),
        "the quality mark does not cover the award date",
    ),
    "outside the range": (
        marked(subject(ecMinimum="3")),
        "2.5 EC lies outside the 3 to 30 EC that the mark allows",
    ),
    "marked by itself": (
        marked(lambda document: document["issuer"].update(id=chain.VU.id)),
        "the institution cannot mark its own version: a designated body does",
        "the body that marked is not designated in the admission",
    ),
    "admitted as another": (
        admitted(subject(id=OTHER.id)),
        "the admission is of another institution",
    ),
    "admitted at another time": (
        admitted(subject(awardsFrom="2026-07-02")),
        "the admission does not cover the award date",
    ),
    "no such place": (
        status(index=131_072),
        "status index 131072 lies outside the list",
    ),
    "one list for two": (
        status(suspension_list=chain.REVOCATION_LIST),
        "withdrawal and suspension need two lists",
    ),
    "replaces itself": (award(replaces=chain.AWARD.id), "an award cannot replace itself"),
    "a control character": (
        learner(name="a\x07"),
        "the text “'a\\x07'” holds an invisible control character",
    ),
    "a carriage return": (
        version(prerequisites="a\r\nb"),
        "the text “'a\\r\\nb'” holds an invisible control character",
    ),
    "not NFC": (learner(name="i\u0302"), "the text “i\u0302” is not in Unicode form NFC"),
    "an endless text": (
        learner(name="x" * 20_001),
        f"the text “{'x' * 40}…” is longer than 20000 characters",
    ),
    "an address as id": (
        award(id="https://x.example/1"),
        "the id “https://x.example/1” must be of kind urn",
        "the id “https://x.example/1” is not a urn:uuid",
    ),
    "a mark without number": (mark(decision_number=""), "the decision number is missing"),
    "a mark on nothing": (mark(contents=()), "the mark names no content"),
    "a mark on no digest": (
        mark(contents=(replace(chain.MARK.contents[0], digest="x"),)),
        "the mark names no content",
    ),
    "an empty range": (mark(ec_maximum=Decimal("0.5")), "the range of EC is empty"),
    "a mark that ends first": (
        mark(awards_until=date(2026, 1, 1)),
        "the period ends before it starts",
    ),
    "levels that do not exist": (
        admission(levels=(0, 8)),
        "the levels of the admission do not exist",
    ),
    "no bodies": (admission(bodies=()), "the admission names no designated body"),
    "its own body": (
        admission(bodies=(chain.VU.id,)),
        "an institution cannot be its own designated body",
    ),
    "the operator itself": (
        admission(institution=chain.OPERATOR),
        "the operator cannot admit itself",
    ),
    "an admission that ends first": (
        admission(awards_until=date(2025, 1, 1)),
        "the period ends before it starts",
    ),
    "a register without number": (register(sequence=0), "the sequence number starts at 1"),
    "a register that is no address": (
        register(id="urn:uuid:x"),
        "the id “urn:uuid:x” must be of kind https",
    ),
    "a key twice": (
        register(keys=(ISSUING_KEY, ISSUING_KEY)),
        "a key stands in the register twice",
    ),
    "an institution twice": (
        register(institutions=(replace(chain.REGISTER.institutions[0], bodies=()),) * 2),
        "a institution stands in the register twice",
    ),
    "a key of somebody else": (
        register(keys=(replace(ISSUING_KEY, controller=OTHER.id),)),
        f"the key {ISSUING_KEY.id} does not belong to {OTHER.id}",
    ),
    "a key that ends first": (
        register(keys=(replace(ISSUING_KEY, active_until=chain.START - timedelta(1)),)),
        "the period ends before it starts",
    ),
    "a story as reason": (
        register(mark_events=(replace(MARK_EVENT, reason="He was ill"),)),
        "the reason of a mark event must be a class, like `content_changed`",
    ),
    "an event that ends first": (
        register(mark_events=(replace(MARK_EVENT, effect_until=date(2026, 6, 1)),)),
        "the period ends before it starts",
    ),
    "a short list": (
        replace(chain.REVOCATIONS, length=1_000),
        "a status list has at least 131072 places, in whole bytes",
    ),
    "a place outside the list": (
        replace(chain.REVOCATIONS, set_indexes=frozenset({-1})),
        "a status index lies outside the list",
    ),
    "a story about a person": (
        replace(NOTE, reason="Fenna cheated"),
        "the reason must be a class, like `issued_in_error`: never a story about a person",
    ),
    "replaced by nothing": (
        replace(NOTE, status="replaced"),
        "a replaced award, and only that, names the award that replaces it",
    ),
    "withdrawn and replaced": (
        replace(NOTE, replaced_by=chain.MARK.id),
        "a replaced award, and only that, names the award that replaces it",
    ),
}


@pytest.mark.parametrize(
    ("document", "expected"),
    [(document, list(expected)) for document, *expected in PROBLEMS.values()],
    ids=PROBLEMS.keys(),
)
def test_each_rule_says_what_is_wrong_and_nothing_else(document, expected):
    assert lint.problems(document) == expected


@pytest.mark.parametrize(
    "document",
    [
        chain.AWARD,
        EDUBADGE,
        chain.MARK,
        chain.ADMISSION,
        chain.REGISTER,
        chain.REVOCATIONS,
        NOTE,
        replace(NOTE, status="replaced", replaced_by=chain.MARK.id),
        register(mark_events=(MARK_EVENT,)),
        replace(EDUBADGE, achievement=replace(EDUBADGE.achievement, eqf_level=2)),
    ],
)
def test_a_sound_document_has_no_problems(document):
    assert lint.problems(document) == []


def test_an_institution_is_named_by_its_did():
    vu = replace(chain.VU, id="https://vu.example")

    assert "the institution must be named by its did:web (M4)" in lint.problems(award(issuer=vu))


def test_an_edubadge_may_have_no_ec():
    badge = replace(EDUBADGE, achievement=replace(EDUBADGE.achievement, ects=Decimal(0)))

    assert badge.achievement.kind is Kind.EDUBADGE
    assert lint.problems(badge) == []


def test_what_every_award_of_a_version_shares_is_judged_apart():
    wrong_version = version(name="")
    wrong_award = learner(name=" ")
    wrong_in_both = replace(wrong_version, learner=wrong_award.learner)

    assert lint.of_version(wrong_award) == lint.of_award(wrong_version) == []
    assert lint.of_version(wrong_in_both) == ["the title is missing (M2)"]
    assert lint.of_award(wrong_in_both) == ["the name of the learner is missing (M1)"]
    assert lint.problems(wrong_in_both) == lint.of_version(wrong_in_both) + lint.of_award(
        wrong_in_both
    )


def test_a_text_is_judged_with_the_part_in_which_it_stands():
    said = "the text “'\\x07'” holds an invisible control character"

    assert lint.of_version(version(fee="\x07")) == [said]
    assert lint.of_award(award(narrative="\x07")) == [said]

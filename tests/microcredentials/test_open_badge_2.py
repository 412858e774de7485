import json
from dataclasses import replace

import pytest
from openbadgeslib.ob2.models import Assertion

from microcredentials import Evidence, InvalidDocument
from microcredentials.formats import open_badge_2
from tests.microcredentials import chain
from tests.microcredentials.expansion import words_lost
from tests.microcredentials.test_issuing import EDUBADGE

HERE = f"https://{chain.HOST}/ob2"
EXTENSIONS = "https://badges.example/extensions"
ISSUER = open_badge_2.issuer(
    chain.FULL_PARTY, address=f"{HERE}/issuers/vu", open_badge_3="https://keurmerk.example/vu"
)
BADGE = open_badge_2.of_version(
    chain.FULL_ACHIEVEMENT,
    address=f"{HERE}/badges/1",
    issuer=ISSUER["id"],
    open_badge_3=chain.VERSION,
    extensions_at=EXTENSIONS,
)
ASSERTION = open_badge_2.of_award(
    chain.full_award(valid_until=chain.NOW),
    address=f"{HERE}/assertions/1",
    badge=BADGE["id"],
    image=f"{HERE}/assertions/1/image",
)
REVOKED = open_badge_2.revoked(address=ASSERTION["id"], reason="Issued in error")
PLAIN_BADGE = open_badge_2.of_version(
    EDUBADGE.achievement, address=f"{HERE}/badges/2", issuer=ISSUER["id"]
)
PLAIN_ASSERTION = open_badge_2.of_award(
    replace(chain.AWARD, result=None), address=f"{HERE}/assertions/2", badge=BADGE["id"]
)
EVERY_FILE = {
    "issuer": ISSUER,
    "badge class": BADGE,
    "assertion": ASSERTION,
    "revoked": REVOKED,
    "edubadge": PLAIN_BADGE,
    "plain assertion": PLAIN_ASSERTION,
}


@pytest.mark.parametrize("document", EVERY_FILE.values(), ids=EVERY_FILE.keys())
def test_every_word_has_a_meaning(shared, document):
    badges = json.loads((shared / "contexts" / "w3id.org_openbadges_v2.json").read_text())
    extension = "https://w3id.org/openbadges/extensions#"
    names = ("ECTS", "StudyLoad", "EQF", "LearningOutcome", "Language")
    contexts = {
        f"{EXTENSIONS}/{name}Extension/context.json": {"@context": {name: extension + name}}
        for name in names
    }

    assert words_lost(document, contexts | {open_badge_2.CONTEXT: badges}) == []


def test_a_word_without_a_meaning_would_be_found(shared):
    badges = json.loads((shared / "contexts" / "w3id.org_openbadges_v2.json").read_text())

    assert words_lost(ISSUER | {"nonsense": "1"}, {open_badge_2.CONTEXT: badges}) == ["nonsense"]


def test_another_library_reads_the_same():
    assertion = Assertion.from_dict(ASSERTION)

    assert (assertion.badge, assertion.verification.type) == (BADGE["id"], "HostedBadge")
    assert (assertion.id, assertion.recipient.hashed) == (ASSERTION["id"], True)


def test_an_institution_without_a_logo_shows_none():
    issuer = open_badge_2.issuer(chain.VU, address=f"{HERE}/issuers/vu")

    assert not {"image", "related"} & issuer.keys()
    assert issuer["description"] == "Vrije Universiteit Amsterdam, NL"


REQUIRED = {
    # Open Badges 2.0 specification, the properties that each class must have.
    "issuer": {"@context", "type", "id", "name", "url", "email"},
    "badge class": {"@context", "type", "id", "name", "description", "image", "criteria", "issuer"},
    "assertion": {"@context", "type", "id", "recipient", "badge", "verification", "issuedOn"},
    "revoked": {"@context", "type", "id", "revoked"},
}


@pytest.mark.parametrize("name", REQUIRED)
def test_each_file_has_what_its_class_must_have(name):
    assert REQUIRED[name] - EVERY_FILE[name].keys() == set()


def test_a_hosted_badge_stands_where_its_issuer_lets_it():
    assert ISSUER["verification"]["allowedOrigins"] == chain.HOST
    assert ASSERTION["id"].startswith(f"https://{chain.HOST}/")


def test_the_files_point_at_their_open_badges_3_by_a_web_address():
    assert ISSUER["related"][0]["id"] == "https://keurmerk.example/vu"
    assert BADGE["related"][0]["id"] == chain.VERSION
    assert "related" not in PLAIN_BADGE
    assert "did:" not in json.dumps([*EVERY_FILE.values()])


def test_the_learner_is_known_by_a_hash_only():
    assert ASSERTION["recipient"]["identity"].startswith("sha256$")
    assert ASSERTION["recipient"]["salt"] == chain.AWARD.learner.salt
    assert chain.AWARD.learner.name not in json.dumps(ASSERTION, ensure_ascii=False)
    assert "Fenna" not in json.dumps(ASSERTION, ensure_ascii=False)


def test_the_assertion_says_result_period_and_evidence():
    assert ASSERTION["narrative"] == (
        "Result: 8 (Scale from 1 to 10; passed from 5.5).\n\n"
        "Took part: 2026-02-02 – 2026-06-26.\n\n"
        "Worked on the data of the own organisation."
    )
    assert ASSERTION["evidence"][0]["genre"] == "Report"
    assert ASSERTION["expires"] == "2026-07-20T12:00:00Z"
    assert not {"narrative", "evidence", "expires", "image"} & PLAIN_ASSERTION.keys()


@pytest.mark.parametrize(
    ("scale", "passed_from", "said"),
    [("", "", "Result: 8."), ("1-10", "5.5", "Result: 8 (1-10; passed from 5.5).")],
)
def test_a_result_without_a_scale_is_said_short(scale, passed_from, said):
    given = replace(chain.AWARD.result, scale=scale, passed_from=passed_from)
    assertion = open_badge_2.of_award(
        replace(chain.AWARD, result=given, evidence=(Evidence(name="Advice"),)),
        address=f"{HERE}/assertions/3",
        badge=BADGE["id"],
    )

    assert assertion["narrative"] == said
    assert assertion["evidence"] == [{"type": "Evidence", "name": "Advice"}]


def test_the_criteria_say_in_words_what_the_format_has_no_words_for():
    words = BADGE["criteria"]["narrative"]

    assert "- Judges the limits of a predictive model" in words
    assert "- Oral defence of the advice (oral examination; Supervised with ID" in words
    assert "Workload: 2.5 ECTS, 70 hours." in words
    assert "Level: EQF 7, NLQF 7." in words
    assert "Form of participation: Blended." in words
    assert "Quality assurance: Kwaliteitskader HBO en WO." in words


def test_a_dutch_badge_class_speaks_dutch():
    badge = open_badge_2.of_version(
        chain.ACHIEVEMENT_NL, address=f"{HERE}/badges/3", issuer=ISSUER["id"]
    )

    assert badge["@language"] == "nl"
    assert "Studielast: 2.5 EC, 70 uur." in badge["criteria"]["narrative"]
    assert "NLQF-niveau 7" in [entry["targetName"] for entry in badge["alignment"]]


def test_an_edubadge_without_level_framework_or_field_says_nothing_of_them():
    version = replace(EDUBADGE.achievement, isced_f="", prerequisites="")
    badge = open_badge_2.of_version(version, address=f"{HERE}/badges/4", issuer=ISSUER["id"])

    frameworks = {entry.get("targetFramework") for entry in badge["alignment"]}
    assert not {"NLQF", "ISCED-F 2013", "Quality assurance"} & frameworks
    assert "Entry requirements" not in badge["criteria"]["narrative"]


def test_a_field_that_is_in_no_list_goes_by_its_number():
    version = replace(chain.ACHIEVEMENT_EN, isced_f="0998")
    badge = open_badge_2.of_version(version, address=f"{HERE}/badges/5", issuer=ISSUER["id"])

    assert "0998" in [entry["targetName"] for entry in badge["alignment"]]


def test_what_the_format_demands_and_the_record_lacks_is_named():
    with pytest.raises(InvalidDocument) as caught:
        open_badge_2.issuer(replace(chain.VU, url="", email=""), address=f"{HERE}/issuers/vu")
    assert caught.value.problems == [
        "Open Badges 2.0 asks for the web address of the institution",
        "Open Badges 2.0 asks for the e-mail address of the institution",
    ]

    with pytest.raises(InvalidDocument) as caught:
        open_badge_2.of_award(EDUBADGE, address=f"{HERE}/assertions/4", badge=BADGE["id"])
    assert caught.value.problems == ["Open Badges 2.0 asks for the e-mail address of the learner"]


def test_a_withdrawn_award_says_only_that():
    assert REVOKED["revocationReason"] == "Issued in error"
    assert "revocationReason" not in open_badge_2.revoked(address=ASSERTION["id"])
    assert "recipient" not in REVOKED

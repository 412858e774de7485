import hashlib
import json
from dataclasses import replace

import jsonschema_rs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3.ldp import verify_data_integrity_proof

from microcredentials import (
    KEURMERK_CONTEXT,
    Evidence,
    Grading,
    InvalidDocument,
    Kind,
    LocalSigner,
    Result,
    ResultKind,
    content_bytes,
    content_digest,
    issue,
    version_hash,
)
from microcredentials.contexts import context
from microcredentials.errors import UntrustedProof
from microcredentials.formats.open_badge_3 import identity_hash
from microcredentials.issuing import render
from microcredentials.proofs import data_integrity
from microcredentials.proofs.canonical import second_opinion, statements
from tests.microcredentials import chain

EDUBADGE = replace(
    chain.AWARD,
    mark=None,
    achievement=replace(
        chain.ACHIEVEMENT_EN, kind=Kind.EDUBADGE, framework=None, nlqf_level="", isced_f="0413"
    ),
    result=None,
    learner=replace(chain.AWARD.learner, email=""),
    valid_until=chain.NOW,
    replaces="urn:uuid:00000000-0000-4000-8000-0000000000ff",
)


def test_the_same_record_and_key_give_the_same_bytes_for_ever():
    text = issue(chain.AWARD, chain.VU_SIGNER)

    assert "\n" not in text
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


GOLDEN = "1d7d7ee818005e49e6f79687cb21343f1a17a8f058cc1485f9d438ecc3c9c6da"


@pytest.mark.parametrize(
    ("document", "schema"),
    [
        (chain.award_json(), "achievementcredential"),
        (json.loads(issue(EDUBADGE, chain.VU_SIGNER)), "achievementcredential"),
        (json.loads(issue(chain.full_award(), chain.VU_SIGNER)), "achievementcredential"),
        (chain.SIGNED_MARK, "endorsementcredential"),
        (chain.SIGNED_ADMISSION, "endorsementcredential"),
    ],
    ids=["award", "edubadge", "full award", "mark", "admission"],
)
def test_what_we_issue_is_valid_against_the_published_schema(shared, document, schema):
    published = json.loads((shared / "schemas" / f"ob_v3p0_{schema}_schema.json").read_text())

    validator = jsonschema_rs.validator_for(published, validate_formats=True)

    assert [error.message for error in validator.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("document", "signer"),
    [
        (chain.award_json(), chain.VU_SIGNER),
        (json.loads(issue(EDUBADGE, chain.VU_SIGNER)), chain.VU_SIGNER),
        (json.loads(issue(chain.full_award(), chain.VU_SIGNER)), chain.VU_SIGNER),
        (chain.award_json()["issuer"]["endorsement"][0], chain.OPERATOR_SIGNER),
        (
            chain.award_json()["credentialSubject"]["achievement"]["endorsement"][0],
            chain.BODY_SIGNER,
        ),
        (json.loads(issue(chain.REGISTER, chain.OPERATOR_SIGNER)), chain.OPERATOR_SIGNER),
        (json.loads(issue(chain.REVOCATIONS, chain.VU_SIGNER)), chain.VU_SIGNER),
        (json.loads(issue(chain.note(), chain.VU_SIGNER)), chain.VU_SIGNER),
    ],
    ids=[
        "award",
        "edubadge",
        "full award",
        "admission",
        "mark",
        "register",
        "status list",
        "status note",
    ],
)
def test_another_library_and_another_engine_agree(document, signer):
    pem = Ed25519PublicKey.from_public_bytes(signer.public).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    ours = {KEURMERK_CONTEXT: context(KEURMERK_CONTEXT)}

    verify_data_integrity_proof(document, pem, extra_contexts=ours)

    unsigned = {word: value for word, value in document.items() if word != "proof"}
    assert second_opinion(unsigned) == statements(unsigned)


def test_a_document_that_breaks_a_rule_never_reaches_the_key():
    class Untouchable:
        key_id = chain.VU_SIGNER.key_id
        public = chain.VU_SIGNER.public

    with pytest.raises(InvalidDocument) as caught:
        issue(replace(chain.AWARD, mark=None), Untouchable())

    assert caught.value.problems == ["a microcredential must carry a quality mark"]


def test_only_the_author_signs():
    with pytest.raises(InvalidDocument, match="is not a key of did:web:keurmerk.example:issuers"):
        issue(chain.AWARD, chain.BODY_SIGNER)


def test_a_thing_described_in_two_places_is_not_signed():
    other = replace(chain.VU, name="Another university")
    twice = replace(
        chain.REGISTER,
        institutions=(replace(chain.REGISTER.institutions[0], bodies=(other,)),),
    )

    with pytest.raises(InvalidDocument, match="is described twice"):
        issue(twice, chain.OPERATOR_SIGNER)


def test_a_key_that_signs_wrongly_is_found_before_anything_leaves():
    class Broken(LocalSigner):
        def sign(self, message):
            return b"\x00" * 64

    broken = Broken.from_seed(chain.VU.id, b"v" * 32)

    with pytest.raises(UntrustedProof) as caught:
        issue(chain.AWARD, broken)

    assert caught.value.code == "signature"


def test_nothing_is_signed_that_two_engines_read_differently(monkeypatch):
    monkeypatch.setattr(data_integrity, "second_opinion", lambda _: "something else")

    with pytest.raises(UntrustedProof) as caught:
        issue(chain.AWARD, chain.VU_SIGNER)

    assert caught.value.code == "second_opinion"


def test_the_mark_is_about_exactly_the_bytes_that_are_served():
    award, _ = render(chain.AWARD)
    achievement = award["credentialSubject"]["achievement"]
    del achievement["endorsement"]

    served = json.loads(content_bytes(chain.ACHIEVEMENT_EN))

    assert served == achievement
    assert content_digest(chain.ACHIEVEMENT_EN) in {
        resource["digestMultibase"] for resource in chain.SIGNED_MARK["relatedResource"]
    }


def test_what_is_empty_is_left_out():
    award, _ = render(replace(chain.AWARD, result=Result(value="8", scale="", passed_from="")))
    mark, _ = render(replace(chain.MARK, awards_until=None, comment="Reviewed twice."))
    admission, _ = render(replace(chain.ADMISSION, awards_until=chain.MARK.awards_until))

    assert award["credentialSubject"]["result"] == [{"type": ["Result"], "value": "8"}]
    assert "awardsUntil" not in mark["credentialSubject"]
    assert mark["credentialSubject"]["endorsementComment"] == "Reviewed twice."
    assert admission["credentialSubject"]["awardsUntil"] == "2029-01-31"


def test_an_award_without_options_says_nothing_of_them():
    award = chain.award_json()
    subject, version = award["credentialSubject"], award["credentialSubject"]["achievement"]

    assert not {"evidence"} & award.keys()
    assert not {"narrative", "activityStartDate", "activityEndDate"} & subject.keys()
    assert not {"resultDescription", "tag", "fieldOfStudy"} & version.keys()


def test_a_full_award_says_everything():
    award, _ = render(chain.full_award())
    subject, version = award["credentialSubject"], award["credentialSubject"]["achievement"]

    assert subject["result"][0]["resultDescription"] == version["resultDescription"][0]["id"]
    assert version["related"][-1]["version"] == "0"
    assert version["alignment"][-2]["targetName"] == "perform data analysis"
    assert [entry["identityType"] for entry in subject["identifier"]] == [
        *("name", "emailAddress", "ext:eduID", "sisSourcedId")
    ]
    assert subject["activityEndDate"] == "2026-06-26T00:00:00Z"
    assert award["evidence"][0]["genre"] == "Report"
    assert award["issuer"]["otherIdentifier"][0]["identifierType"] == "ext:BRIN"


def test_a_scale_of_words_and_a_bare_piece_of_evidence_are_written_short():
    version = replace(
        chain.ACHIEVEMENT_EN,
        grading=Grading(name="Passed or not", kind=ResultKind.PASSED_OR_NOT, values=("no", "yes")),
    )
    given = replace(chain.AWARD.result, value="yes")
    award, _ = render(
        chain.with_version(version, result=given, evidence=(Evidence(name="Advice"),))
    )

    scale = award["credentialSubject"]["achievement"]["resultDescription"][0]
    assert scale["allowedValue"] == ["no", "yes"]
    assert award["evidence"] == [{"type": ["Evidence"], "name": "Advice"}]


def test_the_hash_of_a_version_covers_both_languages():
    digests = {
        "nl": content_digest(chain.ACHIEVEMENT_NL),
        "en": content_digest(chain.ACHIEVEMENT_EN),
    }

    assert len(version_hash(digests)) == 32
    assert version_hash(digests) != version_hash(digests | {"nl": digests["en"]})


@pytest.mark.parametrize(
    ("identity", "salt", "expected"),
    [
        (
            "a@example.com",
            "Kosher",
            "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
        ),
        (
            " A.Jansen@example.org ",
            "k3J9dQ7sXz",
            "sha256$28139d557db85b69b11e9256dbc937a75b6b6b307bfa8a998eb53fbf4b146471",
        ),
    ],
)
def test_an_address_is_hashed_as_the_standard_says(identity, salt, expected):
    assert identity_hash(identity, salt) == expected


def test_the_person_is_named_and_the_address_is_hashed():
    subject = chain.award_json()["credentialSubject"]
    name, email = subject["identifier"]

    assert (name["identityHash"], name["hashed"]) == (chain.AWARD.learner.name, False)
    assert email["hashed"] is True
    assert "fenna@mail.example" not in chain.AWARD_TEXT.lower()


def test_embedded_endorsements_never_expire_for_a_foreign_validator():
    for endorsement in (chain.SIGNED_MARK, chain.SIGNED_ADMISSION):
        assert not {"validUntil", "credentialStatus"} & endorsement.keys()

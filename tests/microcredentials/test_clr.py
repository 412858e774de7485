import json
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema_rs
import pytest

from microcredentials import (
    Association,
    AssociationKind,
    InvalidDocument,
    LargerAward,
    LearningRecord,
    issue,
    lint,
)
from microcredentials.contexts import CREDENTIALS_V2
from microcredentials.errors import UncheckableProof, UntrustedProof
from microcredentials.issuing import render
from microcredentials.keys import PublicKey
from microcredentials.proofs.data_integrity import holds, proofs
from microcredentials.proofs.screening import screen
from tests.microcredentials import chain

CERTIFICATE = "https://vu.example/certificates/digital-leadership"


def award(number):
    """An award of another version than the one of `chain`, marked on its own."""
    address = f"{chain.VERSION}-{number}"
    version = replace(
        chain.ACHIEVEMENT_EN,
        id=address,
        criteria_url=f"{address}#criteria",
        image_url=f"{address}/image.png",
    )
    learner = replace(
        chain.AWARD.learner, id=f"urn:uuid:00000000-0000-4000-8000-00000000020{number}"
    )
    return chain.with_version(
        version,
        version=address,
        id=f"urn:uuid:00000000-0000-4000-8000-00000000010{number}",
        learner=learner,
    )


SIGNED = tuple(json.loads(issue(award(number), chain.VU_SIGNER)) for number in range(6))
RECORD = LearningRecord(
    id="urn:uuid:00000000-0000-4000-8000-000000000300",
    issuer=chain.VU,
    name="Learning record",
    learner=replace(chain.AWARD.learner, id="urn:uuid:00000000-0000-4000-8000-000000000301"),
    awards=SIGNED[:2],
    created=datetime(2026, 9, 1, 9, 0, tzinfo=UTC),
    description="Microcredentials on the way to a certificate.",
    larger_awards=(
        LargerAward(
            id=CERTIFICATE,
            name="Executive certificate Digital Leadership",
            description="Six microcredentials combine into this certificate.",
            criteria="Hold all six.",
        ),
    ),
    associations=(
        Association(kind=AssociationKind.PART_OF, source=f"{chain.VERSION}-0", target=CERTIFICATE),
        Association(
            kind=AssociationKind.BEFORE, source=f"{chain.VERSION}-0", target=f"{chain.VERSION}-1"
        ),
    ),
)


def record(**changes):
    return replace(RECORD, **changes)


@pytest.mark.parametrize("many", [1, 2, 6])
def test_a_record_over_awards_is_signed_and_its_signature_holds(many):
    awards = SIGNED[:many]
    signed = json.loads(issue(record(awards=awards, associations=()), chain.VU_SIGNER))

    assert proof_holds(signed)
    assert signed["credentialSubject"]["verifiableCredential"] == list(awards)
    assert all(proof_holds(inside) for inside in awards)


def proof_holds(document):
    return holds(
        document,
        proofs(document)[0],
        PublicKey(chain.VU_SIGNER.algorithm, chain.VU_SIGNER.public),
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed["credentialSubject"]["association"].pop(),
        lambda signed: signed["credentialSubject"]["verifiableCredential"].pop(),
        lambda signed: signed["credentialSubject"]["verifiableCredential"][0].update(name="x"),
        lambda signed: signed["credentialSubject"]["achievement"][0].update(name="x"),
    ],
    ids=["association", "award left out", "award changed", "certificate"],
)
def test_whatever_is_changed_breaks_the_signature(change):
    signed = json.loads(issue(RECORD, chain.VU_SIGNER))
    change(signed)

    assert not proof_holds(signed)


def test_a_record_is_valid_against_the_published_schema(shared):
    # Only the schema of the older data model is published here. In the present one two dates have
    # other names, a person may be known by name, and a status says more. What is endorsed inside
    # an award is judged by the schemas of Open Badges, in another test.
    path = shared / "schemas" / "clr_v2p0_clrcredential_schema_draft4.json"
    text = path.read_text().replace("issuanceDate", "validFrom")
    published = json.loads(text.replace("expirationDate", "validUntil"))
    parts = published["$defs"]
    parts["CredentialStatus"]["additionalProperties"] = True
    parts["IdentityObject"]["properties"]["identityType"]["anyOf"][0]["enum"].append("name")
    parts["EndorsementCredential"] = {}
    validator = jsonschema_rs.validator_for(published, validate_formats=True)

    signed = json.loads(issue(RECORD, chain.VU_SIGNER))

    assert [error.message for error in validator.iter_errors(signed)] == []
    del signed["credentialSubject"]["verifiableCredential"]
    assert not validator.is_valid(signed)


def test_a_record_without_more_says_no_more():
    rendered, author = render(record(description="", larger_awards=(), associations=()))

    assert author == chain.VU.id
    assert "description" not in rendered
    assert not {"achievement", "association"} & rendered["credentialSubject"].keys()


WRONG = {
    "no awards": (
        record(awards=(), associations=()),
        "a learning record holds at least one award",
    ),
    "too many": (record(awards=SIGNED + SIGNED[:1]), "a learning record holds at most 6 awards"),
    "of somebody else": (
        record(learner=replace(RECORD.learner, name="Somebody else")),
        "an award in the record is of somebody else",
    ),
    "unsigned": (
        record(awards=tuple({**signed, "proof": []} for signed in RECORD.awards)),
        "an award in the record is not signed",
    ),
    "no name": (record(name=" "), "the name of the learning record is missing"),
    "the id of an award": (
        record(learner=award(0).learner),
        "the learner needs an urn:uuid of their own for this record",
    ),
    "half an address": (
        record(larger_awards=(replace(RECORD.larger_awards[0], id="x"),), associations=()),
        "“x” is not a complete web address",
    ),
    "an association with nothing": (
        record(larger_awards=()),
        f"the record associates {CERTIFICATE}, which is not in it",
    ),
}


@pytest.mark.parametrize(("wrong", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_record_that_breaks_a_rule_is_not_signed(wrong, problem):
    assert lint.problems(wrong) == [problem]
    with pytest.raises(InvalidDocument):
        issue(wrong, chain.VU_SIGNER)


def test_a_sound_record_has_no_problems():
    assert lint.problems(RECORD) == []


@pytest.mark.parametrize(
    ("contexts", "error", "code"),
    [
        (["https://x.example/context"], UncheckableProof, "context_unknown"),
        ([{"name": "https://x.example/other"}], UntrustedProof, "inline_context"),
        ([CREDENTIALS_V2, CREDENTIALS_V2], UntrustedProof, "context_order"),
    ],
)
def test_an_award_in_a_record_may_not_bring_just_any_context(contexts, error, code):
    signed = json.loads(issue(RECORD, chain.VU_SIGNER))
    signed["credentialSubject"]["verifiableCredential"][0]["@context"] = contexts

    with pytest.raises(error) as caught:
        screen(signed)

    assert caught.value.code == code


def test_an_endorsement_in_an_award_in_a_record_keeps_the_contexts_of_the_award():
    signed = json.loads(issue(RECORD, chain.VU_SIGNER))
    inside = signed["credentialSubject"]["verifiableCredential"][0]
    inside["issuer"]["endorsement"][0]["@context"] = [CREDENTIALS_V2]

    with pytest.raises(UntrustedProof) as caught:
        screen(signed)

    assert caught.value.code == "nested_context"

"""The same statements in other JSON: the signature holds, so the reader must not be misled."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from microcredentials import (
    CheckCode,
    KeyKind,
    LocalSigner,
    NoNetwork,
    Outcome,
    Signed,
    Verdict,
    issue,
    verify,
)
from microcredentials.keys import Algorithm, PublicKey, jwk_of
from tests.microcredentials import chain

OWN_TYPE = "https://w3id.org/keurmerk#MicrocredentialAchievement"
EVIL = LocalSigner.from_seed("did:web:evil.example", b"e" * 32)


def unmarked():
    """A microcredential of a real institution whose mark is not there."""
    document = chain.award_json()
    del achievement(document)["endorsement"]
    return json.loads(chain.forged(document, chain.VU_SIGNER))


def achievement(document):
    return document["credentialSubject"]["achievement"]


def check(document, web=None):
    text = json.dumps(document, ensure_ascii=False)
    return verify(text, chain.TRUST, web or chain.web(), at=chain.NOW)


@pytest.mark.parametrize("shape", [lambda kind: [kind], lambda kind: {"@value": kind}])
def test_a_microcredential_cannot_pass_for_an_edubadge_by_another_spelling_of_its_kind(shape):
    document = unmarked()
    version = achievement(document)
    assert check(document).verdict is Verdict.NO_MARK
    version["achievementType"] = shape(version["achievementType"])
    version["type"] = ["Achievement", OWN_TYPE]
    assert check(document).verdict is Verdict.UNREADABLE


def test_a_type_counts_by_its_address_too():
    document = unmarked()
    achievement(document)["type"] = ["Achievement", OWN_TYPE]
    del achievement(document)["achievementType"]
    assert check(json.loads(chain.forged(document, chain.VU_SIGNER))).verdict is Verdict.NO_MARK


def test_an_endorsement_cannot_be_made_uncheckable_to_move_words_into_it():
    document = chain.award_json()
    version = achievement(document)
    mark = version["endorsement"][0]
    mark["proof"][0]["cryptosuite"] = [mark["proof"][0]["cryptosuite"]]
    mark["credentialSubject"]["ects"] = version.pop("ects")
    report = check(document)
    assert report.verdict is Verdict.ALTERED
    assert report.check(CheckCode.UNCHANGED).reason == "endorsement_altered"


def test_an_endorsement_cannot_be_hidden_in_a_list_inside_a_list():
    document = chain.award_json()
    version = achievement(document)
    version["endorsement"] = [version["endorsement"]]
    version["endorsement"][0][0]["credentialSubject"]["ects"] = version.pop("ects")
    assert check(document).verdict is Verdict.ALTERED


@pytest.mark.parametrize("window", ["compromised_since", "active_until"])
def test_a_key_cannot_be_cleared_by_standing_in_the_register_twice(window):
    ended = chain.key_of(
        chain.VU_SIGNER, KeyKind.ISSUING, **{window: chain.START + timedelta(days=30)}
    )
    register = replace(chain.REGISTER, keys=(ended, chain.REGISTER.keys[1]))
    document = json.loads(issue(register, chain.OPERATOR_SIGNER))
    keys = document["credentialSubject"]["registeredKey"]
    word = {"compromised_since": "compromisedSince", "active_until": "activeUntil"}[window]
    keys.insert(0, {name: value for name, value in keys[0].items() if name != word})
    copies = {url: text.decode() for url, text in chain.SIGNED_PAGES.items()}
    signed = Signed(
        chain.award_json(),
        chain.AWARD_TEXT,
        copies=copies | {register.id: json.dumps(document, ensure_ascii=False)},
    )
    report = verify(signed, chain.TRUST, NoNetwork(), at=chain.NOW)
    assert report.check(CheckCode.KEY).outcome is Outcome.UNKNOWN
    assert report.check(CheckCode.KEY).reason == "register_invalid"


@pytest.mark.parametrize("issuer", ["https://[", "https://[x]/", "https://]"])
def test_an_issuer_whose_address_cannot_be_taken_apart_is_somebody_else(issuer):
    key = PublicKey(Algorithm.ED25519, EVIL.public)
    web = chain.web()
    web.pages["https://evil.example/key"] = json.dumps(jwk_of(key)).encode()
    document = chain.award_json()
    document["issuer"]["id"] = issuer
    document["proof"][0]["verificationMethod"] = "https://evil.example/key"
    assert check(document, web).verdict in {Verdict.ALTERED, Verdict.UNKNOWN_ISSUER}

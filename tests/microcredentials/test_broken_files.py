"""One file per way to be wrong, each with the verdict a stranger should read."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from microcredentials import CheckCode, LocalSigner, Outcome, Verdict, multikey, verify
from microcredentials.carriers.png import bake
from tests.microcredentials import chain
from tests.microcredentials.images import png

CONTEXTS = chain.award_json()["@context"]


def check(text, web=None):
    return verify(text, chain.TRUST, web or chain.web(), at=chain.NOW)


def edited(change):
    document = chain.award_json()
    change(document)
    return json.dumps(document, ensure_ascii=False)


def achievement(document):
    return document["credentialSubject"]["achievement"]


def other_name(document):
    # Cyrillic a for Latin a: it looks the same.
    document["issuer"]["name"] = document["issuer"]["name"].replace("a", "а")


def cut_signature(document):
    proof = document["proof"][0]
    proof["proofValue"] = proof["proofValue"][:-2]


def long_outcome(document):
    achievement(document)["alignment"][0]["targetName"] = "x" * 300_000


def second_proof(change):
    def _change(document):
        document["proof"].append(document["proof"][0] | change)

    return _change


def proof(**changes):
    return lambda document: document["proof"][0].update(changes)


def contexts(*found):
    return lambda document: document.update({"@context": list(found)})


ALTERED = {
    "a bit flipped in an outcome": (
        lambda d: achievement(d)["alignment"][0].update(targetName="Something else"),
        "signature",
    ),
    "another number of EC": (lambda d: achievement(d).update(ects="30"), "signature"),
    "another person": (
        lambda d: d["credentialSubject"]["identifier"][0].update(identityHash="Somebody Else"),
        "signature",
    ),
    "a look-alike institution name": (other_name, "signature"),
    "another institution": (lambda d: d["issuer"].update(id=chain.BODY.id), "signature"),
    "the name in another Unicode form": (
        lambda d: d["credentialSubject"]["identifier"][0].update(identityHash="Fenna d'I\u0302le"),
        "signature",
    ),
    "the signature cut": (cut_signature, "proof_encoding"),
    "a signature of zeros": (proof(proofValue="z" + "1" * 64), "signature"),
    "a signature in another alphabet": (proof(proofValue="uAAAA"), "proof_encoding"),
    "a signature that is no base58": (proof(proofValue="z0OIl"), "proof_encoding"),
    "an endless signature": (proof(proofValue="z" + "1" * 5_000), "proof_encoding"),
    "a proof at no readable time": (proof(created="yesterday"), "proof_encoding"),
    "a proof at a leap second": (proof(created="2026-06-30T23:59:60Z"), "proof_encoding"),
    "a proof without a key": (lambda d: d["proof"][0].pop("verificationMethod"), "proof_encoding"),
    "a proof that is a number": (lambda d: d.update(proof=7), "proof_encoding"),
    "no proof": (lambda d: d.pop("proof"), "no_proof"),
    "an empty list of proofs": (lambda d: d.update(proof=[]), "no_proof"),
    "too many proofs": (lambda d: d.update(proof=d["proof"] * 5), "proof_encoding"),
    "a second proof that is bad": (second_proof({"created": "2026-01-01T00:00:00Z"}), "signature"),
    "a chain to a missing proof": (second_proof({"previousProof": "urn:uuid:x"}), "proof_chain"),
    "a proof for another purpose": (proof(proofPurpose="authentication"), "purpose"),
    "an unsigned word": (lambda d: d.update(ectsGranted=30), "unsigned_terms"),
    "an unsigned word inside": (lambda d: achievement(d).update(grade=10), "unsigned_terms"),
    "an unsigned word in the proof": (proof(grade=10), "unsigned_terms"),
    "a type without meaning": (
        lambda d: d["type"].append("GoldCredential"),
        "unsigned_terms",
    ),
    "an empty word": (lambda d: d.update(evidence=None), "unsigned_terms"),
    "the status named by its full address": (
        lambda d: d.update(
            {"https://www.w3.org/2018/credentials#credentialStatus": d.pop("credentialStatus")}
        ),
        "keyword_not_allowed",
    ),
    "a JSON-LD keyword": (lambda d: d.update({"@included": []}), "keyword_not_allowed"),
    "a JSON-LD keyword inside": (
        lambda d: achievement(d).update({"@reverse": {}}),
        "keyword_not_allowed",
    ),
    "a typed value": (
        lambda d: d.update(name={"@value": "x", "@type": "@json"}),
        "keyword_not_allowed",
    ),
    "a language that cannot exist": (
        lambda d: d.update(name={"@value": "x", "@language": "x-<script>"}),
        "language_tag",
    ),
    "a name in a language": (
        lambda d: d.update(name={"@value": "x", "@language": "nl"}),
        "signature",
    ),
    "a relative address": (lambda d: d.update(id="badge/1"), "relative_iri"),
    "a blank id": (lambda d: achievement(d).update(id="_:b0"), "relative_iri"),
    "a script as address": (
        lambda d: achievement(d)["image"].update(id="javascript:alert(1)"),
        "iri_scheme",
    ),
    "its own meaning of words": (contexts(*CONTEXTS, {"@vocab": "https://x/"}), "inline_context"),
    "no contexts": (lambda d: d.pop("@context"), "context_missing"),
    "only the badge context": (contexts(CONTEXTS[1]), "context_missing"),
    "contexts in another order": (contexts(*reversed(CONTEXTS)), "context_order"),
    "a context twice": (contexts(*CONTEXTS, CONTEXTS[1]), "context_order"),
    "a context inside": (
        lambda d: achievement(d).update({"@context": CONTEXTS}),
        "nested_context",
    ),
    "a context inside the proof": (proof(**{"@context": CONTEXTS}), "nested_context"),
    "another context in an endorsement": (
        lambda d: achievement(d)["endorsement"][0].update({"@context": CONTEXTS[:3]}),
        "nested_context",
    ),
    "an embedded mark altered": (
        lambda d: achievement(d)["endorsement"][0]["credentialSubject"].update(ecMaximum="60"),
        "signature",
    ),
}


@pytest.mark.parametrize(("change", "reason"), ALTERED.values(), ids=ALTERED.keys())
def test_an_altered_file(change, reason):
    report = check(edited(change))

    found = report.check(CheckCode.UNCHANGED)
    assert report.verdict is Verdict.ALTERED
    assert (found.outcome, found.reason) == (Outcome.FAILED, reason)
    assert report.check(CheckCode.STATUS).reason == "not_checked"


COULD_NOT_CHECK = {
    "an unknown context": (contexts(*CONTEXTS, "https://evil.example/c"), "context_unknown"),
    "a context on this machine": (contexts(*CONTEXTS, "http://127.0.0.1:1/"), "context_unknown"),
    "an old suite": (proof(cryptosuite="eddsa-2022"), "unsupported_suite"),
    "a suite we do not have": (proof(cryptosuite="ecdsa-sd-2023"), "unsupported_suite"),
    "another kind of proof": (proof(type="RsaSignature2018"), "unsupported_suite"),
}


@pytest.mark.parametrize(("change", "reason"), COULD_NOT_CHECK.values(), ids=COULD_NOT_CHECK.keys())
def test_a_file_we_cannot_judge_causes_no_request(change, reason):
    web = chain.web()

    report = check(edited(change), web)

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert report.check(CheckCode.UNCHANGED).reason == reason
    assert web.asked == []


UNREADABLE = {
    "an outcome of 300 kB": (edited(long_outcome), "too_large"),
    "nested 1,000 levels": (
        chain.AWARD_TEXT.replace('"name":', '"tag":' + "[" * 1_000 + "]" * 1_000 + ',"name":', 1),
        "too_deep",
    ),
    "duplicate keys": (
        chain.AWARD_TEXT.replace('"name":', '"name":"x","name":', 1),
        "duplicate_key",
    ),
    "a mark alone": (json.dumps(chain.SIGNED_MARK), "not_an_award"),
    "an award without issuer": (edited(lambda d: d.pop("issuer")), "misshapen"),
    "an award without a date": (edited(lambda d: d.pop("validFrom")), "misshapen"),
    "a date that is none": (edited(lambda d: d.update(validFrom="31-02-2026")), "misshapen"),
    "a date without zone": (edited(lambda d: d.update(validFrom="2026-07-10")), "misshapen"),
    "a date before the calendar": (
        edited(lambda d: d.update(validFrom="0001-01-01T00:00:00+14:00")),
        "misshapen",
    ),
    "a date that is a number": (edited(lambda d: d.update(validFrom=7)), "misshapen"),
    "two achievements": (
        edited(lambda d: d["credentialSubject"].update(achievement=[achievement(d)] * 2)),
        "misshapen",
    ),
    "a suspension list that is an object": (
        edited(lambda d: d.update(suspension={"id": d["suspension"]})),
        "misshapen",
    ),
}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read(text, reason):
    report = check(text)

    assert report.verdict is Verdict.UNREADABLE
    assert report.checks[0].reason == reason
    assert report.document is None


def test_an_endorsement_that_was_changed_under_a_new_signature_is_altered():
    document = chain.award_json()
    achievement(document)["endorsement"][0]["credentialSubject"]["ecMaximum"] = "60"

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.verdict is Verdict.ALTERED
    assert report.check(CheckCode.UNCHANGED).reason == "endorsement_altered"


def in_another_suite(node):
    node["endorsement"][0]["proof"][0]["cryptosuite"] = "ecdsa-sd-2023"


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        (achievement, CheckCode.MARK),
        (lambda document: document["issuer"], CheckCode.ADMITTED),
    ],
    ids=["mark", "admission"],
)
def test_a_mark_or_admission_in_an_unknown_suite_leaves_a_question(holder, code):
    document = chain.award_json()
    in_another_suite(holder(document))

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert report.check(CheckCode.UNCHANGED).reason == "endorsement_unchecked"
    assert report.check(code).reason == "unsupported_suite"


def test_a_statement_by_a_stranger_that_we_cannot_check_is_a_note():
    document = chain.award_json()
    stranger = chain.SIGNED_MARK | {
        "id": "urn:uuid:00000000-0000-4000-8000-0000000000e1",
        "credentialSubject": {"id": chain.VERSION, "type": ["EndorsementSubject"]},
    }
    stranger["proof"] = [stranger["proof"][0] | {"cryptosuite": "ecdsa-sd-2023"}]
    achievement(document)["endorsement"].append(stranger)

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.verdict is Verdict.GENUINE
    assert report.check(CheckCode.UNCHANGED).reason == "endorsement_unchecked"


def test_a_file_that_repeats_itself_without_end_is_not_worked_through():
    document = chain.award_json()
    inner = chain.SIGNED_MARK | {"name": "x" * 30_000}
    del inner["proof"]
    for _ in range(8):
        inner = inner | {"name": "x", "issuer": {"id": chain.BODY.id, "endorsement": [inner]}}
    achievement(document)["endorsement"].append(inner)

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert report.check(CheckCode.UNCHANGED).reason == "too_many_endorsements"


def test_our_contexts_stand_in_one_order_only():
    document = chain.award_json() | {"@context": [CONTEXTS[0], *CONTEXTS[:0:-1]]}
    for endorsement in (achievement(document), document["issuer"]):
        del endorsement["endorsement"]

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.check(CheckCode.UNCHANGED).reason == "context_order"


def test_a_person_described_in_two_places_is_altered():
    document = chain.award_json()
    document["credentialSubject"]["achievement"]["creator"]["name"] = "Another University"

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.check(CheckCode.UNCHANGED).reason == "node_described_twice"


def test_a_copied_word_of_the_admission_is_altered():
    document = chain.award_json()
    document["issuer"]["sector"] = "WO"

    report = check(json.dumps(document))

    assert report.check(CheckCode.UNCHANGED).reason == "node_described_twice"


def test_a_baked_image_carries_the_same_verdict():
    report = check(bake(png(), chain.AWARD_TEXT))

    assert report.verdict is Verdict.GENUINE


def test_a_key_under_another_name_signs_for_nobody_else():
    key = multikey(LocalSigner.from_seed("", b"a" * 32).public)
    attacker = LocalSigner.from_seed(f"did:key:{key}", b"a" * 32)

    report = check(chain.forged(chain.award_json(), attacker))

    assert report.check(CheckCode.KEY).reason == "key_not_of_issuer"
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_nothing_in_the_file_is_ever_fetched_but_its_status():
    document = chain.award_json() | {
        "evidence": [{"id": "http://169.254.169.254/latest", "type": ["Evidence"]}],
        "refreshService": {"id": "https://evil.example/r", "type": "1EdTechCredentialRefresh"},
    }
    web = chain.web()

    check(chain.forged(document, chain.VU_SIGNER), web)

    assert set(web.asked) == {chain.REGISTER.id, chain.REVOCATION_LIST, chain.SUSPENSION_LIST}


def test_an_award_of_a_lapsed_mark_has_no_mark():
    award = replace(chain.AWARD, awarded_on=date(2026, 1, 15), mark=None)
    document = chain.award_json() | {"awardedDate": f"{award.awarded_on}T00:00:00Z"}

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert report.check(CheckCode.MARK).reason == "mark_period"
    assert chain.MARK.awards_from - award.awarded_on > timedelta(0)

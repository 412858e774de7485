"""Group C: who signed, when, and what the words of a credential then say."""

import json
from dataclasses import replace
from datetime import date, timedelta

import base58
import pytest

from microcredentials import (
    CheckCode,
    KeyKind,
    LocalSigner,
    MarkEvent,
    MarkEventKind,
    NoNetwork,
    Outcome,
    Verdict,
    issue,
    verify,
)
from microcredentials.formats.open_badge_3 import digest_of
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import (
    ASKED,
    GOOD,
    achievement,
    altered,
    check,
    reason,
    rows,
    signed,
)

FAILED, PASSED, UNKNOWN = Outcome.FAILED, Outcome.PASSED, Outcome.UNKNOWN
HU = LocalSigner.from_seed("did:web:keurmerk.example:issuers:hu", b"h" * 32)
ORDER = 2**252 + 27742317777372353535851937790883648493


def answer(report, code):
    found = report.check(code)
    return found.outcome, found.reason


def proof(**changes):
    return lambda document: document["proof"][0].update(changes)


def signature():
    return base58.b58decode(chain.award_json()["proof"][0]["proofValue"][1:])


def with_signature(value):
    return altered(proof(proofValue="z" + base58.b58encode(value).decode()))


def second_proof(**changes):
    return lambda document: document["proof"].append(document["proof"][0] | changes)


def malleable():
    """The same signature with the order of the group added to S (RFC 8032, section 8.4)."""
    value = signature()
    return value[:32] + (int.from_bytes(value[32:], "little") + ORDER).to_bytes(32, "little")


ALTERED = {
    "C01 one character of the name": (altered(lambda d: d.update(name="Xata")), "signature"),
    "C02 another institution": (
        altered(lambda d: d["issuer"].update(id="did:web:keurmerk.example:issuers:hu")),
        "signature",
    ),
    "C05 no proof": (altered(lambda d: d.pop("proof")), "no_proof"),
    "C07 a second proof that is bad": (
        altered(second_proof(created="2026-01-01T00:00:00Z")),
        "signature",
    ),
    "C13 63 bytes": (with_signature(signature()[:63]), "proof_encoding"),
    "C13 65 bytes": (with_signature(signature() + b"x"), "proof_encoding"),
    "C14 S plus the order": (with_signature(malleable()), "signature"),
    "C14 S of all ones": (with_signature(signature()[:32] + b"\xff" * 32), "signature"),
    "C14 R changed": (with_signature(b"\x01" + signature()[1:]), "signature"),
    "C14 R and S swapped": (with_signature(signature()[32:] + signature()[:32]), "signature"),
    "C14 R of another message": (
        with_signature(
            base58.b58decode(chain.SIGNED_MARK["proof"][0]["proofValue"][1:])[:32]
            + signature()[32:]
        ),
        "signature",
    ),
    "C16 a signature of zeros": (with_signature(bytes(64)), "signature"),
    "C26 an end before its start, after signing": (
        altered(lambda d: d.update(validUntil="2020-01-01T00:00:00Z")),
        "signature",
    ),
}


@pytest.mark.parametrize(("given", "code"), rows(ALTERED))
def test_a_proof_that_does_not_hold_is_altered(given, code):
    report = check(given, asked=frozenset())

    assert report.verdict is Verdict.ALTERED
    assert reason(report) == code


def test_c02_another_institution_signs_for_itself_only():
    report = check(signed(lambda _: None, HU))

    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_c04_a_key_of_another_tenant_on_the_platform_does_not_count():
    keys = (*chain.REGISTER.keys, chain.key_of(HU, KeyKind.ISSUING))
    web = chain.web(register=replace(chain.REGISTER, keys=keys))

    report = check(signed(lambda _: None, HU), web)

    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")


def test_c08_a_chain_to_a_proof_that_is_not_there_is_never_genuine():
    report = check(altered(second_proof(previousProof="urn:uuid:x")))

    assert report.verdict is Verdict.ALTERED


def test_c10_a_key_that_is_listed_for_another_use_signs_no_awards():
    foreign = LocalSigner.from_seed("did:web:badges.example", b"f" * 32)
    signer = LocalSigner("did:web:badges.example#key-1", foreign._private_key)
    page = {
        "id": "did:web:badges.example",
        "verificationMethod": [
            {
                "id": signer.key_id,
                "type": "Multikey",
                "controller": "did:web:badges.example",
                "publicKeyMultibase": foreign.key_id.partition("#")[2],
            }
        ],
        "keyAgreement": [signer.key_id],
    }
    address = "https://badges.example/.well-known/did.json"
    web = chain.web()
    web.pages[address] = json.dumps(page).encode()

    report = check(
        signed(lambda d: d["issuer"].update(id="did:web:badges.example"), signer),
        web,
        asked=ASKED | {address},
    )

    assert report.verdict is Verdict.ALTERED
    assert reason(report) == "purpose"


@pytest.mark.parametrize("suite", ["eddsa-2022", "ecdsa-sd-2023", "rot13-2026"])
def test_c11_a_suite_that_we_do_not_have_leaves_a_question(suite):
    report = check(altered(proof(cryptosuite=suite)), asked=frozenset())

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert reason(report) == "unsupported_suite"


@pytest.mark.parametrize("point", ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"])
def test_c16_a_key_of_small_order_signs_nothing(point):
    key = "z" + base58.b58encode(b"\xed\x01" + bytes.fromhex(point)).decode()
    given = altered(proof(verificationMethod=f"{chain.VU.id}#{key}", proofValue="z" + "1" * 64))

    assert check(given, asked=ASKED).verdict not in GOOD


def test_c17_a_key_that_names_itself_signs_for_nobody_else():
    attacker = LocalSigner.from_seed("did:web:x.example", b"a" * 32)
    key = attacker.key_id.partition("#")[2]
    signer = LocalSigner(f"did:key:{key}#{key}", attacker._private_key)

    report = check(signed(lambda _: None, signer))

    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


WINDOWS = {
    "C19 before the key": ({"active_from": chain.NOW}, FAILED, "key_window"),
    "C20 after its retirement": (
        {"active_until": chain.RELEASED - timedelta(seconds=1)},
        FAILED,
        "key_window",
    ),
    # There is no public log yet, so nothing shows that it was signed before the theft.
    "C22 before the theft, without a log": (
        {"compromised_since": chain.NOW},
        UNKNOWN,
        "key_later_compromised",
    ),
}


@pytest.mark.parametrize(("window", "outcome", "code"), rows(WINDOWS))
def test_a_key_counts_in_its_own_time(window, outcome, code):
    keys = (
        chain.key_of(chain.VU_SIGNER, KeyKind.ISSUING, **window),
        chain.key_of(chain.BODY_SIGNER, KeyKind.MARK),
    )

    report = check(chain.AWARD_TEXT, chain.web(register=replace(chain.REGISTER, keys=keys)))

    assert answer(report, CheckCode.KEY) == (outcome, code)
    assert report.verdict not in GOOD


def from_now(**ahead):
    return chain.signed_award(valid_from=chain.NOW + timedelta(**ahead))


def until_now(**ahead):
    return chain.signed_award(valid_until=chain.NOW + timedelta(**ahead))


MOMENTS = {
    "C23 in a second": (from_now(seconds=1), Verdict.GENUINE),
    "C23 in four minutes": (from_now(minutes=4), Verdict.GENUINE),
    "C23 in six minutes": (from_now(minutes=6), Verdict.COULD_NOT_CHECK),
    "C25 a second ago": (until_now(seconds=-1), Verdict.PAST_END_DATE),
    "C25 in a second": (until_now(seconds=1), Verdict.GENUINE),
    "C26 an end before its start": (
        signed(lambda d: d.update(validUntil="2026-07-01T00:00:00Z")),
        Verdict.PAST_END_DATE,
    ),
    "C28 in the first zone": (
        signed(lambda d: d.update(validFrom="2026-07-11T00:00:00+14:00")),
        Verdict.GENUINE,
    ),
    "C28 in the last zone": (
        signed(lambda d: d.update(validUntil="2026-07-20T00:00:01-12:00")),
        Verdict.GENUINE,
    ),
    "C28 in the last zone, a second ago": (
        signed(lambda d: d.update(validUntil="2026-07-19T23:59:59-12:00")),
        Verdict.PAST_END_DATE,
    ),
    "C28 a leap second": (
        signed(lambda d: d.update(validFrom="2026-06-30T23:59:60Z")),
        Verdict.UNREADABLE,
    ),
    "C28 no zone": (
        signed(lambda d: d.update(validFrom="2026-07-10T10:00:00")),
        Verdict.UNREADABLE,
    ),
}


@pytest.mark.parametrize(("given", "verdict"), rows(MOMENTS))
def test_a_moment_has_one_meaning(given, verdict):
    assert check(given).verdict is verdict


@pytest.mark.parametrize("ects", ["30.5", "0.5", "2.75"])
def test_c29_the_study_load_must_lie_where_the_mark_allows(ects):
    award = chain.with_version(chain.ACHIEVEMENT_EN)
    document = json.loads(issue(award, chain.VU_SIGNER))
    version = achievement(document)
    mark = version.pop("endorsement")[0]
    version["ects"] = ects
    mark["relatedResource"][0]["digestMultibase"] = digest_of(version)
    version["endorsement"] = [
        json.loads(chain.forged(mark, chain.BODY_SIGNER, created=chain.MARK.created))
    ]

    report = check(chain.forged(document, chain.VU_SIGNER))

    assert answer(report, CheckCode.MARK) == (FAILED, "mark_range")
    assert report.verdict is Verdict.NO_MARK


def test_c31_an_award_that_names_nobody_says_so():
    def unnamed(document):
        del document["credentialSubject"]["id"]
        del document["credentialSubject"]["identifier"]

    report = check(signed(unnamed))

    assert answer(report, CheckCode.READABLE) == (PASSED, "bearer")
    assert report.verdict is Verdict.GENUINE


def test_c32_an_institution_does_not_mark_itself():
    mark = json.loads(issue(replace(chain.MARK, body=chain.VU), chain.VU_SIGNER))

    report = check(signed(lambda d: achievement(d).update(endorsement=[mark])))

    assert answer(report, CheckCode.MARK) == (FAILED, "self_endorsement")


def test_c32_a_key_for_awards_makes_no_mark():
    keys = (
        chain.key_of(chain.VU_SIGNER, KeyKind.ISSUING),
        chain.key_of(chain.BODY_SIGNER, KeyKind.ISSUING),
    )

    report = check(chain.AWARD_TEXT, chain.web(register=replace(chain.REGISTER, keys=keys)))

    assert answer(report, CheckCode.MARK) == (FAILED, "self_endorsement")


def test_c34_a_mark_withdrawn_before_the_award_leaves_an_award_without_mark():
    event = MarkEvent(
        mark_id=chain.MARK.id,
        body=chain.BODY.id,
        kind=MarkEventKind.WITHDRAWN,
        at=chain.START + timedelta(days=60),
        effect_from=date(2026, 3, 1),
        effect_until=None,
        reason="content_changed",
    )

    report = check(
        chain.AWARD_TEXT, chain.web(register=replace(chain.REGISTER, mark_events=(event,)))
    )

    assert answer(report, CheckCode.MARK) == (FAILED, "mark_withdrawn")
    assert report.verdict is Verdict.NO_MARK
    assert answer(report, CheckCode.KEY) == (PASSED, "")


def test_c35_an_open_badge_of_the_older_kind_is_asked_of_its_issuer_only():
    address = "https://badges.example/assertions/1"
    badge = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": address}

    report = verify(json.dumps(badge), chain.TRUST, NoNetwork(), at=chain.NOW)

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert reason(report) == "legacy_hosted"


EVIL = "http://169.254.169.254/latest"
NAMED = {
    "C37 evidence": ({"evidence": [{"id": EVIL, "type": ["Evidence"]}]},),
    "C38 a newer version": ({"refreshService": {"id": EVIL, "type": "1EdTechCredentialRefresh"}},),
    "C38 terms of use": ({"termsOfUse": [{"id": EVIL, "type": "https://x.example/Terms"}]},),
    "C38 a rendering": ({"renderMethod": [{"id": EVIL, "type": "https://x.example/Render"}]},),
    "C38 a schema": ({"credentialSchema": [{"id": EVIL, "type": "JsonSchema"}]},),
}


@pytest.mark.parametrize("words", rows(NAMED))
def test_what_an_award_names_is_not_fetched(words):
    report = check(signed(lambda document: document.update(words)))

    assert report.verdict is Verdict.GENUINE

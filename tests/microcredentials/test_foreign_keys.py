"""Awards of other makers whose keys stand elsewhere, and those of the older data model."""

import json

import pytest

from microcredentials import (
    CheckCode,
    LocalSigner,
    NoNetwork,
    Outcome,
    Trust,
    Verdict,
    did_web,
    did_web_url,
    verify,
)
from tests.microcredentials import chain

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
OLDER = [
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://w3id.org/security/data-integrity/v2",
]
DID = did_web("badges.example:8443", "schools", "a")
OWN = LocalSigner.from_seed(DID, b"f" * 32)
SIGNER = LocalSigner(f"{DID}#key-1", OWN._private_key)
OTHER = LocalSigner.from_seed(DID, b"g" * 32)


def award(contexts=None, **changes):
    dates = (
        {"issuanceDate": "2026-07-01T00:00:00Z"}
        if contexts
        else {"validFrom": "2026-07-01T00:00:00Z"}
    )
    return (
        {
            "@context": contexts or chain.award_json()["@context"][:3],
            "id": "https://badges.example/1",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": DID, "type": ["Profile"], "name": "Badges"},
            "credentialSubject": {
                "id": "urn:uuid:00000000-0000-4000-8000-0000000000f1",
                "type": ["AchievementSubject"],
                "achievement": dict(chain.KNITTING),
            },
        }
        | dates
        | changes
    )


def method(signer, number, **changes):
    return {
        "id": f"{DID}#key-{number}",
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": signer.key_id.partition("#")[2],
    } | changes


def keys(*methods, **changes):
    return {
        "id": DID,
        "verificationMethod": list(methods),
        "assertionMethod": [found["id"] for found in methods],
    } | changes


def check(document, page, at=chain.NOW):
    web = chain.web()
    web.pages[did_web_url(DID)] = json.dumps(page).encode()
    return verify(document, chain.TRUST, web, at=at)


def answer(report, code=CheckCode.UNCHANGED):
    found = report.check(code)
    return found.outcome, found.reason


def test_a_did_with_a_port_and_a_path_leads_to_its_keys():
    assert did_web_url(DID) == "https://badges.example:8443/schools/a/did.json"

    report = check(chain.forged(award(), SIGNER), keys(method(OWN, 1)))

    assert answer(report) == (PASSED, "")
    assert report.verdict is Verdict.UNKNOWN_ISSUER


SIGNED = "2026-07-10T10:00:00Z"
LATER = "2026-07-10T10:00:01Z"
PAGES = {
    "rotated out, and kept": (keys(method(OTHER, 2), method(OWN, 1)), PASSED, ""),
    "rotated out, and gone": (keys(method(OTHER, 2)), UNKNOWN, "key_unknown"),
    "another key under its name": (keys(method(OTHER, 1)), FAILED, "signature"),
    "revoked before": (keys(method(OWN, 1, revoked=SIGNED)), FAILED, "key_compromised"),
    "revoked after": (keys(method(OWN, 1, revoked=LATER)), PASSED, ""),
    "expired before": (keys(method(OWN, 1, expires=SIGNED)), FAILED, "key_window"),
    "expired after": (keys(method(OWN, 1, expires=LATER)), PASSED, ""),
    "for another use": (
        keys(method(OWN, 1), assertionMethod=[], authentication=[f"{DID}#key-1"]),
        FAILED,
        "purpose",
    ),
    "of somebody else": (
        keys(method(OWN, 1, controller="did:web:x.example")),
        FAILED,
        "key_not_of_issuer",
    ),
    "a document of another name": (
        keys(method(OWN, 1), id="did:web:badges.example"),
        UNKNOWN,
        "key_unknown",
    ),
}


@pytest.mark.parametrize(("page", "outcome", "reason"), PAGES.values(), ids=PAGES.keys())
def test_a_key_counts_as_its_owner_lists_it(page, outcome, reason):
    assert answer(check(chain.forged(award(), SIGNER), page)) == (outcome, reason)


def test_a_key_that_names_itself_under_another_name_is_not_the_issuers():
    stranger = LocalSigner.from_seed("did:web:x.example", b"f" * 32)

    report = check(chain.forged(award(), stranger), keys())

    assert answer(report) == (PASSED, "")
    assert answer(report, CheckCode.KEY) == (FAILED, "key_not_of_issuer")


@pytest.mark.parametrize(
    ("ends", "outcome", "reason"),
    [
        ("2026-07-20T12:00:01Z", PASSED, ""),
        ("2026-07-20T12:00:00Z", FAILED, "expired"),
        ("2026-07-20T13:59:59+02:00", FAILED, "expired"),
        ("2026-07-20T14:00:01+02:00", PASSED, ""),
    ],
)
def test_a_badge_of_the_older_data_model_is_checked(ends, outcome, reason):
    report = check(chain.forged(award(OLDER, expirationDate=ends), SIGNER), keys(method(OWN, 1)))

    assert answer(report) == (PASSED, "")
    assert answer(report, CheckCode.PERIOD) == (outcome, reason)
    assert report.facts.title == "Knitting"
    assert report.verdict is Verdict.UNKNOWN_ISSUER


@pytest.mark.parametrize("word", ["issuanceDate", "expirationDate"])
def test_a_date_of_the_older_data_model_needs_a_zone(word):
    document = award(OLDER) | {word: "2026-07-20T12:00:00"}

    assert check(json.dumps(document), keys()).verdict is Verdict.UNREADABLE


def test_a_published_badge_is_an_unknown_issuer_with_the_checks_that_passed(shared):
    text = (shared / "examples" / "ob3" / "microcredential.minimal.ob3.json").read_text()

    report = verify(text, Trust(), NoNetwork(), at=chain.NOW)

    assert answer(report) == (PASSED, "")
    assert report.verdict is Verdict.UNKNOWN_ISSUER

"""Status lists of every kind in use, one way to be wrong at a time."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import rfc8785

from microcredentials import (
    CheckCode,
    LocalSigner,
    NoNetwork,
    Outcome,
    Signed,
    Unreachable,
    Verdict,
    contexts,
    issue,
    verify,
)
from microcredentials.contexts import CREDENTIALS_V1
from microcredentials.proofs.vc_jwt import sign_jwt
from microcredentials.status import encode
from tests.microcredentials import chain

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
OURS = chain.AWARD.status.index
EXTRA = "https://keurmerk.example/status/vu/9"
IDS = "https://badges.example/revoked.json"


def check(text=chain.AWARD_TEXT, *, trust=chain.TRUST, web=None, at=chain.NOW):
    return verify(text, trust, chain.web() if web is None else web, at=at)


def answer(report, code=CheckCode.STATUS):
    found = report.check(code)
    return found.outcome, found.reason


def entry(**changes):
    return chain.award_json()["credentialStatus"] | changes


def with_status(*entries, alone=False):
    """The award with these entries; `alone`: without the list of suspensions that we add."""
    document = chain.award_json() | {"credentialStatus": list(entries)}
    if alone:
        del document["suspension"]
    return chain.forged(document, chain.VU_SIGNER)


def with_list(**subject):
    """A web in which our revocation list says these things instead."""
    document = json.loads(chain.SIGNED_PAGES[chain.REVOCATION_LIST])
    document["credentialSubject"] |= subject
    return serving({chain.REVOCATION_LIST: resigned(document)})


def resigned(document):
    return chain.forged(document, chain.VU_SIGNER, created=chain.REVOCATIONS.created)


def serving(pages):
    web = chain.web()
    web.pages |= {url: page.encode() for url, page in pages.items()}
    return web


# Several entries

SUSPENSION = {
    "id": "https://keurmerk.example/status/vu/2#1",
    "statusPurpose": "suspension",
    "statusListCredential": chain.SUSPENSION_LIST,
}


def test_every_entry_that_may_take_it_back_is_read():
    text = with_status(entry(), entry(**SUSPENSION), alone=True)
    suspended = replace(chain.SUSPENSIONS, set_indexes=frozenset({OURS}))

    assert check(text).verdict is Verdict.GENUINE
    assert check(text, web=chain.web(suspensions=suspended)).verdict is Verdict.SUSPENDED


def test_an_entry_for_another_purpose_takes_nothing_back():
    message = entry(id="https://x.example/1#1", statusPurpose="message", statusListCredential=EXTRA)

    report = check(with_status(entry(), message, alone=True))

    assert answer(report) == (PASSED, "")


@pytest.mark.parametrize(
    "entries",
    [
        [entry(statusPurpose="message")],
        [
            entry(statusPurpose="refresh"),
            entry(id="https://x.example/1#1", statusPurpose="message"),
        ],
        [entry(statusSize=2)],
        [entry(statusSize="1")],
        [entry(id=f"https://x.example/{number}") for number in range(9)],
        [{"id": "http://x.example/1", "type": "1EdTechRevocationList"}],
    ],
    ids=["a message", "two others", "two bits", "a size in words", "nine", "an open line"],
)
def test_what_we_do_not_read_is_not_a_pass(entries):
    assert answer(check(with_status(*entries, alone=True))) == (UNKNOWN, "unsupported_status")


def test_an_unknown_kind_beside_a_known_one_leaves_a_question():
    other = {"id": "https://x.example/1", "type": "https://x.example/OwnStatus"}
    text = with_status(other, entry(), alone=True)
    revoked = replace(chain.REVOCATIONS, set_indexes=frozenset({OURS}))

    assert answer(check(text)) == (UNKNOWN, "unsupported_status")
    assert check(text, web=chain.web(revocations=revoked)).verdict is Verdict.WITHDRAWN


def test_no_entry_at_all_says_nothing():
    document = chain.award_json() | {"credentialStatus": []}
    report = verify(Signed(document, json.dumps(document)), chain.TRUST, chain.web(), at=chain.NOW)

    assert report.verdict is not Verdict.GENUINE


# What a list may be


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ({"encodedList": encode([], length=131_064)}, "status_length"),
        ({"encodedList": encode([], length=17 * 1024 * 1024)}, "status_too_large"),
        ({"encodedList": encode([])[1:]}, "status_format"),
        ({"encodedList": encode([]) + "=="}, "status_format"),
        ({"encodedList": "uAAAA"}, "status_format"),
        ({"encodedList": 7}, "status_format"),
        ({"statusPurpose": "message"}, "status_purpose"),
        ({"ttl": -1}, "status_format"),
        ({"ttl": "soon"}, "status_format"),
        ({"ttl": True}, "status_format"),
    ],
)
def test_a_list_that_breaks_the_standard_says_nothing(subject, reason):
    assert answer(check(web=with_list(**subject))) == (UNKNOWN, reason)


def test_a_list_of_a_million_places_is_read():
    million = encode([OURS], length=1_048_576)

    assert check(web=with_list(encodedList=million)).verdict is Verdict.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"validFrom": "2026-07-20T12:06:00Z"}, UNKNOWN, "status_future"),
        ({"validFrom": "2026-07-20T12:04:00Z"}, PASSED, ""),
        ({"validFrom": "tomorrow"}, UNKNOWN, "status_format"),
        ({"validUntil": "2026-07-20T11:59:59Z"}, UNKNOWN, "status_too_old"),
        ({"validUntil": "2026-07-20T13:59:59+02:00"}, UNKNOWN, "status_too_old"),
        ({"validUntil": "2026-07-20T14:00:01+02:00"}, PASSED, ""),
    ],
)
def test_a_list_counts_in_its_own_time(changes, outcome, reason):
    document = json.loads(chain.SIGNED_PAGES[chain.REVOCATION_LIST]) | changes

    report = check(web=serving({chain.REVOCATION_LIST: resigned(document)}))

    assert answer(report) == (outcome, reason)


def test_a_list_may_say_nothing_about_its_time():
    document = json.loads(chain.SIGNED_PAGES[chain.REVOCATION_LIST])
    del document["validUntil"]
    del document["validFrom"]

    assert answer(check(web=serving({chain.REVOCATION_LIST: resigned(document)}))) == (PASSED, "")


def test_an_endless_list_is_not_read():
    web = serving({chain.REVOCATION_LIST: "x" * 5_000_000})

    assert answer(check(web=web)) == (UNKNOWN, "status_too_large")


@pytest.mark.parametrize("reason", ["not found", "timeout", "gone", "blocked"])
def test_a_list_that_cannot_be_fetched_leaves_a_question(reason):
    class Broken(chain.Web):
        def fetch(self, url):
            if url == chain.REVOCATION_LIST:
                raise Unreachable(reason)
            return super().fetch(url)

    web = Broken()
    web.pages = dict(chain.SIGNED_PAGES)

    report = check(web=web)

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert answer(report) == (UNKNOWN, "status_unavailable")
    assert reason in report.check(CheckCode.STATUS).explanation


# A list of ids, as Open Badges 3.0 describes it: not signed


def with_ids(*revoked, **changes):
    page = {"id": IDS, "issuer": chain.VU.id, "revokedCredential": list(revoked)} | changes
    return serving({IDS: json.dumps(page)})


BY_ID = with_status({"id": IDS, "type": "1EdTechRevocationList"}, alone=True)
OTHER = {"id": "urn:uuid:other"}


@pytest.mark.parametrize(
    ("revoked", "verdict"),
    [
        ((), Verdict.GENUINE),
        ((OTHER, {"id": chain.AWARD.id, "revoked": False}), Verdict.GENUINE),
        ((OTHER, {"id": chain.AWARD.id}), Verdict.WITHDRAWN),
        (({"id": chain.AWARD.id, "revoked": True},), Verdict.WITHDRAWN),
        ((chain.AWARD.id,), Verdict.WITHDRAWN),
    ],
)
def test_a_list_of_ids_names_what_is_withdrawn(revoked, verdict):
    assert check(BY_ID, web=with_ids(*revoked)).verdict is verdict


@pytest.mark.parametrize(
    ("web", "reason"),
    [
        (with_ids({"id": chain.AWARD.id, "revoked": "yes"}), "status_format"),
        (with_ids(7), "status_format"),
        (with_ids(id="https://x.example"), "status_other"),
        (with_ids(revokedCredential="none"), "status_other"),
        (serving({IDS: "<html>"}), "status_format"),
        (serving({}), "status_unavailable"),
    ],
)
def test_a_list_of_ids_that_cannot_be_read_says_nothing(web, reason):
    assert answer(check(BY_ID, web=web)) == (UNKNOWN, reason)


def test_a_copy_of_an_unsigned_list_could_be_anybodys():
    web = with_ids()
    trust = replace(chain.TRUST, copies={url: page.decode() for url, page in web.pages.items()})

    report = check(BY_ID, trust=trust, web=NoNetwork())

    assert answer(report) == (UNKNOWN, "status_unavailable")


# Copies that travelled in the file


def carried(*pages, **changes):
    copies = {url: page.decode() for url, page in chain.SIGNED_PAGES.items()}
    return Signed(chain.award_json(), chain.AWARD_TEXT, copies=copies | changes | dict(pages))


def test_what_travelled_in_the_file_makes_the_best_verdict_last_known():
    report = check(carried(), web=NoNetwork())

    assert report.verdict is Verdict.LAST_KNOWN
    assert report.facts.status_on == chain.REVOCATIONS.created


def test_what_can_be_fetched_stands_before_what_travelled_in_the_file():
    revoked = replace(chain.REVOCATIONS, set_indexes=frozenset({OURS}))

    assert check(carried(), web=chain.web(revocations=revoked)).verdict is Verdict.WITHDRAWN


def dated(document, signer, hours, **changes):
    created = document.created + timedelta(hours=hours)
    return issue(replace(document, created=created, **changes), signer)


@pytest.mark.parametrize(
    ("hours", "verdict"), [(1, Verdict.LAST_KNOWN), (-1, Verdict.WITHDRAWN)], ids=["newer", "older"]
)
def test_of_two_copies_of_a_list_the_newer_counts(hours, verdict):
    revoked = replace(chain.REVOCATIONS, set_indexes=frozenset({OURS}))
    held = {chain.REVOCATION_LIST: issue(revoked, chain.VU_SIGNER)}
    clean = dated(chain.REVOCATIONS, chain.VU_SIGNER, hours)

    report = check(
        carried((chain.REVOCATION_LIST, clean)),
        trust=replace(chain.TRUST, copies=held),
        web=NoNetwork(),
    )

    assert report.verdict is verdict


def test_of_two_copies_of_the_register_the_later_counts():
    unknown = issue(replace(chain.REGISTER, institutions=(), sequence=6), chain.OPERATOR_SIGNER)
    trust = replace(chain.TRUST, copies={chain.REGISTER.id: unknown})

    assert check(carried(), trust=trust, web=NoNetwork()).verdict is Verdict.LAST_KNOWN


@pytest.mark.parametrize("url", [chain.REGISTER.id, chain.REVOCATION_LIST])
def test_a_copy_that_was_tampered_with_is_passed_over(url):
    spoilt = chain.SIGNED_PAGES[url].decode().replace("2026-07-20", "2026-07-19")
    held = {url: chain.SIGNED_PAGES[url].decode()}

    alone = check(carried((url, spoilt)), web=NoNetwork())
    beside = check(carried((url, spoilt)), trust=replace(chain.TRUST, copies=held), web=NoNetwork())

    assert alone.verdict is Verdict.COULD_NOT_CHECK
    assert beside.verdict is Verdict.LAST_KNOWN


def test_a_list_older_than_one_seen_before_does_not_count_from_a_file_either():
    trust = replace(chain.TRUST, minimum_dates={chain.REVOCATION_LIST: chain.NOW})

    assert answer(check(carried(), trust=trust, web=NoNetwork())) == (UNKNOWN, "status_rollback")


# Lists of other makers

FOREIGN = LocalSigner.from_seed("did:web:badges.example", b"f" * 32)
DRAFT = "https://w3id.org/vc/status-list/2021/v1"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
INTEGRITY = "https://w3id.org/security/data-integrity/v2"
LIST = "https://badges.example/status/1"


def foreign_award(contexts, status):
    award = {
        "@context": contexts,
        "id": "https://badges.example/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:badges.example", "type": ["Profile"], "name": "Badges"},
        "issuanceDate" if CREDENTIALS_V1 in contexts else "validFrom": "2026-07-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:00000000-0000-4000-8000-0000000000f1",
            "type": ["AchievementSubject"],
            "achievement": dict(chain.KNITTING),
        },
        "credentialStatus": status,
    }
    return chain.forged(award, FOREIGN)


def foreign_list(contexts, kind, encoded, signer=FOREIGN):
    document = {
        "@context": contexts,
        "id": LIST,
        "type": ["VerifiableCredential", f"{kind}Credential"],
        "issuer": "did:web:badges.example",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": kind,
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }
    return chain.forged(document, signer, created=chain.REVOCATIONS.created)


def foreign_entry(kind):
    return {
        "id": f"{LIST}#7",
        "type": f"{kind}Entry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    }


@pytest.mark.parametrize(("taken", "outcome"), [([7], FAILED), ([8], PASSED)])
def test_a_foreign_list_whose_key_stands_elsewhere_is_proved_with_it(taken, outcome):
    known = chain.award_json()["@context"]
    signer = LocalSigner("did:web:badges.example#key-1", FOREIGN._private_key)
    keys = {
        "id": "did:web:badges.example",
        "verificationMethod": [
            {
                "id": signer.key_id,
                "type": "Multikey",
                "controller": "did:web:badges.example",
                "publicKeyMultibase": FOREIGN.key_id.partition("#")[2],
            }
        ],
        "assertionMethod": [signer.key_id],
    }
    found = foreign_list(known[:1], "BitstringStatusList", encode(taken), signer)
    web = serving({LIST: found, "https://badges.example/.well-known/did.json": json.dumps(keys)})

    report = check(foreign_award(known[:3], foreign_entry("BitstringStatusList")), web=web)

    assert report.check(CheckCode.STATUS).outcome is outcome


def test_a_foreign_list_in_words_we_do_not_know_leaves_a_question():
    known = chain.award_json()["@context"]
    page = json.loads(foreign_list(known[:1], "BitstringStatusList", encode([])))
    page["@context"].append("https://x.example/words")
    web = serving({LIST: json.dumps(page)})

    report = check(foreign_award(known[:3], foreign_entry("BitstringStatusList")), web=web)

    assert answer(report) == (UNKNOWN, "context_unknown")


@pytest.mark.parametrize(("taken", "outcome"), [([7], FAILED), ([8], PASSED)])
def test_a_foreign_list_may_come_in_a_token(taken, outcome):
    known = chain.award_json()["@context"]
    page = json.loads(foreign_list(known[:1], "BitstringStatusList", encode(taken)))
    del page["proof"]
    token = sign_jwt(page | {"validFrom": "2026-07-20T09:00:00Z"}, FOREIGN)

    report = check(
        foreign_award(known[:3], foreign_entry("BitstringStatusList")), web=serving({LIST: token})
    )

    assert report.check(CheckCode.STATUS).outcome is outcome


@pytest.mark.parametrize("page", ["<html>", "a.b.c", "", "e30.e30.e30"])
def test_what_is_neither_a_list_nor_a_token_says_nothing(page):
    assert answer(check(web=serving({chain.REVOCATION_LIST: page}))) == (UNKNOWN, "status_format")


@pytest.fixture
def draft_context(shared, monkeypatch):
    """The words of the draft, which no package that we install brings along."""
    file = shared / "contexts" / "w3id.org_vc_status-list_2021_v1.jsonld"
    digest = hashlib.sha256(rfc8785.dumps(json.loads(file.read_bytes()))).hexdigest()
    monkeypatch.setitem(contexts.PINNED, DRAFT, (f"microcredentials/{file}", digest))
    yield
    contexts.context.cache_clear()


@pytest.mark.parametrize(("taken", "outcome"), [([7], FAILED), ([8], PASSED)])
@pytest.mark.parametrize("padding", ["", "=="])
@pytest.mark.usefixtures("draft_context")
def test_a_list_of_the_draft_of_2021_is_read(taken, outcome, padding):
    encoded = encode(taken)[1:].replace("-", "+").replace("_", "/") + padding
    found = foreign_list([CREDENTIALS_V1, DRAFT, INTEGRITY], "StatusList2021", encoded)
    words = [CREDENTIALS_V1, BADGES, DRAFT, INTEGRITY]
    text = foreign_award(words, foreign_entry("StatusList2021"))

    report = check(text, web=serving({LIST: found}))

    assert report.check(CheckCode.STATUS).outcome is outcome

"""Awards of other makers: Open Badges 2.0 by their place, European credentials for display."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from microcredentials import (
    CheckCode,
    Kind,
    NoNetwork,
    Outcome,
    Person,
    Signed,
    Unreachable,
    Verdict,
    verify,
)
from microcredentials.carriers.png import bake
from microcredentials.carriers.standards import OPEN_BADGE_2
from tests.microcredentials import chain
from tests.microcredentials.images import png

PASSED, FAILED, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
AT = datetime(2026, 8, 1, tzinfo=UTC)
SITE = "https://badges.example/ob2"
CONTEXT = "https://w3id.org/openbadges/v2"
ISSUER = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": f"{SITE}/issuers/vu",
    "name": "Vrije Universiteit Amsterdam",
    "url": "https://vu.example",
    "email": "badges@vu.example",
}
BADGE = {
    "@context": CONTEXT,
    "type": "BadgeClass",
    "id": f"{SITE}/badges/knitting",
    "name": "Knitting",
    "description": "Knits a sock.",
    "image": f"{SITE}/knitting.png",
    "criteria": {"narrative": "A sock."},
    "issuer": ISSUER["id"],
    "alignment": [{"targetName": "EQF 5", "targetUrl": "http://data.europa.eu/snb/eqf/5"}],
    "extensions:ECTSExtension": {"ECTS": 2.5},
}
ASSERTION = {
    "@context": CONTEXT,
    "type": "Assertion",
    "id": f"{SITE}/assertions/1",
    "badge": BADGE["id"],
    # The vector of the standard: a@example.com with the salt Kosher.
    "recipient": {
        "type": "email",
        "hashed": True,
        "salt": "Kosher",
        "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
    },
    "issuedOn": "2026-07-10T10:00:00+00:00",
    "expires": "2027-07-10T10:00:00+00:00",
    "verification": {"type": "HostedBadge"},
}


def site(*pages):
    web = chain.Web()
    web.pages = {page["id"]: json.dumps(page).encode() for page in pages}
    return web


def check(document=ASSERTION, web=None, *, at=AT, **options):
    web = site(ASSERTION, BADGE, ISSUER) if web is None else web
    text = document if isinstance(document, bytes | str | Signed) else json.dumps(document)
    return verify(text, chain.TRUST, web, at=at, **options)


def answer(report, code):
    found = report.check(code)
    return found.outcome, found.reason


def test_a_hosted_badge_is_an_unknown_issuer_with_the_checks_that_passed():
    report = check()

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert [answer(report, check.code) for check in report.checks[:7]] == [
        (PASSED, ""),
        (PASSED, "hosted"),
        (PASSED, ""),
        (FAILED, "not_admitted"),
        (PASSED, "edubadge"),
        (PASSED, ""),
        (PASSED, ""),
    ]
    assert report.check(CheckCode.STATUS).source_time == AT


def test_the_facts_of_a_hosted_badge_come_from_where_it_stands():
    facts = check({word: ASSERTION[word] for word in ("@context", "type", "id")}).facts

    assert facts.issuer_id == ISSUER["id"]
    assert facts.issuer_name == "Vrije Universiteit Amsterdam"
    assert facts.title == "Knitting"
    assert facts.awarded_on == date(2026, 7, 10)
    assert facts.kind is Kind.EDUBADGE
    assert (facts.ects, facts.eqf_level) == ("2.5", "5")


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"extensions:EQFExtension": {"EQF": 6}}, "6"),
        ({"extensions:EQFExtension": {"EQF": True}}, ""),
        ({"extensions:EQFExtension": 6}, ""),
        ({"alignment": [7, {"targetUrl": "http://data.europa.eu/snb/eqf/77"}]}, ""),
    ],
)
def test_the_level_stands_in_an_alignment_or_in_an_extension(changes, level):
    badge = {word: value for word, value in BADGE.items() if word != "alignment"} | changes

    assert check(web=site(ASSERTION, badge, ISSUER)).facts.eqf_level == level


def test_the_recipient_of_a_hosted_badge_can_be_asked_after():
    report = check(person=Person(email="a@example.com"))

    assert answer(report, CheckCode.PERSON) == (PASSED, "")


def test_a_recipient_of_another_kind_is_nobody_we_can_compare():
    other = ASSERTION | {"recipient": {"type": "url", "identity": "https://x.example"}}

    report = check(other, site(other, BADGE, ISSUER), person=Person(email="a@example.com"))

    assert answer(report, CheckCode.PERSON) == (UNKNOWN, "person_not_named")


def test_a_salt_that_is_no_text_is_no_salt():
    salted = ASSERTION | {"recipient": ASSERTION["recipient"] | {"salt": 7}}

    report = check(salted, site(salted, BADGE, ISSUER), person=Person(email="a@example.com"))

    assert answer(report, CheckCode.PERSON) == (FAILED, "email_differs")


def test_without_network_a_hosted_badge_could_not_be_checked():
    report = check(web=NoNetwork())

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "legacy_hosted")
    assert answer(report, CheckCode.STATUS) == (UNKNOWN, "not_checked")
    assert report.facts.awarded_on == date(2026, 7, 10)


@pytest.mark.parametrize("missing", [BADGE, ISSUER], ids=["badge class", "issuer"])
def test_what_it_points_at_must_be_there_too(missing):
    web = site(ASSERTION, BADGE, ISSUER)
    del web.pages[missing["id"]]

    assert answer(check(web=web), CheckCode.UNCHANGED) == (UNKNOWN, "legacy_hosted")


class Gone:
    def fetch(self, url):
        raise Unreachable("gone")


@pytest.mark.parametrize(
    "web",
    [
        Gone(),
        site({"@context": CONTEXT, "type": "Assertion", "id": ASSERTION["id"], "revoked": True}),
        site(ASSERTION | {"revoked": True, "revocationReason": "Error"}),
    ],
    ids=["answered with 410", "a body that says so", "the whole assertion says so"],
)
def test_a_badge_that_was_taken_back_is_withdrawn(web):
    report = check(web=web)

    assert report.verdict is Verdict.WITHDRAWN
    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "hosted_gone")
    assert answer(report, CheckCode.KEY) == (UNKNOWN, "not_checked")


@pytest.mark.parametrize(
    "copy",
    [
        ASSERTION | {"issuedOn": "2020-01-01T00:00:00Z"},
        ASSERTION | {"badge": f"{SITE}/badges/weaving"},
        ASSERTION | {"badge": {"id": f"{SITE}/badges/weaving", "name": "Weaving"}},
        ASSERTION | {"badge": 7},
        ASSERTION | {"narrative": "With distinction"},
        {word: ASSERTION[word] for word in ("@context", "type")} | {"id": BADGE["id"]},
    ],
)
def test_a_copy_that_says_something_else_than_the_site_is_altered(copy):
    report = check(copy)

    assert report.verdict is Verdict.ALTERED
    assert answer(report, CheckCode.UNCHANGED) == (FAILED, "hosted_other")


def test_a_copy_may_spell_its_badge_out_and_carry_another_image():
    copy = ASSERTION | {"badge": BADGE, "image": "data:image/png;base64,AAAA"}

    assert answer(check(copy), CheckCode.UNCHANGED) == (PASSED, "hosted")


@pytest.mark.parametrize("page", [BADGE | {"id": "https://x.example"}], ids=["another id"])
def test_at_an_address_in_it_must_stand_what_has_that_address(page):
    web = site(ASSERTION, ISSUER)
    web.pages[BADGE["id"]] = json.dumps(page).encode()

    assert answer(check(web=web), CheckCode.UNCHANGED) == (FAILED, "hosted_other")


@pytest.mark.parametrize("page", [b"<html>", b"\xff", b"[]", b'{"id":1,"id":2}'])
def test_a_page_that_is_no_document_leaves_a_question(page):
    web = site(BADGE, ISSUER)
    web.pages[ASSERTION["id"]] = page

    assert answer(check(web=web), CheckCode.UNCHANGED) == (UNKNOWN, "hosted_format")


@pytest.mark.parametrize("address", ["http://badges.example/1", "file:///etc/passwd", "urn:x:1"])
def test_only_an_address_with_https_is_asked(address):
    web = site()

    report = check(ASSERTION | {"id": address}, web)

    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "hosted_address")
    assert web.asked == []


OTHER = "https://elsewhere.example"


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        ({}, FAILED),
        ({"verification": "none"}, FAILED),
        ({"verification": {"allowedOrigins": "badges.example"}}, PASSED),
        ({"verification": {"allowedOrigins": ["x.example", "BADGES.example"]}}, PASSED),
        ({"verification": {"allowedOrigins": ["x.example"]}}, FAILED),
        ({"verification": {"startsWith": f"{SITE}/assertions/"}}, PASSED),
        ({"verification": {"startsWith": [7, "", f"{SITE}/other/"]}}, FAILED),
        ({"verification": {"startsWith": "https://badges.exam"}}, FAILED),
        (
            {"verification": {"allowedOrigins": "x.example", "startsWith": SITE}},
            FAILED,
        ),
    ],
)
def test_a_badge_must_stand_where_its_issuer_publishes_badges(rules, outcome):
    issuer = ISSUER | {"id": f"{OTHER}/vu"} | rules
    badge = BADGE | {
        "issuer": {"id": issuer["id"], "verification": {"allowedOrigins": "badges.example"}}
    }

    report = check(web=site(ASSERTION, badge, issuer))

    reason = "" if outcome is PASSED else "hosted_scope"
    assert answer(report, CheckCode.KEY) == (outcome, reason)
    assert report.verdict is Verdict.UNKNOWN_ISSUER


def test_a_badge_class_inside_the_assertion_counts_as_hosted_with_it():
    assertion = ASSERTION | {"badge": BADGE}

    report = check(assertion, site(assertion, ISSUER))

    assert answer(report, CheckCode.UNCHANGED) == (PASSED, "hosted")
    assert report.facts.title == "Knitting"


def test_a_badge_without_issuer_leaves_a_question():
    badge = {word: value for word, value in BADGE.items() if word != "issuer"}

    report = check(web=site(ASSERTION, badge, ISSUER))

    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "hosted_address")


@pytest.mark.parametrize(("late", "outcome"), [(0, FAILED), (-1, PASSED)])
def test_the_end_date_of_a_hosted_badge_counts(late, outcome):
    at = datetime(2027, 7, 10, 10, tzinfo=UTC) + timedelta(seconds=late)

    assert check(at=at).check(CheckCode.PERIOD).outcome is outcome


def test_a_hosted_badge_may_have_no_end_date():
    endless = {word: value for word, value in ASSERTION.items() if word != "expires"}

    report = check(endless, site(endless, BADGE, ISSUER))

    assert answer(report, CheckCode.PERIOD) == (PASSED, "")


@pytest.mark.parametrize("changes", [{"id": 7}, {"issuedOn": "yesterday"}, {"expires": 7}], ids=str)
def test_a_misshapen_badge_cannot_be_read(changes):
    report = check(ASSERTION | changes, site(ASSERTION | changes | {"id": ASSERTION["id"]}))

    assert report.verdict is Verdict.UNREADABLE
    assert report.checks[0].reason == "misshapen"


def test_a_badge_signed_in_the_older_way_is_not_checked():
    signed = Signed(ASSERTION | {"badge": BADGE | {"issuer": ISSUER}}, "a.b.c", enveloped=True)

    report = check(signed)

    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "legacy_signed")
    assert report.facts.issuer_name == ISSUER["name"]


@pytest.mark.parametrize("text", [ASSERTION["id"], json.dumps(ASSERTION)], ids=["address", "JSON"])
def test_a_badge_of_the_older_kind_is_checked_in_an_image(text):
    report = check(bake(png(), text, OPEN_BADGE_2))

    assert answer(report, CheckCode.UNCHANGED) == (PASSED, "hosted")


# European Digital Credentials


def european(**changes):
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "http://data.europa.eu/snb/model/context/edc-ap",
        ],
        "id": "urn:credential:0b0f9b0c",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "displayParameter": {"title": {"en": "Certificate"}},
        "issuer": {"id": "urn:epass:org:1", "legalName": {"nl": "Stichting VU"}},
        "issued": "2026-07-11T10:00:00Z",
        "validFrom": "2026-07-10T10:00:00Z",
        "credentialSubject": {
            "type": "Person",
            "fullName": {"en": "Fenna Jansen"},
            "contactPoint": {"emailAddress": {"id": "mailto:fenna@mail.example"}},
            "hasClaim": {
                "title": {"en": "Data-driven decision making", "nl": "Besluitvorming"},
                "awardedBy": {
                    "awardingBody": {"legalName": {"en": "VU Amsterdam"}},
                    "awardingDate": "2026-07-01T00:00:00Z",
                },
                "creditReceived": {
                    "framework": {"id": "http://data.europa.eu/snb/education-credit/6fcec5c5af"},
                    "point": "2.5",
                },
                "specifiedBy": {"eqfLevel": {"id": "http://data.europa.eu/snb/eqf/7"}},
            },
        },
    } | changes


def sealed(document):
    return {"payload": json.dumps(document), "signatures": [{"protected": "", "signature": ""}]}


def test_a_european_credential_is_shown_but_its_seal_is_not_checked():
    report = check(sealed(european()), NoNetwork(), person=Person(name="F. Jansen"))

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert answer(report, CheckCode.READABLE) == (PASSED, "")
    assert answer(report, CheckCode.UNCHANGED) == (UNKNOWN, "seal_not_checked")
    assert answer(report, CheckCode.KEY) == (UNKNOWN, "not_checked")
    assert answer(report, CheckCode.PERSON) == (PASSED, "")
    facts = report.facts
    assert (facts.title, facts.learner_name) == ("Data-driven decision making", "Fenna Jansen")
    assert (facts.issuer_id, facts.issuer_name) == ("urn:epass:org:1", "VU Amsterdam")
    assert (facts.ects, facts.eqf_level) == ("2.5", "7")
    assert facts.awarded_on == date(2026, 7, 1)
    assert report.document == european()


def test_without_seal_anybody_may_have_written_it():
    assert answer(check(european()), CheckCode.UNCHANGED) == (UNKNOWN, "not_sealed")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"validUntil": "2026-07-31T00:00:00Z"}, "expired"),
        ({"expirationDate": "2026-07-31T00:00:00Z"}, "expired"),
        ({"validFrom": "2026-09-01T00:00:00Z"}, "award_in_future"),
        ({"validFrom": "soon"}, "not_checked"),
        ({"validUntil": "2026-08-31T00:00:00Z"}, "not_checked"),
    ],
)
def test_dates_that_nobody_sealed_turn_no_verdict(changes, reason):
    report = check(european(**changes))

    assert answer(report, CheckCode.PERIOD) == (UNKNOWN, reason)
    assert report.verdict is Verdict.COULD_NOT_CHECK


def test_a_european_credential_may_say_little():
    subject = {"givenName": {"fr": ["", "Fenna"]}, "familyName": {"fr": "Jansen"}, "hasClaim": 7}

    facts = check(european(credentialSubject=[subject], issued=7)).facts

    assert (facts.learner_name, facts.title) == ("Fenna Jansen", "Certificate")
    assert (facts.issuer_name, facts.ects, facts.eqf_level) == ("Stichting VU", "", "")
    assert facts.awarded_on == date(2026, 7, 10)
    assert (
        check(european(credentialSubject=7, displayParameter={"title": {"en": 7}})).facts.title
        == ""
    )


@pytest.mark.parametrize(
    "document",
    [
        {"payload": "not json", "signatures": []},
        {"payload": "{}", "signatures": []},
        {"payload": json.dumps({"credentialSubject": {}}), "signatures": []},
        {"payload": 7, "signatures": []},
        {"type": "EuropeanDigitalCredential"},
    ],
)
def test_what_only_looks_like_a_european_credential_cannot_be_read(document):
    assert check(document).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "file",
    [
        "vu-bads-microcredential.unsigned.jsonld",
        "vu-bads-microcredential.jades-b.demo.json",
        "Sample-MC-Annex1-signed.jsonld",
        "ebsi-Microcredential_Data_and_software_business.json",
    ],
)
def test_published_european_credentials_are_shown(shared, file):
    report = check((shared / "examples" / "elm" / file).read_text())

    assert report.verdict is Verdict.COULD_NOT_CHECK
    assert report.facts.title
    assert report.facts.learner_name
    assert report.facts.issuer_name


def test_the_published_example_of_a_hosted_badge_is_checked(shared):
    pages = [
        json.loads((shared / "examples" / "ob2" / f"{name}.json").read_text())
        for name in ("assertion", "badgeclass", "issuer")
    ]

    report = check(pages[0], site(*pages), person=Person(email="a.jansen@example.org"))

    assert report.verdict is Verdict.UNKNOWN_ISSUER
    assert answer(report, CheckCode.KEY) == (PASSED, "")
    assert answer(report, CheckCode.PERSON) == (PASSED, "")

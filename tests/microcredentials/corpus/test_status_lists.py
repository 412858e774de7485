"""Group E: what a list says, and what it does not say."""

import base64
import gzip
import json
from dataclasses import replace

import pytest

from microcredentials import CheckCode, LocalSigner, Outcome, Unreachable, Verdict
from microcredentials.status import encode
from microcredentials.verifying.standing import note_url
from tests.microcredentials import chain
from tests.microcredentials.corpus.sample import ASKED, GOOD, altered, check, reason, rows, signed

# Asked for only once a place is set.
NOTE = note_url(chain.REVOCATION_LIST, chain.AWARD.id)
FAILED, PASSED, UNKNOWN = Outcome.FAILED, Outcome.PASSED, Outcome.UNKNOWN


def answer(report):
    found = report.check(CheckCode.STATUS)
    return found.outcome, found.reason


def at_index(index):
    return signed(lambda document: document["credentialStatus"].update(statusListIndex=index))


def serving(page):
    web = chain.web()
    web.pages[chain.REVOCATION_LIST] = page if isinstance(page, bytes) else page.encode()
    return web


def listing(signer=chain.VU_SIGNER, document=None, **subject):
    page = json.loads(chain.SIGNED_PAGES[chain.REVOCATION_LIST]) | (document or {})
    page["credentialSubject"] |= subject
    return serving(chain.forged(page, signer, created=chain.REVOCATIONS.created))


PLACES = {
    "E01 before the first": ("-1", "status_index"),
    "E01 after the last": ("131072", "status_index"),
    "E01 a fraction": ("1.5", "status_index"),
    "E01 an exponent": ("1e3", "status_index"),
    "E01 hexadecimal": ("0x10", "status_index"),
    "E01 a number": (5, "unsupported_status"),
    "E01 a fraction as number": (1.5, "unsupported_status"),
    "E01 words": ("five", "status_index"),
    "E01 digits of another script": ("٥", "status_index"),
}


@pytest.mark.parametrize(("index", "code"), rows(PLACES))
def test_a_place_that_is_none_says_nothing(index, code):
    report = check(at_index(index))

    assert answer(report) == (UNKNOWN, code)
    assert report.verdict is Verdict.COULD_NOT_CHECK


def test_e01_no_place_at_all_is_not_even_signed():
    assert check(altered(lambda d: d["credentialStatus"].update(statusListIndex=None))).verdict is (
        Verdict.ALTERED
    )


@pytest.mark.parametrize("index", [0, 7, 8, 131_071], ids=lambda index: f"E02 bit {index}")
def test_exactly_that_bit_is_read(index):
    others = set(range(131_072)) - {index}

    taken = check(at_index(str(index)), listing(encodedList=encode([index])), asked=ASKED | {NOTE})
    left = check(at_index(str(index)), listing(encodedList=encode(others)))

    assert taken.verdict is Verdict.WITHDRAWN
    assert left.verdict is Verdict.GENUINE


def packed(size):
    return base64.urlsafe_b64encode(gzip.compress(bytes(size), mtime=0)).rstrip(b"=").decode()


LISTS = {
    "E04 without its sign": (listing(encodedList=packed(16_384)), "status_format"),
    "E04 with padding": (listing(encodedList=f"u{packed(16_384)}=="), "status_format"),
    "E04 not packed": (
        listing(encodedList="u" + base64.urlsafe_b64encode(bytes(16_384)).decode().rstrip("=")),
        "status_format",
    ),
    "E05 a bomb": (listing(encodedList=f"u{packed(200_000_000)}"), "status_too_large"),
    "E07 of another issuer": (
        listing(chain.BODY_SIGNER, {"issuer": chain.BODY.id}),
        "status_issuer",
    ),
    "E07 signed by a stranger": (
        listing(LocalSigner.from_seed(chain.VU.id, b"s" * 32)),
        "status_issuer",
    ),
    "E08 not signed": (
        serving(json.dumps({**json.loads(chain.SIGNED_PAGES[chain.REVOCATION_LIST]), "proof": []})),
        "status_format",
    ),
}


@pytest.mark.parametrize(("web", "code"), rows(LISTS))
def test_a_list_that_cannot_be_relied_on_says_nothing(web, code):
    report = check(chain.AWARD_TEXT, web)

    assert answer(report) == (UNKNOWN, code)
    assert report.verdict is Verdict.COULD_NOT_CHECK


class Broken(chain.Web):
    def __init__(self, why):
        super().__init__()
        self.pages = dict(chain.SIGNED_PAGES)
        self.why = why

    def fetch(self, url):
        if url == chain.REVOCATION_LIST:
            raise Unreachable(self.why)
        return super().fetch(url)


@pytest.mark.parametrize(
    "why",
    [
        pytest.param("the answer was 500", id="E10 an error"),
        pytest.param("it took too long", id="E10 a silence"),
        pytest.param("the certificate is of another host", id="E10 a certificate"),
        pytest.param("it sent us on to an open address", id="E10 a redirect"),
        pytest.param("it sent us on to a private address", id="E11"),
    ],
)
def test_a_list_that_cannot_be_reached_is_never_a_pass(why):
    report = check(chain.AWARD_TEXT, Broken(why))

    assert answer(report) == (UNKNOWN, "status_unavailable")
    assert report.verdict not in GOOD


def test_e13_an_older_list_than_one_seen_before_is_no_news():
    trust = replace(chain.TRUST, minimum_dates={chain.REVOCATION_LIST: chain.NOW})

    assert answer(check(chain.AWARD_TEXT, trust=trust)) == (UNKNOWN, "status_rollback")


def test_e14_the_place_of_the_status_cannot_be_taken_out():
    report = check(altered(lambda document: document.pop("credentialStatus")))

    assert report.verdict is Verdict.ALTERED
    assert reason(report) == "signature"

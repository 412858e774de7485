"""The library in Python and the checker in JavaScript give one answer on every file.

Everything that the tests of the library verify is written down with its answer, and asked again
of the page in a browser: the verdict, and per check the outcome and the reason.
"""

import base64
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from microcredentials import NoNetwork, Verdict, verify, write_trust
from microcredentials.carriers.bundle import bundle
from microcredentials.carriers.checker import checker_page, read_part
from tests.microcredentials import chain
from tests.microcredentials.test_bundle import SIMPLE, WRONG

ROOT = Path(__file__).parents[2]
SUITES = (
    "test_verifying.py",
    "test_broken_files.py",
    "test_mutation.py",
    "test_lists.py",
    "test_foreign_keys.py",
    "test_proof_vectors.py",
    "test_reading.py",
    "test_png.py",
    "test_svg.py",
    "test_vc_jwt.py",
    "test_foreign.py",
    "test_person.py",
    "corpus",
)
# No check was made, or none can be: the page leaves them out.
UNTOLD = {"", "bearer", "no_log"}
NOBODY = '{"operators": []}'
ASK = """async (cases) => {
  const bytes = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const answers = [];
  for (const one of cases) {
    const pages = {};
    for (const [url, letters] of Object.entries(one.pages)) pages[url] = bytes(letters);
    const asked = { ...one, pages, copies: one.carried, at: Date.parse(one.at) };
    answers.push(await window.keurmerk.check(bytes(one.file), asked));
  }
  return answers;
}"""
BATCH = 40


@pytest.fixture(scope="module")
def checker(chromium, tmp_path_factory):
    """The page that believes nobody, opened as a file."""
    file = tmp_path_factory.mktemp("checker") / "check.html"
    file.write_text(checker_page(NOBODY), "utf-8")
    page = chromium.new_page()
    page.goto(file.as_uri())
    yield page
    page.close()


def answers(checker, cases):
    found = []
    for start in range(0, len(cases), BATCH):
        found += checker.evaluate(ASK, cases[start : start + BATCH])
    return found


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Every file that the suites verify, with the answer of the library in Python."""
    target = tmp_path_factory.mktemp("recorded") / "cases.jsonl"
    command = [sys.executable, "-m", "pytest", "-p", "tests.microcredentials.recording"]
    suites = [str(ROOT / "tests" / "microcredentials" / suite) for suite in SUITES]
    subprocess.run(
        [*command, "-p", "no:randomly", "--hypothesis-seed=0", *suites],
        cwd=ROOT,
        env=os.environ | {"RECORD_TO": str(target)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    cases = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    return [case for case in cases if not is_pdf(case) and (case["offline"] or not is_hosted(case))]


def is_pdf(case):
    """The page opens no PDF, and tells its reader to save the attachment."""
    return base64.b64decode(case["file"]).startswith(b"%PDF")


def is_hosted(case):
    """Only its own site can speak for an older badge, and the page never asks a site."""
    return any(reason.startswith(("hosted", "legacy_hosted")) for _, _, reason in case["checks"])


def test_both_give_one_answer_on_every_file_of_the_suites(checker, recorded):
    found = answers(checker, recorded)

    differ = [
        (case["name"], answer, [case["verdict"], case["checks"]])
        for case, answer in zip(recorded, found, strict=True)
        if [answer["verdict"], answer["checks"]] != [case["verdict"], case["checks"]]
    ]
    assert len(recorded) > 1_000
    assert {case["verdict"] for case in recorded} == set(Verdict)
    assert differ == []


def test_the_page_has_words_for_every_reason(recorded):
    said = json.loads(read_part("words.json"))["reasons"].keys() | UNTOLD

    reasons = {reason for case in recorded for _, _, reason in case["checks"]}
    reasons |= {code for _, code in WRONG.values()}
    assert reasons - said == set()


def letters(data):
    return base64.b64encode(data).decode()


def asked(data, *, trust=NOBODY, at=chain.NOW):
    return {"file": letters(data), "trust": trust, "pages": {}, "carried": {}, "at": at.isoformat()}


def test_a_zip_that_is_not_right_is_refused_under_the_same_name(checker):
    cases = [asked(data) for data, _ in WRONG.values()] + [asked(SIMPLE)]

    found = answers(checker, cases)

    told = [answer["checks"][0][1:] for answer in found]
    expected = [["failed", code] for _, code in WRONG.values()] + [["passed", ""]]
    assert told == expected


# Three years on: the issuing key was replaced, our services are gone, there is no network.

SIBLING = chain.signed_award(
    id="urn:uuid:00000000-0000-4000-8000-0000000000bb",
    status=chain.StatusEntry(
        revocation_list=chain.REVOCATION_LIST, suspension_list=chain.SUSPENSION_LIST, index=3
    ),
)
ROTATED = chain.replace(
    chain.REGISTER,
    keys=(
        chain.key_of(
            chain.VU_SIGNER, chain.KeyKind.ISSUING, active_until=chain.NOW + timedelta(days=30)
        ),
        *chain.REGISTER.keys[1:],
    ),
)
COPIES = {url: page.decode() for url, page in chain.web(register=ROTATED).pages.items()}
LATER = datetime(2029, 8, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("award", "verdict"),
    [(chain.AWARD_TEXT, Verdict.LAST_KNOWN), (SIBLING, Verdict.WITHDRAWN)],
    ids=["the award", "its withdrawn sibling"],
)
def test_a_bundle_of_three_years_ago_is_checked_without_anyone(checker, award, verdict):
    trust = write_trust(chain.TRUST)
    file = bundle(award, copies=COPIES, trust=trust)

    report = verify(file, chain.TRUST, NoNetwork(), at=LATER)
    [answer] = answers(checker, [asked(file, trust=trust, at=LATER)])

    assert report.verdict is verdict
    assert report.facts.status_on == chain.REVOCATIONS.created
    assert answer["verdict"] == verdict
    assert answer["checks"] == [[one.code, one.outcome, one.reason] for one in report.checks]

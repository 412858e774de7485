"""Every row of the corpus has its test, here or where the input comes in, or a reason why not."""

import json
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
GROUPS = "ABCDEG"
_ROW = re.compile(r"[\"'](?P<id>[A-EG][0-9]{2})\b|def test_(?P<name>[a-eg][0-9]{2})_")

ELSEWHERE = {
    "G08": "web/public/test_checking.py",
}
# Inputs of a layer that this project does not have, or that nothing here can build.
WITHOUT_TEST = {
    "A22": "no page or endpoint unpacks a request body: an encoded one is read as it is",
    "A23": "the server reads requests; the page refuses 5 MB (web/public/test_checking.py)",
    "D22": "no credentials are handed to wallets (OID4VCI)",
    "D23": "no credentials are handed to wallets (OID4VCI)",
    "D25": "no credentials are handed to wallets (OID4VCI)",
    "D26": "no credentials are handed to wallets (OID4VCI)",
    "D28": "no authorisation server: allauth answers for signing in",
    "D29": "no authorisation server: allauth answers for signing in",
    "E16": "places are allotted by the platform: a unique constraint of awards.Award",
    "E17": "places are allotted by the platform, in an order drawn per list",
    "E19": "the platform ends awards (awards/test_ending.py: a withdrawal is final)",
    "E20": "the platform signs lists (awards/test_issuing.py: lists are signed after a change)",
    "G22": "what a PDF shows is not read: the facts of a report come from the document in it",
}


@pytest.fixture
def corpus(shared):
    lines = (shared.parent / "corpus" / "inputs.jsonl").read_text().splitlines()
    return {row["id"] for row in map(json.loads, lines) if row["id"][0] in GROUPS}


def rows_in(file):
    return {(found["id"] or found["name"]).upper() for found in _ROW.finditer(file.read_text())}


def test_every_row_has_a_test_or_a_reason(corpus):
    here = set().union(
        *(rows_in(file) for file in Path(__file__).parent.glob("*.py") if file != Path(__file__))
    )
    elsewhere = {row for row, file in ELSEWHERE.items() if row in rows_in(TESTS / file)}

    assert corpus - here - elsewhere - WITHOUT_TEST.keys() == set()
    assert elsewhere == ELSEWHERE.keys()
    assert (here | WITHOUT_TEST.keys()) - corpus == set()
    assert here & WITHOUT_TEST.keys() == set()

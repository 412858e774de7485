import re
from dataclasses import fields
from pathlib import Path

import pytest

from microcredentials import document
from microcredentials.formats.elements import MANDATORY, OPTIONAL

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
RECORD = (
    document.Microcredential,
    document.Achievement,
    document.Assessment,
    document.Framework,
    document.Skill,
    document.Grading,
    document.PreviousVersion,
    document.Party,
    document.PartyIdentifier,
    document.Learner,
    document.LearnerIdentifier,
    document.Result,
    document.Evidence,
    document.StatusEntry,
    document.LearningRecord,
    document.LargerAward,
    document.Association,
)
NAMES = [f"{kind.__name__}.{field.name}" for kind in RECORD for field in fields(kind)]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_the_record_has_one_row(name):
    assert sum(row.startswith(f"| `{name}` |") for row in ROWS) == 1


def test_no_row_is_of_a_field_that_is_gone():
    named = re.findall(r"^\| `([A-Z]\w+\.\w+)` \|", PAGE, re.MULTILINE)

    assert sorted(named) == sorted(NAMES)


@pytest.mark.parametrize("element", [*MANDATORY, *OPTIONAL])
def test_every_european_element_has_one_row(element):
    assert sum(row.startswith(f"| {element} |") for row in ROWS) == 1

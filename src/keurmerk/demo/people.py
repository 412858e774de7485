"""Who is in the demo world, read from the data beside this file."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
COHORT_FILE = DATA / "cohort-bads-m2.csv"


def people() -> dict[str, Any]:
    """Operators, institutions with their people, and a learner: see data/people.json."""
    found: dict[str, Any] = json.loads((DATA / "people.json").read_text())
    return found


def programmes() -> list[dict[str, Any]]:
    """The programmes with everything their first version says: see data/programmes.json."""
    found: list[dict[str, Any]] = json.loads((DATA / "programmes.json").read_text())
    return found

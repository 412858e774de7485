"""The words of the page that checks are those of the platform."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "scripts" / "checker_words.py"


def test_the_checker_says_what_the_platform_says():
    spec = importlib.util.spec_from_file_location("checker_words", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    assert script.FILE.read_text("utf-8") == script.words(), "run python scripts/checker_words.py"

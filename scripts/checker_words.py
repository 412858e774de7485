"""Write the words of the checker's page from those of the platform: one text, said in both.

Usage: python scripts/checker_words.py
"""

import json
import os
import sys
from pathlib import Path

import django
from django.utils.functional import Promise
from django.utils.translation import override

SRC = Path(__file__).resolve().parent.parent / "src"
FILE = SRC / "microcredentials" / "data" / "checker" / "words.json"
LANGUAGES = ("nl", "en")


def both(text: Promise) -> dict[str, str]:
    """Return a text in both languages."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(text)
    return said


def words() -> str:
    """Return what the page says of verdicts, checks, outcomes and reasons, as JSON."""
    from keurmerk.awards.models import ReasonClass  # noqa: PLC0415 -- after Django's set-up
    from keurmerk.web import verdict_words as said  # noqa: PLC0415

    parts = {
        "line": said.VERDICT_LINES,
        "short": said.SHORT_LINES,
        "explanation": said.EXPLANATIONS,
    }
    verdicts = {
        verdict: {"kind": kind}
        | {part: both(lines[verdict]) for part, lines in parts.items() if verdict in lines}
        for verdict, kind in said.VERDICT_KINDS.items()
    }
    found = {
        "verdicts": verdicts,
        "checks": {code: both(text) for code, text in said.WHAT.items()},
        "outcomes": {outcome: both(text) for outcome, text in said.OUTCOMES.items()},
        "reasons": {code: both(text) for code, text in said.REASONS.items()},
        "classes": {code.value: both(code.label) for code in ReasonClass},
        "edubadge": both(said.EDUBADGE),
        "any_reason": both(said.ANY_REASON),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    sys.path.insert(0, str(SRC))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keurmerk.config.test_settings")
    django.setup()
    FILE.write_text(words(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Advice on how a learning outcome is worded. Never a block: the form is the institution's own."""

import json
import re
from pathlib import Path

from django.utils.translation import gettext as _

WORDING = json.loads((Path(__file__).parent / "frameworks" / "wording.json").read_text("utf-8"))


def outcome_advice(
    text: str, language: str, level: int | None, *, longest: int | None = None
) -> list[str]:
    """Return advice, in sentences, on one learning outcome in one language."""
    words = WORDING[language]
    advice = []
    if vague := _found(text, words["vague"]):
        sentence = _("“%(word)s” does not show: say what somebody demonstrably can do.")
        advice.append(sentence % {"word": vague})
    if teacher := _found(text, words["teacher"]):
        sentence = _("“%(word)s” is about the teaching: say what the participant can do.")
        advice.append(sentence % {"word": teacher})
    verb = "|".join(map(re.escape, words["verbs"]))
    if joined := _found(text, [rf"(?:{verb}) {words['and']} (?:{verb})"], literal=False):
        sentence = _("“%(words)s” are two things: consider two learning outcomes.")
        advice.append(sentence % {"words": joined})
    high = level is not None and level >= WORDING["high_level"]
    if high and not _found(text, words["verbs"]) and (low := _found(text, words["low"])):
        sentence = _("“%(word)s” alone is low for level %(level)d.")
        advice.append(sentence % {"word": low, "level": level})
    if longest is not None and len(text.split()) > longest:
        advice.append(_("More than %(longest)d words: make it shorter.") % {"longest": longest})
    return advice


def _found(text: str, phrases: list[str], *, literal: bool = True) -> str:
    pattern = "|".join(map(re.escape, phrases) if literal else phrases)
    match = re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    return match.group() if match else ""

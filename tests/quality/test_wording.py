import pytest
from django.utils.translation import override

from keurmerk.quality.wording import outcome_advice


@pytest.mark.parametrize(
    ("text", "language", "level", "advice"),
    [
        ("Begrijpt de basis van statistiek.", "nl", 6, "“Begrijpt” does not show"),
        ("Heeft inzicht in gegevens.", "nl", 6, "“Heeft inzicht in” does not show"),
        ("Is aware of bias.", "en", 6, "“Is aware of” does not show"),
        ("Statistiek wordt behandeld.", "nl", 6, "“wordt behandeld” is about the teaching"),
        ("Analyseert en ontwerpt een model.", "nl", 6, "“Analyseert en ontwerpt” are two things"),
        ("Noemt vier soorten gegevens.", "nl", 7, "“Noemt” alone is low for level 7"),
        ("Lists four kinds of data.", "en", 8, "“Lists” alone is low for level 8"),
    ],
)
def test_what_could_be_worded_better_is_advised(text, language, level, advice):
    with override("en"):
        found = outcome_advice(text, language, level)

    assert [sentence.startswith(advice) for sentence in found] == [True]


@pytest.mark.parametrize(
    ("text", "language", "level"),
    [
        ("Onderbouwt een besluit met gegevens.", "nl", 7),
        ("Kentekens herkennen.", "nl", 5),
        ("Noemt vier soorten gegevens.", "nl", 6),
        ("Noemt vier soorten gegevens.", "nl", None),
        ("Noemt en beoordeelt vier soorten gegevens.", "nl", 7),
        ("Justifies a decision with data.", "en", 7),
        ("", "en", 7),
    ],
)
def test_a_good_outcome_gets_no_advice(text, language, level):
    assert outcome_advice(text, language, level) == []


def test_a_long_outcome_is_advised_to_be_shorter():
    text = " ".join(["woord"] * 41)

    with override("en"):
        found = outcome_advice(text, "nl", 7, longest=40)

    assert found == ["More than 40 words: make it shorter."]

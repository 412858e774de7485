import pytest

from keurmerk.programmes.reading import clean, clean_line, cleaning_notes


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("•\tAnalyseert gegevens", "Analyseert gegevens"),
        ("\u00b7 Analyseert gegevens", "Analyseert gegevens"),
        ("\uf0b7\tAnalyseert gegevens", "Analyseert gegevens"),
        ("o\tAnalyseert gegevens", "Analyseert gegevens"),
        ("1. Analyseert gegevens", "Analyseert gegevens"),
        ("12) Analyseert gegevens", "Analyseert gegevens"),
        ("- Analyseert gegevens", "Analyseert gegevens"),
        ("  Analyseert\tgegevens\u00a0 ", "Analyseert gegevens"),
        ("Analyseert ge\u200bge\u00advens\ufeff", "Analyseert gegevens"),
        ("Analyseert\r\ngegevens", "Analyseert gegevens"),
        ("een onderzoek", "een onderzoek"),
        ("o ja", "o ja"),
        ("3D-modellen maken", "3D-modellen maken"),
    ],
)
def test_a_pasted_outcome_becomes_one_clean_line(pasted, kept):
    assert clean_line(pasted) == kept


def test_text_is_kept_in_form_nfc_with_plain_line_ends():
    assert clean("Cafe\u0301\r\n\r\n\r\n\r\nregel\u2028twee\rdrie") == "Café\n\nregel\ntwee\ndrie"


def test_bullets_inside_a_longer_text_stay():
    assert clean("Nodig:\n• laptop\n• boek") == "Nodig:\n• laptop\n• boek"


def test_what_was_cleaned_is_said_in_sentences():
    typed = ["•\tWeegt ge\u200bgevens"]

    notes = cleaning_notes(typed, [clean_line(text) for text in typed])

    assert len(notes) == 3


def test_clean_text_gives_no_notes():
    typed = ["Weegt gegevens\r\nen kiest"]

    assert cleaning_notes(typed, [clean(text) for text in typed]) == []


def test_a_bullet_that_stays_is_not_reported():
    assert cleaning_notes(["• laptop\n• boek"], ["• laptop\n• boek"]) == []

import datetime as dt
from decimal import Decimal

import pytest

from keurmerk.awards.cells import days, misread, number, passed, plain, reordered, typing_error


@pytest.mark.parametrize(
    "text",
    [
        "12-03-2026",
        "2026-03-12",
        "12/3/2026 ",
        "12.03.2026",
        "12-3-26",
        "20260312",
        "2026-03-12 00:00:00",
        "2026-03-12T23:30:00+01:00",
        "12 maart 2026",
        "12 March 2026",
        "12-mrt-2026",
        "12 mrt. 2026",
    ],
)
def test_one_day_written_in_many_ways_is_one_day(text):
    if text.startswith("12/3"):
        assert [day.date for day in days(text)] == [dt.date(2026, 3, 12), dt.date(2026, 12, 3)]
    else:
        assert [(day.date, day.certain) for day in days(text)] == [(dt.date(2026, 3, 12), True)]


def test_a_slash_leaves_open_which_number_is_the_month_unless_only_one_can_be():
    assert [day.certain for day in days("03/04/2026")] == [False, False]
    assert [(day.date, day.certain) for day in days("31/03/2026")] == [(dt.date(2026, 3, 31), True)]
    assert [(day.date, day.certain) for day in days("4/04/2026")] == [(dt.date(2026, 4, 4), True)]
    assert [(day.date, day.certain) for day in days("04/04/2026")] == [(dt.date(2026, 4, 4), True)]


def test_a_day_number_of_a_spreadsheet_is_never_taken_for_certain():
    assert [(day.date, day.certain) for day in days("46093")] == [(dt.date(2026, 3, 12), False)]
    assert days("25012") == []


@pytest.mark.parametrize(
    "text", ["", "31-02-2026", "2026-13-01", "gisteren", "12-blub-2026", "12-03-1026"]
)
def test_what_is_no_date_has_no_reading(text):
    assert days(text) == []


def test_a_comma_and_a_point_give_the_same_result():
    assert number("7,5") == number("7.5") == Decimal("7.5")
    assert number("goed") is None
    assert (plain(Decimal("7.50")), plain(Decimal("10.00"))) == ("7.5", "10")


def test_words_for_passed_and_failed_are_known_and_others_are_not_guessed():
    assert [passed(word) for word in ("Voldoende", "Niet  behaald", "cum laude", "")] == [
        True,
        False,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("JosÃ©", "José"),
        ("Nguyá»…n", "Nguyễn"),
        ("Ä°brahim", "İbrahim"),
        ("Ã\x81lvaro", "Álvaro"),
        ("José", ""),
        ("Işıl", ""),
        ("Nguyễn", ""),
        ("Fenna", ""),
        ("Â\x85", ""),
    ],
)
def test_text_that_was_read_in_the_wrong_encoding_is_recognised(text, reading):
    assert misread(text) == reading


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Veen, van der", "van der Veen"),
        ("Fenna Veen, van der", "Fenna van der Veen"),
        ("Veen, Fenna van der", "Fenna van der Veen"),
        ("Jansen, Piet", "Piet Jansen"),
        ("Veen, van der, Johan", "Johan van der Veen"),
        ("King, Martin, Jr.", "Martin, Jr. King"),
        ("Martin King, Jr.", ""),
        ("Fenna van der Veen", ""),
        (", Fenna", ""),
        ("Veen,", ""),
    ],
)
def test_a_name_with_a_comma_is_put_in_speaking_order(name, spoken):
    assert reordered(name) == spoken


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("jan@gmial.com", "jan@gmail.com"),
        ("jan@gmal.com", "jan@gmail.com"),
        ("jan@gmaill.com", "jan@gmail.com"),
        ("jan@gmail.con", "jan@gmail.com"),
        ("jan@gmail.co", "jan@gmail.com"),
        ("jan@Hotmial.com", "jan@hotmail.com"),
        ("jan@Gmail.com", ""),
        ("jan@ymail.com", ""),
        ("jan@vu.example", ""),
    ],
)
def test_a_slip_in_a_well_known_domain_is_seen(address, meant):
    assert typing_error(address) == meant

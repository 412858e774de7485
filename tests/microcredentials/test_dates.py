"""Dates are read in one spelling only, so that no two readers can differ."""

from datetime import UTC, date, datetime

import pytest

from microcredentials.dates import midnight, moment, read_day, timestamp


def test_what_is_written_is_read():
    now = datetime(2026, 7, 10, 10, 0, 1, tzinfo=UTC)

    assert moment(timestamp(now)) == now
    assert moment("2026-07-10T12:00:01.5+02:00") == now.replace(microsecond=500_000)
    assert moment(midnight(date(2026, 7, 10))).date() == read_day("2026-07-10")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-07-10",
        "2026-07-10T10:00:00",
        "2026-07-10 10:00:00Z",
        "20260710T100000Z",
        "2026-W28-5T10:00:00Z",
        "2026-07-10T10:00Z",
        "2026-07-10T10:00:00z",
        "2026-07-10T10:00:00,5Z",
        "2026-07-10T10:00:00+01",
        "2026-07-10T10:00:00+01:00:30",
        "2026-07-10T24:00:00Z",
        "2026-06-30T23:59:60Z",
        "2026-07-10T10:00:00+01:60",
        "2026-02-30T10:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-23:59",
        "２026-07-10T10:00:00Z",
        "2026-07-10T10:00:00Z\n",
    ],
)
def test_any_other_spelling_of_a_moment_is_refused(text):
    with pytest.raises(ValueError, match="."):
        moment(text or " ")


@pytest.mark.parametrize("text", ["", "20260710", "2026-W28-5", "2026-02-30", "2026-07-10Z"])
def test_any_other_spelling_of_a_day_is_refused(text):
    with pytest.raises(ValueError, match="."):
        read_day(text or " ")

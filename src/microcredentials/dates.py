"""Moments and days as they are written in a signed document."""

import re
from datetime import UTC, date, datetime

# xsd:dateTimeStamp without the hour 24 and the second 60, and xsd:date without a zone. More was
# read otherwise by another version of Python, or by a browser.
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def timestamp(moment: datetime) -> str:
    """Write a moment as `2026-07-10T10:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def moment(text: str) -> datetime:
    """Read a moment with its zone; raises ValueError for anything else (TypeError if no text)."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError as error:  # the first and last hours of the calendar
        raise ValueError(text) from error


def read_day(text: str) -> date:
    """Read a day; raises ValueError for anything else (TypeError if no text)."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def midnight(day: date) -> str:
    """Write a day where the standard wants a moment."""
    return f"{day.isoformat()}T00:00:00Z"

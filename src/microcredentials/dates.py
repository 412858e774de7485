"""Moments and days as they are written in a signed document."""

from datetime import UTC, date, datetime


def timestamp(moment: datetime) -> str:
    """Write a moment as `2026-07-10T10:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def moment(text: str) -> datetime:
    """Read a moment with its zone; raises ValueError for anything else."""
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        raise ValueError(text)
    try:
        return parsed.astimezone(UTC)
    except OverflowError as error:  # the first and last hours of the calendar
        raise ValueError(text) from error


def midnight(day: date) -> str:
    """Write a day where the standard wants a moment."""
    return f"{day.isoformat()}T00:00:00Z"

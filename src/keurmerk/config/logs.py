"""How a line in the log looks: it says what went wrong and where, never about whom."""

import logging
import traceback
from types import TracebackType

# These quote the address of a page, which may hold a secret link, or what a visitor sent.
QUOTE_THE_VISITOR = ("django.request", "django.security", "django.server")

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class PrivateFormatter(logging.Formatter):
    """Writes the kind of an error and the lines that led to it, but not its text."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        if not record.name.startswith(QUOTE_THE_VISITOR):
            return super().format(record)
        shown = logging.makeLogRecord(record.__dict__)
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        page = match.view_name if match else "no page"
        shown.msg, shown.args = f"{getattr(record, 'status_code', 400)} at {page}", None
        return super().format(shown)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the name is not ours
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join([*lines, kind.__name__ if kind else ""])

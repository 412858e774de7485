"""Check files against what you believe, without network."""

import json
import os
from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from microcredentials.commands import COULD_NOT_CHECK, GENUINE, NOT_GENUINE, USAGE, gravest
from microcredentials.commands.files import Unopened, complain, content, opened, shown, write
from microcredentials.verifying import (
    NoNetwork,
    Person,
    Report,
    Trust,
    Verdict,
    read_trust,
    verify,
)

_GENUINE = frozenset({Verdict.GENUINE, Verdict.LAST_KNOWN})


def check_files(chosen: Namespace) -> int:
    """Write the verdict on each file with its checks, or one line of JSON for each."""
    trust, at = believed(chosen.trust), moment_of(chosen.at)
    person = Person(name=chosen.name, email=chosen.email)
    asked = person if chosen.name or chosen.email else None
    codes: set[int] = set()
    for name, found in opened(chosen.files):
        if isinstance(found, Unopened):
            codes.add(USAGE)
            complain(str(found))
            if chosen.json:
                write(json.dumps({"file": name, "error": str(found)}, ensure_ascii=False))
            continue
        report = verify(found, trust, NoNetwork(), at=at, person=asked)
        write(_as_json(name, report) if chosen.json else _in_words(name, report))
        codes.add(_code(report))
    return gravest(codes)


def believed(file: str | None) -> Trust:
    """Read the trust file: the one that was named, else that of the user, else nothing.

    Raises `Unopened` or ValueError for one that cannot be read.
    """
    if file is None:
        home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
        file = str(Path(home) / "keurmerk" / "trust.json")
        if not Path(file).exists():
            return Trust()
    try:
        return read_trust(content(file).decode())
    except ValueError as error:
        raise ValueError(f"{shown(file)}: this is not a trust file") from error


def moment_of(text: str | None) -> datetime:
    """Read a day or a moment; without a zone it is in UTC. Raises ValueError."""
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError) as error:
        message = f"“{text}” is no day or moment, such as 2026-07-20 or 2026-07-20T12:00:00Z"
        raise ValueError(message) from error


def _code(report: Report) -> int:
    if report.verdict in _GENUINE:
        return GENUINE
    return COULD_NOT_CHECK if report.verdict is Verdict.COULD_NOT_CHECK else NOT_GENUINE


def _in_words(name: str, report: Report) -> str:
    lines = [f"{name}: {report.verdict.replace('_', ' ')}"]
    for check in report.checks:
        reason = f" ({check.reason})" if check.reason else ""
        lines.append(f"  {check.code:<10} {check.outcome:<8} {check.explanation}{reason}")
    return "\n".join(lines)


def _as_json(name: str, report: Report) -> str:
    answer = {
        "file": name,
        "verdict": report.verdict,
        "checkedAt": report.checked_at,
        "checks": [asdict(check) for check in report.checks],
        "facts": asdict(report.facts),
    }
    return json.dumps(answer, ensure_ascii=False, default=_written)


def _written(when: date) -> str:
    """Write a day, or a moment, as ISO 8601."""
    return when.isoformat()

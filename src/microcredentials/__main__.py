"""The command line: verify, inspect, bake and unbake files, without network."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from microcredentials import NoNetwork, Report, Trust, Unreadable, Verdict, read, verify
from microcredentials.carriers.png import bake, unbake
from microcredentials.proofs.screening import embedded
from microcredentials.verifying import read_trust
from microcredentials.verifying.statement import issuer_of

GENUINE, NOT_GENUINE, COULD_NOT_CHECK, USAGE = 0, 1, 2, 64
_GENUINE = frozenset({Verdict.GENUINE, Verdict.LAST_KNOWN})


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 genuine, 1 not, 2 could not check, 64 usage."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
    except Unreadable as error:
        sys.stderr.write(f"{error} ({error.code})\n")
        return NOT_GENUINE
    return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="microcredentials", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("verify", help="check awards against what you believe")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--trust", type=Path, metavar="FILE", help="the operators you believe")
    check.add_argument("--at", metavar="DATE", help="check as of this day or moment")
    check.add_argument("--json", action="store_true", help="answer in JSON")
    check.set_defaults(command=_verify)
    look = commands.add_parser("inspect", help="show what a file says, unchecked")
    look.add_argument("files", nargs="+", type=Path, metavar="FILE")
    look.add_argument("--json", action="store_true", help="show the whole document")
    look.set_defaults(command=_inspect)
    put = commands.add_parser("bake", help="put a document into a PNG image")
    put.add_argument("image", type=Path)
    put.add_argument("document", type=Path)
    put.add_argument("output", type=Path)
    put.set_defaults(command=_bake)
    take = commands.add_parser("unbake", help="take the document out of a PNG image")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    take.set_defaults(command=_unbake)
    return parser


def _verify(chosen: argparse.Namespace) -> int:
    trust, at = _trust(chosen.trust), _moment(chosen.at)
    codes = set()
    for file in chosen.files:
        report = verify(file.read_bytes(), trust, NoNetwork(), at=at)
        _write(_as_json(file, report) if chosen.json else _in_words(file, report))
        codes.add(_code(report))
    return next(code for code in (NOT_GENUINE, COULD_NOT_CHECK, GENUINE) if code in codes)


def _code(report: Report) -> int:
    if report.verdict in _GENUINE:
        return GENUINE
    return COULD_NOT_CHECK if report.verdict is Verdict.COULD_NOT_CHECK else NOT_GENUINE


def _trust(file: Path | None) -> Trust:
    if file is None:
        home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
        file = Path(home) / "keurmerk" / "trust.json"
        if not file.exists():
            return Trust()
    return read_trust(file.read_text(encoding="utf-8"))


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _in_words(file: Path, report: Report) -> str:
    lines = [f"{file}: {report.verdict.replace('_', ' ')}"]
    for check in report.checks:
        reason = f" ({check.reason})" if check.reason else ""
        lines.append(f"  {check.code:<10} {check.outcome:<8} {check.explanation}{reason}")
    return "\n".join(lines)


def _as_json(file: Path, report: Report) -> str:
    answer = {
        "file": str(file),
        "verdict": report.verdict,
        "checkedAt": report.checked_at,
        "checks": [asdict(check) for check in report.checks],
        "facts": asdict(report.facts),
    }
    return json.dumps(answer, ensure_ascii=False, default=str)


def _inspect(chosen: argparse.Namespace) -> int:
    for file in chosen.files:
        document = read(file.read_bytes()).document
        if chosen.json:
            _write(json.dumps(document, ensure_ascii=False, indent=2))
            continue
        _write(f"{file}: {_line(document)}")
        for inside in embedded(document):
            _write(f"  inside: {_line(inside)}")
    return GENUINE


def _line(document: dict[str, Any]) -> str:
    issuer, name = issuer_of(document)
    return f"{document.get('name', '')} — {name} <{issuer}>, {document.get('validFrom', '')}"


def _bake(chosen: argparse.Namespace) -> int:
    text = read(chosen.document.read_bytes()).text
    chosen.output.write_bytes(bake(chosen.image.read_bytes(), text))
    return GENUINE


def _unbake(chosen: argparse.Namespace) -> int:
    for file in chosen.files:
        _write(unbake(file.read_bytes()))
    return GENUINE


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())

"""The command line: verify, inspect, bake and unbake files, and read status lists; no network.

Files may be paths, folders (every file in them with a known suffix) and - for what comes in on
stdin. Exit codes: 0 genuine, 1 not, 2 could not check everything, 64 wrong usage.
"""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from microcredentials.commands import USAGE
from microcredentials.commands.baking import bake_file, unbake_files
from microcredentials.commands.checking import check_files
from microcredentials.commands.files import Unopened, complain
from microcredentials.commands.showing import inspect_files, show_status


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 genuine, 1 not, 2 could not check, 64 usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter of a name shows its number instead.
            stream.reconfigure(errors="backslashreplace")
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except OSError as error:
        complain(f"{error.filename}: {error.strerror}")
    except (Unopened, ValueError) as error:
        complain(str(error))
    return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="microcredentials",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    check = commands.add_parser("verify", help="check awards against what you believe")
    _add_files(check)
    check.add_argument("--trust", metavar="FILE", help="the operators you believe")
    check.add_argument("--at", metavar="DATE", help="check as of this day or moment")
    check.add_argument("--name", default="", help="ask whether the file names this person")
    check.add_argument("--email", default="", help="ask whether the file names this address")
    check.add_argument("--json", action="store_true", help="answer in JSON, one line per file")
    check.set_defaults(command=check_files)
    look = commands.add_parser("inspect", help="show what a file says, unchecked")
    _add_files(look)
    look.add_argument("--json", action="store_true", help="show the whole document")
    look.set_defaults(command=inspect_files)
    put = commands.add_parser("bake", help="put a document into a PNG or SVG image")
    put.add_argument("image", metavar="IMAGE")
    put.add_argument("document", metavar="DOCUMENT")
    put.add_argument("output", metavar="OUTPUT")
    put.set_defaults(command=bake_file)
    take = commands.add_parser("unbake", help="take the document out of a file")
    _add_files(take)
    take.set_defaults(command=unbake_files)
    places = commands.add_parser("status", help="show a status list and what stands at its places")
    places.add_argument("list", metavar="LIST")
    places.add_argument("index", nargs="*", type=int, metavar="INDEX")
    places.add_argument("--json", action="store_true", help="answer in JSON")
    places.set_defaults(command=show_status)
    return parser


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, or -")


if __name__ == "__main__":
    sys.exit(main())

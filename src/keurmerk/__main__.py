"""`keurmerk serve` and everything else one does with Keurmerk on the command line.

`keurmerk <command> --demo`, or a command that begins with `demo`, works on the demonstration.
"""

import os
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from keurmerk.serving import CannotServe, demonstration, problem_with_python, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if problem := problem_with_python(sys.version_info[:2]):
        return _complain(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keurmerk.config.settings")
    if "--demo" in given or given[:1] == ["demo"]:
        os.environ.update(demonstration(os.environ))
        given = [word for word in given if word != "--demo"]
    if given[:1] != ["serve"]:
        execute_from_command_line(["keurmerk", *given])
        return 0
    try:
        return serve(given[1:])
    except CannotServe as problem:
        return _complain(str(problem))


def _complain(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

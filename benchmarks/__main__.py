"""Run every benchmark, print its lines, write them to `results.md`; fail if a must is missed."""

import pkgutil
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import benchmarks

FOLDER = Path(__file__).resolve().parent
# What the others are made of.
PARTS = frozenset({"__main__", "harness", "subject"})
PACKAGES = (
    "cryptography",
    "orjson",
    "pillow",
    "pyld",
    "pynacl",
    "pyoxigraph",
    "rfc8785",
    "typst",
    "weasyprint",
)


def scripts() -> list[str]:
    return sorted({module.name for module in pkgutil.iter_modules(benchmarks.__path__)} - PARTS)


def run(script: str) -> tuple[list[str], bool]:
    """Run one script in a process of its own; return its lines and whether it went well."""
    command = [sys.executable, "-m", f"benchmarks.{script}"]
    done = subprocess.run(
        command, cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    lines = done.stdout.splitlines()
    # A script that broke says so in the results, rather than being absent from them.
    return lines or [f"{script}: no figure"], not done.returncode


def results(lines: list[str]) -> str:
    """Write the page that stays: when, on what, with which versions, and every line."""
    where = (
        f"{datetime.now(UTC):%d %B %Y}, {platform.python_implementation()} "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}. "
        "Ratios within one process, medians of rounds in turns, CPU time."
    )
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    figures = "\n".join(f"- {line}" for line in lines)
    return f"# Results of `make bench`\n\n{where}\n\n{packages}.\n\n{figures}\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def main() -> int:
    lines, failed = [], []
    for script in scripts():
        shown, well = run(script)
        lines += shown
        if not well:
            failed.append(script)
    (FOLDER / "results.md").write_text(results(lines), "utf-8")
    if failed:
        print("Missed or broken: " + ", ".join(failed))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())

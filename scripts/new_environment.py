"""Make `.venv` and install exactly what a lock file names.

Usage: python3 scripts/new_environment.py requirements.lock
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def run(command: list[str], sentence: str) -> None:
    """Run `command`; where it fails, stop with a sentence that says what to do."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"Keurmerk: {sentence}")


def main(lock: str) -> None:
    if not (VENV / "bin" / "pip").exists():
        run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "Python could not make a virtual environment; on Debian and Ubuntu: "
            "apt-get install python3-venv",
        )
    python = str(VENV / "bin" / "python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print(f"Installing what {lock} names ...", flush=True)
    run(
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)],
        "a package could not be installed: either the package index could not be reached, "
        "or there is no ready-made package (wheel) for this machine; the lines above name it.",
    )
    run(
        [*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)],
        "the project itself could not be installed; the lines above say why.",
    )


if __name__ == "__main__":
    main(sys.argv[1])

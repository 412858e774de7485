"""Make `.venv` and install what a lock file names. Runs on any Python 3, to say so if too old.

Usage: python3 scripts/new_environment.py requirements.lock
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)


def stop(sentence):
    sys.exit("Keurmerk: " + sentence)


def main(lock):
    if sys.version_info < OLDEST:
        stop(
            "this needs Python 3.11 or newer, and %s is %d.%d. "
            "Install a newer one and run: make demo PYTHON=python3.12"
            % (sys.executable, sys.version_info[0], sys.version_info[1])
        )
    python = VENV / "bin" / "python"
    if not (VENV / "bin" / "pip").exists():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            stop(
                "Python could not make a virtual environment; on Debian and Ubuntu: "
                "apt-get install python3-venv"
            )
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("Installing what %s names ..." % lock, flush=True)
    wheels = [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
    if subprocess.run(wheels, check=False).returncode:
        stop(
            "a package could not be installed: either the package index could not be reached, "
            "or there is no ready-made package (wheel) for this machine; the lines above name it."
        )
    own = [*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    if subprocess.run(own, check=False).returncode:
        stop("the project itself could not be installed; the lines above say why.")


if __name__ == "__main__":
    main(sys.argv[1])

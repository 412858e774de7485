"""Everything that is checked without running a test; prints each check, fails if one fails."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJANGO = [sys.executable, "-m", "django"]
LIVE = {
    "DJANGO_SETTINGS_MODULE": "keurmerk.config.settings",
    "SECRET_KEY": "only-for-this-check-" + "".join(chr(65 + n % 58) for n in range(60)),
    "PUBLIC_URL": "https://keurmerk.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def templates() -> list[str]:
    return [str(path) for path in sorted((ROOT / "src" / "keurmerk").rglob("*.html"))]


def checks() -> list[tuple[str, list[str]]]:
    """Return each check's name and the command that makes it."""
    ruff = str(BIN / "ruff")
    return [
        ("style", [ruff, "check", "."]),
        ("format", [ruff, "format", "--check", "."]),
        ("types", [str(BIN / "mypy"), "src"]),
        ("layers", [str(BIN / "lint-imports"), "--no-cache"]),
        (
            "templates: format",
            [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates()],
        ),
        ("templates: lint", [str(BIN / "djlint"), "--lint", "--quiet", "src/keurmerk"]),
        ("dependencies", [str(BIN / "deptry"), "src"]),
        ("security lint", [str(BIN / "bandit"), "-q", "-r", "src", "-c", "pyproject.toml"]),
        ("installed packages agree", [sys.executable, "-m", "pip", "check"]),
        ("migrations", [*DJANGO, "makemigrations", "--check", "--dry-run"]),
        ("deployment", [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"]),
        ("translations", [sys.executable, "scripts/translations.py", "--check"]),
    ]


def main() -> int:
    failed = []
    for name, command in checks():
        print(f"--- {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=os.environ | LIVE, check=False).returncode:
            failed.append(name)
    print("\nAll checks passed." if not failed else "\nFailed: " + ", ".join(failed))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

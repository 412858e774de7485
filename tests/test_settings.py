import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from keurmerk.config.logs import PrivateFormatter

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "src" / "keurmerk" / "config" / "settings.py"
DOCUMENT = ROOT / "docs" / "settings.md"
LIVE = {
    "DJANGO_SETTINGS_MODULE": "keurmerk.config.settings",
    "SECRET_KEY": "".join(chr(33 + (7 * n) % 90) for n in range(60)),
    "PUBLIC_URL": "https://keurmerk.example",
    "DATABASE_URL": "sqlite://:memory:",
}


def test_every_setting_of_the_environment_is_described_and_no_other():
    kinds = ("OPERATOR", "MARK", "ISSUING")
    read = set(re.findall(r'env\.\w+\(\s*f?"([^"]+)"', SETTINGS.read_text()))
    read.remove("KEURMERK_KEK_{kind.upper()}_FILE")
    read |= {f"KEURMERK_KEK_{kind}_FILE" for kind in kinds}
    rows = [row for row in DOCUMENT.read_text().splitlines() if row.startswith("| `")]

    described = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}

    assert described == read


@pytest.mark.slow
def test_an_installation_with_real_people_passes_djangos_own_check():
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=os.environ | LIVE | {"PYTHONPATH": str(ROOT / "src"), "KEURMERK_DEMO": "no"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
def test_a_setting_may_stand_in_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from a file")
    told = subprocess.run(
        [sys.executable, "-c", "from keurmerk.config.settings import *; print(SECRET_KEY)"],
        env={"PUBLIC_URL": "https://keurmerk.example", "SECRET_KEY_FILE": str(secret)}
        | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "from a file\n"


def line(name="keurmerk.worker", **extra):
    record = logging.makeLogRecord(
        {"name": name, "levelname": "ERROR", "msg": "Not Found: %s", "args": ("/claim/s3cret",)}
        | extra
    )
    return PrivateFormatter().format(record)


def test_the_log_names_the_page_of_a_request_and_not_its_address():
    match = SimpleNamespace(view_name="learner:claim")
    request = SimpleNamespace(resolver_match=match)

    known = line("django.request", request=request, status_code=500)

    assert known.endswith("ERROR django.request 500 at learner:claim")
    assert line("django.security.DisallowedHost").endswith("400 at no page")
    assert "s3cret" not in known


def test_the_log_names_the_kind_and_place_of_an_error_and_not_its_words():
    try:
        int("ada@home.example")
    except ValueError:
        shown = line(exc_info=sys.exc_info(), args=("x",))

    assert "ada@home.example" not in shown
    assert shown.endswith("ValueError")
    assert "test_settings.py" in shown
    assert PrivateFormatter().formatException((None, None, None)) == ""


@pytest.mark.parametrize(("behind", "count"), [("yes", "1"), ("no", "0")])
def test_behind_a_proxy_the_limits_count_the_visitor_and_not_the_proxy(behind, count):
    read = subprocess.run(
        [
            sys.executable,
            "-c",
            "from keurmerk.config import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)",
        ],
        env=os.environ | LIVE | {"PYTHONPATH": str(ROOT / "src"), "BEHIND_PROXY": behind},
        capture_output=True,
        text=True,
        check=True,
    )

    assert read.stdout.strip() == count

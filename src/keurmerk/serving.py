"""`keurmerk serve`: one command that starts the pages and the worker, and stops both."""

import argparse
import os
import secrets
import signal
import socket
import subprocess  # nosec B404
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import DatabaseError, connections

OLDEST_PYTHON = (3, 11)
KEK_PREFIX = "KEURMERK_KEK_"
KINDS = ("operator", "mark", "issuing")
LOOK_EVERY = 0.5
STOP_WITHIN = 15
WEB_THREADS = "4"


class CannotServe(Exception):
    """Why there is nothing to serve, in one sentence."""


def problem_with_python(version: Sequence[int]) -> str:
    """What to say to somebody with too old a Python; nothing if it will do."""
    if tuple(version) >= OLDEST_PYTHON:
        return ""
    return (
        "Keurmerk needs Python 3.11 or newer; this is Python " + ".".join(map(str, version)) + "."
    )


def serve(arguments: Sequence[str]) -> int:
    """Start everything and wait for the end; return the exit code."""
    parser = argparse.ArgumentParser("keurmerk serve")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    chosen = parser.parse_args(arguments)
    refuse_a_port_in_use(chosen.host, chosen.port)
    prepare()
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: stopping.set())
    sys.stdout.write(f"Keurmerk: http://{chosen.host}:{chosen.port} (Ctrl-C stops it)\n")
    sys.stdout.flush()
    return supervise(web_command(chosen.host, chosen.port), worker_command(), stopping)


def refuse_a_port_in_use(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} is already in use; choose another (make demo PORT=8001)."
            ) from error


def prepare() -> None:
    """Bring the database up to date; in a demonstration, fill its world once."""
    try:
        django.setup()
        call_command("prepare")
        if "demo" in get_commands():
            call_command("demo", "fill")
    except (CommandError, ImproperlyConfigured, DatabaseError) as problem:
        raise CannotServe(str(problem).strip()) from problem
    connections.close_all()


def web_command(host: str, port: int) -> list[str]:
    """The pages: granian, without a log of who asked for what."""
    options = {"--interface": "wsgi", "--host": host, "--port": str(port), "--workers": "1"}
    options |= {"--blocking-threads": WEB_THREADS, "--log-level": "error"}
    words = [word for option in options.items() for word in option]
    program = [sys.executable, "-m", "granian", "--no-access-log", *words]
    return [*program, "keurmerk.config.wsgi:application"]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "keurmerk", "worker"]


def without_keks(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the pages: nothing in it opens a key."""
    return {name: value for name, value in environment.items() if not name.startswith(KEK_PREFIX)}


def supervise(web: Sequence[str], worker: Sequence[str], stopping: Event) -> int:
    """Keep both running until told to stop; a dead worker is replaced, dead pages end it all."""
    pages = start(web, without_keks(os.environ))
    helper = start(worker, os.environ)
    try:
        while not stopping.wait(LOOK_EVERY):
            if pages.poll() is not None:
                return 1
            if helper.poll() is not None:
                helper = start(worker, os.environ)
    finally:
        stop(pages, helper)
    return 0


def start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment)  # noqa: S603 - both from here  # nosec B603


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """Ask all to finish what they are doing; end the ones that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def demonstration(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings of a demonstration, with secrets of its own that are made once."""
    data = Path(environment.get("KEURMERK_DATA_DIR", "var")).resolve()
    # Beside the data, not in it: who copies the data has not got the keys.
    keys = data.with_name("keys")
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "KEURMERK_DEMO": "yes",
        "KEURMERK_DATA_DIR": str(data),
        "PUBLIC_URL": environment.get("PUBLIC_URL", "https://localhost:8000"),
        "ALLOWED_HOSTS": environment.get("ALLOWED_HOSTS", "localhost,127.0.0.1"),
        "OPERATOR_NAME_NL": "Landelijk register microcredentials (demo)",
        "OPERATOR_NAME_EN": "National register of microcredentials (demo)",
    }
    if "SECRET_KEY" not in environment:
        made["SECRET_KEY_FILE"] = str(secret_file(keys / "secret_key"))
    for kind in KINDS:
        name = f"{KEK_PREFIX}{kind.upper()}_FILE"
        made[name] = environment.get(name) or str(secret_file(keys / f"{kind}.kek"))
    return made


def secret_file(path: Path) -> Path:
    """A file of 64 random hex digits that only its owner reads; made once."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32) + "\n", "ascii")
        path.chmod(0o400)
    return path

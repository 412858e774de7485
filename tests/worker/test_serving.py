import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from threading import Event, Timer

import pytest
from django.core.management import CommandError

from keurmerk import __main__ as command_line
from keurmerk import serving
from keurmerk.__main__ import main
from keurmerk.serving import (
    CannotServe,
    demonstration,
    prepare,
    problem_with_python,
    refuse_a_port_in_use,
    serve,
    stop,
    supervise,
    web_command,
    without_keks,
    worker_command,
)

SOURCE = Path(__file__).parents[2] / "src"
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
END_AT_ONCE = [sys.executable, "-c", ""]


@pytest.fixture
def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """An environment of this test's own, with a data folder that is not there yet."""
    mine = {"PATH": os.environ["PATH"], "KEURMERK_DATA_DIR": str(tmp_path / "data")}
    monkeypatch.setattr(os, "environ", mine)
    return mine


def test_too_old_a_python_is_told_in_one_sentence():
    assert problem_with_python((3, 11)) == ""
    assert problem_with_python((3, 10)).endswith("this is Python 3.10.")


def test_a_port_in_use_is_told_in_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotServe, match=f"Port {port} is already in use; choose another"):
            refuse_a_port_in_use("127.0.0.1", port)


def test_the_pages_get_nothing_that_opens_a_key():
    given = {"SECRET_KEY": "s", "KEURMERK_KEK_MARK_FILE": "m", "KEURMERK_KEK_OTHER": "o"}

    assert without_keks(given) == {"SECRET_KEY": "s"}


def test_a_demonstration_makes_its_secrets_once_beside_the_data(tmp_path):
    given = {"KEURMERK_DATA_DIR": str(tmp_path / "data")}

    made = demonstration(given)

    assert made["PUBLIC_URL"] == "https://localhost:8000"
    files = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == [
        "issuing.kek",
        "mark.kek",
        "operator.kek",
        "secret_key",
    ]
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o400"}
    contents = [file.read_text() for file in files]
    assert demonstration(given) == made
    assert [file.read_text() for file in files] == contents


def test_a_demonstration_keeps_what_was_given(tmp_path):
    given = {
        "KEURMERK_DATA_DIR": str(tmp_path / "data"),
        "SECRET_KEY": "mine",
        "PUBLIC_URL": "https://demo.example",
        "KEURMERK_KEK_MARK_FILE": "/mine",
    }

    made = demonstration(given)

    assert "SECRET_KEY_FILE" not in made
    assert made["PUBLIC_URL"] == "https://demo.example"
    assert made["KEURMERK_KEK_MARK_FILE"] == "/mine"


def test_what_the_preparation_refuses_ends_the_start(monkeypatch):
    def refuse(*words):
        raise CommandError("the address is another one\n")

    monkeypatch.setattr(serving, "call_command", refuse)

    with pytest.raises(CannotServe, match="^the address is another one$"):
        prepare()


@pytest.mark.parametrize(
    ("known", "called"), [({}, [("prepare",)]), ({"demo": ""}, [("prepare",), ("demo", "fill")])]
)
def test_only_a_demonstration_fills_its_world(monkeypatch, known, called):
    said = []
    monkeypatch.setattr(serving, "call_command", lambda *words: said.append(words))
    monkeypatch.setattr(serving, "get_commands", lambda: known)
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)

    prepare()

    assert said == called


def test_serving_starts_both_and_stops_when_told(monkeypatch, capsys, free_port):
    handlers = {}
    started = []

    def pretend(web, worker, stopping):
        handlers[signal.SIGTERM](15, None)
        started.append((web, worker, stopping.is_set()))
        return 0

    monkeypatch.setattr(serving, "prepare", lambda: None)
    monkeypatch.setattr(serving, "supervise", pretend)
    monkeypatch.setattr("signal.signal", handlers.__setitem__)

    assert serve(["--port", str(free_port)]) == 0

    assert started == [(web_command("127.0.0.1", free_port), worker_command(), True)]
    assert str(free_port) in web_command("127.0.0.1", free_port)
    assert set(handlers) == {signal.SIGTERM, signal.SIGINT}
    assert f"http://127.0.0.1:{free_port}" in capsys.readouterr().out


@pytest.fixture
def started(monkeypatch):
    """Every process that was started."""
    processes = []
    original = serving.start

    def remember(command, environment):
        processes.append(original(command, environment))
        return processes[-1]

    monkeypatch.setattr(serving, "start", remember)
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.05)
    return processes


def test_a_worker_that_dies_is_replaced(started):
    stopping = Event()
    Timer(0.6, stopping.set).start()

    assert supervise(SLEEP, END_AT_ONCE, stopping) == 0

    assert len(started) > 2
    assert all(process.returncode is not None for process in started)


def test_while_both_run_nothing_is_started_again(started):
    stopping = Event()
    Timer(0.4, stopping.set).start()

    assert supervise(SLEEP, SLEEP, stopping) == 0

    assert len(started) == 2


def test_when_the_pages_end_everything_ends(started):
    assert supervise(END_AT_ONCE, SLEEP, Event()) == 1

    assert [process.returncode for process in started] == [0, -signal.SIGTERM]


def test_a_process_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr(serving, "STOP_WITHIN", 0.2)
    deaf = (
        "import signal,time; signal.signal(15, signal.SIG_IGN); print(1, flush=1); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
    process.stdout.readline()

    stop(process)

    process.stdout.close()
    assert process.returncode == -signal.SIGKILL


def test_every_other_command_is_djangos(monkeypatch, environment):
    said = []
    monkeypatch.setattr(command_line, "execute_from_command_line", said.append)

    assert main(["migrate", "--check"]) == 0

    assert said == [["keurmerk", "migrate", "--check"]]
    assert "KEURMERK_DEMO" not in environment


@pytest.mark.parametrize("words", [["demo", "reset"], ["trust", "export", "--demo"]])
def test_commands_for_the_demonstration_get_its_settings(monkeypatch, environment, words):
    said = []
    monkeypatch.setattr(command_line, "execute_from_command_line", said.append)
    monkeypatch.setattr(sys, "argv", ["keurmerk", *words])

    main()

    assert said == [["keurmerk", *words[:2]]]
    assert environment["KEURMERK_DEMO"] == "yes"


def test_what_cannot_be_served_is_one_sentence_and_exit_code_1(monkeypatch, environment, capsys):
    def refuse(words):
        raise CannotServe("no")

    monkeypatch.setattr(command_line, "serve", refuse)

    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "no\n"
    monkeypatch.setattr(command_line, "serve", lambda _words: 0)
    assert main(["serve", "--demo"]) == 0


def test_too_old_a_python_ends_every_command(monkeypatch, environment, capsys):
    monkeypatch.setattr(command_line, "problem_with_python", lambda _version: "too old")

    assert main(["migrate"]) == 1
    assert capsys.readouterr().err == "too old\n"


def test_the_package_itself_is_a_program(monkeypatch, environment, capsys):
    monkeypatch.setattr(sys, "argv", ["keurmerk", "version"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(command_line.__file__, run_name="__main__")

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("5.2")


class Served:
    """The real `keurmerk serve --demo`, in processes of its own."""

    def __init__(self, folder, port):
        self.port = port
        names = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "keurmerk", "serve", "--demo", "--port", str(port)],
            env={name: os.environ[name] for name in names if name in os.environ}
            | {"KEURMERK_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.DEVNULL,
        )

    def wait_until_there(self, seconds):
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/") as page:
                    return page.status
            except OSError:
                time.sleep(0.05)
        return None

    def work(self):
        """Seconds that all processes worked: the time a start takes on a machine that is free."""
        ticks = 0
        for pid in (self.process.pid, *self.children()):
            ticks += sum(map(int, read(pid, "stat").rpartition(")")[2].split()[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def children(self, parent=None):
        parent = parent or self.process.pid
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                owner = re.search(r"^PPid:\s+(\d+)", status.read_text(), re.MULTILINE).group(1)
            except OSError:
                continue
            if int(owner) == parent:
                pid = int(status.parent.name)
                found += [pid, *self.children(pid)]
        return found

    def named(self, word):
        return [pid for pid in self.children() if word in read(pid, "cmdline")]


def read(pid, name):
    return Path(f"/proc/{pid}/{name}").read_bytes().decode().replace("\0", " ")


@pytest.fixture
def served(tmp_path):
    running = []

    def begin(port):
        running.append(Served(tmp_path, port))
        return running[-1]

    yield begin
    for each in running:
        if each.process.poll() is None:
            each.process.send_signal(signal.SIGTERM)
        each.process.wait(30)


@pytest.mark.slow
def test_one_command_serves_the_demonstration(served, free_port):
    first = served(free_port)
    assert first.wait_until_there(180) == 200

    pages, workers = first.named("granian"), first.named("keurmerk worker")
    assert len(workers) == 1
    assert pages
    assert not any("KEURMERK_KEK" in read(pid, "environ") for pid in pages)
    assert "KEURMERK_KEK_MARK_FILE" in read(workers[0], "environ")

    os.kill(workers[0], signal.SIGKILL)
    until = time.monotonic() + 20
    while first.named("keurmerk worker") in ([], workers) and time.monotonic() < until:
        time.sleep(0.1)
    assert first.named("keurmerk worker") not in ([], workers)

    everything = first.children()
    first.process.send_signal(signal.SIGTERM)
    assert first.process.wait(30) == 0
    assert not [pid for pid in everything if Path(f"/proc/{pid}").exists()]

    second = served(free_port)
    assert second.wait_until_there(60) == 200
    assert second.work() <= 5

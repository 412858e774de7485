import datetime as dt
import socket
import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from keurmerk.audit.clock import database_now
from keurmerk.audit.models import Event
from keurmerk.audit.transitions import record
from keurmerk.audit.wake import wake
from keurmerk.config.logs import PrivateFormatter
from keurmerk.institutions.models import SigningKey
from keurmerk.worker.ears import NotifyEars, SocketEars, open_ears
from keurmerk.worker.run import AT_EVERY_TURN, run, sweep_once
from tests.conftest import NOW
from tests.factories import InstitutionFactory, PlatformFactory, SigningKeyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path_factory):
    """A data folder with a name that is short enough for a socket."""
    settings.DATA_DIR = tmp_path_factory.mktemp("w")
    return settings.DATA_DIR


@pytest.fixture
def on_sqlite(monkeypatch, folder):
    monkeypatch.setattr(connection, "vendor", "sqlite")


def counting(name, results):
    """A sweep that remembers when it ran and answers one of `results` after another."""

    def sweep(*, at):
        sweep.runs.append(at)
        return results.pop(0) if results else 0

    sweep.runs, sweep.__name__ = [], name
    return sweep


def failing(*, at):
    raise ValueError("ada@home.example")


def test_every_sweep_runs_with_the_time_of_its_own_start():
    one, two = counting("one", [2]), counting("two", [3])

    assert sweep_once((one, two)) == 5

    assert one.runs[0] <= two.runs[0]
    assert one.runs[0].tzinfo


def test_one_failing_sweep_is_logged_without_its_words_and_the_others_go_on(caplog):
    after = counting("after", [1])

    assert sweep_once((failing, after)) == 1

    line = PrivateFormatter().format(caplog.records[0])
    assert "the sweep failing failed" in line
    assert line.endswith("ValueError")
    assert "ada@home.example" not in line


def test_a_sweep_that_is_told_to_end_ends():
    def told(*, at):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_once((told,))


def test_told_to_stop_the_worker_ends_after_the_sweep_it_is_in():
    stopping, after = threading.Event(), counting("after", [])

    def told(*, at):
        stopping.set()
        return 1

    assert sweep_once((told, after), stopping=stopping) == 1
    assert after.runs == []


def test_all_sweeps_together_finish_what_was_asked(keks):
    PlatformFactory()
    institution = InstitutionFactory()
    record("changed", institution, by=None, at=NOW)
    key = SigningKeyFactory(institution=institution, state="to_be_made", multikey="")

    assert sweep_once(AT_EVERY_TURN) > 1

    key.refresh_from_db()
    assert key.state == "active"
    assert not Event.objects.not_chained().exists()


@pytest.fixture
def turns(monkeypatch):
    """Let the worker run with two sweeps that are told apart, and without waiting."""
    stopping = threading.Event()
    each, hourly, waits = counting("each", [1, 0, 0]), counting("hourly", []), []

    class Ears:
        def wait(self, seconds):
            waits.append(seconds)
            if len(waits) == 2:
                stopping.set()

        def close(self):
            waits.append("closed")

    monkeypatch.setattr("keurmerk.worker.run.AT_EVERY_TURN", (each,))
    monkeypatch.setattr("keurmerk.worker.run.EVERY_HOUR", (hourly,))
    monkeypatch.setattr("keurmerk.worker.run.open_ears", Ears)
    monkeypatch.setattr("keurmerk.worker.run.close_old_connections", lambda: None)
    return stopping, each, hourly, waits


def test_the_worker_goes_on_while_there_is_work_and_then_waits_a_second(turns):
    stopping, each, hourly, waits = turns

    run(stopping)

    assert len(each.runs) == 3
    assert len(hourly.runs) == 1
    assert waits == [1.0, 1.0, "closed"]


def test_the_clock_is_the_databases():
    assert abs(database_now() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=5)


class Postgres:
    """What the worker says to PostgreSQL, written down."""

    vendor = "postgresql"

    def __init__(self):
        self.said = []
        self.connection = self

    def cursor(self):
        return nullcontext(self)

    def execute(self, sql):
        self.said.append(sql)

    def fetchone(self):
        return (NOW,)

    def notifies(self, timeout, stop_after):
        self.said.append((timeout, stop_after))
        return iter(["called"])


def test_on_postgresql_the_clock_is_asked_for(monkeypatch):
    monkeypatch.setattr("keurmerk.audit.clock.connection", Postgres())

    assert database_now() == NOW


def test_sqlite_has_no_clock_but_the_machines(monkeypatch):
    monkeypatch.setattr("keurmerk.audit.clock.connection", SimpleNamespace(vendor="sqlite"))
    monkeypatch.setattr("keurmerk.audit.clock.timezone.now", lambda: NOW)

    assert database_now() == NOW


def test_a_call_wakes_the_worker_at_once(on_sqlite):
    ears = open_ears()
    assert isinstance(ears, SocketEars)
    wake()
    wake()

    ears.wait(30)

    with pytest.raises(BlockingIOError):
        ears._socket.recv(1, socket.MSG_DONTWAIT)
    ears.close()


def test_without_a_call_the_worker_looks_by_itself(on_sqlite):
    ears = SocketEars()

    ears.wait(0.01)

    ears.close()


def test_a_socket_that_a_killed_worker_left_is_replaced(on_sqlite):
    SocketEars()._socket.close()

    ears = SocketEars()

    wake()
    ears.wait(30)
    ears.close()


def test_on_postgresql_the_worker_listens(monkeypatch):
    postgres = Postgres()
    monkeypatch.setattr("keurmerk.worker.ears.connection", postgres)
    ears = open_ears()
    assert isinstance(ears, NotifyEars)

    ears.wait(1)
    ears.close()

    assert postgres.said == ["LISTEN keurmerk_worker", (1, 1)]


@pytest.fixture
def told_to_run(monkeypatch):
    """Stand in for the loop and the signals of the real process."""
    ran = []
    handlers = {}
    monkeypatch.setattr("keurmerk.worker.management.commands.worker.run", ran.append)
    monkeypatch.setattr("signal.signal", handlers.__setitem__)
    return ran, handlers


def test_the_worker_stops_when_it_is_told(told_to_run):
    ran, handlers = told_to_run

    call_command("worker")

    (stopping,) = ran
    assert len(handlers) == 2
    assert not stopping.is_set()
    next(iter(handlers.values()))(15, None)
    assert stopping.is_set()


def test_the_worker_signs_under_no_other_address(told_to_run):
    PlatformFactory(public_url="https://elsewhere.example")

    with pytest.raises(CommandError, match="PUBLIC_URL"):
        call_command("worker")


def test_the_worker_says_which_kek_is_wrong(told_to_run, settings, tmp_path):
    settings.KEK_FILES = {"operator": str(tmp_path / "gone")}

    with pytest.raises(CommandError, match="operator keys"):
        call_command("worker")
    assert not SigningKey.objects.exists()

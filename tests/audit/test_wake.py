import socket

import pytest
from django.db import connection

from keurmerk.audit.transitions import record
from keurmerk.audit.wake import socket_path, wake
from tests.conftest import NOW
from tests.factories import InstitutionFactory, UserFactory


@pytest.fixture
def short_folder(settings, tmp_path_factory):
    settings.DATA_DIR = tmp_path_factory.mktemp("w")


@pytest.mark.django_db
def test_what_a_person_does_wakes_the_worker(
    short_folder, monkeypatch, django_capture_on_commit_callbacks
):
    institution, user = InstitutionFactory(), UserFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        record("changed", institution, by=user, at=NOW)

    assert callbacks == [wake]


@pytest.mark.django_db
def test_what_the_worker_does_wakes_nobody(django_capture_on_commit_callbacks):
    institution = InstitutionFactory()

    with django_capture_on_commit_callbacks() as callbacks:
        record("changed", institution, by=None, at=NOW)

    assert callbacks == []


@pytest.mark.django_db
def test_nobody_needs_to_be_listening(short_folder):
    wake()


@pytest.mark.django_db
def test_a_worker_on_sqlite_hears_it_on_its_socket(short_folder, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(1)
        listener.bind(str(socket_path()))

        wake()

        assert listener.recv(8) == b"!"


@pytest.mark.django_db
def test_a_worker_on_postgresql_is_notified(statements, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")

    wake()

    assert statements == ["NOTIFY keurmerk_worker"]

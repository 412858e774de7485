import pytest
from django.db import connection

from keurmerk.audit.freezing import events_allowed, freeze, thaw

pytestmark = pytest.mark.django_db


def test_postgresql_refuses_update_delete_and_truncate(statements, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")

    freeze(connection, "papers", allowed=events_allowed(connection))

    assert [words.partition(" ON ")[0] for words in statements[1:]] == [
        "CREATE TRIGGER papers_no_delete BEFORE DELETE",
        "CREATE TRIGGER papers_no_truncate BEFORE TRUNCATE",
        "CREATE TRIGGER papers_no_update BEFORE UPDATE",
    ]
    assert "NEW.details IS NOT DISTINCT FROM OLD.details" in statements[-1]


def test_sqlite_refuses_update_and_delete(statements, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")

    freeze(connection, "papers", allowed=events_allowed(connection))

    assert len(statements) == 2
    assert "NEW.details IS OLD.details" in statements[-1]


@pytest.mark.parametrize(("vendor", "number"), [("sqlite", 2), ("postgresql", 1)])
def test_both_can_be_thawed(statements, monkeypatch, vendor, number):
    monkeypatch.setattr(connection, "vendor", vendor)

    thaw(connection, "papers")

    assert len(statements) == number
    assert all(words.startswith("DROP") for words in statements)

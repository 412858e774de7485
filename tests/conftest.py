import datetime as dt
import os

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation import override

from keurmerk.audit.freezing import events_allowed, freeze, thaw
from keurmerk.programmes.freezing import freeze_versions, thaw_versions
from keurmerk.quality.frameworks import load_framework
from keurmerk.serving import secret_file
from tests.demo_world import demo_world  # noqa: F401 -- a fixture
from tests.factories import MembershipFactory


def pytest_collection_modifyitems(config, items):
    """Leave out, rather than skip, what only PostgreSQL can show."""
    if connection.vendor == "postgresql":
        return
    only_there = [item for item in items if item.get_closest_marker("postgres")]
    items[:] = [item for item in items if item not in only_there]
    config.hook.pytest_deselected(items=only_there)


def pytest_sessionfinish(session, exitstatus):
    """Where everything has to run, a skipped test is a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _sentences_in_english():
    """Read what actions and rules say in English; a page has the language of its request."""
    with override("en"):
        yield


@pytest.fixture
def member_of():
    """Make a user who holds `role` at `institution`."""

    def _member_of(institution, role, **where):
        return MembershipFactory(institution=institution, role=role, **where).user

    return _member_of


@pytest.fixture(scope="session")
def kek_files(tmp_path_factory):
    """A key-encryption key for every kind of signing key."""
    folder = tmp_path_factory.mktemp("keks")
    return {kind: str(secret_file(folder / kind)) for kind in ("operator", "mark", "issuing")}


@pytest.fixture
def keks(settings, kek_files):
    """Run this test as the worker does: it can make and open keys."""
    settings.KEK_FILES = dict(kek_files)


@pytest.fixture(scope="session", autouse=True)
def frozen_tables_thaw():
    """Let a test with real transactions empty the tables whose rows are otherwise never deleted."""
    original = TransactionTestCase._fixture_teardown

    def _thawed_teardown(self):
        for table in ("audit_event", "institutions_signeddocument"):
            thaw(connection, table)
        thaw_versions(connection)
        original(self)
        freeze_versions(connection)
        load_framework(apps, "nl_ho_2025")
        freeze(connection, "audit_event", allowed=events_allowed(connection))
        freeze(connection, "institutions_signeddocument")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _thawed_teardown)
        yield

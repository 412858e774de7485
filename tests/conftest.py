import datetime as dt

import pytest

from tests.factories import MembershipFactory

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


@pytest.fixture
def member_of():
    """Make a user who holds `role` at `institution`."""

    def _member_of(institution, role, **where):
        return MembershipFactory(institution=institution, role=role, **where).user

    return _member_of

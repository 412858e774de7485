"""The demo world as a fixture, made by the same actions as in use."""

import pytest
from django.utils import timezone

from keurmerk.demo.world import fill


@pytest.fixture
def demo_world(keks):
    """Everything the demo starts with; this process may act as the worker."""
    fill(now=timezone.now())

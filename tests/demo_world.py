"""The demo world as a fixture, made by the same actions as in use."""

import pytest
from django.utils import timezone

from keurmerk.demo.world import fill
from keurmerk.institutions.keys import make_kek_file


@pytest.fixture
def key_files(settings, tmp_path):
    """The three key-encryption keys, so that this process may act as the worker."""
    folder = tmp_path / "keys"
    folder.mkdir()
    files = {}
    for kind in ("operator", "mark", "issuing"):
        make_kek_file(folder / kind)
        files[kind] = str(folder / kind)
    settings.KEK_FILES = files


@pytest.fixture
def demo_world(key_files):
    """The whole demo world, made by the same actions as in use."""
    fill(now=timezone.now())

"""The demo world as a fixture, made by the same actions as in use, once for a whole module."""

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from keurmerk.demo.world import fill
from keurmerk.serving import secret_file


@pytest.fixture(scope="module")
def demo_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything the demo starts with; gone again after the module. No key opens any more."""
    folder = tmp_path_factory.mktemp("keys")
    keks = {kind: str(secret_file(folder / kind)) for kind in ("operator", "mark", "issuing")}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(KEK_FILES=keks):
            fill(now=timezone.now())
        yield
        transaction.set_rollback(True)

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in the language they were written in."""
    with override("en"):
        yield

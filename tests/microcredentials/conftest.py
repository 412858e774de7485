from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared():
    """The folder of published schemas, contexts and vectors, which is not part of this project."""
    if not SHARED.is_dir():
        pytest.skip("NOT TESTED: the folder of published schemas and vectors is not here")
    return SHARED

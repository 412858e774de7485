import pytest
from django.db import connection


@pytest.fixture
def statements():
    """Write down what would be sent to the database, and send nothing."""
    said = []

    def _write_down(execute, sql, params, many, context):
        said.append(" ".join(sql.split()))

    with connection.execute_wrapper(_write_down):
        yield said

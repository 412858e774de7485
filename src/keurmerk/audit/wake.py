"""A tap on the worker's shoulder, so that what a person decided is finished at once."""

import contextlib
import socket
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

CHANNEL = "keurmerk_worker"


def socket_path() -> Path:
    """Where the worker of a SQLite installation listens."""
    return settings.DATA_DIR / "worker.sock"


def wake_on_commit() -> None:
    """Wake the worker as soon as the current transaction is committed."""
    transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Wake the worker; one that does not hear it looks every second anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
        return
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller,
    ):
        caller.setblocking(False)  # noqa: FBT003 - the name of the argument is not ours
        caller.sendto(b"!", str(socket_path()))

"""How the worker hears that there is something to do, so that it need not wait for the second."""

import contextlib
import socket
from typing import Protocol

from django.db import connection

from keurmerk.audit.wake import CHANNEL, socket_path


class Ears(Protocol):
    """Something to wait with; it hears `keurmerk.audit.wake`."""

    def wait(self, seconds: float) -> None: ...

    def close(self) -> None: ...


class SocketEars:
    """On SQLite: a Unix socket in the data folder."""

    def __init__(self) -> None:
        path = socket_path()
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))

    def wait(self, seconds: float) -> None:
        """Return when called, or after `seconds`; calls that came together count as one."""
        self._socket.settimeout(seconds)
        # Not waiting for the second call ends the loop: nothing more was said.
        with contextlib.suppress(OSError):
            while self._socket.recv(1):
                self._socket.settimeout(0)

    def close(self) -> None:
        self._socket.close()
        socket_path().unlink(missing_ok=True)


class NotifyEars:
    """On PostgreSQL: the database itself passes the word."""

    def wait(self, seconds: float) -> None:
        """Return when called, or after `seconds`."""
        # Said anew each time, since the connection may be a new one.
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        list(connection.connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        """The connection closes by itself."""


def open_ears() -> Ears:
    return NotifyEars() if connection.vendor == "postgresql" else SocketEars()

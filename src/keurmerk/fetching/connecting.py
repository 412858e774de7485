"""A connection to a machine that was checked, within a time that ends."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import httpcore

from keurmerk.fetching.addresses import is_public
from microcredentials import Unreachable

Machine = IPv4Address | IPv6Address
MOST_MACHINES = 3
SECONDS_TO_CONNECT = 2.0

# The system's resolver knows no end; whoever waits for it does.
_ASKING_NAMES = ThreadPoolExecutor(max_workers=4, thread_name_prefix="names")


class Deadline:
    """The moment after which nobody waits any longer, for all steps of a request together."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that remain; raises `Unreachable` when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Unreachable("too_slow")
        return left


def machines_of(host: str, deadline: Deadline) -> Sequence[Machine]:
    """The machines behind a name, asked once: what is checked is what is connected to."""
    asked = _ASKING_NAMES.submit(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    try:
        found = asked.result(timeout=deadline.left)
    except (OSError, TookTooLong) as error:
        raise Unreachable("name_unknown") from error
    # The end of a scoped address (fe80::1%eth0) says nothing about where it leads.
    return [ip_address(str(answer[4][0]).partition("%")[0]) for answer in found]


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to public machines only.

    The name is resolved here and nowhere else, every machine behind it is judged, and the
    connection goes to a judged one: a name that changes its answer in between changes nothing.
    TLS still asks for the certificate of the name.
    """

    def __init__(
        self,
        deadline: Deadline,
        *,
        machines: Callable[[str, Deadline], Sequence[Machine]] = machines_of,
        may_reach: Callable[[Machine], bool] = is_public,
    ) -> None:
        self.deadline = deadline
        self.machines = machines
        self.may_reach = may_reach
        self.sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        machines = self.machines(host, self.deadline)
        if not machines or not all(self.may_reach(machine) for machine in machines):
            raise Unreachable("address_refused")
        for machine in machines[:MOST_MACHINES]:
            seconds = min(SECONDS_TO_CONNECT, self.deadline.left)
            try:
                stream = self.sockets.connect_tcp(str(machine), port, seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return TimedStream(stream, self.deadline)
        raise Unreachable("no_answer")


class TimedStream(httpcore.NetworkStream):
    """A stream of which no step outlasts the deadline, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.left)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inside = self.stream.start_tls(ssl_context, server_hostname, self.deadline.left)
        return TimedStream(inside, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)

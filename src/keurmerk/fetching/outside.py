"""Fetch documents of other sites for one check, and let that check cost a little at most."""

import re
import ssl
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

import httpcore
from django.conf import settings

from keurmerk.fetching.addresses import Address, read_address
from keurmerk.fetching.connecting import CheckedBackend, Deadline
from keurmerk.fetching.keeping import LONGEST_KEPT, Kept
from microcredentials import Unreachable

SECONDS = 10.0
MOST_REQUESTS = 8
MOST_OF_ONE_HOST = 4
MOST_REDIRECTS = 2
MOST_AT_ONCE = 4
LARGEST = 256 * 1024
LARGEST_REGISTER = 4 * 1024 * 1024
OK = 200
GONE = 410
REDIRECTS = {301, 302, 303, 307, 308}

_AT_ONCE = threading.BoundedSemaphore(MOST_AT_ONCE)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=([0-9]{1,9})(?:$|[,\s])")
KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said: the document, or where to look for it."""

    status: int
    document: bytes
    location: str
    keep_seconds: int


class Outside:
    """A resolver for one check: `fetch` gets what stands at an address of another site.

    Everything that goes wrong is `Unreachable`, which makes the outcome “could not check”.
    """

    def __init__(
        self,
        connect: Callable[[Deadline], httpcore.NetworkBackend] = CheckedBackend,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.connect = connect
        self.tls = tls
        self.deadline = Deadline(SECONDS)
        self.requests: Counter[str] = Counter()

    def fetch(self, url: str) -> bytes:
        """The bytes that stand at `url` now, or stood there less than five minutes ago."""
        if not settings.FETCH_OUTSIDE:
            raise Unreachable("outside_off")
        address = read_address(url, settings.FETCH_PORTS)
        kept = KEPT.get(str(address))
        if kept is not None:
            return kept
        with _one_of_few():
            answer = self._follow(address)
        KEPT.keep(str(address), answer.document, answer.keep_seconds)
        return answer.document

    def _follow(self, address: Address) -> Answer:
        host = address.host
        for _ in range(1 + MOST_REDIRECTS):
            answer = self._ask(address)
            if not answer.location:
                return answer
            address = read_address(urljoin(str(address), answer.location), settings.FETCH_PORTS)
            # Who can make a site point elsewhere must not thereby speak in its name.
            if address.host != host:
                raise Unreachable("redirect_refused")
        raise Unreachable("redirect_refused")

    def _ask(self, address: Address) -> Answer:
        self.requests[address.host] += 1
        if self.requests.total() > MOST_REQUESTS or self.requests[address.host] > MOST_OF_ONE_HOST:
            raise Unreachable("too_many_requests")
        url = httpcore.URL(
            scheme="https", host=address.host, port=address.port, target=address.target
        )
        connection = httpcore.HTTPConnection(
            url.origin,
            ssl_context=self.tls or _usual_tls(),
            network_backend=self.connect(self.deadline),
        )
        try:
            with (
                closing(connection),
                connection.stream("GET", url, headers=_headers()) as response,
            ):
                return _answer(response, _largest(address))
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.TimeoutException,
        ) as error:
            raise Unreachable("no_answer") from error


@lru_cache(maxsize=1)
def _usual_tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


@contextmanager
def _one_of_few() -> Iterator[None]:
    # Slow sites may hold some of our threads, never all of them.
    if not _AT_ONCE.acquire(blocking=False):
        raise Unreachable("busy")
    try:
        yield
    finally:
        _AT_ONCE.release()


def _headers() -> list[tuple[str, str]]:
    return [
        ("Accept", "application/json, application/ld+json, application/jwt, */*;q=0.1"),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
        ("User-Agent", f"Keurmerk (+{settings.PUBLIC_URL}/about/)"),
    ]


def _largest(address: Address) -> int:
    return LARGEST_REGISTER if address.target == "/register.json" else LARGEST


def _answer(response: httpcore.Response, largest: int) -> Answer:
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1").strip()
        for name, value in response.headers
    }
    if response.status in REDIRECTS and headers.get("location"):
        return Answer(response.status, b"", headers["location"], 0)
    if response.status != OK:
        raise Unreachable("gone" if response.status == GONE else "not_found")
    if int(_digits(headers.get("content-length", ""))) > largest:
        raise Unreachable("too_large")
    chunks = _counted(response.iter_stream(), largest)
    match headers.get("content-encoding", "identity").lower():
        case "identity" | "":
            document = b"".join(chunks)
        case "gzip" | "x-gzip":
            document = _unpacked(chunks, largest)
        case _:
            raise Unreachable("encoding")
    return Answer(OK, document, "", _seconds(headers.get("cache-control", "").lower()))


def _digits(length: str) -> str:
    return length if re.fullmatch("[0-9]{1,18}", length, re.ASCII) else "0"


def _counted(chunks: Iterable[bytes], largest: int) -> Iterator[bytes]:
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > largest:
            raise Unreachable("too_large")
        yield chunk


def _unpacked(chunks: Iterable[bytes], largest: int) -> bytes:
    # Never more is unpacked than may be kept, however small the packed form is.
    unpacking = zlib.decompressobj(wbits=31)
    document = bytearray()
    try:
        for chunk in chunks:
            document += unpacking.decompress(chunk, largest - len(document) + 1)
            if len(document) > largest:
                raise Unreachable("too_large")
    except zlib.error as error:
        raise Unreachable("encoding") from error
    if not unpacking.eof:
        raise Unreachable("encoding")
    return bytes(document)


def _seconds(cache_control: str) -> int:
    if "no-store" in cache_control or "no-cache" in cache_control:
        return 0
    allowed = _MAX_AGE.search(cache_control)
    return int(allowed[1]) if allowed else LONGEST_KEPT

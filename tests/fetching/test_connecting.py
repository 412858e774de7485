"""A connection goes to the machine that was judged, with the certificate of the name."""

import socket
import ssl
import threading
from ipaddress import ip_address

import httpcore
import pytest

from keurmerk.fetching.connecting import (
    MOST_MACHINES,
    CheckedBackend,
    Deadline,
    TimedStream,
    machines_of,
)
from keurmerk.fetching.outside import Outside
from microcredentials import Unreachable
from tests.fetching.conftest import HERE, NAME, only_here

ELSEWHERE = ip_address("145.100.1.1")


def reason_of(ask):
    with pytest.raises(Unreachable) as refusal:
        ask()
    return refusal.value.reason


def answers(*machines):
    """Names as the system would give them for these machines."""
    return lambda *_, **__: [(None, None, None, "", (machine, 0)) for machine in machines]


def test_a_document_is_fetched_over_tls_from_the_machine_behind_the_name(school, trusting):
    outside = Outside(only_here(), trusting)

    document = outside.fetch(f"https://{NAME}:{school.server_port}/did.json")

    assert document == b"{}"
    [(path, headers)] = school.seen
    assert path == "/did.json"
    assert headers["Host"] == f"{NAME}:{school.server_port}"
    assert headers["User-Agent"] == "Keurmerk (+https://keurmerk.example/about/)"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_certificate_that_nobody_vouches_for_is_refused(school):
    outside = Outside(only_here(), ssl.create_default_context())

    assert reason_of(lambda: outside.fetch(f"https://{NAME}:{school.server_port}/")) == "no_answer"
    assert school.seen == []


def test_a_certificate_of_another_name_is_refused(school, trusting):
    outside = Outside(only_here(), trusting)
    other = f"https://other.example:{school.server_port}/"

    assert reason_of(lambda: outside.fetch(other)) == "no_answer"
    assert school.seen == []


def test_without_an_allowance_this_machine_is_never_reached(school, trusting):
    outside = Outside(only_here(may_reach=CheckedBackend(Deadline(1)).may_reach), trusting)

    reason = reason_of(lambda: outside.fetch(f"https://{NAME}:{school.server_port}/"))

    assert reason == "address_refused"
    assert school.seen == []


def test_a_proxy_of_the_environment_is_not_used(school, trusting, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:3128")

    assert Outside(only_here(), trusting).fetch(f"https://{NAME}:{school.server_port}/") == b"{}"


@pytest.mark.parametrize("machines", [[], [ELSEWHERE, HERE], [HERE]])
def test_one_machine_of_our_own_network_behind_a_name_is_enough_to_refuse_it(machines):
    backend = CheckedBackend(Deadline(1), machines=lambda *_: machines)

    assert reason_of(lambda: backend.connect_tcp(NAME, 443)) == "address_refused"


def test_a_machine_that_does_not_answer_is_followed_by_the_next_and_that_has_an_end():
    backend = CheckedBackend(Deadline(1), machines=lambda *_: [ELSEWHERE] * 9)
    tried = []

    class Silent:
        def connect_tcp(self, host, port, timeout):
            tried.append(host)
            raise httpcore.ConnectTimeout

    backend.sockets = Silent()

    assert reason_of(lambda: backend.connect_tcp(NAME, 443)) == "no_answer"
    assert tried == [str(ELSEWHERE)] * MOST_MACHINES


def test_a_name_is_asked_once_and_its_answers_are_machines(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("145.100.1.1", "fe80::1%eth0"))

    found = machines_of(NAME, Deadline(1))

    assert found == [ELSEWHERE, ip_address("fe80::1")]


def test_a_name_that_does_not_exist_is_unreachable(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert reason_of(lambda: machines_of(NAME, Deadline(1))) == "name_unknown"


def test_nobody_waits_for_names_longer_than_the_deadline(monkeypatch):
    end = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: end.wait())

    assert reason_of(lambda: machines_of(NAME, Deadline(0.01))) == "name_unknown"
    end.set()


def test_no_step_outlasts_the_deadline():
    stream = TimedStream(httpcore.MockStream([b"x"]), Deadline(0))

    assert reason_of(lambda: stream.read(1)) == "too_slow"
    assert reason_of(lambda: stream.write(b"x")) == "too_slow"
    assert reason_of(lambda: stream.start_tls(ssl.create_default_context())) == "too_slow"

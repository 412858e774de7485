"""Another site: one that speaks from a list, and one that really listens at 127.0.0.1."""

import datetime as dt
import ssl
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from keurmerk.fetching.connecting import CheckedBackend, TimedStream
from keurmerk.fetching.outside import KEPT, Outside

HERE = ip_address("127.0.0.1")
NAME = "school.example"


@pytest.fixture(autouse=True)
def _outside_on(settings):
    settings.FETCH_OUTSIDE = True
    KEPT.clear()
    yield
    KEPT.clear()


class Spoken(httpcore.NetworkBackend):
    """A site that gives these answers, one per connection, and writes down what it was asked."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, deadline):
        self.deadline = deadline
        return self

    def connect_tcp(self, host, port, **_):
        self.asked.append(f"{host}:{port}")
        return TimedStream(httpcore.MockStream([self.answers.pop(0)]), self.deadline)


def said(body=b"{}", status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def asking(*answers):
    """An `Outside` for which other sites give these answers."""
    return Outside(Spoken(answers))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of `NAME` and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


class _School(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


@pytest.fixture
def school(certificate, settings):
    """A site with TLS that listens at a port of this machine."""
    server = ThreadingHTTPServer((str(HERE), 0), _School)
    server.seen = []
    server.handle_error = lambda *_: None
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    settings.FETCH_PORTS = [443, server.server_port]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def trusting(certificate):
    """TLS that believes the certificate of the site."""
    return ssl.create_default_context(cafile=str(certificate))


def only_here(**more):
    """A way to connect that is allowed to reach this machine, as no check ever is."""
    allowance = {"machines": lambda *_: [HERE], "may_reach": HERE.__eq__}
    return partial(CheckedBackend, **allowance | more)

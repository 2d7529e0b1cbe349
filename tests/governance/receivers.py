"""Receivers of webhooks on this machine: real servers with a certificate, polite and otherwise."""

import datetime
import ipaddress
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = [x509.DNSName("localhost"), x509.DNSName("receiver.example.cn")]
NAMES += [x509.IPAddress(ipaddress.ip_address(text)) for text in ("127.0.0.1", "127.0.0.2")]


def make_certificate(folder):
    """A certificate that signs itself, for names of this machine; the path of the file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receivers of the tests")])
    valid = datetime.datetime(2020, 1, 1), datetime.datetime(2099, 1, 1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path = folder / "receiver.pem"
    path.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return path


class Receiver(ThreadingHTTPServer):
    """Takes what is posted and answers `status`, in the manner of `answer(handler)` if one is set."""

    daemon_threads = True

    def __init__(self, certificate, host="127.0.0.1"):
        super().__init__((host, 0), Handler)
        self.status, self.headers, self.answer = 204, {}, None
        self.taken, self.host = [], host
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _, name, __: setattr(self, "asked_for", name)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def url(self):
        return f"https://{self.host}:{self.server_port}/hook"

    @property
    def messages(self):
        return [json.loads(body) for _, body in self.taken]

    def handle_error(self, *_):
        pass


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        if self.server.answer:
            return self.server.answer(self)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def hangs(handler):
    time.sleep(30)


def drips_headers(handler):
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ")


def drips_its_body(handler):
    handler.send_response(200)
    handler.end_headers()
    _drip(handler, b"")


def floods(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(4096):
            handler.wfile.write(b"x" * 65536)
    except OSError:
        handler.server.cut_off = True


def talks_nonsense(handler):
    handler.wfile.write(b"220 mail.example.cn ESMTP\r\n")


def _drip(handler, beginning):
    try:
        handler.wfile.write(beginning)
        for _ in range(300):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        handler.server.cut_off = True


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve(certificate, settings, monkeypatch):
    """Starts receivers on this machine, which settings and certificates let the portal tell."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    started = []

    def start(**more):
        receiver = Receiver(certificate, **more)
        threading.Thread(target=receiver.serve_forever, args=(0.05,), daemon=True).start()
        started.append(receiver)
        return receiver

    yield start
    for receiver in started:
        receiver.shutdown()
        receiver.server_close()

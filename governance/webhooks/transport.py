"""One message to one receiver by HTTPS: to the address that was checked, and never longer than a few seconds.

http.client does what is wanted and no more: no redirects, no proxy from the environment, no second try, and how it
connects can be said. The certificate is checked for the name, as browsers do (SNI and Host are the name's).
"""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from governance.webhooks import addresses

CONNECT, READ, TOTAL = 3.0, 5.0, 8.0  # seconds: to connect, to wait for each answer, for all of it
MOST_READ = 16 * 1024  # bytes of an answer's body


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: `code` of the answer, if there was one; `problem` empty when it was taken."""

    code: int | None
    took_ms: int
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.problem


def post(url: str, headers: dict[str, str], body: bytes) -> Outcome:
    """Send a message. Never raises for what a receiver or the network does."""
    began = time.monotonic()
    with _Watch(TOTAL) as watch:
        code, problem = _attempt(url, headers, body, watch)
    return Outcome(code, round((time.monotonic() - began) * 1000), problem)


def _attempt(url, headers, body, watch) -> tuple[int | None, str]:
    parts = urlsplit(url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = _Connection(parts.hostname or "", parts.port or 443, watch)
    code = None
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        code = answer.status
        answer.read(MOST_READ)
    except addresses.Inside:
        return None, "域名解析到本机、内网或保留的网络，没有发送"
    except (OSError, UnicodeError, http.client.HTTPException) as error:
        return code, _said(error) if not watch.is_over else _late()
    finally:
        connection.close()
    if watch.is_over:
        return code, _late()
    return code, "" if 200 <= code < 300 else _refused(code)


class _Connection(http.client.HTTPSConnection):
    """Connects to an address that was looked at just now: a name that is resolved twice may lead elsewhere."""

    def __init__(self, host, port, watch):
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=CONNECT, context=self.trust)
        self.watch = watch

    def connect(self):
        found = addresses.resolve(self.host, self.port)
        plain = self._reached(found)
        self.watch.over(plain)
        self.sock = plain
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
        self.sock.settimeout(READ)

    def _reached(self, found):
        for last, address in enumerate(found, start=1):
            try:
                return socket.create_connection((address, self.port), CONNECT)
            except OSError:
                if last == len(found) or self.watch.is_over:
                    raise
        raise OSError("no address")


class _Watch:
    """Cuts a connection when its time is up, whatever it does just then: timeouts of a socket begin anew with each
    byte that drips in."""

    def __init__(self, seconds):
        self.is_over = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *_):
        self._timer.cancel()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def over(self, connected: socket.socket):
        """Watch this connection, by a handle of its own."""
        with self._lock:
            self._handle = connected.dup()
        if self.is_over:
            self._cut()

    def _cut(self):
        self.is_over = True
        with self._lock, suppress(OSError):
            if self._handle is not None:
                self._handle.shutdown(socket.SHUT_RDWR)


def _said(error) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"证书无效：{error.verify_message}"[:200]
    if isinstance(error, socket.gaierror | UnicodeError):
        return "域名无法解析"
    if isinstance(error, TimeoutError):
        return "对方没有及时答复"
    if isinstance(error, ConnectionRefusedError):
        return "对方拒绝连接"
    if isinstance(error, ssl.SSLError):
        return "加密连接没有建立"
    return "连接中断，或答复不是 HTTP"


def _late() -> str:
    return f"对方没有在 {TOTAL:g} 秒内答完"


def _refused(code: int) -> str:
    return f"对方答复 {code}，推送不跟随跳转" if 300 <= code < 400 else f"对方答复 {code}"

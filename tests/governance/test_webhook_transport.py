"""One message to one receiver: never to an address inside, never for longer than a few seconds, never further on."""

import socket
import time

import pytest

from governance.errors import Invalid
from governance.webhooks import addresses, transport
from tests.governance import receivers
from tests.governance.receivers import certificate, serve

BODY = b'{"type":"test"}'
assert certificate
assert serve


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(transport, "READ", 0.4)
    monkeypatch.setattr(transport, "TOTAL", 0.8)


def post(url):
    return transport.post(url, {"content-type": "application/json", "webhook-id": "msg_1"}, BODY)


def test_a_message_is_taken_with_its_headers_by_the_name_that_was_asked_for(serve):
    receiver = serve()

    outcome = post(receiver.url.replace("127.0.0.1", "localhost"))

    ((headers, body),) = receiver.taken
    assert (outcome.code, outcome.problem, body) == (204, "", BODY)
    assert headers["webhook-id"] == "msg_1"
    assert headers["Host"] == f"localhost:{receiver.server_port}"
    assert receiver.asked_for == "localhost"


@pytest.mark.parametrize(("status", "said"), [(500, "对方答复 500"), (404, "对方答复 404"), (304, "不跟随跳转")])
def test_only_2xx_is_taken(serve, status, said):
    receiver = serve()
    receiver.status = status

    outcome = post(receiver.url)

    assert outcome.code == status
    assert said in outcome.problem


def test_a_redirect_to_a_private_address_is_not_followed(serve):
    receiver, inside = serve(), serve(host="127.0.0.2")
    receiver.status, receiver.headers = 307, {"Location": inside.url}

    outcome = post(receiver.url)

    assert (outcome.code, outcome.problem) == (307, "对方答复 307，推送不跟随跳转")
    assert inside.taken == []


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (receivers.hangs, "对方没有及时答复"),
        (receivers.drips_headers, "对方没有在 0.8 秒内答完"),
        (receivers.drips_its_body, "对方没有在 0.8 秒内答完"),
    ],
)
def test_a_receiver_that_hangs_or_drips_is_cut_off(serve, hurried, manner, said):
    receiver = serve()
    receiver.answer = manner
    began = time.monotonic()

    outcome = post(receiver.url)

    assert time.monotonic() - began < 3
    assert outcome.problem == said
    assert outcome.took_ms >= 300


def test_one_that_takes_the_connection_and_never_shakes_hands_is_cut_off(serve, hurried, monkeypatch):
    serve()
    monkeypatch.setattr(transport, "CONNECT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = post(f"https://127.0.0.1:{silent.getsockname()[1]}/")

    assert (outcome.code, outcome.problem) == (None, "对方没有及时答复")


def test_of_a_flood_only_the_first_is_read(serve):
    receiver = serve()
    receiver.answer = receivers.floods

    outcome = post(receiver.url)

    assert (outcome.code, outcome.problem) == (200, "")
    assert outcome.took_ms < 3000


def test_what_is_no_http_is_told(serve):
    receiver = serve()
    receiver.answer = receivers.talks_nonsense

    assert post(receiver.url).problem == "连接中断，或答复不是 HTTP"


def test_a_certificate_for_another_name_or_of_nobody_known_is_refused(serve, monkeypatch):
    receiver = serve(host="127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", _led_to("127.0.0.1"))
    assert "证书无效" in post(f"https://other.example.cn:{receiver.server_port}/").problem

    monkeypatch.delenv("SSL_CERT_FILE")
    assert "证书无效" in post(f"https://receiver.example.cn:{receiver.server_port}/").problem
    assert receiver.taken == []


def test_nobody_there_and_no_such_name_are_told(serve):
    serve()
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert post(f"https://127.0.0.1:{port}/").problem == "对方拒绝连接"
    assert post("https://no-such-host.invalid/").problem == "域名无法解析"


INSIDE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",  # noqa: S104
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_closed(address):
    assert not addresses.is_open(address)


def test_public_addresses_are_open_and_named_networks_too(settings):
    assert all(addresses.is_open(each) for each in ("8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8"))
    settings.WEBHOOK_NETWORKS = ["10.20.0.0/16", "fd00:20::/32"]
    assert all(addresses.is_open(each) for each in ("10.20.3.4", "::ffff:10.20.3.4", "fd00:20::5"))
    assert not any(addresses.is_open(each) for each in ("10.21.0.1", "fd00:21::5", "127.0.0.1"))


def _led_to(*found):
    def getaddrinfo(host, port, *_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in found]

    return getaddrinfo


def test_a_name_with_one_address_inside_is_refused_at_entry(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _led_to("8.8.8.8", "10.0.0.1"))
    with pytest.raises(Invalid, match="内网") as refusal:
        addresses.require_open("https://data.example.cn/")
    assert refusal.value.field == "url"


def test_a_name_that_leads_inside_after_it_was_looked_at_is_asked_but_once(serve, monkeypatch):
    """Rebinding: the first answer is open, the next leads inside. What was looked at is what is connected to."""
    receiver = serve()
    answers, reached = [["127.0.0.1"], ["10.0.0.1"]], []

    def getaddrinfo(host, port, *_, **__):
        return _led_to(*answers.pop(0))(host, port)

    def create_connection(address, *more):
        reached.append(address[0])
        return _connect(address, *more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", create_connection)

    outcome = post(f"https://receiver.example.cn:{receiver.server_port}/hook")
    again = post(f"https://receiver.example.cn:{receiver.server_port}/hook")

    assert (outcome.code, receiver.asked_for, reached) == (204, "receiver.example.cn", ["127.0.0.1"])
    assert again.problem == "域名解析到本机、内网或保留的网络，没有发送"
    assert len(receiver.taken) == 1


def _connect(address, timeout):
    """As socket.create_connection, without asking for a name."""
    made = socket.socket()
    made.settimeout(timeout)
    made.connect(address)
    return made


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" https://Data.Example.cn/portal ", "https://data.example.cn/portal"),
        ("https://data.example.cn", "https://data.example.cn/"),
        ("https://data.example.cn:443/a?b=c d", "https://data.example.cn/a?b=c%20d"),
        ("https://数据.cn/推送", "https://xn--vxup8b.cn/%E6%8E%A8%E9%80%81"),
        ("https://[2400:3200::1]:8443/x", "https://[2400:3200::1]:8443/x"),
    ],
)
def test_an_address_is_put_into_one_form(typed, stored):
    assert addresses.clean_url(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "http://data.example.cn/",
        "ftp://data.example.cn/",
        "data.example.cn/portal",
        "https://",
        "https:///portal",
        "https://user:word@data.example.cn/",
        "https://data.example.cn/#there",
        "https://data.example.cn:99999/",
        "https://data.example.cn:x/",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        f"https://{'a' * 64}.cn/",
        "https://data..cn/",
        f"https://data.example.cn/{'a' * 500}",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_address_of_a_receiver_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        addresses.clean_url(typed)
    assert refusal.value.field == "url"

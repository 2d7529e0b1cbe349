"""Messages outside the portal, to a real receiver: what they say, when they go, and who sends them."""

import itertools
import json
import socketserver
import threading
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction

from governance.notices import sweeping
from governance.notices.models import Notice
from governance.notices.outside import sending
from governance.notices.outside.hours import Hours
from governance.notices.outside.models import MOST_ATTEMPTS, Address, Delivery, DeliveryState
from governance.notices.raising import write
from governance.notices.rungs import find_rung
from governance.people.models import Posting
from tests.factories import XINCHENGLU, YINGYUAN, make_account, make_places, make_posting

TODAY = date(2026, 11, 22)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(hour, minute=0, day=TODAY):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


class Gateway(ThreadingHTTPServer):
    """Takes messages by HTTP as an SMS gateway does; `status` is what it answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), GatewayHandler)
        self.taken, self.status = [], 200


class GatewayHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.path, body["message"]))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class Post(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), PostHandler)
        self.taken = []


class PostHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 post")
        letter, to = [], ""
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            verb = line.upper()
            if verb.startswith("DATA"):
                self.say("354 go on")
                while (text := self.rfile.readline()) not in (b".\r\n", b""):
                    letter.append(text.decode("utf-8", "replace"))
                self.server.taken.append((to, "".join(letter)))
            elif verb.startswith("RCPT"):
                to = line.split("<")[1].rstrip(">")
            if verb.startswith("QUIT"):
                return self.say("221 bye")
            self.say("250 ok")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def serve():
    started = []

    def start(server):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def gateway(serve, settings):
    server = serve(Gateway())
    settings.NOTICE_CHANNELS = {"sms": f"json://127.0.0.1:{server.server_port}/{{to}}"}
    return server


@pytest.fixture
def supervisor(transactional_db):
    make_places()
    return make_account("supervisor", "street_supervisor", XINCHENGLU, name="郑涛")


@pytest.fixture
def phone(supervisor):
    return Address.objects.create(account=supervisor, channel="sms", address="19900000101")


def fall_due(supervisor, count=1, now=None):
    """So many postings that end in 30 days, told of at a moment."""
    for number in range(count):
        holder = make_account(f"holder{Posting.objects.count()}", name=f"丁{number}")
        ends_on = TODAY + timedelta(days=30)
        make_posting(holder, "mediator", YINGYUAN, ends_on=ends_on, granted_by=supervisor)
    sweeping.sweep(TODAY, now or at(10))


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts"))


def test_a_message_says_how_many_wait_and_nothing_else(supervisor, phone, gateway):
    fall_due(supervisor, 3)

    assert sending.deliver(at(10)) == 1
    assert sending.deliver(at(10)) == 0
    assert gateway.taken == [("/19900000101", "您有 3 条待办，请登录社区治理门户查看。")]
    assert states() == [(DeliveryState.SENT, 1)] * 3


def test_mail_goes_out_by_a_mail_server(supervisor, serve, settings):
    post = serve(Post())
    port = post.server_address[1]
    settings.NOTICE_CHANNELS = {"email": f"mailto://127.0.0.1:{port}/?from=portal@example.cn&to={{to}}"}
    Address.objects.create(account=supervisor, channel="email", address="zheng@example.cn")
    fall_due(supervisor)

    assert sending.deliver(at(10)) == 1
    ((to, letter),) = post.taken
    assert to == "zheng@example.cn"
    assert "丁" not in letter


def test_without_a_gateway_nothing_is_queued(supervisor, phone, settings):
    settings.NOTICE_CHANNELS = {}
    fall_due(supervisor)

    assert (Notice.objects.count(), Delivery.objects.count(), sending.deliver(at(10))) == (1, 0, 0)


def test_at_night_a_message_waits_for_the_morning(supervisor, phone, gateway):
    fall_due(supervisor, now=at(22))

    assert sending.deliver(at(23)) == 0
    assert sending.deliver(at(8, 59, TODAY + timedelta(days=1))) == 0
    assert sending.deliver(at(9, 0, TODAY + timedelta(days=1))) == 1


def test_what_fails_in_the_evening_is_not_tried_at_night(supervisor, phone, gateway):
    fall_due(supervisor, now=at(19, 58))
    gateway.status = 500
    sending.deliver(at(19, 58))
    gateway.status = 200

    assert sending.deliver(at(20, 30)) == 0
    assert sending.deliver(at(9, 0, TODAY + timedelta(days=1))) == 1


def test_what_cannot_wait_goes_out_at_night(supervisor, phone, gateway):
    holder = make_account("holder")
    posting = make_posting(holder, "mediator", YINGYUAN)
    urgent = find_rung("posting.ending")
    object.__setattr__(urgent, "holds_outside_hours", False)
    try:
        with transaction.atomic():
            told = {posting.pk: {supervisor.pk}}
            write(urgent, [posting], told, occasion={posting.pk: "x"}, today=TODAY, now=at(3))
    finally:
        object.__setattr__(urgent, "holds_outside_hours", True)

    assert sending.deliver(at(3)) == 1


def test_a_digest_is_one_message_in_the_morning(supervisor, phone, gateway):
    Address.objects.update(frequency="digest")
    fall_due(supervisor, 2, now=at(10))
    fall_due(supervisor, 1, now=at(15))

    assert sending.deliver(at(16)) == 0
    assert sending.deliver(at(9, 0, TODAY + timedelta(days=1))) == 1
    assert gateway.taken == [("/19900000101", "您有 3 条待办，请登录社区治理门户查看。")]


def test_what_was_read_meanwhile_is_not_told(supervisor, phone, gateway):
    fall_due(supervisor, 2, now=at(22))
    first = Notice.objects.first()
    Notice.objects.filter(pk=first.pk).update(read_at=at(23))

    sending.deliver(at(9, 0, TODAY + timedelta(days=1)))

    assert gateway.taken == [("/19900000101", "您有 1 条待办，请登录社区治理门户查看。")]
    assert sorted(states()) == [(DeliveryState.DROPPED, 0), (DeliveryState.SENT, 1)]


def test_a_gateway_that_refuses_is_tried_again_later_and_given_up_at_last(supervisor, phone, gateway):
    fall_due(supervisor)
    gateway.status = 503
    moment, tried = at(10), []
    for _ in range(60 * 48):
        if Delivery.objects.due(moment).exists():
            sending.deliver(moment)
            tried.append(moment)
        moment += timedelta(minutes=1)

    waits = [later - sooner for sooner, later in itertools.pairwise(tried)]
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 5, 30, 120, 240]
    assert states() == [(DeliveryState.GIVEN_UP, MOST_ATTEMPTS)]
    assert Delivery.objects.get().problem == "网关没有接受"


def test_a_gateway_that_is_gone_is_tried_again_later(supervisor, phone, settings):
    settings.NOTICE_CHANNELS = {"sms": "json://127.0.0.1:1/{to}"}
    fall_due(supervisor)

    assert sending.deliver(at(10)) == 0
    assert states() == [(DeliveryState.WAITING, 1)]


def test_four_senders_at_once_send_each_message_once(supervisor, phone, gateway):
    others = [make_account(f"other{n}", "street_supervisor", XINCHENGLU) for n in range(7)]
    for number, account in enumerate(others):
        Address.objects.create(account=account, channel="sms", address=f"1990000020{number}")
    fall_due(supervisor, 3)
    begin = threading.Barrier(4)

    def send():
        begin.wait()
        sending.deliver(at(10))
        connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(4)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]

    assert sorted(path for path, _ in gateway.taken) == sorted(["/19900000101", *(f"/1990000020{n}" for n in range(7))])
    assert states() == [(DeliveryState.SENT, 1)] * 24


def test_what_a_sender_that_died_had_taken_is_sent_by_the_next(supervisor, phone, gateway):
    fall_due(supervisor)
    sending.claim(["sms"], at(10))

    assert sending.deliver(at(10, 1)) == 0
    assert sending.deliver(at(10, 2)) == 1
    assert states() == [(DeliveryState.SENT, 2)]


@pytest.mark.parametrize(
    ("hour", "opens"),
    [(0, at(9)), (8, at(9)), (9, at(9)), (19, at(19)), (20, at(9, 0, TODAY + timedelta(days=1)))],
)
def test_messages_go_out_between_nine_and_eight_in_the_evening(hour, opens):
    assert Hours().next_open(at(hour)) == opens


def test_the_next_morning_is_todays_before_nine():
    assert Hours().next_morning(at(8, 59)) == at(9)
    assert Hours().next_morning(at(9)) == at(9, 0, TODAY + timedelta(days=1))

"""Webhooks with the real broker and real workers: killed in the middle, cut off, and each message under one id."""

import pytest
from django.utils import timezone

from governance.webhooks import actions, tasks
from governance.webhooks.models import WebhookDelivery
from tests.factories import JIADING, make_account, make_client, make_places
from tests.governance import receivers
from tests.governance.broker import forget_connections, kill, until
from tests.governance.receivers import certificate, serve

pytestmark = pytest.mark.django_db(transaction=True)
assert certificate
assert serve


@pytest.fixture
def start_worker(celery_process, certificate):
    own = {"WEBHOOK_NETWORKS": "127.0.0.1/32", "SSL_CERT_FILE": str(certificate)}
    return lambda: celery_process("worker", "--concurrency=1", "--without-mingle", "--without-gossip", **own)


def made_ready(receiver):
    """A message for an endpoint at this receiver."""
    make_places()
    officer = make_account("officer", "district_officer", JIADING)
    client = make_client("puller", JIADING, by=officer, verbs=("case.view",))
    endpoint, _ = actions.add_endpoint(client, url=receiver.url, kinds=["case"], by=officer, now=timezone.now())
    actions.send_test(endpoint, by=officer, now=timezone.now())


def ids(receiver):
    return [headers["webhook-id"] for headers, _ in receiver.taken]


def test_a_worker_killed_while_it_sends_leaves_the_message_to_the_next(serve, start_worker, broker):
    receiver = serve()
    receiver.answer = receivers.hangs
    worker = start_worker()
    made_ready(receiver)
    until(lambda: receiver.taken, "sending")
    kill(worker)
    assert WebhookDelivery.objects.get().state == "waiting"

    receiver.answer = None
    WebhookDelivery.objects.update(in_hand_until=timezone.now())  # its minute is over
    start_worker()
    tasks.deliver.delay()

    until(lambda: WebhookDelivery.objects.get().state == "sent", "sent by the next")
    assert len(receiver.taken) == 2
    assert len(set(ids(receiver))) == 1


def test_what_was_made_without_a_broker_goes_out_when_it_is_back(serve, start_worker, settings, broker):
    receiver = serve()
    forget_connections("redis://127.0.0.1:1/0")
    made_ready(receiver)
    forget_connections(settings.REDIS_URL)
    assert WebhookDelivery.objects.get().attempts == 0

    start_worker()
    tasks.deliver.delay()
    tasks.deliver.delay()

    until(lambda: WebhookDelivery.objects.get().state == "sent", "sent by the sweep")
    assert len(ids(receiver)) == 1

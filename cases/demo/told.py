"""What the demo's API client was told of all this: batches that its receiver took, one that it did not for two days.

Nothing leaves the machine: the receiver is none, what it would have answered is noted as the sender notes answers, and
the endpoint ends switched off.
"""

from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from governance.audit.trail import record
from governance.feed.cursors import parts_of
from governance.feed.numbering import number_all
from governance.people.demo import CLIENT_KEY
from governance.people.models import Account, ApiClient
from governance.webhooks import actions, signing
from governance.webhooks.gathering import from_now, gather
from governance.webhooks.models import WebhookEndpoint
from governance.webhooks.sending import claim, settle
from governance.webhooks.transport import Outcome

URL = "https://data.jiading.example/portal/changes"  # of a name that never leads anywhere (RFC 2606)
OFFICER = "qugong"
TAKEN, BROKEN = Outcome(200, 184), Outcome(503, 2140, "对方答复 503")
BEGAN, BROKE, BACK, LAST = (timedelta(days=days) for days in (9, 6, 3, 1))  # before today
STEP = timedelta(minutes=1)


def subscribe(now: datetime) -> None:
    """The district's platform wants to be told of cases from here on."""
    client = ApiClient.objects.get(key_id=CLIENT_KEY)
    officer = Account.objects.get(username=OFFICER)
    with time_machine.travel(now - BEGAN, tick=True):
        endpoint = WebhookEndpoint.objects.create(
            client=client,
            url=URL,
            kinds=["case"],
            secret=signing.new_secret(),
            positions=parts_of(from_now(client, ["case"])),
            created_by=officer,
        )
        record("webhook.added", endpoint, by=officer, changes={"url": [None, URL], "kinds": [None, "调解案件"]})


def tell_first(now: datetime) -> None:
    _tell(now - BEGAN + STEP, TAKEN)


def tell_in_vain(now: datetime) -> None:
    """Its receiver answers 503 until it is given up, and is switched on again when it is mended."""
    _tell(now - BROKE, BROKEN)
    officer, endpoint = Account.objects.get(username=OFFICER), WebhookEndpoint.objects.filter(url=URL).first()
    if endpoint is None or endpoint.is_on:
        return
    with time_machine.travel(now - BACK, tick=True):
        endpoint = actions.switch_on(endpoint, by=officer)
        actions.send_test(endpoint, by=officer, now=timezone.now())
        _answer(timezone.now(), TAKEN)


def tell_last(now: datetime) -> None:
    """The last batch; after it nobody is told of what visitors try."""
    _tell(now - LAST, TAKEN)
    officer, endpoint = Account.objects.get(username=OFFICER), WebhookEndpoint.objects.filter(url=URL).first()
    if endpoint is None or not endpoint.is_on:
        return
    with time_machine.travel(now - LAST + STEP, tick=True):
        actions.switch_off(endpoint, reason="演示环境没有接收方", by=officer, now=timezone.now())


def _tell(at: datetime, outcome: Outcome) -> None:
    """One batch of all that is new, and what its receiver answers each time."""
    number_all()
    gather(at)
    _answer(at, outcome)


def _answer(at: datetime, outcome: Outcome) -> None:
    while claimed := claim(at):
        for delivery in claimed:
            with time_machine.travel(at, tick=True):
                settle(delivery, outcome, at)
            delivery.refresh_from_db()
            at = max(at, delivery.due_at)

"""Clients are told that something changed: signed, thin, in scope; tried for two days, and nothing lost."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cases.docket.models import Case
from governance.api.schema import document
from governance.audit.models import TrailEntry
from governance.feed.numbering import number_all
from governance.notices.models import Notice
from governance.people.models import ApiClient
from governance.webhooks import actions, sending, signing, tasks
from governance.webhooks.gathering import MOST_NAMED, gather
from governance.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from governance.webhooks.schedule import LASTS, MOST_ATTEMPTS, next_attempt
from tests.cases.factories import make_case, same_people
from tests.factories import CANGCHANG, JIADING, YINGYUAN, bearer, make_client, make_posting
from tests.governance import receivers
from tests.governance.receivers import certificate, serve

READ = ("place.view", "case.view")
assert certificate
assert serve


@pytest.fixture
def puller(officer, places):
    return make_client("puller", JIADING, by=officer, verbs=READ)


@pytest.fixture
def receiver(serve):
    return serve()


def listen(client, url, by):
    return actions.add_endpoint(client, url=url, kinds=["case"], by=by, now=timezone.now())


@pytest.fixture
def endpoint(puller, receiver, officer):
    return listen(puller, receiver.url, officer)[0]


def run(now=None):
    """What the worker does every few seconds."""
    number_all()
    gather(now or timezone.now())
    return sending.send_due(now)


def touch(case, text="迎园新村 9 幢"):
    Case.objects.filter(pk=case.pk).update(place_text=text)


def deliveries(*columns):
    return list(WebhookDelivery.objects.order_by("endpoint", "number").values_list(*columns))


def trail_of(endpoint):
    entries = TrailEntry.objects.about(endpoint).order_by("pk")
    return [(entry.verb, entry.account) for entry in entries]


def read(client, message):
    return Client(headers=bearer(client)).get(message["data"]["next"]).json()


def test_a_change_is_told_by_kind_and_id_and_read_by_the_cursor(endpoint, receiver, puller, registered_case):
    assert run() == 1

    (message,) = receiver.messages
    assert message["type"] == "changes"
    assert set(message["data"]) == {"changes", "more", "next"}
    assert message["data"]["changes"] == [{"kind": "case", "id": registered_case.pk}]
    page = read(puller, message)
    assert [(one["id"], one["change"]["code"]) for one in page["results"]] == [(registered_case.pk, "put")]
    for word in ("漏水", "刘桂珍", "迎园", YINGYUAN):
        assert word not in receiver.taken[0][1].decode()


def test_what_was_there_before_the_endpoint_is_not_told(puller, receiver, officer, registered_case):
    number_all()
    listen(puller, receiver.url, officer)

    assert run() == 0
    touch(registered_case)
    assert run() == 1
    assert run() == 0
    assert len(receiver.messages) == 1


def test_the_signature_is_that_of_the_scheme_and_for_a_day_both_secrets_sign(
    puller, receiver, officer, registered_case
):
    endpoint, first = listen(puller, receiver.url, officer)
    run()
    now = timezone.now()
    endpoint, second = actions.rotate_secret(endpoint, by=officer, now=now)
    touch(registered_case, "甲")
    run(now + timedelta(hours=23))
    touch(registered_case, "乙")
    run(now + timedelta(hours=25))

    good = [[secret for secret in (first, second) if verified(secret, taken)] for taken in receiver.taken]
    assert good == [[first], [first, second], [second]]
    assert not verified(first, (receiver.taken[0][0], receiver.taken[0][1] + b" "))
    assert first.startswith("whsec_")


def verified(secret, taken):
    """As a receiver does it, by the text of the scheme."""
    headers, body = taken
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.split("_")[1])
    expected = base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


def test_a_signature_is_the_one_that_the_libraries_of_the_scheme_expect():
    """The example with which the reference implementations of Standard Webhooks test themselves."""
    signed = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_is_sent_is_what_the_document_says(endpoint, receiver, registered_case):
    run()
    (message,) = receiver.messages
    told = document()["components"]["schemas"]["WebhookMessage"]

    jsonschema.validate(message, told)
    assert set(message) == set(told["properties"])
    assert set(message["data"]) == set(told["properties"]["data"]["properties"])


def test_secrets_lie_sealed(puller, receiver, officer):
    endpoint, secret = listen(puller, receiver.url, officer)
    actions.rotate_secret(endpoint, by=officer, now=timezone.now())

    stored = WebhookEndpoint.objects.get(pk=endpoint.pk)
    recorded = [entry.detail.body for entry in TrailEntry.objects.about(endpoint)]
    assert secret not in f"{stored.secret.token} {stored.previous_secret.token} {recorded}"
    assert stored.previous_secret.open() == secret


def test_only_what_lies_in_the_scope_of_the_client_is_told(serve, officer, lin, committee, registered_case):
    here, there = serve(), serve()
    number_all()
    listen(make_client("here", YINGYUAN, by=officer, verbs=READ), here.url, officer)
    listen(make_client("there", CANGCHANG, by=officer, verbs=READ), there.url, officer)
    other = make_case(lin, committee, entries=same_people(registered_case))
    run()
    assert [message["data"]["changes"] for message in here.messages] == [[{"kind": "case", "id": other.pk}]]
    assert there.messages == []

    Case.objects.filter(pk=other.pk).update(area_id=CANGCHANG)
    run()

    assert [len(each.messages) for each in (here, there)] == [2, 1]


def test_what_a_client_lost_since_is_no_longer_named(endpoint, receiver, puller, registered_case):
    receiver.status = 500
    run()
    posting = puller.postings.get()
    posting.ends_on = posting.starts_on
    posting.save()
    make_posting(puller, "api_client", CANGCHANG)
    receiver.status = 204

    sending.send_due(timezone.now() + timedelta(seconds=10))

    assert len(receiver.messages) == 1, "the attempt while it was in scope"
    assert deliveries("state") == [(DeliveryState.DROPPED,)]


def test_a_place_that_was_lost_is_told_so_that_the_copy_there_can_go(endpoint, receiver, puller, registered_case):
    run()
    posting = puller.postings.get()
    posting.ends_on = posting.starts_on
    posting.save()
    make_posting(puller, "api_client", CANGCHANG)

    run()

    told = receiver.messages[-1]
    assert told["data"]["changes"] == [{"kind": "case", "id": registered_case.pk}]
    assert [one["change"]["code"] for one in read(ApiClient.objects.get(), told)["results"]] == ["gone"]


def test_many_changes_are_one_message_that_names_the_first(endpoint, receiver, puller, lin, committee, registered_case):
    number_all()
    rows = [Case(committee=committee, area_id=YINGYUAN, title=f"{n}", received_at=timezone.now(), source="S1",
                 dispute_type="D02") for n in range(MOST_NAMED + 5)]  # fmt: skip
    Case.objects.bulk_create(rows)

    assert run() == 1
    ((_, message),) = [(0, one) for one in receiver.messages]

    assert (len(message["data"]["changes"]), message["data"]["more"]) == (MOST_NAMED, True)
    assert read(puller, message)["has_more"] is True
    assert run() == 0


def test_a_batch_cannot_be_written_twice(endpoint, registered_case):
    number_all()
    assert [gather(timezone.now()), gather(timezone.now())] == [1, 0]
    row = WebhookDelivery.objects.get()
    row.pk, row.message = None, "00000000-0000-0000-0000-000000000001"
    with pytest.raises(IntegrityError, match="webhook_delivery_is_one_a_batch"), transaction.atomic():
        row.save(force_insert=True)


def test_attempts_grow_apart_over_two_days():
    began = now = datetime(2026, 3, 1, tzinfo=UTC)
    waits = []
    for attempts in range(1, MOST_ATTEMPTS):
        then = next_attempt(attempts, now)
        waits.append(then - now)
        now = then
    assert waits == sorted(waits)
    assert now - began == LASTS
    assert next_attempt(MOST_ATTEMPTS, now) is None


def test_a_receiver_that_answers_500_for_a_day_has_missed_nothing(endpoint, receiver, puller, registered_case):
    receiver.status = 500
    with time_machine.travel(timezone.now(), tick=False) as clock:
        run()
        for hour in range(0, 24, 3):
            clock.shift(timedelta(hours=3))
            touch(registered_case, f"第 {hour} 小时")
            run()
        assert set(deliveries("state")) == {(DeliveryState.WAITING,)}
        receiver.status = 204
        touch(registered_case, "第二天")
        clock.shift(timedelta(minutes=11))
        assert run() == 10, "the first that is taken shows that it is back: the others wait no longer"

    assert set(deliveries("state")) == {(DeliveryState.SENT,)}
    ids = [headers["webhook-id"] for headers, _ in receiver.taken]
    assert len(set(ids)) == WebhookDelivery.objects.count()
    assert ids.count(ids[0]) > 5, "the same message has the same id"
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.is_on) == (None, True)
    page = read(puller, receiver.messages[0])
    assert page["results"][0]["data"]["place_text"] == "第二天"


def test_an_endpoint_that_takes_nothing_for_two_days_is_switched_off_and_its_keepers_are_told(
    endpoint, receiver, officer, auditor, registered_case
):
    receiver.status = 503
    began = timezone.now()
    run(began)
    (first,) = WebhookDelivery.objects.all()
    moments = []
    while not WebhookEndpoint.objects.get().off:
        first.refresh_from_db()
        moments.append(first.due_at - began)
        run(first.due_at)

    assert moments[-1] == LASTS
    first.refresh_from_db()
    assert (first.state, first.attempts, first.answer_code) == (DeliveryState.FAILED, MOST_ATTEMPTS, 503)
    assert not WebhookDelivery.objects.filter(state=DeliveryState.WAITING).exists()
    (notice,) = Notice.objects.all()
    assert (notice.rung, notice.recipient) == ("webhook.gave_up", officer)
    assert trail_of(endpoint)[-1] == ("webhook.gave_up", None)

    sent = len(receiver.taken)
    touch(registered_case)
    run(began + timedelta(days=3))
    assert len(receiver.taken) == sent, "nothing is sent while it is off"


def test_what_changed_while_it_was_off_is_told_when_it_is_on_again(
    endpoint, receiver, officer, puller, registered_case
):
    run()
    endpoint.refresh_from_db()
    off = actions.switch_off(endpoint, reason="维护", by=officer, now=timezone.now())
    touch(registered_case)
    assert run() == 0

    actions.switch_on(off, by=officer)

    assert run() == 1
    assert read(puller, receiver.messages[-1])["results"][0]["id"] == registered_case.pk


def test_a_receiver_that_hangs_holds_up_no_other(serve, officer, puller, registered_case, monkeypatch):
    monkeypatch.setattr("governance.webhooks.transport.READ", 0.5)
    slow, quick = serve(), serve()
    slow.answer = receivers.hangs
    number_all()
    for each in (slow, quick):
        listen(puller, each.url, officer)
    touch(registered_case)

    assert run() == 1

    assert len(quick.messages) == 1
    assert deliveries("state", "problem") == [("waiting", "对方没有及时答复"), ("sent", "")]


def test_a_sender_that_died_leaves_the_message_to_the_next_under_the_same_id(endpoint, receiver, registered_case):
    number_all()
    now = timezone.now()
    gather(now)
    (taken,) = sending.claim(now)

    assert sending.send_due(now + timedelta(seconds=30)) == 0, "it is in hand"
    assert sending.send_due(now + timedelta(seconds=90)) == 1

    assert receiver.taken[0][0]["webhook-id"] == taken.message_id
    assert deliveries("state", "attempts") == [("sent", 2)]


def test_while_an_endpoint_fails_new_batches_only_ask_now_and_then(endpoint, receiver, registered_case):
    receiver.status = 500
    now = timezone.now()
    for second in range(0, 1200, 60):
        touch(registered_case, f"{second}")
        run(now + timedelta(seconds=second))

    assert WebhookDelivery.objects.count() == 2


def test_failed_messages_are_sent_again_one_or_all_since_a_moment(endpoint, receiver, officer, registered_case):
    receiver.status = 500
    now = timezone.now()
    for hour in range(3):
        touch(registered_case, f"{hour}")
        run(now + timedelta(hours=hour))
    endpoint.refresh_from_db()
    later = now + timedelta(hours=3)
    off = actions.switch_off(endpoint, reason="维护", by=officer, now=later)
    assert deliveries("state") == [("failed",)] * 3
    actions.switch_on(off, by=officer)
    receiver.status = 204

    actions.replay(WebhookDelivery.objects.order_by("number").last(), by=officer, now=later)
    sending.send_due(later)
    assert deliveries("state") == [("failed",), ("failed",), ("sent",)]
    assert actions.replay_failed(endpoint, since=now, by=officer, now=later) == 2
    sending.send_due(later)

    assert deliveries("state") == [("sent",)] * 3
    assert [verb for verb, _ in trail_of(endpoint)][-2:] == ["webhook.replayed", "webhook.replayed"]


def test_a_revoked_client_is_told_nothing(endpoint, receiver, puller, registered_case):
    ApiClient.objects.filter(pk=puller.pk).update(revoked_at=timezone.now())

    assert run() == 0
    assert receiver.taken == []


def test_old_rows_go_what_failed_later(endpoint, receiver, registered_case):
    run()
    receiver.status = 500
    touch(registered_case)
    run()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        tasks.forget()
    assert deliveries("state") == [("waiting",)]
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        tasks.forget()
    assert deliveries("state") == []


def test_nothing_new_costs_as_many_queries_for_three_endpoints_as_for_one(
    serve, officer, puller, registered_case, django_assert_num_queries
):
    number_all()
    for _ in range(3):
        listen(puller, serve().url, officer)
        gather(timezone.now())
        with django_assert_num_queries(3):
            gather(timezone.now())

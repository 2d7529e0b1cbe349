"""A client keeps its own endpoints by the API: makes, changes, rotates, switches, tests, reads deliveries, replays."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.api.models import KeptAnswer
from governance.audit.models import TrailEntry
from governance.webhooks import actions
from governance.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from tests.factories import JIADING, XINCHENGLU, bearer, confirm_identity, make_client
from tests.governance.test_webhook_pages import URL, add, fail

VERBS = ("case.view", "webhook.manage")


@pytest.fixture(autouse=True)
def _this_machine_may_be_told(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]


@pytest.fixture
def puller(officer):
    return make_client("区数据平台", JIADING, by=officer, verbs=VERBS, key_id="puller")


@pytest.fixture
def other(officer):
    """Another client of the same district."""
    return make_client("城运大屏", JIADING, by=officer, verbs=VERBS, key_id="other")


@pytest.fixture
def call(client):
    sent = iter(range(1000))

    def ask(who, method, name, *keys, body=None, tag="", key="", **query):
        headers = {**bearer(who), "Idempotency-Key": key or f"key-{next(sent)}"}
        headers |= {"If-Match": tag} if tag else {}
        send = getattr(client, method)
        address = reverse(f"api:{name}", args=keys)
        if method == "get":
            return send(address, query, headers=headers)
        return send(address, json.dumps(body or {}), content_type="application/json", headers=headers)

    return ask


def made(call, who, **more):
    return call(who, "post", "webhooks", body={"url": URL, "kinds": ["case"], **more})


def test_a_client_makes_its_own_endpoint_and_is_told_the_secret_once(call, puller):
    order = {"url": URL, "kinds": ["case"]}
    first = call(puller, "post", "webhooks", body=order, key="once")
    again = call(puller, "post", "webhooks", body=order, key="once")

    endpoint = WebhookEndpoint.objects.get()
    told = first.json()
    assert (first.status_code, first["Location"]) == (201, f"http://testserver/api/v1/webhooks/{endpoint.pk}/")
    assert told["secret"] == endpoint.secret.open()
    assert (told["client"]["id"], told["state"]["code"], endpoint.created_by) == (puller.pk, "on", None)
    assert (again.status_code, again["Idempotency-Replayed"], again.json()) == (201, "true", {**told, "secret": None})
    assert not any(told["secret"].encode() in bytes(kept.body) for kept in KeptAnswer.objects.all())
    assert TrailEntry.objects.get(verb="webhook.added").actor_name == puller.name


def test_it_lists_reads_and_changes_them_as_they_were_read(call, puller):
    pk = made(call, puller).json()["id"]
    (row,) = call(puller, "get", "webhooks", state="on").json()["results"]
    one = call(puller, "get", "webhook", pk)
    assert one.json() == row
    assert call(puller, "get", "webhook", pk).headers["ETag"] == one["ETag"]

    without = call(puller, "patch", "webhook", pk, body={"url": f"{URL}/2"})
    changed = call(puller, "patch", "webhook", pk, body={"url": f"{URL}/2"}, tag=one["ETag"])
    stale = call(puller, "patch", "webhook", pk, body={"url": f"{URL}/3"}, tag=one["ETag"])

    assert (without.status_code, changed.status_code, stale.status_code) == (428, 200, 412)
    assert (changed.json()["url"], changed.json()["version"]) == (f"{URL}/2", 2)


def test_a_rotated_secret_is_told_once_and_the_old_one_is_good_for_a_day(call, puller):
    first = made(call, puller)
    answer = call(puller, "post", "rotate_webhook", first.json()["id"], tag=first["ETag"])

    endpoint = WebhookEndpoint.objects.get()
    assert answer.json()["secret"] == endpoint.secret.open() != first.json()["secret"]
    assert endpoint.secrets_at(timezone.now()) == [answer.json()["secret"], first.json()["secret"]]
    assert "secret" not in call(puller, "get", "webhook", endpoint.pk).json()


def test_it_is_switched_off_with_a_reason_and_on_again(call, puller):
    first = made(call, puller)
    pk = first.json()["id"]
    unsaid = call(puller, "post", "switch_off_webhook", pk, tag=first["ETag"])
    off = call(puller, "post", "switch_off_webhook", pk, body={"reason": "维护"}, tag=first["ETag"])
    twice = call(puller, "post", "switch_off_webhook", pk, body={"reason": "维护"}, tag=off["ETag"])
    on = call(puller, "post", "switch_on_webhook", pk, tag=off["ETag"])

    assert (unsaid.status_code, off.json()["state"]["code"], on.json()["state"]["code"]) == (400, "off", "on")
    assert (twice.status_code, twice.json()["detail"]) == (409, "这个推送地址已经停用。")
    assert twice["Content-Type"] == "application/problem+json"


def test_what_failed_is_read_and_sent_again_one_or_all_since_a_moment(call, puller, officer):
    endpoint = add(puller, officer)
    for number in (1, 2, 3):
        fail(endpoint, number)
    rows = call(puller, "get", "webhook_deliveries", state="failed", endpoint=endpoint.pk).json()["results"]
    assert [(row["number"], row["answer_code"], row["count"]) for row in rows] == [
        (1, 500, 1),
        (2, 500, 1),
        (3, 500, 1),
    ]

    one = call(puller, "post", "replay_webhook_delivery", rows[0]["id"])
    again = call(puller, "post", "replay_webhook_delivery", rows[0]["id"])
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    rest = call(puller, "post", "replay_webhook", endpoint.pk, body={"since": since})

    assert (one.json()["state"]["code"], one.json()["message"]) == ("waiting", rows[0]["message"])
    assert (again.status_code, rest.json()) == (409, {"count": 2})
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {DeliveryState.WAITING}
    assert call(puller, "get", "webhook_delivery", rows[0]["id"]).json()["attempts"] == 0


def test_a_test_is_sent_at_most_five_times_a_minute(call, puller, officer):
    endpoint = add(puller, officer)
    tried = [call(puller, "post", "test_webhook", endpoint.pk) for _ in range(actions.TESTS_A_MINUTE + 1)]

    assert [one.status_code for one in tried] == [201] * actions.TESTS_A_MINUTE + [429]
    assert tried[0].json() == {"delivery": endpoint.deliveries.get(number=1).pk}


def test_another_clients_endpoint_is_not_there_whatever_is_done(call, puller, other, officer):
    theirs = add(other, officer)
    failed = fail(theirs)

    assert call(puller, "get", "webhooks").json()["results"] == []
    assert call(puller, "get", "webhook_deliveries").json()["results"] == []
    for method, name, pk in (
        ("get", "webhook", theirs.pk),
        ("patch", "webhook", theirs.pk),
        ("post", "rotate_webhook", theirs.pk),
        ("post", "switch_off_webhook", theirs.pk),
        ("post", "switch_on_webhook", theirs.pk),
        ("post", "test_webhook", theirs.pk),
        ("post", "replay_webhook", theirs.pk),
        ("get", "webhook_delivery", failed.pk),
        ("post", "replay_webhook_delivery", failed.pk),
    ):
        assert call(puller, method, name, pk, tag=f'"{theirs.pk}.1-0"').status_code == 404, name
    refused = made(call, puller, client=other.pk)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "client")


def test_a_client_that_was_not_given_the_verb_finds_nothing(call, officer):
    plain = make_client("只读", JIADING, by=officer, verbs=("case.view",), key_id="plain")
    endpoint = add(plain, officer)

    assert call(plain, "get", "webhooks").status_code == 404
    assert call(plain, "get", "webhook", endpoint.pk).status_code == 404
    assert made(call, plain).status_code == 404


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "http://data.example.cn/"}, "url"),
        ({"url": "https://data.example.cn/" + "长" * 600}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["nothing"]}, "kinds"),
        ({"kinds": "case"}, "kinds"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_what_cannot_be_is_named_by_its_field_in_chinese(call, puller, order, field):
    answer = made(call, puller, **order)

    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert field in {one["field"].partition(".")[0] for one in answer.json()["errors"]}
    assert not WebhookEndpoint.objects.exists()


def test_people_who_manage_clients_keep_theirs_by_the_api_too(client, officer, puller, sun):
    endpoint = add(puller, officer)
    client.force_login(sun)
    assert client.get(reverse("api:webhook", args=[endpoint.pk])).status_code == 404
    confirm_identity(client, officer)

    assert client.get(reverse("api:webhook", args=[endpoint.pk])).json()["client"]["name"] == puller.name
    assert [row["id"] for row in client.get(reverse("api:webhooks")).json()["results"]] == [endpoint.pk]


def test_a_list_asks_as_often_for_three_as_for_one(call, officer, puller):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            assert call(puller, "get", "webhook_deliveries").status_code == 200
            assert call(puller, "get", "webhooks").status_code == 200
        return len(queries)

    fail(add(puller, officer))
    counted()
    one = counted()
    for number in (2, 3):
        fail(add(puller, officer, f"{URL}/{number}"))

    assert counted() == one


def test_the_owner_may_lie_in_another_place_than_what_it_sees(call, officer):
    street = make_client("街道平台", XINCHENGLU, by=officer, verbs=VERBS, key_id="street")

    assert made(call, street).status_code == 201
    assert len(call(street, "get", "webhooks").json()["results"]) == 1

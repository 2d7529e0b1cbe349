"""The pages of webhooks: endpoints, their secrets shown once, what was sent, and sending it again."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.errors import Invalid, NotPermitted, Stale, TooOften, WrongState
from governance.people.models import ApiClient
from governance.webhooks import actions, sending
from governance.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from tests.factories import JIADING, confirm_identity, make_client
from tests.governance.broker import forget_connections
from tests.governance.receivers import certificate, serve
from tests.governance.test_every_list_exports import exported

NOW = timezone.now()
URL = "https://127.0.0.1:9/hook"
assert certificate
assert serve


@pytest.fixture(autouse=True)
def _this_machine_may_be_told(settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]


@pytest.fixture
def puller(officer):
    return make_client("区数据平台", JIADING, by=officer, verbs=("place.view", "case.view"))


@pytest.fixture
def endpoint(puller, officer):
    return add(puller, officer)


def add(puller, by, url=URL, kinds=("case",)):
    return actions.add_endpoint(puller, url=url, kinds=kinds, by=by, now=timezone.now())[0]


def fail(endpoint, number=1, *, at=None, **changes):
    now = at or timezone.now()
    told = {"changes": [{"kind": "case", "id": 31, "area": JIADING}], "answer_code": 500, "took_ms": 12, "attempts": 9}
    values = {"state": DeliveryState.FAILED, "ended_at": now, "problem": "对方答复 500", "tried_at": now, **told}
    return WebhookDelivery.objects.create(
        endpoint=endpoint, number=number, made_at=now, due_at=now, **{**values, **changes}
    )


def url(name, *keys):
    return reverse(f"webhooks:{name}", args=keys)


def test_an_endpoint_is_added_once_and_its_secret_shown_once(client, officer, puller):
    confirm_identity(client, officer)
    typed = {"client": puller.pk, "url": URL, "kinds": ["case"], "submission": "a" * 32}

    first, second = client.post(url("add"), typed), client.post(url("add"), typed)

    made = WebhookEndpoint.objects.get()
    (secret,) = re.findall(r"whsec_[\w+/=]+", first.content.decode())
    assert secret == made.secret.open()
    assert second["Location"] == made.get_absolute_url()
    assert "whsec_" not in client.get(made.get_absolute_url()).content.decode()
    assert client.get(url("add"), {"client": puller.pk}).context["form"]["client"].value() == str(puller.pk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "http://data.example.cn/"}, "以 https:// 开头"),
        ({"url": "https://10.0.0.1/"}, "内网"),
        ({"url": "https://2130706434/"}, "内网"),
        ({"url": "https://localhost.localdomain.invalid/"}, "无法解析"),
        ({"url": "https://data.example.cn/\x00"}, "无法识别的字符"),
        ({"url": "https://" + "长" * 501}, "500"),
        ({"kinds": []}, "必填"),
        ({"kinds": ["persons"]}, "persons"),
        ({"client": "999999"}, "选择"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_with_the_input_kept(client, officer, puller, typed, said):
    confirm_identity(client, officer)
    page = client.post(url("add"), {"client": puller.pk, "url": URL, "kinds": ["case"], **typed})

    assert page.status_code in (400, 422)
    if page.status_code == 422:
        assert said in page.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_a_client_is_told_of_nothing_that_it_may_not_see(officer):
    blind = make_client("人员同步", JIADING, by=officer, verbs=("person.view",))
    with pytest.raises(Invalid, match="无权查看调解案件") as refusal:
        add(blind, officer)
    assert refusal.value.field == "kinds"


def test_an_address_stands_once_and_there_are_ten_at_most(officer, puller, endpoint):
    with pytest.raises(Invalid, match="已有"):
        add(puller, officer)
    for number in range(1, actions.MOST_ENDPOINTS):
        add(puller, officer, f"{URL}/{number}")
    with pytest.raises(Invalid, match="最多"):
        add(puller, officer, f"{URL}/more")


def test_others_add_nothing_and_a_client_that_ended_gets_none(officer, supervisor, auditor, puller):
    for who in (supervisor, auditor):
        with pytest.raises(NotPermitted):
            add(puller, who)
    ApiClient.objects.update(expires_at=NOW)
    with pytest.raises(WrongState):
        add(puller, officer)


def test_the_page_of_an_endpoint_does_all_that_can_be_done_with_it(client, officer, endpoint):
    confirm_identity(client, officer)
    posts = [
        ("change", {"url": f"{URL}/2", "kinds": ["case"], "version": "1"}, 302),
        ("rotate", {"version": "2"}, 200),
        ("test", {}, 302),
        ("switch_off", {"reason": "对方维护", "version": "3"}, 302),
        ("switch_on", {"version": "4"}, 302),
        ("switch_off", {"reason": "", "version": "5"}, 422),
        ("replay_failed", {"since": "昨天"}, 422),
    ]

    answers = [client.post(url(name, endpoint.pk), typed).status_code for name, typed, _ in posts]

    assert answers == [expected for _, _, expected in posts]
    page = client.get(endpoint.get_absolute_url()).content.decode()
    for word in (
        f"{URL}/2",
        "修改推送地址",
        "更换签名密钥",
        "停用推送地址",
        "启用推送地址",
        "试送",
        "对方维护",
        "旧签名密钥",
    ):
        assert word in page


def test_the_second_of_two_keepers_is_told(officer, endpoint):
    actions.rotate_secret(endpoint, by=officer, now=NOW, version=1)
    with pytest.raises(Stale):
        actions.switch_off(endpoint, reason="x", by=officer, now=NOW, version=1)


def test_a_test_names_nothing_is_tried_once_and_not_too_often(client, officer, puller, serve):
    receiver = serve()
    receiver.status = 401
    endpoint = add(puller, officer, receiver.url)
    confirm_identity(client, officer)

    page = client.post(url("test", endpoint.pk), follow=True)
    sending.send_due()

    assert "试送已安排" in page.content.decode()
    (message,) = receiver.messages
    assert (message["type"], message["data"]["changes"]) == ("test", [])
    told = client.get(WebhookDelivery.objects.get().get_absolute_url()).content.decode()
    for word in ("对方答复 401", "毫秒", "未送达", "msg_"):
        assert word in told
    assert WebhookEndpoint.objects.get().failing_since is None
    for _ in range(actions.TESTS_A_MINUTE - 1):
        actions.send_test(endpoint, by=officer, now=timezone.now())
    with pytest.raises(TooOften):
        actions.send_test(endpoint, by=officer, now=timezone.now())


def test_the_page_of_failures_says_why_and_sends_again(client, officer, endpoint):
    failed = fail(endpoint)
    WebhookEndpoint.objects.update(failing_since=NOW)
    confirm_identity(client, officer)

    page = client.get(url("deliveries"), {"state": "failed"}).content.decode()
    for word in ("对方答复 500", "12 毫秒", "9 次", "未送达", "重发", "区数据平台"):
        assert word in page
    again = client.post(url("replay", failed.pk))
    twice = client.post(url("replay", failed.pk), follow=True)

    failed.refresh_from_db()
    assert (again.status_code, failed.state, failed.attempts) == (302, DeliveryState.WAITING, 0)
    assert "只有未送达的推送可以重发" in twice.content.decode()


def test_all_that_failed_since_a_moment_is_sent_again_and_no_earlier(client, officer, endpoint):
    old, new = fail(endpoint, 1, at=NOW - timedelta(days=5)), fail(endpoint, 2)
    confirm_identity(client, officer)
    since = timezone.localtime(NOW - timedelta(days=1))

    client.post(url("replay_failed", endpoint.pk), {"since": f"{since:%Y-%m-%dT%H:%M}"})
    states = [WebhookDelivery.objects.get(pk=each.pk).state for each in (old, new)]
    nothing = client.post(url("replay_failed", endpoint.pk), {"since": f"{since:%Y-%m-%dT%H:%M}"}, follow=True)

    assert states == [DeliveryState.FAILED, DeliveryState.WAITING]
    assert "没有未送达的推送" in nothing.content.decode()


def test_the_act_goes_on_without_a_broker(client, officer, endpoint, broker, django_capture_on_commit_callbacks):
    forget_connections("redis://127.0.0.1:1/0")
    confirm_identity(client, officer)
    with django_capture_on_commit_callbacks(execute=True) as queued:
        assert client.post(url("test", endpoint.pk)).status_code == 302
    assert len(queued) == 1
    assert WebhookDelivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.parametrize("who", ["sun", "supervisor", "xu"])
def test_others_find_nothing(client, request, endpoint, who):
    failed = fail(endpoint)
    confirm_identity(client, request.getfixturevalue(who))
    names = ("endpoint", "change", "rotate", "switch_off", "switch_on", "test", "replay_failed")
    paths = [url(name, endpoint.pk) for name in names] + [url(name, failed.pk) for name in ("delivery", "replay")]

    assert {client.get(path).status_code for path in paths} | {client.post(path).status_code for path in paths} <= {
        404,
        405,
    }


def test_the_auditor_reads_and_changes_nothing(client, auditor, endpoint):
    failed = fail(endpoint)
    confirm_identity(client, auditor)

    pages = [client.get(each.get_absolute_url()) for each in (endpoint, failed)]
    acts = [client.post(url(name, endpoint.pk)).status_code for name in ("change", "rotate", "switch_off", "test")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("<form method" in page.content.decode().split("<main")[1] for page in pages)
    assert set(acts) == {403}
    assert client.post(url("replay", failed.pk)).status_code == 403


@pytest.mark.parametrize("name", ["webhooks", "deliveries"])
def test_lists_take_as_many_queries_for_three_as_for_one(client, officer, puller, name):
    confirm_identity(client, officer)
    counts = []
    for number in range(3):
        fail(add(puller, officer, f"{URL}/{number}"))
        with CaptureQueriesContext(connection) as context:
            assert client.get(url(name)).status_code == 200
        counts.append(len(context))

    assert counts[0] == counts[2]


@pytest.mark.parametrize("state", ["on", "retrying", "off", "ended"])
def test_endpoints_are_found_by_their_state(client, officer, puller, endpoint, state):
    if state == "ended":
        ApiClient.objects.update(expires_at=timezone.now())
    elif state == "off":
        WebhookEndpoint.objects.update(off="failing", off_at=timezone.now())
    elif state == "retrying":
        WebhookEndpoint.objects.update(failing_since=timezone.now())
    confirm_identity(client, officer)

    found = {
        each: len(client.get(url("webhooks"), {"state": each}).context["listing"].rows)
        for each in ("on", "retrying", "off", "ended")
    }

    assert found == {"on": 0, "retrying": 0, "off": 0, "ended": 0, state: 1}


def test_exports_hold_no_secret(officer, endpoint, folder):
    fail(endpoint)
    (row,) = exported("webhooks", officer)[1:]
    (sent,) = exported("webhook_deliveries", officer)[1:]

    assert (row[0], row[2], row[3]) == ("区数据平台", URL, "调解案件")
    assert "对方答复 500" in sent
    assert "whsec" not in str(row)

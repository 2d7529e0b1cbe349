"""Endpoints of clients: adding, changing, their secrets, switching on and off, testing, sending again what failed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from governance.access.roles import ROLES
from governance.audit.trail import record
from governance.celery import queue
from governance.errors import Invalid, NotPermitted, TooOften, WrongState, require_version
from governance.feed.cursors import parts_of, positions_of
from governance.feed.positions import Positions
from governance.feed.registry import all_kinds
from governance.notices.raising import notify
from governance.notices.recipients import holders_above, named, together
from governance.people.models import Account, ApiClient
from governance.webhooks import signing, tasks
from governance.webhooks.addresses import clean_url, require_open
from governance.webhooks.gathering import from_now
from governance.webhooks.models import KEEP, DeliveryState, Off, WebhookDelivery, WebhookEndpoint

MOST_ENDPOINTS = 10  # of one client
BOTH_GOOD = timedelta(days=1)  # how long the secret before is still signed with
TESTS_A_MINUTE = 5
MOST_REPLAYED = 1000  # messages sent again by one act
SWITCHED_OFF = "推送地址已停用"
KEEPERS = [role.code for role in ROLES.values() if "client.manage" in role.verbs]
owners = together(named("created_by_id"), holders_above(*KEEPERS))


@transaction.atomic
def add_endpoint(
    client: ApiClient, *, url: str, kinds: Iterable[str], by, now: datetime
) -> tuple[WebhookEndpoint, str]:
    """An address at which `client` is told of what changes from now on, and its secret, which is shown once.

    Raises NotPermitted, WrongState for a client that has ended, Invalid for an address that is none, leads inside, or
    is there already, and for kinds that the client may not see.
    """
    url = _open_url(url)
    client = ApiClient.objects.select_related("area").locked(client.pk)
    _require_keeper(client, by)
    if not client.is_usable(now):
        raise WrongState("该接口客户端已过期或吊销，不能新增推送地址。")
    chosen = _kinds(client, kinds)
    if client.endpoints.count() >= MOST_ENDPOINTS:
        raise Invalid(f"一个客户端最多 {MOST_ENDPOINTS} 个推送地址。", field="url")
    _require_new(client, url)
    secret = signing.new_secret()

    endpoint = WebhookEndpoint.objects.create(
        client=client,
        url=url,
        kinds=chosen,
        secret=secret,
        positions=parts_of(from_now(client, chosen)),
        created_by=None if isinstance(by, ApiClient) else by,
    )

    record("webhook.added", endpoint, by=by, changes={"url": [None, url], "kinds": [None, _named(chosen)]})
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    endpoint: WebhookEndpoint, *, url: str, kinds: Iterable[str], by, version: int | None = None
) -> WebhookEndpoint:
    """Another address, or other kinds; of kinds that are new it is told from now on."""
    url = url if url == endpoint.url else _open_url(url)
    endpoint = _kept(endpoint, by, version)
    chosen = _kinds(endpoint.client, kinds)
    if url != endpoint.url:
        _require_new(endpoint.client, url)
    pairs = {"url": [endpoint.url, url], "kinds": [_named(endpoint.kinds), _named(chosen)]}

    if chosen != endpoint.kinds:
        endpoint.positions = parts_of(_positions_for(endpoint, chosen))
    endpoint.url, endpoint.kinds = url, chosen
    _write(endpoint, "url", "kinds", "positions")

    record(
        "webhook.changed", endpoint, by=by, changes={name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    )
    return endpoint


@transaction.atomic
def rotate_secret(
    endpoint: WebhookEndpoint, *, by, now: datetime, version: int | None = None
) -> tuple[WebhookEndpoint, str]:
    """A new secret, shown once. For a day messages carry a signature with each of both."""
    endpoint = _kept(endpoint, by, version)
    secret = signing.new_secret()

    endpoint.previous_secret, endpoint.previous_until = endpoint.secret.open(), now + BOTH_GOOD
    endpoint.secret = secret
    _write(endpoint, "secret", "previous_secret", "previous_until")

    record("webhook.rotated", endpoint, by=by, previous_until=endpoint.previous_until)
    return endpoint, secret


@transaction.atomic
def switch_off(
    endpoint: WebhookEndpoint, *, reason: str, by, now: datetime, version: int | None = None
) -> WebhookEndpoint:
    """Nothing more is sent there. What was waiting has failed, and may be sent again once it is on."""
    endpoint = _kept(endpoint, by, version)
    if not endpoint.is_on:
        raise WrongState("这个推送地址已经停用。")

    _turn_off(endpoint, Off.BY_HAND, now)

    record("webhook.switched_off", endpoint, by=by, reason=reason)
    return endpoint


@transaction.atomic
def switch_on(endpoint: WebhookEndpoint, *, by, version: int | None = None) -> WebhookEndpoint:
    """It is told again, beginning with all that changed meanwhile."""
    endpoint = _kept(endpoint, by, version)
    if endpoint.is_on:
        raise WrongState("这个推送地址没有停用。")

    endpoint.off, endpoint.off_at, endpoint.failing_since = "", None, None
    _write(endpoint, "off", "off_at", "failing_since")

    record("webhook.switched_on", endpoint, by=by)
    transaction.on_commit(partial(queue, tasks.deliver))
    return endpoint


@transaction.atomic
def give_up(endpoint: WebhookEndpoint, *, now: datetime) -> WebhookEndpoint:
    """The portal itself switches off an endpoint that took nothing for two days, and tells those who keep it."""
    endpoint = WebhookEndpoint.objects.select_related("client").locked(endpoint.pk)

    _turn_off(endpoint, Off.FAILING, now)

    record("webhook.gave_up", endpoint, by=None)
    keepers = owners([endpoint], now.date())[endpoint.pk]
    told = Account.objects.filter(pk__in=keepers)
    notify(endpoint, "webhook.gave_up", told, occasion=f"off {endpoint.version}")
    return endpoint


@transaction.atomic
def send_test(endpoint: WebhookEndpoint, *, by, now: datetime) -> WebhookDelivery:
    """A message that names nothing, tried once, even where the endpoint is off. Raises TooOften."""
    endpoint = _kept(endpoint, by, None)
    lately = endpoint.deliveries.filter(is_test=True, made_at__gt=now - timedelta(minutes=1))
    if lately.count() >= TESTS_A_MINUTE:
        raise TooOften(f"一分钟内最多试送 {TESTS_A_MINUTE} 次，请稍候再试。")

    endpoint.last_number += 1
    endpoint.save(update_fields=["last_number"])
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint,
        number=endpoint.last_number,
        is_test=True,
        positions=endpoint.positions,
        made_at=now,
        due_at=now,
    )

    record("webhook.tested", endpoint, by=by, number=delivery.number)
    transaction.on_commit(partial(queue, tasks.deliver))
    return delivery


@transaction.atomic
def replay(delivery: WebhookDelivery, *, by, now: datetime) -> WebhookDelivery:
    """Send a message that failed once more, under its own id, for two days if need be."""
    endpoint = _on(_kept(delivery.endpoint, by, None))
    delivery = WebhookDelivery.objects.locked(delivery.pk)
    if delivery.state != DeliveryState.FAILED or delivery.is_test:
        raise WrongState("只有未送达的推送可以重发。")

    _send_again(endpoint.deliveries.filter(pk=delivery.pk), now)

    record("webhook.replayed", endpoint, by=by, number=delivery.number)
    transaction.on_commit(partial(queue, tasks.deliver))
    return WebhookDelivery.objects.get(pk=delivery.pk)


@transaction.atomic
def replay_failed(endpoint: WebhookEndpoint, *, since: datetime, by, now: datetime) -> int:
    """Send once more what failed since a moment, the earliest first, at most MOST_REPLAYED. Returns how many."""
    endpoint = _on(_kept(endpoint, by, None))
    failed = endpoint.deliveries.failed_since(since).order_by("number").values_list("pk", flat=True)[:MOST_REPLAYED]
    chosen = list(failed)
    if not chosen:
        raise WrongState("这个时间以后没有未送达的推送。")

    _send_again(endpoint.deliveries.filter(pk__in=chosen), now)

    record("webhook.replayed", endpoint, by=by, since=since, count=len(chosen))
    transaction.on_commit(partial(queue, tasks.deliver))
    return len(chosen)


def may_keep(client: ApiClient, by) -> bool:
    """Who manages the client, and where it was given that, the client itself."""
    if isinstance(by, ApiClient):
        return by == client and bool(by.scope(KEEP))
    return by.holds("client.manage", client.area_id)


def _kept(endpoint, by, version):
    endpoint = WebhookEndpoint.objects.select_related("client__area").locked(endpoint.pk)
    _require_keeper(endpoint.client, by)
    require_version(endpoint, version)
    return endpoint


def _require_keeper(client, by):
    by.forget_postings()
    if not may_keep(client, by):
        raise NotPermitted("您不能管理该接口客户端的推送地址。")


def _open_url(url):
    cleaned = clean_url(url)
    require_open(cleaned)
    return cleaned


def _require_new(client, url):
    if client.endpoints.filter(url=url).exists():
        raise Invalid("该客户端已有这个推送地址。", field="url")


def _kinds(client, kinds):
    known, chosen = all_kinds(), sorted(set(kinds))
    if not chosen or not set(chosen) <= set(known):
        raise Invalid("请选择要推送的种类。", field="kinds")
    hidden = [known[code].label for code in chosen if not client.scope(known[code].verb)]
    if hidden:
        raise Invalid(f"该客户端无权查看{'、'.join(hidden)}，不能向它推送。", field="kinds")
    return chosen


def _named(kinds):
    known = all_kinds()
    return "、".join(known[code].label if code in known else code for code in kinds)


def _positions_for(endpoint, chosen):
    known = positions_of(endpoint.positions)
    new = from_now(endpoint.client, set(chosen) - set(endpoint.kinds))
    seen = tuple(each for each in known.seen if each.kind in chosen)
    lost = tuple(each for each in known.lost if each.kind in chosen)
    return Positions((*seen, *new.seen), lost)


def _turn_off(endpoint, why, now):
    endpoint.off, endpoint.off_at = why, now
    _write(endpoint, "off", "off_at")
    waiting = endpoint.deliveries.filter(state=DeliveryState.WAITING, is_test=False)
    waiting.update(state=DeliveryState.FAILED, ended_at=now, in_hand_until=None, problem=SWITCHED_OFF)


def _on(endpoint):
    if not endpoint.is_on:
        raise WrongState("推送地址已停用，请先启用再重发。")
    return endpoint


def _send_again(rows, now):
    rows.update(state=DeliveryState.WAITING, ended_at=None, due_at=now, attempts=0, problem="", in_hand_until=None)


def _write(endpoint, *fields):
    endpoint.version += 1
    endpoint.save(update_fields=[*fields, "version"])

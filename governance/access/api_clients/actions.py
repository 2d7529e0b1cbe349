"""Creating, rotating and revoking API clients (接口客户端的创建、换密钥、吊销)."""

import ipaddress
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from governance.access import clients
from governance.access.api_clients import rules
from governance.access.roles import ROLES
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.people.models import ApiClient, Posting
from governance.people.permissions import holds_all, holds_until
from governance.rules import value

ALLOWED = ROLES["api_client"].verbs


@transaction.atomic
def create_client(
    *,
    name: str,
    area: Area,
    verbs: list[str],
    networks: list[str],
    rate_per_minute: int,
    expires_at: datetime,
    by,
    now: datetime,
) -> tuple[ApiClient, clients.IssuedSecret]:
    """Make a client that acts at `area`, and its secret, which is shown once and kept only as a digest.

    Raises NotPermitted when `by` does not hold every verb over the whole place, Invalid for a bad network, rate, date.
    """
    by.forget_postings()
    if not by.holds("client.manage", area.code):
        raise NotPermitted("您不能在该区域创建接口客户端。")
    _require_verbs(by, verbs, area)
    _require_expiry(by, verbs, area, expires_at, now)
    issued = clients.issue()

    client = ApiClient.objects.create(
        name=name,
        area=area,
        key_id=issued.key_id,
        secret_digest=issued.digest,
        verbs=sorted(verbs),
        networks=_networks(networks, area, now),
        rate_per_minute=_rate(rate_per_minute, area, now),
        expires_at=expires_at,
        created_by=by,
    )
    Posting.objects.create(
        client=client, role="api_client", area=area, starts_on=_day(now), granted_by=by, reason="随接口客户端创建"
    )

    record("client.created", client, by=by, changes=_changes(None, client))
    return client, issued


@transaction.atomic
def change_client(
    client: ApiClient,
    *,
    name: str,
    verbs: list[str],
    networks: list[str],
    rate_per_minute: int,
    expires_at: datetime,
    by,
    now: datetime,
    version: int | None = None,
) -> ApiClient:
    """Change what a client may do, from where, how often and until when; the next call is held to it."""
    client = _managed(client, by, version)
    _require_verbs(by, set(verbs) - set(client.verbs), client.area)
    if expires_at != client.expires_at:
        _require_expiry(by, verbs, client.area, expires_at, now)

    before = ApiClient.objects.get(pk=client.pk)
    client.name, client.verbs, client.networks = name, sorted(verbs), _networks(networks, client.area, now)
    client.rate_per_minute, client.expires_at = _rate(rate_per_minute, client.area, now), expires_at
    _write(client, "name", "verbs", "networks", "rate_per_minute", "expires_at")

    record("client.changed", client, by=by, changes=_changes(before, client))
    return client


@transaction.atomic
def rotate_secret(
    client: ApiClient, *, overlap: timedelta, by, now: datetime, version: int | None = None
) -> tuple[ApiClient, clients.IssuedSecret]:
    """A new secret under the same key id; the old one still works for `overlap` (none: it ends now)."""
    client = _managed(client, by, version)
    longest = _limit(rules.OVERLAP, client.area, now)
    if not timedelta(0) <= overlap <= timedelta(days=longest):
        raise Invalid(f"新旧密钥并用最长 {longest} 天。", field="overlap")
    issued = clients.issue(client.key_id)

    client.previous_digest = client.secret_digest if overlap else ""
    client.previous_until = now + overlap if overlap else None
    client.secret_digest = issued.digest
    _write(client, "previous_digest", "previous_until", "secret_digest")

    record("client.rotated", client, by=by, previous_until=client.previous_until)
    return client, issued


@transaction.atomic
def revoke_client(client: ApiClient, *, reason: str, by, now: datetime, version: int | None = None) -> ApiClient:
    """End a client for good: its next call is refused, and its posting ends today."""
    client = _managed(client, by, version)

    client.revoked_at = now
    _write(client, "revoked_at")
    client.postings.not_ended(_day(now)).update(ends_on=_day(now))

    record("client.revoked", client, by=by, reason=reason)
    return client


def clean_networks(networks: list[str]) -> list[str]:
    """Networks in CIDR form, sorted, each once. Raises Invalid naming the one that is none."""
    cleaned = set()
    for text in networks:
        try:
            cleaned.add(str(ipaddress.ip_network(text.strip(), strict=False)))
        except ValueError as fault:
            raise Invalid(f"“{text[:60]}”不是网段。写法如 10.20.0.0/16 或 192.0.2.7。", field="networks") from fault
    return sorted(cleaned)


def _limit(key, area, now):
    return value(key, area.pk, _day(now))


def _networks(networks, area, now):
    cleaned = clean_networks(networks)
    most = _limit(rules.NETWORKS, area, now)
    if len(cleaned) > most:
        raise Invalid(f"网段最多 {most} 个。", field="networks")
    return cleaned


def _managed(client, by, version):
    client = ApiClient.objects.select_related("area").locked(client.pk)
    by.forget_postings()
    if not by.holds("client.manage", client.area_id):
        raise NotPermitted("您不能管理该接口客户端。")
    require_version(client, version)
    if client.revoked_at is not None:
        raise WrongState("该接口客户端已吊销，不能恢复；请新建一个。")
    return client


def _require_verbs(by, verbs, area):
    beyond = set(verbs) - ALLOWED
    if beyond:
        raise Invalid("所选操作不能授予接口客户端。", field="verbs")
    if not holds_all(by, verbs, area.code):
        raise NotPermitted("所选操作超出您本人在该区域的权限，不能由您授予。")


def _require_expiry(by, verbs, area, expires_at, now):
    if expires_at <= now:
        raise Invalid("有效期应晚于现在。", field="expires_at")
    longest = _limit(rules.LONGEST, area, now)
    if expires_at > now + timedelta(days=longest):
        raise Invalid(f"有效期最长 {longest} 天，到期前请更换密钥。", field="expires_at")
    own_end: date | None = holds_until(by, {*verbs, "client.manage"}, area.code)
    if own_end is not None and _day(expires_at) > own_end:
        raise Invalid(f"您本人的任职到 {own_end} 终止，有效期不能更晚。", field="expires_at")


def _rate(asked, area, now):
    most = _limit(rules.RATE, area, now)
    if not 1 <= asked <= most:
        raise Invalid(f"每分钟请求上限在 1 到 {most} 之间。", field="rate_per_minute")
    return asked


def _day(moment):
    return timezone.localdate(moment)


def _write(client, *fields):
    client.version += 1
    client.save(update_fields=[*fields, "version"])


def _changes(before, after):
    fields = ("name", "area_id", "verbs", "networks", "rate_per_minute", "expires_at")
    pairs = {field: [getattr(before, field, None), getattr(after, field)] for field in fields}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}

"""What was done to an account, a posting or a client, in words, for the timeline of its page."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from governance.access.roles import ROLES, VERBS
from governance.audit.models import TrailEntry

SHOWN = 30
SENTENCES = {
    "account.opened": "开通账号",
    "account.deactivated": "停用账号",
    "account.reactivated": "重新启用账号",
    "account.password_reset": "重置密码",
    "account.password_changed": "本人修改密码",
    "account.second_factor_reset": "重置第二验证因素",
    "account.unlocked": "解除登录锁定",
    "account.signed_in": "登录",
    "posting.granted": "授予任职",
    "posting.changed": "变更任职日期",
    "posting.ended": "结束任职",
    "client.created": "创建接口客户端",
    "client.changed": "修改设置",
    "client.rotated": "更换密钥",
    "client.revoked": "吊销",
}
FIELDS = {
    "role": "角色",
    "area_id": "区域",
    "starts_on": "开始日",
    "ends_on": "终止日",
    "name": "名称",
    "verbs": "允许的操作",
    "networks": "网段",
    "rate_per_minute": "每分钟上限",
    "expires_at": "有效期至",
}


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str
    by: str
    note: str


def events_of(subject) -> list[Event]:
    """The newest acts on `subject`, two queries."""
    entries = TrailEntry.objects.about(subject).select_related("account", "client", "detail").order_by("-id")[:SHOWN]
    return [_event(entry) for entry in entries]


def _event(entry):
    body = entry.detail.body if hasattr(entry, "detail") else {}  # erased
    changed = [_change(field, *pair) for field, pair in body.get("changes", {}).items() if field in FIELDS]
    note = "；".join(part for part in (*changed, body.get("reason", "")) if part)
    by = entry.account or entry.client
    return Event(entry.happened_at, SENTENCES.get(entry.verb, entry.verb), by.name if by else "系统", note)


def _change(field, before, after):
    if before is None:
        return f"{FIELDS[field]} {_shown(after)}" if after not in (None, [], "") else ""
    return f"{FIELDS[field]} {_shown(before)} → {_shown(after)}"


def _shown(value):
    if isinstance(value, str) and value in ROLES:
        return ROLES[value].label
    if isinstance(value, list):
        return "、".join(VERBS.get(item, str(item)) for item in value) or "不限"
    if value is None:
        return "未定"
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)

"""The history of a person or an organisation, from the trail, for those who may see the row itself."""

from dataclasses import dataclass
from datetime import datetime

from governance.audit.models import TrailEntry
from governance.identifiers.resident_id import Sex

SENTENCES = {
    "person.registered": "登记",
    "person.changed": "修改登记",
    "person.identified": "登记证件",
    "person.identifier_ended": "停用证件",
    "person.phone_added": "登记电话",
    "person.phone_ended": "停用电话",
    "person.compared": "判断是否重复",
    "organisation.registered": "登记",
    "organisation.changed": "修改登记",
    "organisation.phone_added": "登记电话",
    "organisation.phone_ended": "停用电话",
}
WATCHED = {"person.revealed": "查看完整号码", "person.looked_up": "按号码查找", "organisation.revealed": "查看完整号码"}
FIELDS = {
    "name": "姓名或名称",
    "sex": "性别",
    "birth_on": "出生年份",
    "area": "登记区域",
    "address_area": "住址所在区域",
    "address": "住址",
    "note": "备注",
    "kind": "类型",
    "credit_code": "统一社会信用代码",
    "legal_representative": "法定代表人",
}
LONGEST = 200  # newest entries that one page shows


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str
    by: str
    note: str


def events_of(subject, *, reader, labels: dict[str, str] | None = None) -> list[Event]:
    """What was done, newest first. Who looked is told to those who read the trail of the place, changes to all.

    `labels` says coded values in words (those of Sex come by themselves).
    """
    words = {**dict(Sex.choices), **(labels or {})}
    shown = {**SENTENCES, **(WATCHED if reader.holds("trail.view", subject.area_id) else {})}
    entries = TrailEntry.objects.about(subject).filter(verb__in=shown).for_list()[:LONGEST]
    return [
        Event(entry.happened_at, shown[entry.verb], _actor(entry), _note(entry.detail.body, words)) for entry in entries
    ]


def _actor(entry):
    return str(entry.account or entry.client or "系统")


def _note(body, words):
    changed = body.get("changes", {})
    changes = [
        _change(label, *(words.get(value, value) for value in changed[field]))
        for field, label in FIELDS.items()
        if field in changed
    ]
    named = [str(body[key]) for key in ("document", "what", "phone", "label", "verdict", "reason") if body.get(key)]
    return "；".join([*named, *body.get("phones", []), *changes])


def _change(label, before, after):
    if before in (None, ""):
        return f"{label}：{after}"
    if before == after:
        return f"{label}有改动"
    return f"{label}：{before} → {after or '空'}"

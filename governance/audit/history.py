"""What happened to one subject, for the timeline on its page."""

from dataclasses import dataclass
from datetime import datetime

from governance.audit.models import TrailEntry
from governance.audit.verbs import READINGS, label


@dataclass(frozen=True)
class Event:
    """One line of `components/timeline.html`."""

    at: datetime
    text: str
    by: str
    note: str


def history_of(subject, *, actor, limit: int = 50) -> list[Event]:
    """The latest acts on `subject`, newest first, in one query. The caller has found `subject` in `actor`'s scope.

    Who may see a subject may see what was done to it: act, who, when, changes, reason. Who looked at it, and from
    which address an act came, takes trail.view at the place of the act.
    """
    entries = TrailEntry.objects.about(subject).for_list()
    audited = actor.scope("trail.view")
    if not audited:
        entries = entries.exclude(verb__in=READINGS)
    shown = (e for e in entries[:limit] if e.verb not in READINGS or audited.covers(e.area_id))
    return [_event(entry, audited.covers(entry.area_id)) for entry in shown]


def _event(entry, with_origin):
    notes = [describe(entry), f"来源 {entry.origin}" if with_origin and entry.origin else ""]
    return Event(entry.happened_at, label(entry.verb), entry.actor_name, "；".join(note for note in notes if note))


def describe(entry: TrailEntry) -> str:
    """What it was about, changes and reason of an entry in one line; empty when erased."""
    body = entry.detail.body if hasattr(entry, "detail") else {}
    told = body.get("changes")
    changes = told if isinstance(told, dict) else {}
    about = [str(body[name]) for name in ("title", "name", "message") if body.get(name)]
    changed = [f"{name}：{_change(change)}" for name, change in changes.items()]
    reason = [f"理由：{body['reason']}"] if body.get("reason") else []
    return "；".join([*about, *changed, *reason])


def _change(change):
    if isinstance(change, list) and len(change) == 2:
        return f"{_spoken(change[0])} → {_spoken(change[1])}"
    return _spoken(change)


def _spoken(value):
    return "空" if value in (None, "") else "是" if value is True else "否" if value is False else str(value)

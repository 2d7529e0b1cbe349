"""The trail in words: what happened to one subject, for the timeline on its page, and one entry for the auditor."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote_plus

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from governance.audit.models import TrailEntry, subject_model
from governance.audit.verbs import DETAILS, FIELDS, READINGS, TOLD, WORDS, label


@dataclass(frozen=True)
class Event:
    """One line of `components/timeline.html`. `at` a day: the hour does not matter; None: longer ago than is known."""

    at: datetime | date | None
    text: str
    by: str = ""
    note: str = ""
    url: str = ""

    @property
    def time(self) -> str:
        if isinstance(self.at, datetime):
            return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
        return str(self.at or "更早")


@dataclass(frozen=True)
class Change:
    """One changed field as it reads: texts, empty for nothing."""

    label: str
    before: str
    after: str

    def __str__(self):
        if not self.before:
            return f"{self.label}：{self.after}"
        if self.before == self.after:
            return f"{self.label}有改动"  # what differs is masked
        return f"{self.label}：{self.before} → {self.after or '空'}"


def history_of(subject, *, actor, limit: int = 100) -> list[Event]:
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
    about = [_spoken(body[name]) for name in TOLD if body.get(name)]
    reason = [f"理由：{body['reason']}"] if body.get("reason") else []
    return "；".join([*about, *map(str, changes_of(entry)), *reason])


def changes_of(entry: TrailEntry) -> list[Change]:
    """What changed, by the names and values of the pages, in the order of the model; none when erased."""
    told = entry.detail.body.get("changes") if hasattr(entry, "detail") else None
    if not isinstance(told, dict):
        return []
    places = [place for field in _fields(entry.subject_type) for place in (field.name, getattr(field, "attname", ""))]
    names = sorted(told, key=lambda name: places.index(name) if name in places else len(places))  # JSON keeps no order
    changes = (_change(entry.subject_type, name, told[name]) for name in names)
    return [change for change in changes if change.label and (change.before or change.after)]


def details_of(entry: TrailEntry) -> list[tuple[str, str]]:
    """What an act told besides its changes, by name; the filters of a list as they were typed."""
    body = entry.detail.body if hasattr(entry, "detail") else {}
    told = {name: unquote_plus(value) if name == "query" else value for name, value in body.items() if value}
    return [_detail(entry.subject_type, name, value) for name, value in told.items() if name != "changes"]


def _change(subject_type, name, change):
    field = _field(subject_type, name)
    named = FIELDS.get((subject_type, name), getattr(field, "verbose_name", name))
    before, after = change if isinstance(change, list) and len(change) == 2 else (None, change)
    words = _words(subject_type, name)
    return Change(str(named), _spoken(before, words), _spoken(after, words))


def _detail(subject_type, name, value):
    named = DETAILS.get(name) or str(getattr(_field(subject_type, name), "verbose_name", name))
    if isinstance(value, dict):
        parts = (_detail(subject_type, part, amount) for part, amount in value.items() if amount is not None)
        return named, "，".join(f"{part} {amount}" for part, amount in parts)
    return named, _spoken(value, _words(subject_type, name))


def _words(subject_type, name):
    """What coded values of a field mean."""
    field = _field(subject_type, name)
    return WORDS.get((subject_type, name)) or dict(getattr(field, "flatchoices", None) or ())


def _field(subject_type, name):
    """The model's field of that name; None when it is told under another one (of a date of birth, the year)."""
    fields = _fields(subject_type)
    return next((field for field in fields if name in (field.name, getattr(field, "attname", ""))), None)


def _fields(subject_type):
    """In the order of the model; none for what is no subject any more."""
    model = subject_model(subject_type)
    return model._meta.fields if model else ()


def _spoken(value, words=None):
    if isinstance(value, list):
        return "、".join(_spoken(item, words) for item in value)
    if value is None or isinstance(value, bool):
        return {None: "", True: "是", False: "否"}[value]
    if words and value in words:
        return str(words[value])
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)

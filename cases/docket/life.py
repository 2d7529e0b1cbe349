"""The life of a case in words: what happened when, who recorded it in which posting, and, if late, why."""

from django.utils import timezone

from cases.docket.models import Case
from governance.access.roles import ROLES
from governance.audit.history import Event


def life_of(case: Case, *, reads_file: bool) -> list[Event]:
    """The events of a case, the newest first; what was said in them for those alone who read the file."""
    rows = case.events.select_related("account", "client", "posting__area").order_by("-happened_at", "-seq")
    return [Event(row.happened_at, row.text, _by(row), _note(row, reads_file)) for row in rows]


def _by(event) -> str:
    if event.actor is None:
        return "系统"
    posting = event.posting
    return f"{event.actor.name}（{posting.area.name}{ROLES[posting.role].label}）" if posting else event.actor.name


def _note(event, reads_file) -> str:
    notes = [event.get_channel_display(), event.note if reads_file else ""]
    if timezone.localdate(event.recorded_at) != timezone.localdate(event.happened_at):
        notes.append(f"{timezone.localtime(event.recorded_at):%Y-%m-%d %H:%M} 补录")
    if event.late_reason:
        notes.append(f"补录原因：{event.late_reason}")
    return "；".join(note for note in notes if note)

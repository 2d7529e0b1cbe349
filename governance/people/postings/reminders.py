"""What is told of postings: that they end."""

from governance.notices.recipients import holders_above, named, together
from governance.notices.rungs import rung
from governance.people.models import Posting

rung(
    "posting.ending",
    "任职即将到期",
    "governance.Posting",
    offsets=(-30, -7, -1),
    due="ends_on",
    rows=lambda today: Posting.objects.active(today).filter(account__isnull=False),
    recipients=together(named("granted_by_id"), holders_above("street_supervisor", "district_officer")),
    related=("account", "area"),
    text=lambda posting, notice: f"{posting}，最后一天是 {posting.last_day:%Y-%m-%d}。请办理延期，或安排接替。",
    tone="warn",
)

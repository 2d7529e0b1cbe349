"""What is told of postings: that they end."""

from governance.notices.recipients import holders, holders_above, named, together
from governance.notices.rungs import rung
from governance.people.models import Posting

MEDIATING = ("mediator", "mediation_director")  # elected or engaged for a term (人民调解法 第九条)


def _director(subjects, today):
    """The director of the committee, of those who mediate there."""
    return holders("mediation_director")([each for each in subjects if each.role in MEDIATING], today)


TOLD = together(named("granted_by_id"), holders_above("street_supervisor", "district_officer"), _director)

rung(
    "posting.ending",
    "任职即将到期",
    "governance.Posting",
    offsets=(-30, -7, -1),
    due="ends_on",
    rows=lambda today: Posting.objects.active(today).filter(account__isnull=False),
    recipients=TOLD,
    related=("account", "area"),
    text=lambda posting, notice: f"{posting}，最后一天是 {posting.last_day:%Y-%m-%d}。请办理延期，或安排接替。",
    tone="warn",
)
rung(
    "posting.term_ending",
    "调解员任期届满",
    "governance.Posting",
    offsets=(-90,),
    due="ends_on",
    rows=lambda today: Posting.objects.active(today).filter(account__isnull=False, role__in=MEDIATING),
    recipients=TOLD,
    related=("account", "area"),
    text=lambda posting, notice: (
        f"{posting}，任期最后一天是 {posting.last_day:%Y-%m-%d}。请准备推选、续聘，或安排接替（人民调解法 第九条）。"
    ),
    tone="warn",
)

"""Who may see a report, with names to choose from: who it can be sent to."""

from collections import defaultdict
from datetime import date

from governance.access.scope import Scope
from governance.areas.models import Area
from governance.metrics.reports.models import SEEING, Report
from governance.people.models import Account, Posting

MOST = 200


def readers_of(report: Report, today: date) -> list[tuple[Account, str]]:
    """The owner, and of those with whom it is shared who sees the figures of all its places; each with where they work.

    At most MOST, in three queries.
    """
    held = Posting.objects.active(today).filter(account__is_active=True, role__in=SEEING)
    found = held.filter(account=report.account_id)
    if report.area_id:
        inside = held.filter(area__in=Area.objects.inside(report.area_id))
        found |= inside.filter(role=report.role) if report.role else inside
    chosen = set(found.order_by().values_list("account", flat=True)[: MOST * 5])
    postings = defaultdict(list)
    for posting in held.filter(account__in=chosen).select_related("account", "area").order_by("area_id", "role", "id"):
        postings[posting.account].append(posting)
    places = list(report.places.values_list("pk", flat=True))
    readers = [
        (account, "、".join(f"{one.area.name}{one.get_role_display()}" for one in held_by))
        for account, held_by in postings.items()
        if all(Scope.of(one.area_id for one in held_by).covers(place) for place in places)
    ]
    return sorted(readers, key=lambda each: each[0].pk != report.account_id)[:MOST]

"""Who may see a report, with names to choose from: who it can be sent to, found by a text or among some."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from governance.access.scope import Scope
from governance.areas.models import Area
from governance.metrics.reports.models import SEEING, Report
from governance.people.models import Account, Posting

MOST, AT_ONCE = 50, 500


def readers_of(
    report: Report, today: date, *, text: str = "", among: Collection[int] | None = None, most: int = MOST
) -> list[tuple[Account, str]]:
    """The owner, and of those with whom it is shared who sees the figures of all its places; each with where they work.

    At most `most`: whose name, user name or place holds `text`, or all `among` these.
    """
    held = Posting.objects.active(today).filter(account__is_active=True, role__in=SEEING)
    found = held.filter(account=report.account_id)
    if report.area_id:
        inside = held.filter(area__in=Area.objects.inside(report.area_id))
        found |= inside.filter(role=report.role) if report.role else inside
    if among is not None:
        found, most = found.filter(account__in=among), len(among)
    if text:
        found = found.filter(
            Q(account__name__icontains=text) | Q(account__username__icontains=text) | Q(area__name__icontains=text)
        )
    keys = set(found.order_by().values_list("account", flat=True))
    ordered = sorted(keys, key=lambda key: (key != report.account_id, key))
    readers: list[tuple[Account, str]] = []
    places = list(report.places.values_list("pk", flat=True))
    for reader in _who_cover(held, ordered, places):
        readers.append(reader)
        if len(readers) == most:
            break
    return readers


def _who_cover(held, accounts: list[int], places: list[str]) -> Iterator[tuple[Account, str]]:
    """Of the accounts, in their order, those whose postings cover every place."""
    for start in range(0, len(accounts), AT_ONCE):
        some = accounts[start : start + AT_ONCE]
        postings = defaultdict(list)
        for one in held.filter(account__in=some).select_related("account", "area").order_by("area_id", "role", "id"):
            postings[one.account_id].append(one)
        for key in some:
            if all(Scope.of(one.area_id for one in postings[key]).covers(place) for place in places):
                seats = "、".join(f"{one.area.name}{one.get_role_display()}" for one in postings[key])
                yield postings[key][0].account, seats

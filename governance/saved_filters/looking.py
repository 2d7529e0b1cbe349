"""Finding what newly matches, in cost proportional to what is new; each row is told once to each watcher.

A look takes the rows that changed since the last one, a little overlapping: what was found before is passed over by
the row kept of it. Nothing is lost when looks are missed, doubled or cut off, or while the broker is away.
"""

from datetime import datetime, timedelta

from django.db import transaction

from governance.notices.raising import notify
from governance.saved_filters.lists import WatchedList, find_list, watched_pages
from governance.saved_filters.models import FilterMatch, FilterNews, FilterWatch

OVERLAP = timedelta(minutes=15)  # a transaction that began before the last look may have committed after it
AT_ONCE = 1000  # changed rows asked for in one query
FAULT = "名单不再认识这些条件，请重新保存。"


def look(now: datetime) -> int:
    """Tell every watcher what newly matches. Returns how many rows were told of."""
    return sum(_look_at(listed, now) for page in watched_pages() if (listed := find_list(page)))


def _look_at(listed: WatchedList, now: datetime) -> int:
    watches = FilterWatch.objects.filter(
        saved_filter__page=listed.page, looked_at__lt=now, fault="", account__is_active=True
    )
    first = watches.order_by("looked_at").first()
    if first is None:
        return 0
    stirred = sorted(set(listed.stirred(first.looked_at - OVERLAP, now)))
    return sum(look_for(watch.pk, listed, stirred, now) for watch in watches.iterator())


@transaction.atomic
def look_for(watch_pk: int, listed: WatchedList, stirred: list[int], now: datetime) -> int:
    """One watcher's new matches among the `stirred` rows; a second look at the same time leaves it to the first."""
    held = FilterWatch.objects.select_for_update(of=("self",), skip_locked=True)
    watch = held.select_related("saved_filter", "account").filter(pk=watch_pk).first()
    if watch is None:
        return 0
    rows = listed.matches(watch.account, watch.saved_filter.query)
    if rows is None:
        watch.fault = FAULT
        watch.save(update_fields=["fault"])
        return 0
    found = sorted(set(_matching(rows, stirred)))
    known = set(watch.matches.filter(row_id__in=found).values_list("row_id", flat=True))
    new = [pk for pk in found if pk not in known]
    if new:
        news = FilterNews.objects.create(watch=watch, found_at=now, count=len(new))
        FilterMatch.objects.bulk_create(FilterMatch(watch=watch, row_id=pk, news=news) for pk in new)
        notify(news, "filter.matched", [watch.account], occasion="found")
    watch.looked_at = now
    watch.save(update_fields=["looked_at"])
    return len(new)


def note_known(watch: FilterWatch, rows) -> None:
    """What matches when the watch begins is not news."""
    keys = rows.order_by().values_list("pk", flat=True).distinct()
    known = (FilterMatch(watch=watch, row_id=pk) for pk in keys)
    FilterMatch.objects.bulk_create(known, batch_size=5000)


def _matching(rows, stirred):
    for start in range(0, len(stirred), AT_ONCE):
        yield from rows.filter(pk__in=stirred[start : start + AT_ONCE]).order_by().values_list("pk", flat=True)

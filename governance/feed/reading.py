"""One page of the feed for an actor: what left their places, then what changed in them, oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from governance.api.rows import reading_of
from governance.feed.models import FeedEntry
from governance.feed.positions import Loss, Positions, Stretch
from governance.feed.registry import Kind

OF_STRETCH = """(
    SELECT seq, kind, subject, is_gone, at FROM governance_feedentry
    WHERE kind = %s AND area_id BETWEEN %s AND %s AND seq > %s AND seq <= %s{of_county} ORDER BY seq LIMIT %s
)"""
OF_ALL = "SELECT * FROM ({stretches}) AS found ORDER BY seq LIMIT %s"
OF_COUNTY = " AND left(area_id, 6) = %s"  # an index goes by it in the order of `seq`
OF_LOSS = """
    SELECT id, kind, subject, true, at FROM governance_feedentry
    WHERE kind = %s AND area_id BETWEEN %s AND %s AND since <= %s AND NOT (is_gone AND seq <= %s) AND id > %s
    ORDER BY id LIMIT %s
"""
LAST = 2**62


@dataclass(frozen=True)
class Entry:
    """A change as it is stored; `place` is its number, or in what is lost its key."""

    place: int
    kind: str
    subject: int
    is_gone: bool
    at: datetime


@dataclass(frozen=True)
class Change:
    """A change as it is told: `data` is the row as it is now, None when it is gone."""

    kind: str
    id: int
    change: str
    at: datetime
    data: dict | None


@dataclass(frozen=True)
class Page:
    changes: list[Change]
    positions: Positions
    has_more: bool


def read_page(positions: Positions, kinds: Mapping[str, Kind], *, actor, limit: int) -> Page:
    """At most `limit` changes after `positions`, which is narrowed to the actor's scope of today already."""
    if positions.lost:
        entries = _of_loss(positions.lost[0], limit + 1)
        is_cut = len(entries) > limit
        after = positions.told(entries[limit - 1].place if is_cut else None)
    else:
        entries = _of_stretches(positions.behind, positions.ahead, limit + 1)
        is_cut = len(entries) > limit
        after = positions.moved(_reached(entries, limit, positions.ahead))
    has_more = is_cut or bool(after.lost) or after.ahead is not None
    return Page(told(entries[:limit], kinds, actor, positions.seen), after, has_more)


def _reached(entries, limit, ahead):
    """The number up to which all is told by this page."""
    if len(entries) > limit:
        return entries[limit - 1].place
    return ahead or (entries[-1].place if entries else 0)


def _of_stretches(stretches: Iterable[Stretch], ahead: int | None, count: int) -> list[Entry]:
    statements, values = [], []
    for each in stretches:
        first, last = each.span
        is_of_county = first[:6] == last[:6]
        statements.append(OF_STRETCH.format(of_county=OF_COUNTY if is_of_county else ""))
        county = [first[:6]] if is_of_county else []
        values += [each.kind, first, last, each.position, LAST if ahead is None else ahead, *county, count]
    if not statements:
        return []
    return _entries(OF_ALL.format(stretches=" UNION ALL ".join(statements)), [*values, count])


def _of_loss(loss: Loss, count: int) -> list[Entry]:
    first, last = loss.span
    return _entries(OF_LOSS, [loss.kind, first, last, loss.position, loss.position, loss.told, count])


def _entries(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Entry(*row) for row in cursor.fetchall()]


def told(entries: list[Entry], kinds: Mapping[str, Kind], actor, seen: Iterable[Stretch]) -> list[Change]:
    """With each row as the actor sees it now. What is gone from one place and stands in another is told there.

    Whether it stands there is a question to the feed, not to the row: the row may be back already, and leave again
    before it gets a number.
    """
    elsewhere = _standing([entry for entry in entries if entry.is_gone], seen)
    data = {code: _data(kind, actor, _live(entries, code)) for code, kind in kinds.items()}
    changes = []
    for entry in entries:
        now = None if entry.is_gone else data[entry.kind].get(entry.subject)
        if now is not None:
            changes.append(Change(entry.kind, entry.subject, "put", entry.at, now))
        elif (entry.kind, entry.subject) not in elsewhere:
            changes.append(Change(entry.kind, entry.subject, "gone", entry.at, None))
    return changes


def _live(entries, code):
    return [entry.subject for entry in entries if entry.kind == code and not entry.is_gone]


def _standing(gone: list[Entry], seen: Iterable[Stretch]) -> set[tuple[str, int]]:
    """Which of these rows stand in another place of the reader."""
    if not gone:
        return set()
    within = Q(pk__in=[])
    for each in seen:
        first, last = each.span
        within |= Q(kind=each.kind, area_id__gte=first, area_id__lte=last)
    standing = FeedEntry.objects.filter(within, subject__in=[entry.subject for entry in gone], is_gone=False)
    return set(standing.values_list("kind", "subject"))


def _data(kind: Kind, actor, subjects: list[int]) -> dict[int, dict]:
    if not subjects:
        return {}
    rows = kind.rows(actor)
    reading = reading_of(rows, kind.shape, None, ("pk",))
    found = reading.fetched(rows.filter(pk__in=subjects))
    return {reading.place(row)[-1]: reading.tell(row) for row in found}

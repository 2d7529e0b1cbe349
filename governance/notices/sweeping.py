"""Finding what is due: for each rung and offset one range of an index, in cost proportional to what is due.

A sweep looks at the days since the last one, and at today each time; what was told is passed over, so sweeps may be
missed, doubled or cut off anywhere. A row of `RungSweep` is locked meanwhile: a second sweep leaves it to the first.
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from governance import rules
from governance.notices.models import Notice, RungSweep, Withdrawn
from governance.notices.raising import raise_level
from governance.notices.rules import KEEP_DAYS
from governance.notices.rungs import Rung, all_rungs, timed_rungs

BATCH = 200  # subjects told of in one transaction
LOOKED_BACK = timedelta(days=7)  # how long a withdrawn notice may come back
DAY = models.Value(timedelta(days=1), models.DurationField())
MOST_FORGOTTEN = 10_000  # notices deleted at once


def sweep(today: date, now: datetime | None = None) -> int:
    """Tell of everything that fell due up to `today`. Returns how many notices are new."""
    return sum(sweep_rung(rung, today, now or timezone.now()) for rung in timed_rungs())


def sweep_rung(rung: Rung, today: date, now: datetime) -> int:
    first_day = _progress(rung).first_day(today)
    new = 0
    for offset in rung.offsets:
        after: tuple | None = None
        while True:
            with transaction.atomic():
                if not _hold(rung):
                    return new
                batch = list(_due(rung, offset, first_day, today, after)[:BATCH])
                if batch:
                    new += raise_level(rung, batch, offset, today=today, now=now)
            if len(batch) < BATCH:
                break
            after = (getattr(batch[-1], rung.due), batch[-1].pk)
    RungSweep.objects.filter(rung=rung.code).update(swept_on=today, swept_at=now)
    return new


def _progress(rung: Rung) -> RungSweep:
    return RungSweep.objects.get_or_create(rung=rung.code)[0]


def _hold(rung: Rung) -> bool:
    held = RungSweep.objects.select_for_update(skip_locked=True, no_key=True).filter(rung=rung.code)
    return held.first() is not None


def _due(rung: Rung, offset: int, first_day: date, today: date, after: tuple | None):
    """Subjects whose level `offset` fell between two days, and which nobody was told of; in the order of the index."""
    assert rung.rows is not None
    begin, end = first_day - timedelta(days=offset), today - timedelta(days=offset)
    told = Notice.objects.filter(
        rung=rung.code, subject_id=models.OuterRef("pk"), due_on=models.OuterRef(rung.due)
    ).filter(falls_on=models.OuterRef(rung.due) + timedelta(days=offset))
    rows = rung.rows(today).filter(**{f"{rung.due}__range": (begin, end)})
    rows = rows.exclude(models.Exists(told.exclude(withdrawn_because=Withdrawn.MOVED)))
    if after is not None:
        day, pk = after
        rows = rows.filter(models.Q(**{f"{rung.due}__gt": day}) | models.Q(**{rung.due: day, "pk__gt": pk}))
    return rows.select_related(*rung.related).order_by(rung.due, "pk")


def settle(today: date, now: datetime | None = None) -> None:
    """Let those notices stand that the rows bear out today, and the latest of each.

    Four statements for a rung that has told of something.
    So a case that is closed, a date that was moved, a clock that was put forward and back leave nothing wrong. Costs
    what stands and what was withdrawn within LOOKED_BACK; tries nothing that somebody did or took back.
    """
    now = now or timezone.now()
    told = _told_of(now)
    for rung in all_rungs():
        if rung.rows is not None and rung.code in told:
            with transaction.atomic():
                if _hold(rung):
                    _settle(rung, today, now)


def _told_of(now: datetime) -> set[str]:
    """The rungs with notices that `settle` would look at: for each, one step of an index."""
    known = set(RungSweep.objects.values_list("rung", flat=True))
    RungSweep.objects.bulk_create(
        [RungSweep(rung=rung.code) for rung in all_rungs() if rung.code not in known], ignore_conflicts=True
    )
    undone = Notice.objects.filter(rung=models.OuterRef("rung"), done_at__isnull=True)
    standing = undone.filter(withdrawn_because="")
    lately = undone.filter(withdrawn_because__in=(Withdrawn.MOVED, Withdrawn.REPLACED))
    lately = lately.filter(withdrawn_at__gte=now - LOOKED_BACK)
    told = RungSweep.objects.filter(models.Exists(standing) | models.Exists(lately))
    return set(told.values_list("rung", flat=True))


def _settle(rung: Rung, today: date, now: datetime) -> None:
    waiting = rung.rows(today).filter(pk=models.OuterRef("subject_id")).order_by()  # type: ignore[misc]
    if rung.due:
        waiting = waiting.filter(**{rung.due: models.OuterRef("due_on")})
    holds = models.Exists(waiting) & models.Q(falls_on__lte=today)
    undone = Notice.objects.filter(rung=rung.code, done_at__isnull=True)
    standing, lately = models.Q(withdrawn_because=""), models.Q(withdrawn_at__gte=now - LOOKED_BACK)
    replaced = models.Q(withdrawn_because=Withdrawn.REPLACED) & lately
    moved = models.Q(withdrawn_because=Withdrawn.MOVED) & lately
    undone.filter(standing | replaced).filter(~holds).update(withdrawn_because=Withdrawn.MOVED, withdrawn_at=now)
    undone.filter(moved).filter(holds).update(withdrawn_because=Withdrawn.REPLACED, withdrawn_at=now)
    again = undone.filter(replaced).exclude(pk__in=undone.filter(replaced).replaced().values("pk"))
    again.update(withdrawn_because="", withdrawn_at=None)
    undone.filter(standing).replaced().update(withdrawn_because=Withdrawn.REPLACED, withdrawn_at=now)


def forget_old(today: date, now: datetime | None = None) -> int:
    """Delete notices that are done or withdrawn, after the days that the rule gives at their place."""
    now = now or timezone.now()
    keep = rules.in_force(KEEP_DAYS, today)
    days = models.ExpressionWrapper(keep.expression("area_id") * DAY, models.DurationField())
    until = models.ExpressionWrapper(models.F("raised_at") + days, models.DateTimeField())
    over = Notice.objects.filter(~models.Q(withdrawn_because="") | models.Q(done_at__isnull=False))
    shortest = min([keep.rule.default_on(today).value, *(row.typed for row in keep.own.values())])
    old = over.filter(raised_at__lt=now - timedelta(days=shortest)).alias(until=until).filter(until__lt=now)
    _, by_table = Notice.objects.filter(pk__in=old.order_by("raised_at").values("pk")[:MOST_FORGOTTEN]).delete()
    return by_table.get("governance.Notice", 0)

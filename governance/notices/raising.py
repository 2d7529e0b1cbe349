"""Writing notices: one per (subject, rung, occasion, recipient), whoever tries and how often."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from governance.areas.codes import ROOT
from governance.notices.models import Notice, Withdrawn
from governance.notices.outside.channels import open_channels
from governance.notices.outside.queueing import queue_outside
from governance.notices.recipients import addressees
from governance.notices.rungs import Rung, all_rungs, find_rung


def notify(subject, rung: str, recipients: Iterable, *, occasion: str, by=None) -> None:
    """Tell accounts of an event, inside the transaction of the act; `by`, who did it, is not told.

    `occasion` is the key of the event (`f"assigned {case.version}"`): the same one is told once. Accounts whose
    postings do not reach the subject are left out. Raises LookupError for a rung that is not declared.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("notify() outside the transaction of its act")
    found = find_rung(rung)
    if found is None:
        raise LookupError(f"no rung {rung!r}: declare it in the feature's reminders.py")
    now = timezone.now()
    wanted = {account.pk for account in recipients if account != by}
    occasions, today = {subject.pk: occasion}, timezone.localdate()
    rows = _rows(found, [subject], {subject.pk: wanted}, occasion=occasions, today=today, now=now)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and open_channels():
        queue_outside(_new_of(found, occasions, now), holds=found.holds_outside_hours, now=now)


def raise_level(rung: Rung, subjects: Sequence, offset: int, *, today: date, now: datetime) -> int:
    """Tell of subjects whose date is `offset` days away. Returns how many notices are new."""
    due = {each.pk: getattr(each, rung.due) for each in subjects}
    occasion = {pk: occasion_of(day, offset) for pk, day in due.items()}
    assert rung.recipients is not None
    wanted = rung.recipients(subjects, today)
    _revive(rung, occasion, now)
    new = write(rung, subjects, wanted, occasion=occasion, due=due, offset=offset, today=today, now=now)
    _replace_earlier(rung, due, now)
    return new


def occasion_of(due_on: date, offset: int) -> str:
    return f"{due_on}{offset:+d}"


def write(
    rung: Rung, subjects, wanted, *, occasion, today, now, due: Mapping[int, date] | None = None, offset=0
) -> int:
    """Insert what is not there yet, and queue what is to be told outside. Returns how many notices are new."""
    rows = _rows(rung, subjects, wanted, occasion=occasion, today=today, now=now, due=due, offset=offset)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    inserted = _new_of(rung, occasion, now) if rows else []
    queue_outside(inserted, holds=rung.holds_outside_hours, now=now)
    return len(inserted)


def _rows(rung: Rung, subjects, wanted, *, occasion, today, now, due=None, offset=0) -> list[Notice]:
    told = addressees(rung, subjects, wanted, today)
    rows = [
        Notice(
            rung=rung.code,
            subject_id=each.pk,
            occasion=occasion[each.pk],
            recipient_id=to.account_id,
            on_behalf_of_id=to.on_behalf_of,
            area_id=getattr(each, rung.place) or ROOT,
            due_on=due[each.pk] if due else None,
            falls_on=due[each.pk] + timedelta(days=offset) if due else today,
            raised_at=now,
            shows_at=now,
        )
        for each in subjects
        for to in told[each.pk]
    ]
    rows.sort(key=lambda row: (row.subject_id, row.occasion, row.recipient_id))  # two writers never lock crosswise
    return rows


def _new_of(rung: Rung, occasion: Mapping[int, str], now: datetime) -> list[Notice]:
    """Those that were inserted just now: of the others somebody had been told before."""
    new = Notice.objects.filter(rung=rung.code, subject_id__in=occasion, raised_at=now)
    return list(new.filter(occasion__in=set(occasion.values())))


def _revive(rung: Rung, occasion: Mapping[int, str], now: datetime) -> None:
    """What was told before its day (the clock was wrong), or of a date that was moved away and back, is news again."""
    moved = Notice.objects.filter(rung=rung.code, subject_id__in=occasion, withdrawn_because=Withdrawn.MOVED)
    again = moved.filter(occasion__in=set(occasion.values()), done_at__isnull=True)
    again.update(withdrawn_because="", withdrawn_at=None, read_at=None, shows_at=now)


def _replace_earlier(rung: Rung, due: Mapping[int, date], now: datetime) -> None:
    """One level of a subject stands for each recipient, the latest: what three days said, today says better."""
    earlier = Notice.objects.standing().filter(rung=rung.code, subject_id__in=due).replaced()
    earlier.update(withdrawn_because=Withdrawn.REPLACED, withdrawn_at=now)


def withdraw(subject, *, rungs: Iterable[str] = (), recipients: Iterable | None = None) -> int:
    """Take back what still stands about a subject, because it is settled or has another hand now.

    `rungs`: codes (all rungs of the subject if none are given); `recipients`: accounts (all if None). The sweep takes
    back by itself what the rows no longer bear out, a little later; what this takes back, it does not bring again.
    """
    of_subject = [each.code for each in all_rungs() if each.subject == subject._meta.label]
    standing = Notice.objects.standing().filter(rung__in=list(rungs) or of_subject, subject_id=subject.pk)
    if recipients is not None:
        standing = standing.filter(recipient__in=[account.pk for account in recipients])
    return standing.update(withdrawn_because=Withdrawn.TAKEN_BACK, withdrawn_at=timezone.now())

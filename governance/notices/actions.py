"""What a recipient does with notices. A notice is its own record of that: nothing of it goes to the trail."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice

LONGEST_SNOOZE = timedelta(days=90)


@transaction.atomic
def read_notice(notice: Notice, *, by, now: datetime) -> Notice:
    """The recipient opened it. Reading again changes nothing."""
    notice = _own(notice, by)
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def read_all(*, by, now: datetime) -> int:
    """All that the inbox shows is read. Returns how many were not."""
    return Notice.objects.visible_to(by).unread(now).update(read_at=now)


@transaction.atomic
def finish_notice(notice: Notice, *, by, now: datetime) -> Notice:
    """The recipient is done with it; it leaves the inbox. What it is about stays as it is."""
    notice = _own(notice, by)
    _require_standing(notice)
    notice.done_at = now
    notice.read_at = notice.read_at or now
    notice.save(update_fields=["done_at", "read_at"])
    return notice


@transaction.atomic
def snooze_notice(notice: Notice, *, by, until: datetime, now: datetime) -> Notice:
    """Put it off: until then it is out of the inbox, then it is there again, unread."""
    notice = _own(notice, by)
    _require_standing(notice)
    if until <= now:
        raise Invalid("推迟的日期应晚于今天。", field="until")
    if until > now + LONGEST_SNOOZE:
        raise Invalid(f"最多推迟 {LONGEST_SNOOZE.days} 天。", field="until")
    notice.shows_at, notice.read_at = until, None
    notice.save(update_fields=["shows_at", "read_at"])
    return notice


def morning_of(day: date) -> datetime:
    """Nine o'clock of a day: when what was put off comes back."""
    return timezone.make_aware(datetime.combine(day, time(9)))


def _own(notice, by):
    notice = Notice.objects.locked(notice.pk)
    if notice.recipient_id != by.pk:
        raise NotPermitted("只能处理发给自己的提醒。")
    return notice


def _require_standing(notice):
    if notice.withdrawn_because:
        raise WrongState(f"这条提醒已撤回：{notice.get_withdrawn_because_display()}。")
    if notice.done_at:
        raise WrongState("这条提醒已经办结。")

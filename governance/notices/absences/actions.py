"""Registering and ending an absence."""

from datetime import date, timedelta

from django.db import transaction

from governance.access.scope import Scope
from governance.areas.codes import ROOT
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.notices.absences.models import Absence
from governance.people.models import Account, Posting

AHEAD = timedelta(days=366)
LONGEST = timedelta(days=183)
NOBODY = "没有这位代办人，或其任职没有覆盖您的全部任职区域。请填写姓名或用户名。"


@transaction.atomic
def register_absence(*, deputy: str, starts_on: date, ends_on: date, by, on: date) -> Absence:
    """`by` is away from `starts_on` until before `ends_on`; the deputy, by name or user name, gets their notices too.

    The deputy must hold, all that time, postings that cover every place where `by` is posted. Raises Invalid.
    """
    me = Account.objects.locked(by.pk)
    _require_dates(starts_on, ends_on, on)
    places = _places(me, starts_on, ends_on)
    if not places:
        raise Invalid("这段时间您没有任职，不需要代办。", field="starts_on")
    if me.absences.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        raise Invalid("这段时间已登记过请假，请先结束原来的登记。", field="starts_on")
    found = _deputy(deputy, me, places, starts_on, ends_on)
    absence = Absence.objects.create(account=me, deputy=found, starts_on=starts_on, ends_on=ends_on)
    name, area = found.name, places[0]
    record("absence.registered", absence, by=by, area=area, deputy=name, starts_on=starts_on, ends_on=ends_on)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by, on: date, version: int | None = None) -> Absence:
    """`by` is back from today on; one that has not begun is cancelled."""
    absence = Absence.objects.locked(absence.pk)
    if absence.account_id != by.pk:
        raise NotPermitted("只能结束自己的请假。")
    require_version(absence, version)
    if absence.ends_on <= on:
        raise WrongState("这次请假已经结束。")
    absence.ends_on = max(on, absence.starts_on)
    absence.version += 1
    absence.save(update_fields=["ends_on", "version"])
    places = _places(by, on, on + timedelta(days=1))
    record("absence.ended", absence, by=by, area=next(iter(places), ROOT), ends_on=absence.ends_on)
    return absence


def _require_dates(starts_on, ends_on, on):
    if starts_on < on:
        raise Invalid("开始日不能早于今天。", field="starts_on")
    if starts_on > on + AHEAD:
        raise Invalid("开始日不能晚于一年之后。", field="starts_on")
    if ends_on <= starts_on:
        raise Invalid("最后一天不能早于开始日。", field="ends_on")
    if ends_on > starts_on + LONGEST:
        raise Invalid("一次请假最长半年；更久的请办理任职变更。", field="ends_on")


def _places(account, starts_on, ends_on) -> tuple[str, ...]:
    """Where the account is posted in some part of that time."""
    held = Posting.objects.filter(account=account, starts_on__lt=ends_on).not_ended(starts_on)
    return Scope.of(held.values_list("area_id", flat=True)).places


def _deputy(text, me, places, starts_on, ends_on) -> Account:
    """The one active account of that name, or user name, whose postings cover all `places` all that time."""
    clean = text.strip()
    called = Account.objects.filter(is_active=True).exclude(pk=me.pk)
    candidates = called.filter(username=clean) or called.filter(name=clean)[:50]
    covering = [account for account in candidates if _covers(account, places, starts_on, ends_on)]
    if not covering:
        raise Invalid(NOBODY, field="deputy")
    if len(covering) > 1:
        raise Invalid("有多位同名人员，请改填用户名。", field="deputy")
    return covering[0]


def _covers(account, places, starts_on, ends_on) -> bool:
    held = Posting.objects.filter(account=account).active(starts_on).not_ended(ends_on - timedelta(days=1))
    scope = Scope.of(held.values_list("area_id", flat=True))
    return all(scope.covers(place) for place in places)

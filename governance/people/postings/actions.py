"""Granting, changing and ending postings (授予、变更、结束任职)."""

from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction

from governance import rules
from governance.access.roles import ROLES, Role
from governance.access.scope import Scope
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, RuleError, WrongState, require_version
from governance.people.models import Account, Posting
from governance.people.permissions import can_change_posting, can_grant, holds_until, to_be_held
from governance.people.postings.rules import AHEAD, BACKDATED, LONGEST

ADMINISTRATORS_LOCK = 310114001  # any number that no other advisory lock uses
OVERLAP = "posting_never_overlaps_itself"


class Overlapping(RuleError):
    """The same person already holds this role at this place in part of that time."""

    code = "posting-overlaps"


class LastAdministrator(RuleError):
    """Without this posting nobody could administer the place."""

    code = "last-administrator"


@transaction.atomic
def grant_posting(
    *, account: Account, role: str, area: Area, starts_on: date, ends_on: date | None, reason: str, by, on: date
) -> Posting:
    """Give `account` a role at a place from `starts_on` until before `ends_on`; `on` is today.

    Raises NotPermitted when `by` grants to themselves or holds less than the role over that place, Invalid for a role
    that does not belong at that level, an ended place or dates out of range, Overlapping for a doubled posting.
    """
    _lock_own_postings(by)
    account = Account.objects.locked(account.pk)
    seat = ROLES[role]
    if account == by:
        raise NotPermitted("不能给自己授予任职，请由上级或其他管理人员办理。")
    _require_grantable(by, seat, area)
    if not account.is_active:
        raise WrongState("该账号已停用，请先启用再授予任职。")
    _require_start(starts_on, area, on)
    _require_end(starts_on, ends_on, area, on)
    _require_place(seat, area, starts_on)
    _require_within_own_time(by, seat, area, ends_on)

    posting = _save(
        Posting(
            account=account, role=role, area=area, starts_on=starts_on, ends_on=ends_on, reason=reason, granted_by=by
        )
    )
    account.forget_postings()

    record("posting.granted", posting, by=by, changes=_changes(None, posting), reason=reason)
    return posting


@transaction.atomic
def change_posting(
    posting: Posting, *, starts_on: date, ends_on: date | None, reason: str, by, on: date, version: int | None = None
) -> Posting:
    """Move the dates of a posting. One that has begun keeps its first day; one that has ended stays as it was.

    Raises Stale when someone else changed it since `version`, and what `grant_posting` raises about dates.
    """
    _lock_own_postings(by)
    posting = Posting.objects.locked(posting.pk)
    _require_changeable(by, posting, version, on)
    seat = ROLES[posting.role]
    if starts_on != posting.starts_on:
        if posting.starts_on <= on:
            raise Invalid("任职已经开始，开始日不能再改。", field="starts_on")
        _require_start(starts_on, posting.area, on)
    _require_end(starts_on, ends_on, posting.area, on)
    _require_within_own_time(by, seat, posting.area, ends_on)
    if ends_on is not None:
        _require_another_administrator(posting, ends_on, on)

    before = Posting.objects.get(pk=posting.pk)
    posting.starts_on, posting.ends_on = starts_on, ends_on
    _bump(posting, "starts_on", "ends_on")

    record("posting.changed", posting, by=by, changes=_changes(before, posting), reason=reason)
    return posting


@transaction.atomic
def end_posting(posting: Posting, *, ends_on: date, reason: str, by, on: date, version: int | None = None) -> Posting:
    """End a posting: from `ends_on` on it no longer holds (today: from the next request on).

    Raises LastAdministrator when nobody else would administer the place.
    """
    posting = Posting.objects.locked(posting.pk)
    _require_changeable(by, posting, version, on)
    if ends_on < on:
        raise Invalid("终止日不能早于今天：已经发生的任职不能改写。", field="ends_on")
    if posting.ends_on is not None and ends_on > posting.ends_on:
        raise Invalid("终止日晚于原定终止日；如需延长，请用“变更日期”。", field="ends_on")
    _require_another_administrator(posting, ends_on, on)

    before = Posting.objects.get(pk=posting.pk)
    posting.ends_on = max(ends_on, posting.starts_on)
    _bump(posting, "ends_on")

    record("posting.ended", posting, by=by, changes=_changes(before, posting), reason=reason)
    return posting


def require_administrators_without(account: Account, on: date) -> None:
    """Refuse when an account that is about to be closed is the last to administer a place."""
    for posting in account.postings.active(on).filter(role="administrator"):
        _require_another_administrator(posting, on, on)


def _lock_own_postings(by):
    """What the granter holds must still hold when the grant is written."""
    list(by.postings.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    by.forget_postings()


def _require_grantable(by, seat: Role, area):
    if seat.for_clients:
        raise Invalid("接口客户端的任职请在“接口客户端”页面办理。", field="role")
    if not by.holds("posting.grant", area.code):
        raise NotPermitted("您不能在该区域授予任职。")
    if not can_grant(by, seat, area.code):
        raise NotPermitted(f"“{seat.label}”的权限超出您本人在该区域的权限，不能由您授予。")


def _require_changeable(by, posting, version, on):
    if posting.account_id == by.pk:
        raise NotPermitted("不能变更自己的任职，请由上级或其他管理人员办理。")
    if not can_change_posting(by, posting):
        raise NotPermitted("该任职的权限或区域超出您本人的权限，不能由您变更。")
    require_version(posting, version)
    if posting.ends_on is not None and posting.ends_on <= on:
        raise WrongState("任职已经结束，不能再变更；如需恢复，请重新授予。")


def _require_start(starts_on, area, on):
    if starts_on < on and (on - starts_on).days > (most := rules.value(BACKDATED, area.pk, on)):
        raise Invalid(f"开始日不能早于 {on - timedelta(days=most)}：补录最多追溯 {most} 天。", field="starts_on")
    if starts_on > on and (starts_on - on).days > (most := rules.value(AHEAD, area.pk, on)):
        raise Invalid(f"开始日不能晚于 {on + timedelta(days=most)}：最多提前 {most} 天登记。", field="starts_on")


def _require_end(starts_on, ends_on, area, on):
    if ends_on is None:
        return
    if ends_on <= starts_on:
        raise Invalid("终止日应晚于开始日（终止日当天起失效）。", field="ends_on")
    if ends_on <= on:
        raise Invalid("终止日应晚于今天；要立即结束，请用“结束任职”。", field="ends_on")
    if (ends_on - starts_on).days > (most := rules.value(LONGEST, area.pk, on)):
        raise Invalid(f"任期不能超过 {most} 天，请核对终止日。", field="ends_on")


def _require_place(seat: Role, area, starts_on):
    if area.level not in seat.levels:
        raise Invalid(f"“{seat.label}”不能设在{area.kind_name}。", field="area")
    if not area.is_valid_on(starts_on):
        raise Invalid(f"{area.name}在 {starts_on} 不存在或已停用，请选择现行区域。", field="area")
    if area.valid_to is not None and area.valid_to <= starts_on:
        raise Invalid(f"{area.name}已停用，请选择现行区域。", field="area")


def _require_within_own_time(by, seat: Role, area, ends_on):
    own_end = holds_until(by, to_be_held(seat) | {"posting.grant"}, area.code)
    if own_end is not None and (ends_on is None or ends_on > own_end):
        raise Invalid(f"您本人的任职到 {own_end} 终止，授予的任职不能更晚。", field="ends_on")


def _require_another_administrator(posting, ends_on, on):
    """One at a time in the whole portal, so that two administrators cannot end each other at the same moment."""
    if posting.role != "administrator":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADMINISTRATORS_LOCK])
    rows = Posting.objects.filter(role="administrator", account__is_active=True)
    others = rows.active(on).exclude(account=posting.account_id)
    remaining = [
        other
        for other in others
        if Scope((other.area_id,)).covers(posting.area_id) and (other.ends_on is None or other.ends_on > ends_on)
    ]
    if not remaining:
        raise LastAdministrator("这是该区域最后一名系统管理员，须先授予另一名管理员，才能结束。")


def _save(posting):
    """The database decides about overlaps, also between two grants at the same moment."""
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as fault:
        if OVERLAP in str(fault):
            holder, place = posting.holder.name, posting.area.name
            raise Overlapping(
                f"{holder}在{place}的“{posting.get_role_display()}”任职与这段时间重叠，请先结束原任职或调整日期。",
                field="starts_on",
            ) from fault
        raise
    return posting


def _bump(posting, *fields):
    posting.version += 1
    _save(posting)
    posting.account.forget_postings()


def _changes(before, after):
    """What an auditor reads: field → [before, after], of the fields that differ."""
    fields = ("account_id", "role", "area_id", "starts_on", "ends_on")
    pairs = {field: [getattr(before, field, None), getattr(after, field)] for field in fields}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}

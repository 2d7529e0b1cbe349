"""Keeping filters: save, rename, share, order, delete, and be told of new matches."""

from datetime import datetime

from django.db import models, transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from governance.access.reach import declared
from governance.access.roles import ROLES
from governance.areas.codes import ROOT
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text, holds_identifier
from governance.people.models import Account
from governance.saved_filters import looking
from governance.saved_filters.lists import find_list, why_unwatched
from governance.saved_filters.models import FilterWatch, SavedFilter
from governance.saved_filters.queries import conditions, kept

MOST = 30  # own filters of one list
LONGEST = 4000  # characters of a query
MOST_WATCHED = 10_000  # matches of a filter that is watched: beyond, nobody reads what is new


@transaction.atomic
def save_filter(*, by, page: str, query: str, name: str, area: Area | None = None, role: str = "") -> SavedFilter:
    """Keep `query` of the list `page` (a URL name) under `name`; shared with `role` at `area`, if one is given.

    Raises Invalid (field "name", "area", "role", or none for a query that cannot be kept).
    """
    query = _kept_query(page, query, by)
    by = Account.objects.locked(by.pk)  # one at a time counts and names its filters
    own = SavedFilter.objects.filter(account=by, page=page)
    if own.count() >= MOST:
        raise Invalid(f"一个名单最多保存 {MOST} 个筛选，请先删除不用的。")
    saved = SavedFilter(account=by, page=page, query=query)
    _describe(saved, by=by, name=name, area=area, role=role)
    saved.order = (own.aggregate(last=models.Max("order"))["last"] or 0) + 1
    saved.save()
    _record("saved_filter.saved", saved, by=by, name=saved.name, page=page)
    return saved


@transaction.atomic
def edit_filter(
    saved: SavedFilter, *, by, name: str, area: Area | None = None, role: str = "", version: int | None = None
) -> SavedFilter:
    """Rename it, share it, or share it no longer: then nobody else is told of it either."""
    saved = _own(saved, by, version)
    _describe(saved, by=by, name=name, area=area, role=role)
    saved.version += 1
    saved.save()
    for watch in saved.watches.exclude(account=by).select_related("account"):
        if not SavedFilter.objects.visible_to(watch.account).filter(pk=saved.pk).exists():
            watch.delete()
    _record("saved_filter.changed", saved, by=by, name=saved.name, page=saved.page)
    return saved


@transaction.atomic
def delete_filter(saved: SavedFilter, *, by) -> None:
    saved = _own(saved, by, None)
    _record("saved_filter.deleted", saved, by=by, name=saved.name, page=saved.page)
    saved.delete()


@transaction.atomic
def move_filter(saved: SavedFilter, *, by, up: bool) -> SavedFilter:
    """One place up or down among the own filters of its list."""
    saved = _own(saved, by, None)
    own = list(SavedFilter.objects.select_for_update().filter(account=by, page=saved.page).in_order())
    here = next(number for number, each in enumerate(own) if each.pk == saved.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(own):
        own[here], own[there] = own[there], own[here]
        for number, each in enumerate(own, start=1):
            each.order = number
        SavedFilter.objects.bulk_update(own, ["order"])
    saved.refresh_from_db()
    return saved


@transaction.atomic
def watch_filter(saved: SavedFilter, *, by, now: datetime) -> FilterWatch:
    """Tell `by` from now on of every row that newly matches; what matches already is known.

    Raises NotPermitted, WrongState (no such list to watch, already watched), Invalid for too many matches.
    """
    saved = SavedFilter.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=saved.pk)
    listed = find_list(saved.page)
    if listed is None:
        raise WrongState(f"这个名单不设新匹配提醒。{why_unwatched(saved.page)}")
    if saved.watches.filter(account=by).exists():
        raise WrongState("已经设过提醒。")
    rows = listed.matches(by, saved.query)
    if rows is None:
        raise WrongState("这个筛选的条件已经失效，请重新保存。")
    if rows.order_by()[: MOST_WATCHED + 1].count() > MOST_WATCHED:
        raise Invalid(f"符合条件的超过 {MOST_WATCHED:,} 条，请先缩小范围，再设提醒。")
    watch = FilterWatch.objects.create(saved_filter=saved, account=by, looked_at=now)
    looking.note_known(watch, rows)
    _record("saved_filter.watched", saved, by=by, name=saved.name)
    return watch


@transaction.atomic
def unwatch_filter(saved: SavedFilter, *, by) -> None:
    watch = FilterWatch.objects.select_for_update().filter(saved_filter=saved, account=by).first()
    if watch is None:
        raise WrongState("没有设过提醒。")
    watch.delete()
    _record("saved_filter.unwatched", saved, by=by, name=saved.name)


def _kept_query(page, query, by):
    try:
        rule = declared(resolve(reverse(page)))
    except (NoReverseMatch, Resolver404):
        rule = None
    if rule is None or not rule.admits(by):
        raise Invalid("没有这个名单。")
    query = kept(query)
    if not conditions(query):
        raise Invalid("请先在名单上选好筛选条件，再保存。")
    if len(query) > LONGEST:
        raise Invalid("条件太长，不能保存。")
    if any(holds_identifier(value) for _, values in QueryDict(query).lists() for value in values):
        raise Invalid("条件里有证件号码或电话，不能保存。")
    listed = find_list(page)
    if listed is not None and listed.matches(by, query) is None:
        raise Invalid("名单不认识这些条件，请回到名单重新筛选。")
    return query


def _describe(saved, *, by, name, area, role):
    saved.name = free_text(name, field="name", longest=40, required=True)
    twin = SavedFilter.objects.filter(account=by, page=saved.page, name=saved.name).exclude(pk=saved.pk)
    if twin.exists():
        raise Invalid("这个名单已有同名的筛选，请换一个名称。", field="name")
    if role and role not in ROLES:
        raise Invalid("没有这个角色。", field="role")
    if role and area is None:
        raise Invalid("请选择与哪个区域的这一角色共享。", field="area")
    if area is not None and not by.postings_covering(area.pk):
        raise Invalid("只能与您任职区域内的人员共享。", field="area")
    listed = find_list(saved.page)
    if area is not None and listed is not None and conditions(saved.query) & set(listed.private):
        raise Invalid("条件里有当事人或文字，不能共享：请去掉后另存。", field="area")
    saved.area, saved.role = area, role


def _own(saved, by, version):
    saved = SavedFilter.objects.select_related("area").locked(saved.pk)
    if saved.account_id != by.pk:
        raise NotPermitted("只能改动自己保存的筛选。")
    require_version(saved, version)
    return saved


def _record(verb, saved, *, by, **details):
    area = saved.area_id or next((posting.area_id for posting in by.postings_today), ROOT)
    record(verb, saved, by=by, area=area, **details)

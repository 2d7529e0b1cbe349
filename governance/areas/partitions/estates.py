"""The actions on estates: setting up, editing, ending, and moving between committees."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from governance.areas.models import Area
from governance.areas.partitions.actions import require_edit, save_changes
from governance.areas.partitions.dates import require_end, require_place_on, require_sane_start
from governance.areas.partitions.models import Estate, EstateLink
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, require_version


@transaction.atomic
def add_estate(*, areas: Iterable[Area], starts_on: date, today: date, by, **values) -> Estate:
    """Set up an estate that lies under one or more committees from `starts_on`.

    `values`: name, kind, address, built_year, floor_area, households, property_firm.
    """
    require_sane_start(starts_on, today)
    places = [_open_place(area, starts_on, by) for area in sorted(areas, key=lambda area: area.code)]
    if not places:
        raise Invalid("请至少选择一个居（村）委会。", field="areas")
    for place in places:
        _require_free_name(place, values["name"], starts_on)
    estate = Estate.objects.create(starts_on=starts_on, **values)
    EstateLink.objects.bulk_create(EstateLink(estate=estate, area=place, starts_on=starts_on) for place in places)
    _record("estate.added", estate, places, by, committees=[place.code for place in places], **_plain(values))
    return estate


@transaction.atomic
def edit_estate(estate: Estate, *, by, version: int | None = None, **values) -> Estate:
    estate = Estate.objects.locked(estate.pk)
    places = _places_for_edit(estate, by)
    require_version(estate, version)
    for place in places:
        if values["name"] != estate.name:
            _require_free_name(place, values["name"], estate.starts_on)
    return save_changes(estate, values, verb="estate.edited", by=by, area=places[0].code)


@transaction.atomic
def end_estate(estate: Estate, *, ends_on: date, by, reason: str = "", version: int | None = None) -> Estate:
    """End an estate (征收拆除、合并), and with it where it lies: `ends_on` is the first day without it."""
    estate = Estate.objects.locked(estate.pk)
    places = _places_for_edit(estate, by)
    require_version(estate, version)
    require_end(estate, ends_on)
    later = estate.links.filter(starts_on__gt=ends_on)
    if later.exists():
        raise Invalid("此后还有已登记的归属，请先处理归属再终止。", field="ends_on")
    if estate.building_groups.not_ended(ends_on).exists():
        raise Invalid("小区下还有未终止的楼组，请先终止楼组。", field="ends_on")
    estate.links.not_ended(ends_on).update(ends_on=ends_on)
    estate.ends_on = ends_on
    estate.version += 1
    estate.save(update_fields=["ends_on", "version"])
    _record("estate.ended", estate, places, by, ends_on=ends_on, reason=reason)
    return estate


@transaction.atomic
def link_estate(
    estate: Estate,
    *,
    area: Area,
    starts_on: date,
    today: date,
    by,
    households: int | None = None,
    version: int | None = None,
) -> EstateLink:
    """Let an estate, or `households` of it, lie under a further committee from `starts_on`."""
    estate = Estate.objects.locked(estate.pk)
    _places_for_edit(estate, by)
    require_version(estate, version)
    require_sane_start(starts_on, today)
    area = _open_place(area, starts_on, by)
    if starts_on < estate.starts_on or (estate.ends_on and starts_on >= estate.ends_on):
        raise Invalid("起始日不在小区的有效期内。", field="starts_on")
    if estate.links.filter(area=area).not_ended(starts_on).exists():
        raise Invalid(f"{estate.name}已归属{area.name}。", field="area")
    link = EstateLink.objects.create(estate=estate, area=area, households=households, starts_on=starts_on)
    _next_version(estate)
    record("estate.linked", estate, by=by, area=area.code, committee=area.code, starts_on=starts_on)
    return link


@transaction.atomic
def unlink_estate(link: EstateLink, *, ends_on: date, by, version: int | None = None) -> EstateLink:
    """End an estate's lying under one committee. The last one ends with the estate itself, not before."""
    estate = Estate.objects.locked(link.estate_id)
    link = EstateLink.objects.select_related("area").get(pk=link.pk)
    require_edit(by, link.area)
    require_version(estate, version)
    require_end(link, ends_on)
    if not estate.links.exclude(pk=link.pk).not_ended(ends_on).exists():
        raise Invalid("小区至少归属一个居（村）委会：请先登记新的归属，或终止小区。", field="ends_on")
    link.ends_on = ends_on
    link.save(update_fields=["ends_on"])
    _next_version(estate)
    record("estate.unlinked", estate, by=by, area=link.area_id, committee=link.area_id, ends_on=ends_on)
    return link


def _open_place(area, starts_on, by):
    area = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    require_edit(by, area)
    require_place_on(area, starts_on)
    return area


def _places_for_edit(estate, by):
    """The committees through which `by` may edit the estate, those it lies in now before those it lay in."""
    links = estate.links.select_related("area").order_by("-starts_on", "area_id")
    places = [link.area for link in links if by.holds("place.edit", link.area_id)]
    if not places:
        raise NotPermitted(f"您没有维护{estate.name}的权限。")
    return places


def _require_free_name(area, name, starts_on):
    same = EstateLink.objects.filter(area=area, estate__name=name).not_ended(starts_on)
    if same.exists():
        raise Invalid(f"{area.name}已有名为“{name}”的小区。", field="name")


def _record(verb, estate, places, by, **details):
    record(verb, estate, by=by, area=places[0].code, **details)


def _next_version(estate):
    estate.version += 1
    estate.save(update_fields=["version"])


def _plain(values):
    return {name: str(value) if value is not None else None for name, value in values.items()}

"""Setting up, editing and ending grids and building groups. Estates: `estates.py`."""

from datetime import date

from django.db import transaction

from governance.areas.models import Area
from governance.areas.partitions.dates import require_end, require_place_on, require_sane_start
from governance.areas.partitions.models import BuildingGroup, EstateLink, Grid
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, require_version


@transaction.atomic
def add_grid(*, area: Area, starts_on: date, today: date, by, **values) -> Grid:
    """Set up a grid under a committee. `values`: code, name, leader, households."""
    area = _open_place(area, starts_on, today, by)
    _require_free_code(area, values["code"], starts_on)
    grid = Grid.objects.create(area=area, starts_on=starts_on, **values)
    record("grid.added", grid, by=by, starts_on=starts_on, **values)
    return grid


@transaction.atomic
def edit_grid(grid: Grid, *, by, version: int | None = None, **values) -> Grid:
    grid = Grid.objects.select_related("area").locked(grid.pk)
    require_edit(by, grid.area)
    require_version(grid, version)
    if values["code"] != grid.code:
        _require_free_code(grid.area, values["code"], grid.starts_on, but=grid)
    return save_changes(grid, values, verb="grid.edited", by=by)


@transaction.atomic
def end_grid(grid: Grid, *, ends_on: date, by, reason: str = "", version: int | None = None) -> Grid:
    """End a grid: `ends_on` is the first day without it."""
    return _end(Grid, grid, ends_on, reason, "grid.ended", by, version)


@transaction.atomic
def add_building_group(*, area: Area, starts_on: date, today: date, by, **values) -> BuildingGroup:
    """Set up a building group. `values`: estate, name, leader, households, has_party_group, is_justice_point."""
    area = _open_place(area, starts_on, today, by)
    _require_estate_here(values["estate"], area)
    _require_free_name(area, values["estate"], values["name"], starts_on)
    group = BuildingGroup.objects.create(area=area, starts_on=starts_on, **values)
    record("building_group.added", group, by=by, starts_on=starts_on, **_plain(values))
    return group


@transaction.atomic
def edit_building_group(group: BuildingGroup, *, by, version: int | None = None, **values) -> BuildingGroup:
    group = BuildingGroup.objects.select_related("area", "estate").locked(group.pk)
    require_edit(by, group.area)
    require_version(group, version)
    _require_estate_here(values["estate"], group.area)
    if (values["estate"], values["name"]) != (group.estate, group.name):
        _require_free_name(group.area, values["estate"], values["name"], group.starts_on, but=group)
    return save_changes(group, values, verb="building_group.edited", by=by)


@transaction.atomic
def end_building_group(
    group: BuildingGroup, *, ends_on: date, by, reason: str = "", version: int | None = None
) -> BuildingGroup:
    return _end(BuildingGroup, group, ends_on, reason, "building_group.ended", by, version)


def require_edit(by, area: Area) -> None:
    if not by.holds("place.edit", area.code):
        raise NotPermitted(f"您没有维护{area.name}的权限。")


def save_changes(row, values: dict, *, verb: str, by, area: str = ""):
    """Write `values` to a locked row, with its next version and a trail of what changed."""
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    record(verb, row, by=by, area=area, changes={name: [str(old), str(new)] for name, (old, new) in changes.items()})
    return row


def _open_place(area, starts_on, today, by):
    area = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    require_edit(by, area)
    require_sane_start(starts_on, today)
    require_place_on(area, starts_on)
    return area


def _end(model, row, ends_on, reason, verb, by, version):
    row = model.objects.select_related("area").locked(row.pk)
    require_edit(by, row.area)
    require_version(row, version)
    require_end(row, ends_on)
    row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    record(verb, row, by=by, ends_on=ends_on, reason=reason)
    return row


def _require_free_code(area, code, starts_on, but=None):
    same = Grid.objects.filter(area=area, code=code).not_ended(starts_on).exclude(pk=but and but.pk)
    if same.exists():
        raise Invalid(f"{area.name}已有编号为“{code}”的网格。", field="code")


def _require_free_name(area, estate, name, starts_on, but=None):
    same = BuildingGroup.objects.filter(area=area, estate=estate, name=name).not_ended(starts_on)
    if same.exclude(pk=but and but.pk).exists():
        raise Invalid(f"{area.name}已有名为“{name}”的楼组。", field="name")


def _require_estate_here(estate, area):
    if estate and not EstateLink.objects.filter(estate=estate, area=area).exists():
        raise Invalid(f"{estate.name}不在{area.name}辖区内，请先登记小区归属。", field="estate")


def _plain(values):
    return {name: str(value) if value is not None else None for name, value in values.items()}

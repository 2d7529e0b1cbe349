"""Entering and correcting the figures of a place."""

from datetime import date

from django.db import transaction

from governance.areas.models import Area
from governance.areas.population.models import FIGURES, AreaPopulation
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, require_version


@transaction.atomic
def enter_population(
    *, area_code: str, as_of: date, source: str, confidence: str, figures: dict[str, int | None], today: date, by
) -> AreaPopulation:
    """Enter what `source` says of a place on `as_of`. `figures` are counts by the names in FIGURES."""
    area = Area.objects.select_for_update(no_key=True).get(pk=area_code)
    _require_edit(by, area)
    _check(area, as_of, source, figures, today)
    _require_new(area, as_of, source)

    row = AreaPopulation.objects.create(
        area=area, as_of=as_of, source=source, confidence=confidence, entered_by=by, **figures
    )
    record("population.entered", row, by=by, as_of=as_of, source=source, figures=figures)
    return row


@transaction.atomic
def correct_population(
    row: AreaPopulation,
    *,
    as_of: date,
    source: str,
    confidence: str,
    figures: dict[str, int | None],
    today: date,
    by,
    version: int | None = None,
) -> AreaPopulation:
    """Correct figures that were entered wrongly. New figures of a later day are entered, not corrected."""
    row = AreaPopulation.objects.select_related("area").locked(row.pk)
    _require_edit(by, row.area)
    require_version(row, version)
    _check(row.area, as_of, source, figures, today)
    _require_new(row.area, as_of, source, but=row)

    new = {"as_of": as_of, "source": source, "confidence": confidence, **figures}
    changes = {name: [getattr(row, name), value] for name, value in new.items() if getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*new, "version"])
    record("population.corrected", row, by=by, changes=changes)
    return row


def _require_edit(by, area):
    if not by.holds("place.edit", area.code):
        raise NotPermitted(f"您没有维护{area.name}人口数据的权限。")


def _check(area, as_of, source, figures, today):
    if as_of > today:
        raise Invalid("统计时点不能晚于今天。", field="as_of")
    if not area.is_valid_on(as_of):
        raise Invalid(f"{area.name}在这一天不是有效区域，请核对统计时点。", field="as_of")
    if not source.strip():
        raise Invalid("请填写数据来源。", field="source")
    if all(figures.get(name) is None for name in FIGURES):
        raise Invalid("至少填写一项数字。", field="households")
    over_60, over_80 = figures.get("over_60"), figures.get("over_80")
    if over_60 is not None and over_80 is not None and over_80 > over_60:
        raise Invalid("80 岁以上人数不能多于 60 岁以上人数。", field="over_80")


def _require_new(area, as_of, source, but=None):
    same = AreaPopulation.objects.filter(area=area, as_of=as_of, source=source).exclude(pk=but and but.pk)
    if same.exists():
        raise Invalid("同一时点、同一来源的数据已经登记，请直接更正那一条。", field="source")

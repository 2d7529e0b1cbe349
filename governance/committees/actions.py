"""Setting up, editing and dissolving bodies."""

from datetime import date

from django.db import transaction

from governance.areas import codes
from governance.areas.models import Area
from governance.areas.partitions.actions import save_changes
from governance.areas.partitions.models import EstateLink
from governance.audit.trail import record
from governance.committees.kinds import KINDS, ONLY_ONE
from governance.committees.models import Body
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.credit_code import parse_credit_code


@transaction.atomic
def set_up_body(*, kind: str, area: Area, established_on: date, today: date, by, **values) -> Body:
    """Set up a body at a place. `values`: name, short_name, estate, parent, credit_code, phone, address.

    One residents' or villagers' committee at a place at a time (城市居民委员会组织法 第三条).
    """
    area = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    _require_edit(by, area)
    _require_place(kind, area, established_on, today)
    _require_parts(kind, area, values)
    _require_only_one(kind, area, established_on)
    _require_free_name(area, values["name"], established_on)
    body = Body.objects.create(kind=kind, area=area, established_on=established_on, **values)
    record("body.set_up", body, by=by, kind=kind, name=body.name, established_on=established_on)
    return body


@transaction.atomic
def edit_body(body: Body, *, by, version: int | None = None, **values) -> Body:
    """Correct what is known of a body. Kind, place and day of setting up stay: another kind is another body."""
    body = Body.objects.select_related("area").locked(body.pk)
    _require_edit(by, body.area)
    require_version(body, version)
    if body.dissolved_on:
        raise WrongState("组织已经终止，不能再修改。")
    _require_parts(body.kind, body.area, values, but=body)
    if values["parent"] == body:
        raise Invalid("上级组织不能是自己。", field="parent")
    if values["name"] != body.name:
        _require_free_name(body.area, values["name"], body.established_on)
    return save_changes(body, values, verb="body.edited", by=by)


@transaction.atomic
def dissolve_body(body: Body, *, dissolved_on: date, reason: str, by, version: int | None = None) -> Body:
    """End a body: `dissolved_on` is the first day without it."""
    body = Body.objects.select_related("area").locked(body.pk)
    _require_edit(by, body.area)
    require_version(body, version)
    if body.dissolved_on:
        raise WrongState(f"组织已于 {body.dissolved_on:%Y-%m-%d} 终止。")
    if dissolved_on < body.established_on:
        raise Invalid("终止日不能早于成立日期。", field="dissolved_on")
    standing = body.branches.standing(dissolved_on).first()
    if standing:
        raise Invalid(f"其下还有{standing.name}，请先办理下级组织的终止。", field="dissolved_on")
    body.dissolved_on = dissolved_on
    body.version += 1
    body.save(update_fields=["dissolved_on", "version"])
    record("body.dissolved", body, by=by, dissolved_on=dissolved_on, reason=reason)
    return body


def _require_edit(by, area):
    if not by.holds("place.edit", area.code):
        raise NotPermitted(f"您没有维护{area.name}组织的权限。")


def _require_place(kind, area, established_on, today):
    if area.level not in KINDS[kind].levels:
        raise Invalid(f"{KINDS[kind].label}不能设在{area.kind_name}一级。", field="area")
    if established_on > today:
        raise Invalid("成立日期不能晚于今天。", field="established_on")
    if established_on.year < 1900:
        raise Invalid("成立日期早于 1900 年，请核对。", field="established_on")
    if area.valid_to and established_on >= area.valid_to:
        raise Invalid(f"{area.name}已于 {area.valid_to:%Y-%m-%d} 停用，不能再在其下登记。", field="area")


def _require_parts(kind, area, values, but=None):
    """Check what a body is made of, and write its credit code as it is kept."""
    estate, parent, credit_code = values["estate"], values["parent"], values["credit_code"]
    if KINDS[kind].of_estate and estate is None:
        raise Invalid(f"请选择{KINDS[kind].label}所在的小区。", field="estate")
    if estate and not EstateLink.objects.filter(estate=estate, area=area).exists():
        raise Invalid(f"{estate.name}不在{area.name}辖区内。", field="estate")
    if parent and not (codes.is_within(area.code, parent.area_id) or codes.is_within(parent.area_id, area.code)):
        raise Invalid("上级组织应在同一区域或其上级区域。", field="parent")
    if credit_code:
        values["credit_code"] = parse_credit_code(credit_code).code
        _require_free_credit_code(values["credit_code"], but)


def _require_only_one(kind, area, established_on):
    if kind not in ONLY_ONE:
        return
    other = Body.objects.filter(area=area, kind__in=ONLY_ONE).exclude(dissolved_on__lte=established_on).first()
    if other:
        raise Invalid(f"{area.name}已有{other.name}；一个区域同时只有一个居（村）民委员会。", field="kind")


def _require_free_name(area, name, on):
    if Body.objects.filter(area=area, name=name).exclude(dissolved_on__lte=on).exists():
        raise Invalid(f"{area.name}已有名为“{name}”的组织。", field="name")


def _require_free_credit_code(credit_code, but):
    same = Body.objects.filter(credit_code=credit_code, dissolved_on__isnull=True).exclude(pk=but and but.pk).first()
    if same:
        raise Invalid(f"这个代码已由{same.name}使用。", field="credit_code")

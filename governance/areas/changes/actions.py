"""Registering an act that changes places, and withdrawing one that has not taken effect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from governance.areas import codes
from governance.areas.changes.checks import parent_of, require_possible
from governance.areas.changes.models import AreaChange, AreaChangeItem
from governance.areas.changes.plans import Part, Plan, plan_of
from governance.areas.models import Area, AreaName
from governance.areas.names import keep_readings, name_from, settle_names, sounded
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.files.actions import store_file
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import DOCX, JPEG, PDF, PNG

APPROVAL_DOCUMENT = declare(
    Purpose(
        "area_change",
        "区域变更批准文件",
        limit=20 * MB,
        types=frozenset({PDF, PNG, JPEG, DOCX}),
        subject="governance.AreaChange",
    )
)


@dataclass(frozen=True)
class Approval:
    """What makes an act lawful: the street (`proposer`) proposes, the government of `district` approves
    (城市居民委员会组织法 2025 第三条; 上海市居民委员会工作条例 第九条)."""

    district: Area
    document_no: str
    approved_on: date
    effective_on: date
    proposer: Area | None = None
    reason: str = ""


@transaction.atomic
def register_change(*, kind: str, parts: Iterable[Part], approval: Approval, today: date, by) -> AreaChange:
    """Register an approved act and write what it does as dated rows: new places begin and old ones end on its day.

    Nothing is deleted, no code is used twice. Raises Invalid at the field that cannot be, NotPermitted.
    """
    plan = plan_of(kind, parts)
    areas = {area.code: area for area in _locked(plan, approval)}
    _require_permission(by, plan, approval)
    require_possible(plan, approval, areas, today)

    change = AreaChange.objects.create(
        kind=plan.kind,
        area=approval.district,
        proposer=approval.proposer,
        document_no=approval.document_no,
        approved_on=approval.approved_on,
        effective_on=approval.effective_on,
        reason=approval.reason,
        registered_by=by,
    )
    _apply(plan, change, areas)
    _write_items(plan, change, areas)
    settle_names(today)
    record(
        "place.changed",
        change,
        by=by,
        kind=plan.kind,
        document=change.document_no,
        effective_on=change.effective_on,
        reason=change.reason,
        items=[f"{part.from_code or '—'} → {part.to_code or '—'} {part.name}".strip() for part in plan.parts],
    )
    return change


@transaction.atomic
def withdraw_change(change: AreaChange, *, reason: str, today: date, by, version: int | None = None) -> AreaChange:
    """Take back an act before its effective day. Afterwards only a new act undoes it.

    Planned places that never began are removed, unless something points at them already: WrongState.
    """
    change = AreaChange.objects.select_related("area").locked(change.pk)
    items = list(change.items.select_related("from_area", "to_area"))
    if not all(by.holds("place.change", code) for code in _codes_of(change, items)):
        raise NotPermitted("您没有撤回这项变更的权限。")
    if change.withdrawn_at:
        raise WrongState("这项变更已经撤回。")
    require_version(change, version)
    if change.effective_on <= today:
        raise WrongState("变更已经生效，不能撤回；如需恢复，请登记一项新的变更。")
    if not reason.strip():
        raise Invalid("请说明撤回理由。", field="reason")

    _undo(change, items)
    change.withdrawn_at, change.withdrawn_by, change.withdrawn_reason = timezone.now(), by, reason
    change.version += 1
    change.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "version"])
    record("place.change_withdrawn", change, by=by, document=change.document_no, reason=reason)
    return change


@transaction.atomic
def attach_document(change: AreaChange, *, upload, by, version: int | None = None) -> AreaChange:
    """Keep the scanned approval (批复) with its act. A later one takes the place of the one before, which stays stored.

    Raises Invalid (field "file") for a file that is too large or of another kind.
    """
    change = AreaChange.objects.locked(change.pk)
    if not by.holds("place.change", change.area_id):
        raise NotPermitted("您没有为这项变更上传批准文件的权限。")
    require_version(change, version)
    if change.withdrawn_at:
        raise WrongState("这项变更已经撤回，不能再上传批准文件。")
    file = store_file(upload, by=by, area=change.area_id, purpose=APPROVAL_DOCUMENT.code, subject=change)
    change.attachment = file
    change.version += 1
    change.save(update_fields=["attachment", "version"])
    record("place.change_documented", change, by=by, file=file.pk, name=file.name, digest=file.digest)
    return change


def _locked(plan, approval):
    wanted = {*plan.codes, approval.district.code, *(codes.ancestors(code)[-1] for code in plan.targets if code)}
    return list(Area.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("code"))


def _codes_of(change, items):
    return {change.area_id, *(item.from_area_id for item in items if item.from_area_id)}


def _require_permission(by, plan, approval):
    outside = [code for code in [approval.district.code, *plan.codes] if not by.holds("place.change", code)]
    if outside:
        raise NotPermitted(f"您没有登记 {'、'.join(outside)} 区域变更的权限。")


def _apply(plan: Plan, change: AreaChange, areas: dict[str, Area]) -> None:
    day, source = change.effective_on, change.document_no
    for code in plan.targets:
        name = plan.name_of(code)
        if code not in areas:
            areas[code] = _new_area(code, name, day, areas)
        elif name and name != areas[code].name_on(day):
            name_from(areas[code], name, day, source=source)
    for code in plan.ending:
        areas[code].valid_to = day
        _save(areas[code], "valid_to")


def _new_area(code, name, day, areas):
    parent = parent_of(code, areas)
    level = codes.level(code)
    area = Area.objects.create(code=code, level=level, parent=parent, valid_from=day, **sounded(name))
    keep_readings(code, name)
    return area


def _write_items(plan, change, areas):
    begun = {code for code in plan.targets if areas[code].valid_from == change.effective_on}
    AreaChangeItem.objects.bulk_create(
        AreaChangeItem(
            change=change,
            from_area=areas.get(part.from_code),
            to_area=areas.get(part.to_code),
            to_code=part.to_code,
            name=part.name or (areas[part.to_code].name if part.to_code else ""),
            makes_new=part.to_code in begun,
            share=part.share,
            households=part.households,
        )
        for part in plan.parts
    )


def _undo(change, items):
    kept = {item.to_code for item in items}
    for source in {item.from_area for item in items if item.from_area and item.from_area_id not in kept}:
        source.valid_to = None
        _save(source, "valid_to")
    AreaName.objects.filter(area__in=[item.to_area_id for item in items], starts_on=change.effective_on).delete()
    planned = {item.to_area_id for item in items if item.makes_new}
    change.items.filter(to_area__in=planned).update(to_area=None)
    try:
        with transaction.atomic():
            Area.objects.filter(pk__in=planned).delete()
    except ProtectedError as refusal:
        kinds = sorted({str(row._meta.verbose_name) for row in refusal.protected_objects})
        raise WrongState(f"拟设区域下已登记了{'、'.join(kinds)}，请先处理这些记录，再撤回变更。") from None


def _save(area, field):
    area.version += 1
    area.save(update_fields=[field, "version"])

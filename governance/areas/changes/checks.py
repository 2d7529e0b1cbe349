"""Whether a planned act can be: the places exist on its day, the codes are free, the levels right, the dates sane."""

from datetime import date
from itertools import islice

from governance.areas import codes
from governance.areas.changes.models import AreaChange, ChangeKind
from governance.areas.models import Area
from governance.errors import Invalid

YEARS_AHEAD = 2
AT_STREET_LEVEL = frozenset({ChangeKind.SET_UP, ChangeKind.RENAME, ChangeKind.REVOKE})
WITHOUT_NEW_PLACES = frozenset({ChangeKind.RENAME, ChangeKind.BOUNDARY, ChangeKind.REVOKE})
MUST_BE_NEW = frozenset({ChangeKind.SET_UP, ChangeKind.CONVERT})


def require_possible(plan, approval, areas: dict[str, Area], today: date) -> None:
    """Refuse a plan that the places as they stand do not allow. `areas`: those of the plan that exist, locked."""
    _require_dates(approval, today)
    _require_document(approval)
    _require_inside(plan, approval)
    for code in plan.sources:
        _require_source(plan, code, areas, approval.effective_on)
    for code in plan.targets:
        if code in areas:
            _require_existing_target(plan, code, areas, approval.effective_on)
        else:
            _require_new_code(plan, code, areas, approval.effective_on)
        _require_own_name(plan, code, approval.effective_on)
    _require_order(plan, approval)
    if plan.kind == ChangeKind.REVOKE:
        _require_nothing_below(plan.sources[0], approval.effective_on)


def parent_of(code: str, areas: dict[str, Area]) -> Area | None:
    """The place directly above `code`; of those above, some do not exist (a county without a street's prefecture)."""
    above = list(reversed(codes.ancestors(code)))
    known = {area.code: area for area in Area.objects.filter(pk__in=above)} | areas
    return next((known[each] for each in above if each in known), None)


def next_free_codes(beside: str, count: int) -> list[str]:
    """Up to `count` codes for more committees beside `beside`, of its kind (居委会 below 200, 村委会 below 400).

    A code that was ever used is not free.
    """
    street, number = beside[:9], int(beside[9:])
    first = number // 200 * 200 if number < 400 else number // 100 * 100
    last = first + (200 if number < 400 else 100)
    used = set(Area.objects.filter(code__startswith=street).values_list("code", flat=True))
    candidates = (f"{street}{each:03d}" for each in range(max(first, 1), last))
    return list(islice((code for code in candidates if code not in used), count))


def _require_dates(approval, today):
    if approval.approved_on > today:
        raise Invalid("批准日期不能晚于今天。", field="approved_on")
    if approval.effective_on < approval.approved_on:
        raise Invalid("生效日期不能早于批准日期。", field="effective_on")
    if approval.effective_on.year > today.year + YEARS_AHEAD:
        raise Invalid(f"生效日期不能晚于 {today.year + YEARS_AHEAD} 年底，请核对。", field="effective_on")


def _require_document(approval):
    if not approval.document_no.strip():
        raise Invalid("请填写批准文号。", field="document_no")
    same = AreaChange.objects.standing().filter(area=approval.district, document_no=approval.document_no)
    if same.exists():
        raise Invalid("这个文号的变更已经登记；一个文号有多项变更的，请在文号后注明项次。", field="document_no")


def _require_inside(plan, approval):
    if approval.district.level not in (codes.PREFECTURE, codes.COUNTY):
        raise Invalid("批准机关应为县（区）级人民政府。", field="district")
    for code in plan.codes:
        if not codes.is_within(code, approval.district.code):
            raise Invalid(f"{code} 不在{approval.district.name}辖区内。", field="codes")
    if approval.proposer and not codes.is_within(approval.proposer.code, approval.district.code):
        raise Invalid("提出的街道（镇）不在批准机关的辖区内。", field="proposer")


def _require_source(plan, code, areas, day):
    if code not in areas:
        raise Invalid(f"没有代码为 {code} 的区域。", field="source")
    area = areas[code]
    allowed = (codes.STREET, codes.COMMITTEE) if plan.kind in AT_STREET_LEVEL else (codes.COMMITTEE,)
    if area.level not in allowed:
        raise Invalid(f"{plan.kind.label}只适用于{_levels(allowed)}；{area.name}是{area.kind_name}。", field="source")
    if area.valid_to and day >= area.valid_to:
        raise Invalid(f"{area.name}已于 {area.valid_to:%Y-%m-%d} 停用，请核对。", field="source")
    if area.valid_from and day <= area.valid_from:
        raise Invalid(
            f"{area.name}自 {area.valid_from:%Y-%m-%d} 起才有效，生效日期应晚于这一天。", field="effective_on"
        )


def _require_existing_target(plan, code, areas, day):
    area = areas[code]
    if code in plan.sources:
        return
    if plan.kind in MUST_BE_NEW or plan.kind == ChangeKind.MERGE:
        raise Invalid(f"代码 {code} 已由{area.name}使用；代码停用后也不能重新使用。", field="codes")
    if not area.is_valid_on(day):
        raise Invalid(f"代码 {code}（{area.name}）在生效日不是有效区域；停用的代码不能重新使用。", field="codes")
    if area.level != codes.COMMITTEE:
        raise Invalid(f"去向应为居（村）委会；{area.name}是{area.kind_name}。", field="codes")


def _require_new_code(plan, code, areas, day):
    if plan.kind in WITHOUT_NEW_PLACES:
        raise Invalid(f"没有代码为 {code} 的区域；{plan.kind.label}的去向应为现有区域。", field="codes")
    level = codes.level(code)
    allowed = (codes.STREET, codes.COMMITTEE) if plan.kind in AT_STREET_LEVEL else (codes.COMMITTEE,)
    if level not in allowed:
        raise Invalid(f"新代码 {code} 的级别不对，应为{_levels(allowed)}。", field="codes")
    parent = parent_of(code, areas)
    if parent is None or parent.code != codes.ancestors(code)[-1]:
        raise Invalid(f"新代码 {code} 的上级 {codes.ancestors(code)[-1]} 不存在。", field="codes")
    if not parent.is_valid_on(day):
        raise Invalid(f"新代码 {code} 的上级{parent.name}在生效日不是有效区域。", field="codes")
    if not plan.name_of(code).strip():
        raise Invalid(f"请填写新区域 {code} 的名称。", field="codes")


def _require_own_name(plan, code, day):
    """No two places of one name beside each other on the day; a village is not called a residents' committee."""
    name = plan.name_of(code)
    if not name:
        return
    kind = codes.kind_name(code)
    if (kind, name[-3:]) in {("居民委员会", "村委会"), ("村民委员会", "居委会")}:
        raise Invalid(f"代码 {code} 属于{kind}，与名称“{name}”不符。", field="codes")
    parent = codes.ancestors(code)[-1]
    beside = Area.objects.on(day).named_on(day).children_of(parent).exclude(pk__in=[code, *plan.ending])
    if beside.filter(name_then=name).exists():
        raise Invalid(f"同一上级下已有“{name}”，请核对名称。", field="codes")


def _require_order(plan, approval):
    """An act is about places as all earlier acts left them: none of them may have one on its day or later."""
    for code in plan.codes:
        later = AreaChange.objects.standing().touching(code).filter(effective_on__gte=approval.effective_on).first()
        if later:
            raise Invalid(
                f"{code} 已登记了 {later.effective_on:%Y-%m-%d} 生效的变更（{later.document_no}），"
                "不能再登记同一天或更早生效的变更。",
                field="effective_on",
            )


def _require_nothing_below(code, day):
    below = Area.objects.on(day).children_of(code).first()
    if below:
        raise Invalid(f"其下还有{below.name}等有效区域，请先办理下级区域的变更。", field="source")


def _levels(levels):
    return "、".join({codes.STREET: "街道（镇、乡）", codes.COMMITTEE: "居（村）委会"}[level] for level in levels)

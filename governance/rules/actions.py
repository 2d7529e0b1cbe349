"""Setting and withdrawing the values of rules."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, Stale, WrongState, require_version
from governance.rules.definitions import RULES, Rule
from governance.rules.models import RuleValue

EARLIEST = date(1949, 10, 1)


def version_of(key: str, area_code: str) -> int:
    """Grows with every value set or withdrawn for `key` at the place: what a form saw when it was opened."""
    return sum(RuleValue.objects.of(key, area_code).values_list("version", flat=True))


@transaction.atomic
def set_rule_value(
    *,
    key: str,
    area_code: str,
    starts_on: date,
    value,
    reason: str,
    by,
    inherits: bool = False,
    document_no: str = "",
    expected: int | None = None,
) -> RuleValue:
    """Let `key` say `value` at a place and below, from `starts_on`; with `inherits`, let it say nothing of its own.

    `expected` is `version_of` when the form was opened: Stale if somebody set or withdrew a value since.
    """
    area = Area.objects.select_for_update(no_key=True).get(pk=area_code)
    rule = RULES[key]
    _require_edit(by, area)
    _require_unchanged(rule, area, expected)
    _check(rule, area, starts_on, reason)

    row = RuleValue.objects.create(
        key=key,
        area=area,
        starts_on=starts_on,
        value=None if inherits else rule.stored(rule.clean(value)),
        inherits=inherits,
        document_no=document_no,
        reason=reason,
        set_by=by,
    )
    record("rule.set", row, by=by, key=key, value=row.value, starts_on=starts_on, document=document_no, reason=reason)
    if rule.follow_up:
        rule.follow_up(row, by)
    return row


@transaction.atomic
def withdraw_rule_value(row: RuleValue, *, reason: str, by, version: int | None = None) -> RuleValue:
    """Take back a value that was set in error: as if it had not been set; the row stays with who and why."""
    row = RuleValue.objects.locked(row.pk)
    _require_edit(by, row.area)
    if row.withdrawn_at:
        raise WrongState("这项取值已经撤回。")
    require_version(row, version)
    if not reason.strip():
        raise Invalid("请说明撤回理由。", field="reason")

    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = timezone.now(), by, reason
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "version"])
    record("rule.withdrawn", row, by=by, key=row.key, value=row.value, starts_on=row.starts_on, reason=reason)
    if row.rule.follow_up:
        row.rule.follow_up(row, by)
    return row


def _require_edit(by, area):
    if not by.holds("rule.edit", area.code):
        raise NotPermitted(f"您没有修改{area.name}规则参数的权限。")


def _require_unchanged(rule, area, expected):
    if expected is not None and expected != version_of(rule.key, area.code):
        raise Stale(RuleValue.objects.of(rule.key, area.code).order_by("-id").first())


def _check(rule: Rule, area: Area, starts_on: date, reason: str) -> None:
    if area.level not in rule.levels:
        raise Invalid(f"“{rule.label}”不能在{area.kind_name}一级设置。", field="area_code")
    if starts_on < EARLIEST:
        raise Invalid("生效日早于 1949 年 10 月 1 日，请核对。", field="starts_on")
    if not area.is_valid_on(starts_on):
        raise Invalid(f"{area.name}在生效日不是有效区域，请核对日期。", field="starts_on")
    if not reason.strip():
        raise Invalid("请说明依据或理由。", field="reason")
    if RuleValue.objects.standing().of(rule.key, area.code).filter(starts_on=starts_on).exists():
        raise Invalid("该区域在这一天已有取值；请先撤回原取值，或另选生效日。", field="starts_on")

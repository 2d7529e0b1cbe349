"""Mediating (调解), 人民调解法 第十九条至第二十七条."""

from datetime import datetime

from django.db import transaction

from cases.docket.actions import locked_case, require_may, take_step
from cases.docket.models import Case
from cases.mediation.models import Assignment, AssignmentMode, MediatorRole
from governance.errors import Invalid
from governance.people.models import Account


@transaction.atomic
def assign_mediators(
    case: Case,
    *,
    by,
    assigned_at: datetime,
    host: Account,
    co_mediators: tuple[Account, ...] = (),
    recorder: Account | None = None,
    mode: str = AssignmentMode.APPOINTED,
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Appoint the host and who helps, or note whom the parties chose (人民调解法 第十九条); mediation begins."""
    case = locked_case(case, version=version)
    require_may("decide", by, case)
    if mode not in AssignmentMode.values:
        raise Invalid("请选择指派方式。", field="mode")
    roles = [(MediatorRole.HOST, host), *((MediatorRole.CO, each) for each in co_mediators)]
    if recorder:
        roles.append((MediatorRole.RECORDER, recorder))
    for role, account in roles:
        _require_mediates(case, account, role)
        Assignment.objects.create(case=case, account=account, role=role, mode=mode, starts_at=assigned_at)
    case.host = host
    said = "、".join(f"{MediatorRole(role).label}{account.name}" for role, account in roles)
    take_step(case, "T8", by=by, happened_at=assigned_at, late_reason=late_reason, text=f"指派{said}", host=host.pk)
    return case


def _require_mediates(case, account, role):
    verb = "case.register" if role == MediatorRole.RECORDER else "case.mediate"
    if not account.holds_here(verb, case.area_id):
        raise Invalid(f"{account.name}不是{case.committee}的在任人员，不能指派。", field=str(role))

"""Noting that a dispute needs the powers of a department: a reason to move it up or mediate it jointly."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.models import Case
from cases.docket.states import INSTEAD
from cases.ladder.models import DepartmentNeed
from cases.ladder.triggers import ADVISED
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@transaction.atomic
def note_department(
    case: Case,
    *,
    by,
    department: str,
    reason: str,
    noted_at: datetime,
    late_reason: str = "",
    version: int | None = None,
) -> DepartmentNeed:
    """Note that `department` must act with powers that mediation has not (domain/mediation.md 2.7).

    Raises NotPermitted, WrongState once the mediation has ended, Invalid (field; the same department twice).
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("register", by, case)
    if case.procedure not in ADVISED:
        raise WrongState(INSTEAD[case.procedure])
    require_moment(case, noted_at, late_reason=late_reason, field="noted_at")
    name = free_text(department, field="department", longest=100, required=True)
    if case.department_needs.filter(department=name, ended_at__isnull=True).exists():
        raise Invalid(f"已登记需要{name}的职权。", field="department")
    need = DepartmentNeed.objects.create(
        case=case,
        department=name,
        reason=free_text(reason, field="reason", longest=300, required=True).rstrip("。"),
        noted_at=noted_at,
        account=by,
    )
    said = f"需要{name}的职权"
    tell(case, "department_needed", by=by, happened_at=noted_at, late_reason=late_reason, text=said, note=need.reason)
    return need


@transaction.atomic
def end_department_need(need: DepartmentNeed, *, by) -> DepartmentNeed:
    """The department has acted, or is not needed any more. Once."""
    case = locked_case(need.case)
    require_may("register", by, case)
    need = DepartmentNeed.objects.locked(need.pk)
    if need.ended_at:
        raise WrongState("已登记不再需要。")
    need.ended_at = timezone.now()
    need.save(update_fields=["ended_at"])
    said = f"不再需要{need.department}的职权"
    tell(case, "department_not_needed", by=by, happened_at=need.ended_at, text=said)
    return need

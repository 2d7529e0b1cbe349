"""The list of tables as a spreadsheet."""

from django.utils import timezone

from governance.jobs.exports import Column, export
from governance.returns.filters import ReturnFilter
from governance.returns.models import Return

COLUMNS = (
    Column("期间", lambda row: row.span.label),
    Column("报表", lambda row: row.get_kind_display()),
    Column("填报单位", "area.name"),
    Column("审核单位", "upper.name"),
    Column("统计口径", "basis_label"),
    Column("应报日期", "due_on"),
    Column("首次报送", lambda row: row.first_submitted_at and timezone.localtime(row.first_submitted_at)),
    Column("迟报", "is_late"),
    Column("状态", lambda row: row.get_state_display()),
)


@export("returns", "统计报表名单", page="returns:returns", verb="return.view", columns=COLUMNS)
def returns(actor, query):
    return ReturnFilter(query, Return.objects.visible_to(actor).for_list().order_by("-starts_on", "area_id", "id")).qs

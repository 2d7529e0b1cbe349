"""The load of mediators as a spreadsheet."""

from django.utils import timezone

from cases.mediation.loads.filters import LoadFilter
from cases.mediation.loads.rows import loads_seen_by
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("姓名", "account.name"),
    Column("职务", lambda row: row.get_role_display()),
    Column("调委会所在区域", "area.name"),
    Column("在办", "open"),
    Column("按难易折合", "weight"),
    Column("逾期", "overdue"),
    Column("3 天内到期", "soon"),
    Column("请假开始", "away_from"),
    Column("返岗日", "back_on"),
)


@export("mediator_loads", "调解员负荷", page="cases:mediator_loads", verb="posting.view", columns=COLUMNS)
def mediator_loads(actor, query):
    return LoadFilter(query, loads_seen_by(actor, timezone.localdate()).order_by("-weight", "id")).qs

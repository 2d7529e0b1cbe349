"""The mediators of a place as a spreadsheet."""

from cases.mediation.mediators.filters import MediatorFilter
from cases.mediation.mediators.rows import mediators_seen_by
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("姓名", "account.name"),
    Column("职务", lambda row: row.get_role_display()),
    Column("调委会所在区域", "area.name"),
    Column("在办案件", "load"),
    Column("任期开始", "starts_on"),
    Column("任期终止", "last_day"),
)


@export("mediators", "调解员名单", page="cases:mediators", verb="posting.view", columns=COLUMNS)
def mediators(actor, query):
    return MediatorFilter(query, mediators_seen_by(actor).order_by("area_id", "id")).qs

"""The lists of return visits as spreadsheets; what was said in them stays in the file."""

from cases.visits.filters import DueVisitFilter, VisitFilter
from cases.visits.rows import WAITING_FIRST, due_brought, due_seen_by, visits_brought, visits_seen_by
from governance.jobs.exports import Column, export

VISITS = (
    Column("回访时间", "visited_at"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("被回访的当事人", lambda row: row.party.name if row.party else ""),
    Column("方式", lambda row: row.get_channel_display()),
    Column("是否联系上", lambda row: row.get_reached_display()),
    Column("满意度", lambda row: row.get_satisfaction_display() or ""),
    Column("履行情况", lambda row: row.get_performance_display()),
    Column("回访人", "account.name"),
    Column("调委会", lambda row: str(row.case.committee)),
)
DUE = (
    Column("到期日", "due_on"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("事项", "label"),
    Column("回访日", "met_on"),
    Column("按期", lambda row: "" if row.met_on is None else "是" if row.met_on <= row.due_on else "否"),
    Column("主持调解员", lambda row: row.case.host.name if row.case.host else ""),
    Column("调委会", lambda row: str(row.case.committee)),
)


@export("visits", "回访记录", page="cases:visits", verb="case.view", columns=VISITS)
def visits(actor, query):
    rows = visits_brought().filter(pk__in=visits_seen_by(actor).values("pk"))
    return VisitFilter(query, rows.order_by("-visited_at", "-id")).qs


@export("visits_due", "应回访名单", page="cases:visits_due", verb="case.view", columns=DUE)
def visits_due(actor, query):
    rows = due_brought().filter(pk__in=due_seen_by(actor).values("pk"))
    return DueVisitFilter(query, rows.order_by(*WAITING_FIRST, "id")).qs

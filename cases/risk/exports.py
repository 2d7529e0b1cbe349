"""The risk list, and what was prevented, as spreadsheets; what was seen and said stays in the file."""

from cases.risk.codes import RiskLevel
from cases.risk.filters import PreventionFilter, RiskFilter
from cases.risk.rows import cases_at_risk, preventions_brought, preventions_seen_by
from governance.jobs.exports import Column, export


def _current(name):
    return lambda row: getattr(row.current_risk[0], name) if row.current_risk else None


COLUMNS = (
    Column("等级", lambda row: RiskLevel(row.risk_level).label),
    Column("案号", "number"),
    Column("案件", "title"),
    Column("调委会", lambda row: str(row.committee)),
    Column("状态", lambda row: row.get_procedure_display()),
    Column("主持调解员", lambda row: row.host.name if row.host else ""),
    Column("评估时间", _current("assessed_at")),
    Column("下次复评日", _current("next_review_on")),
    Column("待报告公安", lambda row: "是" if row.awaits_report else ""),
)


PREVENTIONS = (
    Column("确认时间", "confirmed_at"),
    Column("案号", "case.number"),
    Column("案件", "case.title"),
    Column("防止的事件", lambda row: row.get_kind_display()),
    Column("涉及人数", "people"),
    Column("确认人", "account.name"),
    Column("调委会", lambda row: str(row.case.committee)),
)


@export("risks", "风险名单", page="cases:risks", verb="case.view", columns=COLUMNS)
def risks(actor, query):
    return RiskFilter(query, cases_at_risk(actor).order_by("-risk_level", "-id"), actor=actor).qs


@export("preventions", "防止激化名单", page="cases:preventions", verb="case.view", columns=PREVENTIONS)
def preventions(actor, query):
    rows = preventions_brought().filter(pk__in=preventions_seen_by(actor).values("pk"))
    return PreventionFilter(query, rows.order_by("-confirmed_at", "-id")).qs

"""The risk list as a spreadsheet: levels and dates; what was seen and said stays in the file."""

from cases.risk.codes import RiskLevel
from cases.risk.filters import RiskFilter
from cases.risk.rows import cases_at_risk
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


@export("risks", "风险名单", page="cases:risks", verb="case.view", columns=COLUMNS)
def risks(actor, query):
    return RiskFilter(query, cases_at_risk(actor).order_by("-risk_level", "-id"), actor=actor).qs

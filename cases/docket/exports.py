"""The case list as a spreadsheet."""

from cases.docket.codes import SettledLevel
from cases.docket.filters import RISKS, CaseFilter
from cases.docket.models import Case
from governance.jobs.exports import Column, export

RISK_LABELS = dict(RISKS)
COLUMNS = (
    Column("案号", "number"),
    Column("案件", "title"),
    Column("调委会", lambda row: str(row.committee)),
    Column("类型", lambda row: row.get_dispute_type_display()),
    Column("具体类型", "dispute_subtype"),
    Column("来源", lambda row: row.get_source_display()),
    Column("难易程度", lambda row: row.get_difficulty_display()),
    Column("状态", lambda row: row.get_procedure_display()),
    Column("主持调解员", lambda row: row.host.name if row.host else ""),
    Column("收到时间", "received_at"),
    Column("受理日期", "accepted_on"),
    Column("期限", "due_on"),
    Column("结果", lambda row: row.get_result_display()),
    Column("结果日期", "result_on"),
    Column("化解层级", lambda row: SettledLevel(row.settled_level).label if row.settled_level else ""),
    Column("协议金额", "agreed_amount"),
    Column("涉及人数", "people_count"),
    Column("风险", lambda row: RISK_LABELS[row.risk_level]),
    Column("履行", lambda row: row.get_performance_display()),
    Column("由旧登记簿导入", lambda row: "是" if row.is_imported else "否"),
)


@export("cases", "案件名单", page="cases:cases", verb="case.view", columns=COLUMNS)
def cases(actor, query):
    rows = Case.objects.visible_to(actor).for_list().order_by("-received_at", "-id")
    return CaseFilter(query, rows, actor=actor).qs

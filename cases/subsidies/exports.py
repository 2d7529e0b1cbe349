"""The list of claims as a spreadsheet."""

from cases.subsidies.filters import ClaimFilter
from cases.subsidies.models import SubsidyClaim
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("案号", "case.number"),
    Column("调委会", lambda row: str(row.case.committee)),
    Column("等级", lambda row: row.get_grade_display()),
    Column("规则等级", lambda row: row.get_rule_grade_display()),
    Column("补贴金额（元）", "base_amount"),
    Column("份额", lambda row: "、".join(f"{one.account.name} {one.percent}%" for one in row.shares.all())),
    Column("状态", lambda row: row.get_state_display()),
    Column("申报人", "claimed_by.name"),
    Column("申报时间", "claimed_at"),
    Column("批次", lambda row: row.batch.period if row.batch else ""),
    Column("发放日期", lambda row: row.batch.paid_on if row.batch else None),
)


@export("subsidies", "补贴申报名单", verb="subsidy.view", columns=COLUMNS)
def subsidies(actor, query):
    return ClaimFilter(query, SubsidyClaim.objects.visible_to(actor).for_list().order_by("-claimed_at", "-id")).qs

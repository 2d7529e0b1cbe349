"""The lists of claims and of batches as spreadsheets."""

from cases.subsidies.filters import BatchFilter, ClaimFilter
from cases.subsidies.models import SubsidyBatch, SubsidyClaim
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
BATCHES = (
    Column("期间", "period"),
    Column("区域", "area.name"),
    Column("申报件数", "claim_count"),
    Column("补贴合计（元）", "claim_total"),
    Column("扣回（元）", "deducted_amount"),
    Column("补发（元）", "restored_amount"),
    Column("实发（元）", lambda row: row.net_amount if row.has_list else None),
    Column("状态", lambda row: row.get_state_display()),
    Column("发放日期", "paid_on"),
    Column("凭证号", "voucher_no"),
    Column("编制人", "drawn_up_by.name"),
)


@export("subsidies", "补贴申报名单", page="cases:subsidy_claims", verb="subsidy.view", columns=COLUMNS)
def subsidies(actor, query):
    return ClaimFilter(query, SubsidyClaim.objects.visible_to(actor).for_list().order_by("-claimed_at", "-id")).qs


@export("own_subsidies", "我的补贴", page="cases:own_subsidies", verb="subsidy.claim", columns=COLUMNS)
def own_subsidies(actor, query):
    return ClaimFilter(query, SubsidyClaim.objects.of_mediator(actor).for_list().order_by("-claimed_at", "-id")).qs


@export("subsidy_batches", "补贴批次名单", page="cases:subsidy_batches", verb="subsidy.view", columns=BATCHES)
def subsidy_batches(actor, query):
    return BatchFilter(query, SubsidyBatch.objects.visible_to(actor).for_list().order_by("-starts_on", "-id")).qs

"""What the acts of subsidies are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "subsidy.claimed": "申报补贴",
        "subsidy.corrected": "补正补贴申报",
        "subsidy.withdrawn": "撤回补贴申报",
        "subsidy.reviewed": "审核补贴申报",
        "subsidy.batch_drawn_up": "编制补贴批次",
        "subsidy.batch_dropped": "取消补贴批次",
        "subsidy.batch_approved": "审批补贴批次",
        "subsidy.batch_paid": "登记补贴发放",
        "subsidy.clawed_back": "决定追回补贴",
        "subsidy.repaid": "登记退回补贴",
        "subsidy.clawback_cancelled": "撤销追回",
        "subsidy.card_registered": "登记收款账户",
        "subsidy.list_opened": "查看发放清单完整账号",
    }
)

"""What the acts of judicial confirmation are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.confirmation_applied": "申请司法确认",
        "case.confirmation_accepted": "法院受理司法确认",
        "case.confirmation_decided": "登记司法确认结果",
        "case.confirmation_objected": "登记对司法确认裁定的异议",
        "case.confirmation_objection_decided": "登记异议的裁定",
        "case.confirmation_expired": "司法确认申请期限届满",
    }
)

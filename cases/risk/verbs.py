"""What the acts about danger are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.risk_assessed": "评估风险",
        "case.risk_reported": "报告风险",
        "case.risk_reply_recorded": "登记风险报告的答复",
        "case.prevention_confirmed": "确认防止激化",
    }
)

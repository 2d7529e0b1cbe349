"""What the acts towards other organs are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.feedback_sent": "向移送部门反馈",
        "case.feedback_received": "登记反馈的签收",
        "case.feedback_answered": "登记移送部门的答复",
    }
)

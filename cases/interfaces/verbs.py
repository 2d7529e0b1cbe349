"""What the acts towards other organs are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.feedback_sent": "向移送部门反馈",
        "case.feedback_received": "登记反馈的签收",
        "organ_client.named": "登记接口客户端的对接部门",
        "feedback.paper_fetched": "移送部门的系统取走反馈文书",
        "case.feedback_answered": "登记移送部门的答复",
    }
)

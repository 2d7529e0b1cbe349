"""What the acts of performance are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.performed": "登记履行",
        "case.performance_withdrawn": "撤销履行记录",
        "case.performance_overdue": "履行逾期",
        "case.urged": "督促履行",
        "case.performance_stated": "当事人反馈履行情况",
        "case.party_link_made": "制作当事人反馈链接",
        "case.party_link_revoked": "撤销当事人反馈链接",
        "case.statements_settled": "核实当事人反馈",
        "case.recourse_noted": "登记诉讼或执行",
        "case.recourse_ended": "登记诉讼或执行结果",
    }
)

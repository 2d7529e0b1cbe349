"""What the acts on agreements are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "case.agreement_drafted": "起草协议",
        "case.agreement_signed": "签署协议",
        "case.agreement_voided": "作废协议文本",
        "case.waiver_confirmed": "确认处分被监护人权益",
        "agreement.changed": "修改协议草稿",
        "agreement.checked": "核对协议合法性",
    }
)

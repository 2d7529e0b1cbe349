"""What the acts of a mediation are called in the trail, beyond the steps of the table."""

from governance.audit.verbs import declare

declare(
    {
        "mediator.graded": "评定调解员等级",
        "case.identity_checked": "核对当事人身份",
        "case.told": "告知当事人",
        "case.assignment_answered": "调解员答复指派",
        "case.mediator_added": "增加调解员或记录人",
        "case.replacement_asked": "要求更换调解员",
        "case.participant_invited": "邀请参与人",
        "case.session_planned": "安排调解会",
        "case.session_called_off": "取消调解会",
        "case.session_edited": "修改调解记录",
        "case.session_signed": "调解记录签名",
        "case.session_corrected": "补正调解记录",
        "case.evidence_added": "登记证据",
        "case.evidence_withdrawn": "撤回证据",
        "case.extension_proposed": "提出延长期限",
        "case.extension_answered": "登记对延长的意见",
        "case.extension_dropped": "不延长期限",
        "case.heir_joined": "继承人参加",
        "case.party_joined": "当事人在受理后参加",
        "case.party_died": "登记当事人死亡或终止",
        "mediator.filed": "登记调解员",
        "mediator.filed_with_bureau": "登记调解员备案",
        "mediator.standing_changed": "变更调解员状态",
        "mediator.tie_declared": "申报利害关系",
        "mediator.tie_ended": "终止申报的利害关系",
        "separate_note.written": "记录单独谈话",
        "separate_note.read": "查阅单独谈话笔记",
        "session.read": "查阅调解记录",
        "investigation.read": "查阅调查记录",
    },
    readings=("separate_note.read", "session.read", "investigation.read"),
)

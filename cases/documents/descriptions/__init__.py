"""The forms: which there are, what each needs to know, and the version of its description.

Raise `version` whenever the description changes: what was produced says which one made it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cases.documents import (
    course_letters,  # noqa: F401 - defines wordings
    follow_up_details,
    form_details,
)
from cases.documents.descriptions import (
    afterwards,
    agreements,
    archive,
    closing,
    course,
    filing,
    mediation,
    notices,
    organs,
    subsidies,
)
from cases.documents.layout import Document
from cases.documents.snapshot import FormSnapshot

FORMS: dict[str, "Form"] = {}


@dataclass(frozen=True)
class Form:
    """One form: `detail` is the kind of facts that it needs beside the case, None for the case alone."""

    code: str
    title: str
    describe: Callable[[FormSnapshot], Document]
    detail: type | None = None
    version: int = 1


def _declare(code: str, title: str, describe: Callable[[FormSnapshot], Document], detail: type | None = None) -> None:
    FORMS[code] = Form(code, title, describe, detail)


_declare("F01", "人民调解申请书", filing.application)
_declare("F01.oral", "人民调解口头申请笔录", filing.oral_application, form_details.Oral)
_declare("F02", "人民调解受理登记表", filing.acceptance_register)
_declare("F03", "当事人权利义务告知书", notices.rights_and_duties)
_declare("F04", "授权委托书", filing.power_of_attorney, form_details.Authority)
_declare("F05", "当事人身份证明", filing.identity_papers, form_details.Papers)
_declare("F06", "人民调解调查记录", mediation.investigation, form_details.Investigation)
_declare("F07", "人民调解证据材料清单", mediation.evidence, form_details.Evidence)
_declare("F08", "人民调解记录", mediation.session_record, form_details.Session)
_declare("F09", "人民调解协议书", agreements.agreement, form_details.Agreement)
_declare("F10", "人民调解口头协议登记表", agreements.oral_agreement, form_details.Agreement)
_declare("F17", "人民调解结案报告表", closing.closing_report, follow_up_details.Closing)
_declare("F11", "人民调解回访记录", afterwards.return_visit, follow_up_details.Visit)
_declare("F12", "司法确认申请书", afterwards.court_application, follow_up_details.CourtApplication)
_declare("F12.hosted", "主持调解证明", afterwards.hosted, follow_up_details.CourtApplication)
_declare("F12.commitment", "申请司法确认承诺书", afterwards.court_commitment, follow_up_details.CourtApplication)
_declare("F18.receipt", "申请材料回执", filing.receipt, form_details.Receipt)
_declare("F18.acceptance", "受理通知书", notices.acceptance_notice, form_details.Letter)
_declare("F18.refusal", "不予受理通知书", notices.refusal, form_details.Refusal)
_declare("F18.session", "调解通知书", notices.session_notice, form_details.SessionCall)
_declare("F18.contacts", "当事人联系记录表", mediation.contact_log, form_details.ContactLog)
_declare("F18.address", "送达地址确认书", filing.address_confirmation, form_details.Address)
_declare("F18.replacement", "更换人民调解员记录", mediation.replacement, form_details.Replacement)
_declare("F18.extension", "延长调解期限同意书", course.extension, form_details.Extension)
_declare("F18.suspension", "中止调解记录", course.suspension, form_details.Suspension)
_declare("F18.resumption", "恢复调解记录", course.resumption, form_details.Resumption)
_declare("F18.termination", "终止调解通知书", course.termination, form_details.Termination)
_declare("F18.withdrawal", "撤回调解申请书", course.withdrawal, form_details.Withdrawal)
_declare("F18.transfer", "纠纷移送函", course.transfer, form_details.Transfer)
_declare("F18.remedies", "权利救济途径告知书", notices.remedy_notice, form_details.Remedies)
_declare("F18.entrusted", "委托调解函和回执", course.entrusted, form_details.Entrusted)
_declare("F18.reply", "委托移送纠纷办理情况回复函", course.referral_reply, form_details.Reply)
_declare("F18.legality", "调解协议合法性审查表", agreements.legality_checklist, form_details.Checklist)
_declare("F18.reopening", "已结案件恢复调解记录", closing.reopening_note, follow_up_details.Reopened)
_declare("F21", "矛盾纠纷排查登记表", organs.check_register, follow_up_details.Check)
_declare("F18.court_end", "终止调解情况表", organs.court_end, follow_up_details.CourtEnd)
_declare("F18.risk", "矛盾纠纷风险情况报告", organs.risk_report, follow_up_details.RiskTold)
_declare("F18.urge", "督促履行通知书", afterwards.urge_letter, follow_up_details.Urge)
_declare("F13", "人民调解卷宗封面", archive.cover, follow_up_details.Volume)
_declare("F14", "卷内目录", archive.catalogue, follow_up_details.Volume)
_declare("F15", "卷宗情况说明", archive.statement, follow_up_details.Volume)
_declare("F16", "卷宗封底", archive.back_cover, follow_up_details.Volume)
_declare("F23", "人民调解以案定补申报审批表", subsidies.subsidy_claim, follow_up_details.SubsidyClaim)
_declare("F24", "人民调解案卷评查表", archive.quality_check, follow_up_details.VolumeCheck)

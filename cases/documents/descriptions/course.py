"""What changes the course of a case: extension, suspension, end, transfer, reply to the organ that sent it."""

from cases.documents.dates import day
from cases.documents.descriptions.notices import ways
from cases.documents.descriptions.parts import (
    addressed,
    choices,
    committee,
    facts,
    fill,
    form,
    label,
    letter,
    matter,
    mediator_lines,
    numbered,
    parties_of,
    party_lines,
    prose,
    row,
    signed_by,
    value,
    who,
)
from cases.documents.form_details import (
    DECISIONS,
    Consent,
    Entrusted,
    Extension,
    Reply,
    Resumption,
    Suspension,
    Termination,
    Transfer,
    Withdrawal,
)
from cases.documents.layout import Block, Break, Closing, Cut, Document, Para, SignatureLine, Signatures, Table, tick
from cases.documents.letters import worded
from cases.documents.snapshot import APPLICANT, CaseSnapshot, FormSnapshot

LAW = "《中华人民共和国人民调解法》"


def extension(snap: FormSnapshot) -> Document:
    """延长调解期限同意书: every party agrees, before the time is over."""
    detail = snap.detail_as(Extension)
    consents = detail.consents or tuple(Consent(party.name) for party in parties_of(snap.case))
    head = row(label("当事人"), label("意见"), label("表示方式"), label("日期"))
    rows = tuple(
        row(
            value(one.party),
            value(f"{tick(one.agrees is True, '同意')}　{tick(one.agrees is False, '不同意')}", align="center"),
            value(one.how, align="center"),
            value(day(one.answered_on) if one.answered_on else "", align="center"),
        )
        for one in consents
    )
    values = {
        "调委会": committee(snap.case),
        "案由": matter(snap.case),
        "原期限": day(detail.due_on),
        "延长原因": fill(detail.reason, 16),
        "新期限": day(detail.until),
    }
    return form(
        snap,
        "延长调解期限同意书",
        *worded(snap, values, {"各方意见": (Table((58, 42, 28, 30), (head, *rows), header=1),)}),
        Signatures((*party_lines(snap), *mediator_lines(snap, (), "")[:-1])),
    )


def suspension(snap: FormSnapshot) -> Document:
    """中止调解记录: from this day the time limit stands still."""
    detail = snap.detail_as(Suspension)
    values = {
        "调委会": committee(snap.case),
        "案由": matter(snap.case),
        "中止日期": day(detail.suspended_on),
    }
    why = (prose("中止原因", detail.reason, 45), facts(("中止前的期限", day(detail.due_on))))
    return form(
        snap,
        "中止调解记录",
        *worded(snap, values, {"中止原因": why}),
        Signatures((*mediator_lines(snap, (), "")[:-1], _director(snap, detail.approved_by))),
    )


def _director(snap: FormSnapshot, name: str) -> SignatureLine:
    return signed_by(snap, f"人民调解委员会主任（签名） {name}".rstrip(), "director", name)


def resumption(snap: FormSnapshot) -> Document:
    """恢复调解记录."""
    detail = snap.detail_as(Resumption)
    values = {
        "调委会": committee(snap.case),
        "案由": matter(snap.case),
        "中止日期": day(detail.suspended_on),
        "恢复日期": day(detail.resumed_on),
        "新期限": day(detail.due_on),
    }
    return form(
        snap,
        "恢复调解记录",
        *worded(snap, values, {"恢复原因": (prose("恢复原因", detail.reason, 45),)}),
        Signatures((*mediator_lines(snap, (), "")[:-1], _director(snap, detail.approved_by))),
    )


def termination(snap: FormSnapshot) -> Document:
    """终止调解通知书, with the routes that remain open (人民调解法 第二十六条)."""
    detail = snap.detail_as(Termination)
    asked = f"（由{detail.asked_by}提出）" if detail.asked_by else ""
    explanation = detail.explanation.rstrip("。")
    values = {
        "案由": matter(snap.case),
        "终止原因": f"{fill(detail.reason, 16)}{asked}",
        "终止日期": day(detail.ended_on),
        "说明": f"{explanation}。" if explanation else "",
    }
    return letter(snap, "终止调解通知书", addressed(detail.to), *worded(snap, values, {"救济途径": ways()}))


def withdrawal(snap: FormSnapshot) -> Document:
    """撤回调解申请书."""
    detail = snap.detail_as(Withdrawal)
    on = detail.withdrawn_on
    settled = {None: "", True: "yes", False: "no"}[detail.settled_privately]
    return form(
        snap,
        "撤回调解申请书",
        Para(f"{committee(snap.case)}：", indent=0),
        Para(f"申请人{who(snap.case, APPLICANT)}申请调解的{matter(snap.case)}，现申请人自愿撤回调解申请。"),
        facts(("是否自行和解", choices(settled, {"yes": "已经自行和解", "no": "没有自行和解"}))),
        prose("撤回理由", detail.reason, 40),
        Para("申请人知晓：撤回后可以再次申请调解，也可以依法通过仲裁、行政、司法等途径维护自己的权利。"),
        Signatures((*party_lines(snap, (APPLICANT,), on=on), signed_by(snap, "登记人（签名）", "registrar", on=on))),
    )


def transfer(snap: FormSnapshot) -> Document:
    """移送函 and, below the dashed line or on its own page, the receipt that comes back."""
    detail = snap.detail_as(Transfer)
    case = snap.case
    organ = fill(detail.organ, 14)
    number = fill(detail.letter_number, 10)
    values = {
        "案由": matter(case),
        "移送原因": fill(detail.reason, 16),
        "答复期限": day(detail.reply_by),
        **_contact(detail, case),
    }
    blocks: dict[str, tuple[Block, ...]] = {
        "纠纷简要情况": (prose("纠纷简要情况", case.facts, 40),),
        "附件": (Para(f"附件：\n{numbered(detail.attachments)}", indent=2),),
    }
    return letter(
        snap,
        "纠纷移送函",
        Para(f"{organ}：", indent=0, keep=True),
        *worded(snap, values, blocks),
        Closing(committee(case), day(detail.issued_on)),
        Cut("请接收单位填写下页回执，盖章后退回"),
        Break("移送函回执"),
        Para(f"{committee(case)}：", indent=0),
        Para(f"你单位{number}函及所附材料共＿＿件收悉。关于{matter(case)}："),
        Para("□ 同意接收，由我单位处理，承办人：＿＿＿＿，电话：＿＿＿＿＿＿。"),
        Para("□ 不予接收，理由：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿。"),
        closing=Closing("（接收单位）", day(None)),
    )


def entrusted(snap: FormSnapshot) -> Document:
    """委托调解函 as it came, and on its own page the receipt (回执) that goes back to the organ."""
    detail = snap.detail_as(Entrusted)
    case = snap.case
    number = fill(detail.letter_no, 10)
    ways = {each: each for each in DECISIONS}
    return letter(
        snap,
        "委托调解函",
        Para(f"{committee(case)}：", indent=0, keep=True),
        Para(
            f"{matter(case)}，现{fill(detail.mode, 6)}你调解委员会调解，"
            f"请依法办理并于{day(detail.reply_by)}前函复结果。"
        ),
        facts(
            ("来函文号", detail.letter_no),
            ("对方案号", detail.docket),
            ("委托事由", detail.reason),
            ("联系人", detail.organ_contact),
        ),
        prose("纠纷简要情况", case.facts, 40),
        Closing(fill(detail.organ, 10), day(detail.letter_on)),
        Cut("下页回执由接受委托的调解委员会填写，盖章后送回"),
        Break("委托调解函回执"),
        Para(f"{fill(detail.organ, 14)}：", indent=0),
        Para(f"你单位{number}函于{day(detail.received_on)}收悉。关于{matter(case)}，本调解委员会经审查："),
        facts(
            ("审查结果", choices(detail.decision, ways)),
            ("案号", case.number),
            ("说明", detail.refusal),
            ("承办人、电话", " ".join(filter(None, (detail.contact, detail.contact_phone)))),
        ),
        closing=Closing(committee(case), day(detail.decided_on)),
    )


def referral_reply(snap: FormSnapshot) -> Document:
    """委托移送纠纷办理情况回复函."""
    detail = snap.detail_as(Reply)
    case = snap.case
    values = {
        "来函日期": day(detail.referral_on),
        "来函文号": fill(detail.referral_number, 10),
        "案由": matter(case),
        "受理日期": day(case.accepted_on),
        "案号": fill(case.number, 10),
        **_contact(detail, case),
    }
    blocks: dict[str, tuple[Block, ...]] = {
        "办理情况": (
            facts(("办理结果", detail.result), *((("协议履行", detail.performance),) if detail.performance else ())),
            prose("办理情况", detail.explanation, 50),
        ),
        "附件": (Para(f"附件：\n{numbered(detail.attachments)}", indent=2),),
    }
    to = Para(f"{fill(detail.organ, 14)}：", indent=0, keep=True)
    return letter(snap, "委托移送纠纷办理情况回复函", to, *worded(snap, values, blocks))


def _contact(detail: Transfer | Reply, case: CaseSnapshot) -> dict[str, str]:
    phone = fill(detail.contact_phone or case.committee_phone, 10)
    return {"联系人": fill(detail.contact), "联系电话": phone}

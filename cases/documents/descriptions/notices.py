"""Letters of the committee to the parties: rights and duties, acceptance, refusal, session, remedies."""

from cases.docket.codes import REFUSAL_REASONS
from cases.documents.dates import day, moment, ordinal
from cases.documents.descriptions.parts import (
    addressed,
    choices,
    committee,
    facts,
    fill,
    form,
    letter,
    matter,
    party_lines,
    received,
)
from cases.documents.form_details import Letter, Refusal, Remedies, SessionCall
from cases.documents.layout import Document, Heading, Para, Signatures
from cases.documents.letters import worded
from cases.documents.snapshot import FormSnapshot
from cases.documents.ways import LIMITATION, WAYS

LAW = "《中华人民共和国人民调解法》"
OPENNESS = {"open": "公开进行", "closed": "不公开进行"}
RIGHTS = (
    (
        "一、人民调解的性质和原则",
        "人民调解是人民调解委员会通过说服、疏导等方法，促使当事人在平等协商基础上自愿达成调解协议，解决民间纠纷的活动（第二条）。"
        "调解遵循下列原则（第三条）：\n"
        "（一）在当事人自愿、平等的基础上进行调解；\n"
        "（二）不违背法律、法规和国家政策；\n"
        "（三）尊重当事人的权利，不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。\n"
        "人民调解委员会调解民间纠纷，不收取任何费用（第四条）。",
    ),
    (
        "二、当事人的权利（第二十三条）",
        "（一）选择或者接受人民调解员；\n"
        "（二）接受调解、拒绝调解或者要求终止调解；\n"
        "（三）要求调解公开进行或者不公开进行；\n"
        "（四）自主表达意愿、自愿达成调解协议。\n"
        "当事人要求人民调解员回避的，人民调解委员会予以调换。",
    ),
    (
        "三、当事人的义务（第二十四条）",
        "（一）如实陈述纠纷事实；\n（二）遵守调解现场秩序，尊重人民调解员；\n（三）尊重对方当事人行使权利。",
    ),
    (
        "四、调解协议的效力",
        "经人民调解委员会调解达成的调解协议，具有法律约束力，当事人应当按照约定履行（第三十一条）。\n"
        "调解协议书自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效（第二十九条）。"
        "口头调解协议自各方当事人达成协议之日起生效（第三十条）。\n"
        "当事人之间就调解协议的履行或者调解协议的内容发生争议的，一方当事人可以向人民法院提起诉讼（第三十二条）。\n"
        "双方当事人认为有必要的，可以自调解协议生效之日起三十日内共同向人民法院申请司法确认。人民法院依法确认调解协议有效，"
        "一方当事人拒绝履行或者未全部履行的，对方当事人可以向人民法院申请强制执行（第三十三条）。",
    ),
    (
        "五、调解不成的途径（第二十六条）",
        "调解不成的，终止调解，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
    ),
)


def rights_and_duties(snap: FormSnapshot) -> Document:
    """F03 权利义务告知书 (人民调解工作若干规定 第三十条: told before mediation)."""
    names = "、".join(party.name for party in snap.case.parties)
    blocks: list = []
    for title, text in RIGHTS:
        blocks += [Heading(title), Para(text, small=True)]
    return form(
        snap,
        "人民调解当事人权利义务告知书",
        Para(f"{fill(names, 16)}：", indent=0),
        Para(f"{committee(snap.case)}现就{matter(snap.case)}的调解，依据{LAW}将当事人的权利和义务告知如下："),
        *blocks,
        Para("以上内容已经告知，我已经知晓。", keep=True),
        Signatures(party_lines(snap)),
    )


def acceptance_notice(snap: FormSnapshot) -> Document:
    """受理通知书."""
    case = snap.case
    values = {
        "案由": matter(case),
        "受理日期": day(case.accepted_on),
        "调解员": fill("、".join(case.mediators)),
        "调解期限": day(case.due_on),
        "地址": fill(case.committee_address, 14),
        "联系电话": fill(case.committee_phone, 10),
    }
    return letter(snap, "受理通知书", addressed(snap.detail_as(Letter).to), *worded(snap, values))


def refusal(snap: FormSnapshot) -> Document:
    """不予受理通知书: with reason, basis, and where else to go (人民调解工作若干规定 第二十四条)."""
    detail = snap.detail_as(Refusal)
    listed = REFUSAL_REASONS.get(detail.reason_code)
    reason, basis = (listed.label, listed.basis) if listed else ("", "")
    explanation = detail.explanation.rstrip("。")
    values = {
        "收到日期": _received(snap),
        "案由": matter(snap.case),
        "理由代码": f"（{detail.reason_code}）" if detail.reason_code else "",
        "理由": fill(detail.reason or reason, 24),
        "说明": f"{explanation}。" if explanation else "",
        "依据": fill(detail.basis or basis, 20),
    }
    return letter(snap, "不予受理通知书", addressed(detail.to), *worded(snap, values, {"救济途径": ways()}))


def _received(snap: FormSnapshot) -> str:
    return day(snap.case.received_at and snap.case.received_at.date())


def ways() -> tuple:
    """The other routes, as the law asks to tell them (人民调解法 第二十六条), and the warning about limitation."""
    texts = "\n".join(f"{ordinal(place)}、{text}" for place, text in enumerate(WAYS, 1))
    return (Para("您可以依法通过下列途径维护自己的权利：", keep=True), Para(texts), Para(LIMITATION))


def session_notice(snap: FormSnapshot) -> Document:
    """调解通知书: when and where to come."""
    detail = snap.detail_as(SessionCall)
    case = snap.case
    openness = {None: "", True: "open", False: "closed"}[detail.is_open]
    arranged = facts(
        ("调解时间", moment(detail.starts_at)),
        ("调解地点", detail.place or case.committee_address),
        ("调解方式", choices(openness, OPENNESS)),
        ("人民调解员", "、".join(case.mediators)),
        ("请携带", detail.bring or "本人身份证件；代理人参加的，另带授权委托书；与纠纷有关的材料。"),
        ("联系人", detail.contact),
        ("联系电话", detail.contact_phone or case.committee_phone),
    )
    body = worded(snap, {"案由": matter(case)}, {"调解安排": (arranged,)})
    return letter(snap, "调解通知书", addressed(detail.to), *body, after=received(snap))


def remedy_notice(snap: FormSnapshot) -> Document:
    """权利救济途径告知书, when mediation ended without agreement (人民调解法 第二十六条)."""
    detail = snap.detail_as(Remedies)
    values = {"案由": matter(snap.case), "终止原因": fill(detail.reason, 14), "终止日期": day(detail.ended_on)}
    body = worded(snap, values, {"救济途径": ways()})
    return letter(snap, "权利救济途径告知书", addressed(detail.to), *body, after=received(snap))

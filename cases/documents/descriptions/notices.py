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
from cases.documents.form_words import SIGNED
from cases.documents.layout import Document, Para, Signatures
from cases.documents.letters import chaptered, worded
from cases.documents.snapshot import FormSnapshot
from cases.documents.ways import LIMITATION, WAYS

LAW = "《中华人民共和国人民调解法》"
OPENNESS = {"open": "公开进行", "closed": "不公开进行"}


def rights_and_duties(snap: FormSnapshot) -> Document:
    """F03 权利义务告知书 (人民调解工作若干规定 第三十条: told before mediation)."""
    names = "、".join(party.name for party in snap.case.parties)
    values = {"调委会": committee(snap.case), "案由": matter(snap.case)}
    return form(
        snap,
        "人民调解当事人权利义务告知书",
        Para(f"{fill(names, 16)}：", indent=0),
        *chaptered(snap, values),
        Para(SIGNED, keep=True),
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

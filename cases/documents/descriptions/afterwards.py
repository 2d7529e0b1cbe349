"""What follows an agreement: urging, the papers for the court, the return visit."""

from cases.documents.dates import day, moment, ordinal
from cases.documents.descriptions.parts import (
    addressed,
    committee,
    facts,
    fill,
    form,
    label,
    letter,
    matter,
    party_lines,
    party_table,
    prose,
    received,
    row,
    signed_by,
    value,
)
from cases.documents.follow_up_details import CourtApplication, Overdue, Urge, Visit
from cases.documents.layout import Closing, Document, Heading, Para, Signatures, Table
from cases.documents.letters import CONTACT, worded
from cases.documents.snapshot import FormSnapshot

LAW = "《中华人民共和国人民调解法》"
MATERIALS = (
    "调解协议",
    "各方当事人的身份证明、资格证明",
    "调解组织主持调解的证明",
    "与调解协议相关的财产权利证明等材料（有的）",
    "各方当事人的送达地址、电话号码",
    "授权委托书（委托他人代为申请的）",
)


def return_visit(snap: FormSnapshot) -> Document:
    """F11 人民调解回访记录 (人民调解工作若干规定 第三十七条)."""
    detail = snap.detail_as(Visit)
    where = "，".join(filter(None, (detail.channel, detail.place)))
    return form(
        snap,
        "人民调解回访记录",
        facts(
            ("被回访人", detail.visited),
            ("回访事由", f"{matter(snap.case)}" if snap.case.parties else ""),
            ("调解协议编号", detail.agreement_number or snap.case.number),
            ("回访时间", moment(detail.visited_at)),
            ("方式、地点", where),
            ("协议履行情况", detail.performance),
            ("当事人满意度", detail.satisfaction),
            ("诉讼、仲裁", detail.suit),
            ("调解有无差错、纠纷有无激化", detail.signs),
        ),
        prose("回访情况", detail.situation, 42),
        prose("处理措施", detail.measures, 20),
        Signatures(
            (
                signed_by(snap, f"回访人（签名） {detail.visitor}".rstrip(), "visitor"),
                signed_by(snap, f"被回访人（签名） {detail.visited}".rstrip(), "visited"),
            )
        ),
        Closing(committee(snap.case), day(detail.visited_at and detail.visited_at.date()), ""),
    )


def urge_letter(snap: FormSnapshot) -> Document:
    """催促履行通知书: what is late, what the law says, what the other side may do."""
    detail = snap.detail_as(Urge)
    values = {
        "案由": matter(snap.case),
        "协议生效日期": day(detail.effective_on),
        "协议编号": fill(detail.agreement_number, 12),
        "履行日期": day(detail.perform_by),
    }
    contact = facts(("联系人", detail.contact), ("联系电话", detail.contact_phone or snap.case.committee_phone))
    blocks = {"未履行的义务": (_overdue(detail.items),), CONTACT: (contact,)}
    body = worded(snap, values, blocks)
    return letter(snap, "督促履行通知书", addressed(detail.to), *body, after=received(snap))


def _overdue(items: tuple[Overdue, ...]) -> Table:
    head = row(*map(label, ("序号", "履行内容", "履行期限", "尚未履行")))
    shown = items or (Overdue(), Overdue())
    rows = (
        row(
            value(place, align="center"),
            value(one.what),
            value(one.until, align="center"),
            value(one.left, align="center"),
        )
        for place, one in enumerate(shown, 1)
    )
    return Table((14, 74, 36, 34), (head, *rows), header=1)


def court_application(snap: FormSnapshot) -> Document:
    """F12 司法确认申请书: by all parties together (民事诉讼法 第二百零五条)."""
    detail = snap.detail_as(CourtApplication)
    terms = tuple(map(Para, detail.terms)) or tuple(Para("＿" * 37, indent=0, ruled=True) for _ in range(6))
    values = {
        "纠纷类型": fill(snap.case.dispute_type, 8),
        "协议生效日期": day(detail.effective_on),
        "调委会": committee(snap.case),
    }
    attached = "；".join(f"{place}．{name}" for place, name in enumerate(MATERIALS, 1))
    return form(
        snap,
        "司法确认申请书",
        Para("申请人（各方当事人）：", indent=0),
        party_table(snap.case, with_documents=True),
        Heading("请求事项"),
        Para(f"请求人民法院确认各申请人达成的调解协议（编号：{fill(detail.agreement_number, 12)}）有效。"),
        Heading("事实和理由"),
        *worded(snap, values, {"协议内容": terms}),
        Para("此致", keep=True),
        Para(fill(detail.court, 12), indent=0, keep=True),
        Signatures(party_lines(snap)),
        Para(f"附：{attached}。", indent=0),
        number=detail.agreement_number or snap.case.number,
    )


def court_commitment(snap: FormSnapshot) -> Document:
    """F12 承诺书, that goes with the application (法释〔2011〕5号 第三条)."""
    detail = snap.detail_as(CourtApplication)
    said = (
        "出于解决纠纷的目的自愿达成调解协议，没有恶意串通、规避法律的行为；",
        "调解协议的内容真实、合法，不损害国家利益、社会公共利益和他人合法权益；",
        "不涉及确认身份关系、物权和知识产权权属；",
        "提供的材料和送达地址真实、准确；",
        "如果因为该协议内容而给他人造成损害的，愿意承担相应的民事责任和其他法律责任。",
    )
    lines = "\n".join(f"（{ordinal(place)}）{text}" for place, text in enumerate(said, 1))
    return form(
        snap,
        "申请司法确认承诺书",
        Para(f"{fill(detail.court, 12)}：", indent=0),
        Para(
            f"我们就{matter(snap.case)}，于{day(detail.effective_on)}经{committee(snap.case)}调解达成调解协议"
            f"（编号：{fill(detail.agreement_number, 12)}），现共同申请司法确认，并承诺："
        ),
        Para(lines),
        Signatures(party_lines(snap)),
        number=detail.agreement_number or snap.case.number,
    )


def hosted(snap: FormSnapshot) -> Document:
    """F12 调解组织主持调解的证明, that goes with the application (法释〔2011〕5号 第三条)."""
    detail = snap.detail_as(CourtApplication)
    return letter(
        snap,
        "主持调解证明",
        Para(f"{fill(detail.court, 12)}：", indent=0, keep=True),
        Para(
            f"{matter(snap.case)}，由本调解委员会于{day(snap.case.accepted_on)}受理，案号{fill(snap.case.number, 10)}，"
            f"由人民调解员{fill('、'.join(snap.case.mediators), 6)}主持调解。"
            f"各方当事人于{day(detail.effective_on)}自愿达成调解协议（编号：{fill(detail.agreement_number, 12)}），"
            "经各方签名、加盖本调解委员会印章后生效。"
        ),
        Para("特此证明。"),
        Para(f"联系电话：{fill(snap.case.committee_phone, 10)}"),
    )

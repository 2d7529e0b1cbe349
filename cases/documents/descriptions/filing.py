"""Forms of the beginning: application, acceptance register, papers of the parties, receipt."""

from datetime import datetime

from cases.documents.dates import SHANGHAI, day, moment
from cases.documents.descriptions.parts import (
    choices,
    committee,
    facts,
    fill,
    form,
    label,
    letter,
    matter,
    numbered,
    party_lines,
    party_table,
    prose,
    row,
    signed_by,
    value,
    who,
)
from cases.documents.form_details import Address, Authority, Material, Oral, Paper, Papers, Receipt
from cases.documents.layout import Break, Cell, Closing, Document, Heading, Para, Signatures, Table, tick
from cases.documents.letters import worded
from cases.documents.snapshot import APPLICANT, AUTHORITIES, GENERAL, RESPONDENT, SPECIAL, FormSnapshot

TOLD = "人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"
SOURCES = {"application": "当事人申请", "initiative": "人民调解委员会主动调解", "entrusted": "接受委托移送"}
SPECIAL_POWERS = "代为承认、放弃、变更请求事项，进行和解，签署调解协议"
GENERAL_POWERS = (
    "代为提出申请、陈述事实、提供证据、参加调解、签收文书；无权承认、放弃、变更请求事项，无权和解、签署调解协议"
)


def application(snap: FormSnapshot) -> Document:
    """F01 人民调解申请书."""
    case = snap.case
    return form(
        snap,
        "人民调解申请书",
        party_table(case),
        prose("纠纷简要情况", case.facts, 50),
        prose("当事人申请事项", numbered(case.requests), 24),
        Para(TOLD),
        Para("此致", keep=True),
        Para(committee(case), indent=0, keep=True),
        Signatures(party_lines(snap, (APPLICANT,))),
    )


def oral_application(snap: FormSnapshot) -> Document:
    """口头申请笔录: an application may be oral (人民调解工作若干规定 第二十三条)."""
    oral = snap.detail_as(Oral)
    case = snap.case
    return form(
        snap,
        "人民调解口头申请笔录",
        facts(
            ("申请时间", moment(oral.told_at)),
            ("申请地点", oral.place),
            ("接待人", oral.taken_by),
        ),
        party_table(case),
        prose("申请人陈述的纠纷情况", oral.told or case.facts, 55),
        prose("申请事项", numbered(case.requests), 22),
        Para("以上笔录已向申请人宣读（已由申请人阅看），与申请人所述一致。" + TOLD),
        Signatures(
            (*party_lines(snap, (APPLICANT,)), signed_by(snap, f"接待人（签名） {oral.taken_by}".rstrip(), "registrar"))
        ),
    )


def acceptance_register(snap: FormSnapshot) -> Document:
    """F02 人民调解受理登记表, filled in by the committee."""
    case = snap.case
    source = choices(case.source, SOURCES) + (f"（{case.source_organ}）" if case.source_organ else "")
    return form(
        snap,
        "人民调解受理登记表",
        facts(
            ("受理日期", day(case.accepted_on)),
            ("纠纷类型", case.dispute_type),
            ("案件来源", source),
            *((("交通事故", case.accident),) if case.accident else ()),
        ),
        party_table(case),
        prose("纠纷简要情况", case.facts, 8 if case.facts else 28),
        Para(
            f"经{committee(case)}审查，并征得各方当事人同意，于{day(case.accepted_on)}受理{matter(case)}。",
        ),
        Signatures(
            (
                *party_lines(snap),
                signed_by(snap, f"登记人（签名） {case.registrar}".rstrip(), "registrar", case.registrar),
            )
        ),
        Closing(committee(case), day(case.accepted_on)),
        Para(f"备注：{case.remark or '此表由人民调解委员会填写。'}", indent=0, small=True),
    )


def power_of_attorney(snap: FormSnapshot) -> Document:
    """F04 授权委托书 (民事诉讼法 第六十二条: special authority names each power)."""
    detail = snap.detail_as(Authority)
    principal, agent, on = detail.principal, detail.agent, detail.signed_on
    ends = day(agent.ends_on) if agent.ends_on else "本次调解程序终结之日"
    powers = {SPECIAL: SPECIAL_POWERS, GENERAL: GENERAL_POWERS}
    choice = [
        Para(f"{tick(agent.authority == key, AUTHORITIES[key])}：{powers[key]}。", indent=2)
        for key in (GENERAL, SPECIAL)
    ]
    values = {
        "案由": matter(snap.case),
        "调委会": committee(snap.case),
        "委托事项": fill(agent.matters, 16),
        "开始日": day(agent.starts_on),
        "终止日": ends,
    }
    return form(
        snap,
        "授权委托书",
        Table(
            (28, 51, 28, 51),
            (
                row(label("委托人", 4)),
                row(label("姓名（名称）"), value(principal.name), label("性别"), value(principal.sex)),
                row(
                    *(label("证件号码"), value(principal.document_number or principal.credit_code)),
                    *(label("联系方式"), value(principal.phone)),
                ),
                row(
                    label("法定代表人"),
                    value(principal.representative),
                    label("职务"),
                    value(principal.representative_post),
                ),
                row(label("单位或住址"), value(principal.address or principal.unit, 3)),
                row(label("受委托人", 4)),
                row(label("姓名"), value(agent.name), label("性别"), value(agent.sex)),
                row(label("证件号码"), value(agent.document_number), label("联系方式"), value(agent.phone)),
                row(label("工作单位"), value(agent.unit), label("与委托人关系"), value(agent.relation)),
            ),
        ),
        *worded(snap, values, {"委托权限": (Heading("委托权限（选择一项）"), *choice)}),
        Signatures(
            (
                signed_by(snap, f"委托人（签名、盖章或按指印）\n{principal.name}".rstrip(), "principal", on=on),
                signed_by(snap, f"受委托人（签名） {agent.name}".rstrip(), "agent", agent.name, on=on),
            )
        ),
    )


A_PAGE = 2  # identity papers to a page, so that none is cut in two


def identity_papers(snap: FormSnapshot) -> Document:
    """F05 当事人身份证明: a copy of each party's paper, checked against the original."""
    papers = snap.detail_as(Papers).items or (Paper(), Paper())
    blocks: list = []
    for place, paper in enumerate(papers):
        if place and place % A_PAGE == 0:
            blocks.append(Break())
        blocks.append(
            Table(
                (28, 51, 28, 51),
                (
                    row(label("当事人"), value(paper.party), label("证件名称"), value(paper.kind)),
                    row(label("证件号码"), value(paper.number, 3)),
                    row(
                        Cell(
                            "" if paper.images else "（身份证明复印件粘贴处）",
                            span=4,
                            align="center",
                            height=60,
                            images=paper.images,
                            image_height=46,
                        )
                    ),
                    row(
                        *(label("与原件核对\n无异"), value(fill(paper.checked_by, 4) + "（签名）")),
                        *(label("核对日期"), value(day(paper.checked_on))),
                    ),
                ),
            )
        )
    return form(snap, "当事人身份证明", *blocks)


def receipt(snap: FormSnapshot) -> Document:
    """申请材料回执: the minute counts, for the claim interrupts limitation (民法典 第一百九十五条)."""
    detail = snap.detail_as(Receipt)
    case = snap.case
    materials = detail.materials or tuple(Material("") for _ in range(5))
    listed = tuple(
        row(
            value(place, align="center"),
            value(one.name),
            value(one.pages, align="center"),
            value(_copy(one), align="center"),
        )
        for place, one in enumerate(materials, 1)
    )
    head = row(label("序号"), label("材料名称"), label("页数"), label("原件／复印件"))
    values = {
        "收到时间": moment(case.received_at),
        "被申请人": who(case, RESPONDENT),
        "纠纷类型": fill(case.dispute_type),
        "答复日期": day(detail.answer_by),
        "收件人": fill(detail.received_by),
        "联系电话": fill(detail.contact_phone or case.committee_phone, 10),
    }
    return letter(
        snap,
        "申请材料回执",
        Para(f"{who(case, APPLICANT)}：", indent=0),
        *worded(snap, values, {"材料清单": (Table((16, 90, 20, 32), (head, *listed), header=1),)}),
        closing=Closing(committee(case), _day_of(case.received_at)),
    )


def _day_of(at: datetime | None) -> str:
    return day(at.astimezone(SHANGHAI).date() if at else None)


def _copy(material: Material) -> str:
    return {None: "", True: "原件", False: "复印件"}[material.is_original]


def address_confirmation(snap: FormSnapshot) -> Document:
    """送达地址确认书."""
    detail = snap.detail_as(Address)
    on = detail.confirmed_on
    notice = "\n".join(each.text for each in worded(snap, {}) if isinstance(each, Para))
    return form(
        snap,
        "送达地址确认书",
        Para(f"纠纷：{matter(snap.case)}", indent=0),
        Table(
            (34, 124),
            (
                row(label("告知事项"), Cell(notice, prose=True)),
                row(label("当事人"), value(detail.party)),
                row(label("收件人"), value(detail.receiver)),
                row(label("送达地址"), value(detail.address, height=14)),
                row(label("邮政编码"), value(detail.postcode)),
                row(label("联系电话"), value(detail.phone)),
                row(label("电子送达方式\n（自愿选择）"), value(detail.electronic, height=14)),
                row(
                    label("当事人确认"), Cell("我已经阅读（听明白）告知事项，保证上述送达地址准确、有效。", prose=True)
                ),
            ),
        ),
        Signatures(
            (
                signed_by(snap, f"当事人（签名、盖章或按指印）\n{detail.party}".rstrip(), "party", detail.party, on=on),
                signed_by(snap, "经办人（签名）", "registrar", on=on),
            )
        ),
    )

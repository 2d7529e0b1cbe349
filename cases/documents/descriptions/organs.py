"""Papers that go to other organs: the table of an ended mediation, a report of danger; and what a check found."""

from cases.documents.dates import day, moment
from cases.documents.descriptions.parts import (
    committee,
    facts,
    fill,
    form,
    label,
    letter,
    matter,
    party_table,
    prose,
    received,
    row,
    signed_by,
    value,
)
from cases.documents.follow_up_details import Check, CourtEnd, RiskTold
from cases.documents.form_details import Address
from cases.documents.layout import Document, Para, SignatureLine, Signatures, Table
from cases.documents.letters import worded
from cases.documents.snapshot import FormSnapshot


def court_end(snap: FormSnapshot) -> Document:
    """终止调解情况表, to the court that entrusted the mediation."""
    detail = snap.detail_as(CourtEnd)
    case = snap.case
    head = row(label("当事人"), label("送达地址"), label("联系电话"))
    addresses = detail.addresses or (Address(), Address())
    rows = [row(value(one.party), value(one.address), value(one.phone)) for one in addresses]
    values = {
        "来函日期": day(detail.referral_on),
        "来函文号": fill(detail.referral_number, 10),
        "案由": matter(case),
        "受理日期": day(case.accepted_on),
        "联系人": fill(detail.contact),
        "联系电话": fill(detail.contact_phone or case.committee_phone, 10),
    }
    ended = (
        facts(
            ("法院案号", detail.docket),
            ("调解结果", detail.result),
            ("终止日期", day(detail.ended_on)),
            ("人民调解员", "、".join(case.mediators)),
        ),
        prose("终止调解的情况", detail.explanation, 24),
        prose("当事人签名确认的无争议事实", detail.agreed_facts, 30),
        Table((38, 84, 36), (head, *rows), header=1),
    )
    return letter(
        snap,
        "终止调解情况表",
        Para(f"{fill(detail.organ, 14)}：", indent=0, keep=True),
        *worded(snap, values, {"终止调解的情况": ended}),
    )


def risk_report(snap: FormSnapshot) -> Document:
    """矛盾纠纷风险情况报告."""
    detail = snap.detail_as(RiskTold)
    case = snap.case
    told = (
        facts(
            ("评估时间", moment(detail.assessed_at)),
            ("征兆", "、".join(detail.signs)),
            ("可能转化为", detail.forecast),
            ("报告时间", moment(detail.reported_at)),
            ("报告方式", detail.how),
            ("接报人", detail.person),
            ("报告人", detail.reported_by),
        ),
        party_table(case),
        prose("情况", detail.narrative, 24),
        prose("已采取的措施", detail.measures, 20),
        prose("报告内容", detail.told, 16),
        prose("答复", detail.answer, 12),
    )
    return letter(
        snap,
        "矛盾纠纷风险情况报告",
        Para(f"{fill(detail.organ, 14)}：", indent=0, keep=True),
        *worded(snap, {"案由": matter(case), "风险等级": fill(detail.level, 4)}, {"风险情况": told}),
        after=received(snap, "接报人"),
    )


def check_register(snap: FormSnapshot) -> Document:
    """F21 矛盾纠纷排查登记表."""
    detail = snap.detail_as(Check)
    case = snap.case
    return form(
        snap,
        "矛盾纠纷排查登记表",
        facts(
            ("排查单位", committee(case)),
            ("排查时间", moment(detail.found_at)),
            ("排查地点", detail.place),
            ("排查方式", detail.method),
            ("排查人", "、".join(detail.checkers)),
            ("涉及人员", "、".join(detail.people)),
            ("纠纷类型", case.dispute_type),
            ("风险等级", detail.risk),
        ),
        prose("发现的情况", case.facts, 50),
        facts(("交由", detail.handed_to), ("处理结果", detail.outcome)),
        Signatures(tuple(_checker(snap, name) for name in detail.checkers or ("",))),
    )


def _checker(snap: FormSnapshot, name: str) -> SignatureLine:
    return signed_by(snap, f"排查人（签名） {name}".rstrip(), "checker", name)

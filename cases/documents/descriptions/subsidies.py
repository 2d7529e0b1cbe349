"""The claim of a subsidy by case, and the opinions of the three who review it (F23)."""

from cases.documents.dates import day
from cases.documents.descriptions.parts import FACTS, choices, facts, form, label, matter, prose, row, signed_by, value
from cases.documents.follow_up_details import SubsidyClaim, SubsidyPayee, SubsidyReview
from cases.documents.layout import Document, Row, Signatures, Table, fill
from cases.documents.snapshot import FormSnapshot

GRADES = {grade: grade for grade in ("简易", "一般", "疑难复杂", "重大")}
SEATS = {1: "调委会审核意见", 2: "司法所复核意见", 3: "区司法局审批意见"}


def subsidy_claim(snap: FormSnapshot) -> Document:
    """F23 以案定补申报审批表."""
    detail = snap.detail_as(SubsidyClaim)
    payees = detail.payees or tuple(SubsidyPayee() for _ in range(2))
    head = row(*map(label, ("姓名", "专兼职", "等级", "份额", "金额（元）")))
    rows = tuple(
        row(
            value(one.name),
            value(one.employment, align="center"),
            value(one.grade, align="center"),
            value(f"{one.percent}%" if one.percent else "", align="center"),
            value(one.amount, align="right"),
        )
        for one in payees
    )
    ruled = f"按规则为“{detail.rule_grade}”：{detail.basis}" if detail.basis else ""
    given = {one.seat: one for one in detail.reviews}
    opinions = tuple(_opinion(title, given.get(seat)) for seat, title in SEATS.items())
    return form(
        snap,
        "人民调解以案定补申报审批表",
        facts(
            ("申报调委会", snap.case.committee),
            ("案件", matter(snap.case)),
            ("受理日期", day(snap.case.accepted_on)),
            ("调解成功日期", day(detail.result_on)),
            ("履行完毕日期", day(detail.performed_on)),
            ("结案和卷号", "，".join(filter(None, (day(detail.closed_on), detail.volume)))),
            ("补贴等级", choices(detail.grade, GRADES)),
            ("等级依据", "；".join(filter(None, (ruled, detail.grade_reason)))),
            ("补贴金额", detail.amount),
        ),
        Table((46, 26, 26, 24, 36), (head, *rows), header=1),
        prose("申报理由", detail.reason, 14),
        Signatures(
            (signed_by(snap, f"申报人（签名） {detail.claimed_by}".rstrip(), "claimant", on=detail.claimed_on),)
        ),
        Table(FACTS, opinions),
        facts(("批次和发放", "，".join(filter(None, (detail.batch, day(detail.paid_on) if detail.paid_on else ""))))),
    )


def _opinion(title: str, review: SubsidyReview | None) -> Row:
    """What one of them said, with room for a hand and a seal."""
    said = "：".join(filter(None, (review.decision, review.opinion))) if review else ""
    name, on = (review.reviewed_by, review.reviewed_on) if review else ("", None)
    signed = f"签名（盖章）：{fill(name)}　　{day(on)}"
    return row(label(title), value(f"{said}\n\n{signed}", height=20))

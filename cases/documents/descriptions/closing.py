"""The end of a case on paper: the closing report, and the note of a case taken up again."""

from cases.documents.dates import day
from cases.documents.descriptions.parts import (
    FACTS,
    choices,
    committee,
    facts,
    fill,
    form,
    label,
    matter,
    mediator_lines,
    party_table,
    prose,
    row,
    signed_by,
)
from cases.documents.follow_up_details import Closing, Reopened
from cases.documents.layout import Cell, Document, Signatures, Table
from cases.documents.letters import worded
from cases.documents.snapshot import FormSnapshot

SOURCES = {"application": "当事人申请", "initiative": "主动调解", "entrusted": "接受委托移送"}


def closing_report(snap: FormSnapshot) -> Document:
    """F17 结案报告表."""
    detail = snap.detail_as(Closing)
    case = snap.case
    performed = "；".join(filter(None, (detail.performed, detail.left)))
    return form(
        snap,
        "人民调解结案报告表",
        facts(
            ("填表日期", day(detail.reported_on)),
            ("承办调委会", case.committee),
            ("承办人", "、".join(case.mediators)),
            ("受理日期", day(case.accepted_on)),
            ("结案日期", day(detail.closed_on)),
            ("案件来源", choices(case.source, SOURCES)),
        ),
        party_table(case),
        _told(("纠纷简要事实", case.facts, 30)),
        facts(
            ("调解结果", f"{detail.result}（{day(detail.result_on)}）" if detail.result else ""),
            ("履行情况", performed),
        ),
        _told(
            ("调解经过和结果", detail.brief, 40),
            ("结案意见", detail.opinion, 18),
            ("审批意见", detail.decision, 18),
        ),
        Signatures(
            (
                signed_by(snap, f"报告人（签名） {detail.reported_by}".rstrip(), "mediator", detail.reported_by),
                signed_by(
                    snap, f"人民调解委员会主任（签名） {detail.decided_by}".rstrip(), "director", detail.decided_by
                ),
            )
        ),
    )


def _told(*texts: tuple[str, str, float]) -> Table:
    """Running texts beside their titles; `height` mm of room for each that is still to be written."""
    return Table(
        FACTS,
        tuple(row(label(name), Cell(text, prose=True, height=0 if text else height)) for name, text, height in texts),
    )


def reopening_note(snap: FormSnapshot) -> Document:
    """恢复调解记录（已结案）: 人民调解工作若干规定 第三十八条."""
    detail = snap.detail_as(Reopened)
    names = fill("、".join(detail.consented), 12)
    values = {
        "调委会": committee(snap.case),
        "案由": matter(snap.case),
        "结案日期": day(detail.closed_on),
        "恢复事由": fill(detail.ground),
        "同意的当事人": names,
        "恢复日期": day(detail.reopened_on),
    }
    return form(
        snap,
        "已结案件恢复调解记录",
        *worded(snap, values, {"说明": (prose("说明", detail.reason, 40),)}),
        Signatures(
            (
                *mediator_lines(snap, (), "")[:-1],
                signed_by(
                    snap, f"人民调解委员会主任（签名） {detail.approved_by}".rstrip(), "director", detail.approved_by
                ),
            )
        ),
    )

"""The volume on paper: cover, catalogue, statement, back cover, and the sheet on which its quality is checked."""

from cases.documents.dates import day
from cases.documents.descriptions.parts import (
    choices,
    committee,
    facts,
    fill,
    form,
    label,
    prose,
    row,
    signed_by,
    value,
)
from cases.documents.follow_up_details import CatalogueLine, CheckedItem, Volume, VolumeCheck
from cases.documents.layout import Closing, Document, Para, Signatures, Table
from cases.documents.snapshot import FormSnapshot

INNER = "副卷"  # what the book that is kept inside is called
PASSED = {"yes": "合格", "no": "不合格"}
TALL = 19  # mm of a line of the cover: an empty line above the text, and as much below


def cover(snap: FormSnapshot) -> Document:
    """F13 卷宗封面."""
    detail = snap.detail_as(Volume)
    period = f"{day(detail.mediated_from)}至{day(detail.mediated_until)}"
    return form(
        snap,
        "人民调解卷宗副卷" if detail.book == INNER else "人民调解卷宗",
        _tall(
            ("卷名", detail.name or snap.case.title),
            ("卷号", detail.number or snap.case.number),
            *((("册次", detail.book),) if detail.book and detail.book != INNER else ()),
            ("人民调解员", "、".join(snap.case.mediators)),
            ("调解日期", period),
            ("立卷人", detail.filed_by),
            ("立卷日期", day(detail.filed_on)),
            ("保管期限", detail.term),
            ("保管至", day(detail.kept_until) if detail.kept_until else ""),
            ("备注", snap.case.remark),
        ),
        heading=committee(snap.case),
    )


def _tall(*pairs: tuple[str, str]) -> Table:
    """Label and value, in lines that let the cover fill its page."""
    return Table((34, 124), tuple(row(label(name), value(f"\n{shown}", height=TALL)) for name, shown in pairs))


def catalogue(snap: FormSnapshot) -> Document:
    """F14 卷内目录: pages are counted from the first document after it."""
    detail = snap.detail_as(Volume)
    lines = detail.lines or tuple(CatalogueLine("") for _ in range(18))
    head = row(*map(label, ("序号", "文书名称", "页号", "页数", "备注")))
    rows = tuple(
        row(
            value(place, align="center"),
            value(one.title),
            value(one.page, align="center"),
            value(one.pages, align="center"),
            value(one.note),
        )
        for place, one in enumerate(lines, 1)
    )
    heading = f"卷内目录（{detail.book}）" if detail.book else "卷内目录"
    return form(snap, heading, Table((14, 72, 16, 16, 40), (head, *rows), header=1))


def statement(snap: FormSnapshot) -> Document:
    """F15 卷宗情况说明: what is missing, damaged, added, taken out, corrected."""
    detail = snap.detail_as(Volume)
    return form(
        snap,
        "卷宗情况说明",
        prose("说明", detail.statement, 120),
        Signatures(
            (
                signed_by(
                    snap, f"立卷人（签名） {detail.filed_by}".rstrip(), "filer", detail.filed_by, on=detail.filed_on
                ),
                signed_by(snap, "检查人（签名）", "checker"),
            )
        ),
    )


def back_cover(snap: FormSnapshot) -> Document:
    """F16 封底: how many pages there are, with the seal across the binding."""
    detail = snap.detail_as(Volume)
    total = fill(detail.page_total, 4)
    which = f"本卷宗{detail.book}，" if detail.book else "本卷宗"
    return form(
        snap,
        "封底",
        Para(f"{which}共{len(detail.lines) or fill('', 4)}件文书，{total}页。", align="center", indent=0),
        Para(f"卷号：{fill(detail.number or snap.case.number, 10)}", align="center", indent=0),
        Closing(committee(snap.case), day(detail.filed_on), "（骑缝处加盖印章）"),
    )


def quality_check(snap: FormSnapshot) -> Document:
    """F24 人民调解案卷评查表."""
    detail = snap.detail_as(VolumeCheck)
    items = detail.items or tuple(CheckedItem("", 0) for _ in range(7))
    head = row(*map(label, ("序号", "评查内容", "分值", "扣分", "得分")))
    rows = tuple(
        row(
            value(place, align="center"),
            value(one.what),
            value(one.points or "", align="center"),
            value(one.lost if one.points else "", align="center"),
            value(one.points - one.lost if one.points else "", align="center"),
        )
        for place, one in enumerate(items, 1)
    )
    return form(
        snap,
        "人民调解案卷评查表",
        Table((14, 84, 20, 20, 20), (head, *rows), header=1),
        facts(
            ("总分", detail.score if detail.score is not None else ""),
            ("评查结论", choices({None: "", True: "yes", False: "no"}[detail.has_passed], PASSED)),
            ("整改期限", day(detail.rectify_by) if detail.rectify_by else ""),
        ),
        prose("存在问题", detail.defects, 40),
        Signatures((signed_by(snap, f"评查人（签名） {detail.checked_by}".rstrip(), "checker", on=detail.checked_on),)),
    )

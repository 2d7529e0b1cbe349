"""An official table on paper: A4 lying down, as many sheets as its columns need, the heads above each page."""

from cases.documents.coverage import printable
from cases.documents.dates import day
from cases.documents.descriptions.parts import label, row, value
from cases.documents.layout import (
    LANDSCAPE,
    Break,
    Cell,
    Document,
    Para,
    Row,
    Table,
    written_over,
)
from governance.returns.declaring import Group
from governance.returns.printing import Printed, PrintedRow, shown

PLACE = 34  # mm
BLANK = "　　　　　　"


def paper(printed: Printed) -> bytes:
    """Its PDF, dated as its figures."""
    from cases.documents.pdf import to_pdf  # 30 MB that most processes never need

    return to_pdf(written_over(document_of(printed), printable), at=printed.drawn_at)


def document_of(printed: Printed) -> Document:
    blocks: list = [Para(_told(printed), indent=0, small=True)]
    for number, groups in enumerate(printed.sheets):
        if number:
            blocks += [Break(), Para(_told(printed), indent=0, small=True)]
        blocks.append(_table(printed, groups))
    blocks += [Para(text, indent=0, small=True) for text in (*printed.notes, _signed(printed))]
    return Document(printed.title, tuple(blocks), footer=_footer(printed), is_landscape=True)


def _told(printed):
    return "　　".join(
        (
            f"填报单位：{printed.unit}",
            f"期间：{printed.period}",
            f"统计口径：{printed.basis}",
            f"{printed.edition}　{printed.state}",
        )
    )


def _signed(printed):
    said = day(printed.day) if printed.day else "　　年　　月　　日"
    names = (("单位负责人", printed.head), ("审核人", printed.reviewer), ("填表人", printed.filler))
    return "　　　".join((*(f"{what}：{who or BLANK}" for what, who in names), f"填报日期：{said}"))


def _footer(printed):
    return f"摘要 {printed.digest[:16]}" if printed.digest else "草稿"


def _table(printed: Printed, groups: tuple[Group, ...]) -> Table:
    columns = [column for group in groups for column in group.columns]
    width = (LANDSCAPE - PLACE) / len(columns)
    heads = (
        Row((Cell("单位", down=3, label=True), *(label(group.label, span=len(group.columns)) for group in groups))),
        row(*(label(f"{one.label}{'（填报）' if one.is_keyed else ''}") for one in columns)),
        row(*(label(one.unit) for one in columns)),
    )
    return Table((PLACE, *(width for _ in columns)), (*heads, *(_line(one, columns) for one in printed.rows)), 3, True)


def _line(line: PrintedRow, columns) -> Row:
    name = f"{line.label}\n（{line.note}）" if line.note else line.label
    return row(value(name), *(value(shown(one, line.values), align="right") for one in columns))

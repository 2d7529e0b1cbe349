"""An edition as a workbook in the official layout: title, unit and period, heads of three rows, lines, signatures.

The figures are numbers in the column's unit; every text is made safe for spreadsheets.
"""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from governance.jobs.cells import cell
from governance.returns.declaring import Column
from governance.returns.printing import Printed, at_output

TITLE_ROW, UNIT_ROW, GROUP_ROW, LABEL_ROW, MEASURE_ROW, FIRST_ROW = range(1, 7)
LEAD = 2  # 序号, 填报单位
NAME, WIDTH = 26, 9.5  # of columns, in characters: that of the unit, that of a figure
LINE = 17  # points
THIN = Side(style="thin", color="808080")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
FORMATS = {0: "#,##0", 2: "#,##0.00;-#,##0.00;0"}


def to_xlsx(printed: Printed) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "统计报表"
    width = LEAD + len(printed.columns)
    _across(sheet, TITLE_ROW, printed.title, width, size=18, bold=True, align="center")
    _across(sheet, UNIT_ROW, _told(printed), width)
    _heads(sheet, printed)
    for number, row in enumerate(printed.rows):
        lead = ("" if row.row is None else number + 1, f"{row.label}（{row.note}）" if row.note else row.label)
        _line(sheet, FIRST_ROW + number, lead, [(one, at_output(one, row.values)) for one in printed.columns])
        if row.row is None:
            for column in range(1, width + 1):
                sheet.cell(FIRST_ROW + number, column).font = Font(bold=True)
    end = FIRST_ROW + len(printed.rows)
    _across(sheet, end, _signed(printed), width)
    for number, note in enumerate(printed.notes, end + 1):
        _across(sheet, number, note, width)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = LINE * (1 + int(2 * len(note) / (NAME + WIDTH * (width - LEAD))))
    _paper(sheet, printed)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _told(printed):
    said = (f"填报单位：{printed.unit}", f"期间：{printed.period}", f"统计口径：{printed.basis}", printed.edition)
    return "　　".join((*said, printed.state))


def _signed(printed):
    day = f"{printed.day.year}年{printed.day.month}月{printed.day.day}日" if printed.day else "　　年　　月　　日"
    said = (
        f"单位负责人：{printed.head or '　　　　　'}",
        f"审核人：{printed.reviewer or '　　　　　'}",
        f"填表人：{printed.filler or '　　　　　'}",
        f"填报日期：{day}",
    )
    return "　　　　".join(said)


def _heads(sheet, printed: Printed) -> None:
    for column, text in ((1, "序号"), (2, "单位")):
        _head(sheet, GROUP_ROW, column, text, down=MEASURE_ROW)
    column = LEAD + 1
    for group in printed.groups:
        _head(sheet, GROUP_ROW, column, group.label, right=column + len(group.columns) - 1)
        for one in group.columns:
            label = f"{one.label}\n（填报）" if one.is_keyed else one.label
            _head(sheet, LABEL_ROW, column, label)
            _head(sheet, MEASURE_ROW, column, one.unit)
            column += 1


def _head(sheet, row, column, text, *, down=None, right=None) -> None:
    for at_row in range(row, (down or row) + 1):
        for at_column in range(column, (right or column) + 1):
            sheet.cell(at_row, at_column).border = FRAME
    made = sheet.cell(row, column, cell(text))
    made.font, made.alignment = Font(bold=True, size=10), CENTRE
    if (down or row) > row or (right or column) > column:
        sheet.merge_cells(start_row=row, end_row=down or row, start_column=column, end_column=right or column)


def _line(sheet, number: int, lead: tuple, figures: list[tuple[Column, object]]) -> None:
    for at, text in enumerate(lead, 1):
        made = sheet.cell(number, at, cell(text))
        made.border, made.alignment = FRAME, Alignment(vertical="center", wrap_text=True)
    for at, (column, value) in enumerate(figures, LEAD + 1):
        made = sheet.cell(number, at, "" if value is None else value)
        made.border, made.alignment = FRAME, Alignment(horizontal="right", vertical="center")
        made.number_format = FORMATS[column.places]


def _across(sheet, number: int, text: str, width: int, *, size=11, bold=False, align="left") -> None:
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    made = sheet.cell(number, 1, cell(text))
    made.font, made.alignment = Font(bold=bold, size=size), Alignment(horizontal=align, vertical="center")


def _paper(sheet, printed: Printed) -> None:
    """A4 lying down; each sheet of the paper begins a page, with the units at its left and the heads above."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 6, NAME
    for column in range(LEAD + 1, LEAD + len(printed.columns) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row, height in ((TITLE_ROW, 32), (UNIT_ROW, 20), (GROUP_ROW, 22), (LABEL_ROW, 58), (MEASURE_ROW, 18)):
        sheet.row_dimensions[row].height = height
    sheet.freeze_panes = sheet.cell(FIRST_ROW, LEAD + 1)
    sheet.print_title_rows, sheet.print_title_cols = f"{GROUP_ROW}:{MEASURE_ROW}", "A:B"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.scale = 60
    last, breaks = LEAD, ColBreak()
    for groups in printed.sheets[:-1]:
        last += sum(len(group.columns) for group in groups)
        breaks.append(Break(id=last))
    sheet.col_breaks = breaks
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"

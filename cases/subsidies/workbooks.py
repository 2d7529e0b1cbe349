"""The payment list as a workbook for the finance office: title, head, a line for each payee, totals, capitals, signers.

Account numbers are text, so that a spreadsheet neither rounds nor shortens them.
"""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cases.documents.money import written
from cases.subsidies.models import SubsidyBatch
from cases.subsidies.sheets import TITLE, Line, lines_of
from governance.jobs.cells import cell

HEAD = (
    *("序号", "姓名", "所在区域", "件数", "补贴（元）", "扣回（元）", "补发（元）", "实发（元）"),
    *("户名", "开户银行", "账号", "备注"),
)
WIDTHS = (6, 12, 24, 6, 13, 13, 13, 13, 12, 30, 24, 24)
MONEY, ACCOUNT = range(5, 9), 11
HEAD_ROW = 3
NO_CARD = "未登记收款账户"
THIN = Side(style="thin", color="808080")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def payment_list_xlsx(batch: SubsidyBatch, *, in_full: bool = False) -> bytes:
    """`in_full`: with whole account numbers (only after `open_payment_list`), else masked."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "发放清单"
    lines = lines_of(batch)
    _heading(sheet, batch)
    _row(sheet, HEAD_ROW, HEAD, bold=True)
    for place, line in enumerate(lines, 1):
        _row(sheet, HEAD_ROW + place, _cells(place, line, in_full))
    end = HEAD_ROW + len(lines) + 1
    sums = (batch.gross_amount, batch.deducted_amount, batch.restored_amount, batch.net_amount)
    cases = sum(line.cases for line in lines)
    _row(sheet, end, ("合计", f"{len(lines)} 人", "", cases, *sums, "", "", "", ""), bold=True)
    _across(sheet, end + 1, f"实发合计：{written(batch.net_amount)}", bold=True)
    _across(
        sheet, end + 3, "编制人：　　　　　　　审核人：　　　　　　　财务负责人：　　　　　　　　　　年　　月　　日"
    )
    _paper(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _heading(sheet, batch):
    _across(sheet, 1, f"{batch.area.name}{TITLE}（{batch.period}）", bold=True, size=16, align="center")
    approved = f"{batch.approved_at:%Y-%m-%d} {batch.approved_by.name}批准" if batch.approved_by else ""
    _across(sheet, 2, f"批次：{batch.pk}　　期间：{batch.starts_on} 至 {batch.ends_on}　　{approved}　　单位：元")


def _cells(place: int, line: Line, in_full: bool) -> tuple:
    card = line.card
    account = (card.number.open() if in_full else card.masked) if card else ""
    bank = (card.holder, card.bank, account, "") if card else ("", "", "", NO_CARD)
    return (place, line.name, line.place, line.cases, line.gross, line.deducted, line.restored, line.net, *bank)


def _row(sheet, number: int, values: tuple, *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        made = sheet.cell(number, column, cell(value))
        made.border, made.font = FRAME, Font(bold=bold)
        made.alignment = Alignment(
            horizontal="center" if number == HEAD_ROW else None, vertical="center", wrap_text=True
        )
        if isinstance(value, Decimal) and column in MONEY:
            made.number_format = "#,##0.00"
        if column == ACCOUNT:
            made.number_format = "@"


def _across(sheet, number: int, text: str, *, bold=False, size=11, align="left") -> None:
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(HEAD))
    made = sheet.cell(number, 1, text)
    made.font, made.alignment = Font(bold=bold, size=size), Alignment(horizontal=align, vertical="center")


def _paper(sheet) -> None:
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

"""The workbooks that go out: the template, and the sheet of wrong rows with what is wrong with each."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cases.docket.codes import SUBTYPES, DisputeType
from cases.registers.columns import BY_KEY, COLUMNS, EXAMPLE, Column
from governance.jobs.cells import cell

TITLE, NOTES, LISTS = "案件登记簿", "填写说明", "代码"
LAST_ROW = 1_048_576
GREY = Font(color="7F7F7F", italic=True)
REQUIRED = PatternFill("solid", fgColor="FBE5D6")
GIVEN = PatternFill("solid", fgColor="DEEAF6")
WRAPPED = Alignment(wrap_text=True, vertical="top")
DIRECTIONS = (
    "一行填一件案件；橙色的列必填，其余可空。列的顺序可以变动，也可以增加别的列，不认识的列不读取。",
    f"“{EXAMPLE}”一行只作示范，读取时跳过，可以删去。",
    "日期可以是日期格式，也可以是文字：2023-03-05、2023/3/5、2023.3.5、2023年3月5日、20230305。",
    "姓名用顿号“、”隔开；未列全的写“张三等5人”，人数计入涉及人数。身份证号与姓名一一对应，没有的留空。",
    "案号照登记簿原文填写，导入后按年份接续编号；与本系统已有案号重复的，不予导入。",
    "作废的案号在“调解结果”栏填“编号作废”，原因写在备注。",
    "上传后先预览，确认以前不写入任何案件；有误的行可以下载更正表，改正后在同一批次继续上传。",
)
CORRECTING = "改正后原样保存上传；不要改动“行号”列。不需要导入的行请删去。"


def write_template(path: str) -> None:
    """An empty register with drop-down lists, its directions and the lists of codes."""
    book = Workbook(write_only=True)
    sheet = _register_sheet(book, COLUMNS, ())
    sheet.append([_styled(sheet, column.example, font=GREY) for column in COLUMNS])
    _write_directions(book)
    _write_lists(book, COLUMNS)
    book.save(path)


def write_errors(path: str, rows: Iterable[tuple[int, list[str], dict[str, str]]], keys: Iterable[str]) -> int:
    """Wrong rows (number, what is wrong, cells) as a sheet that may be corrected and brought again; returns how many.

    `keys`: the columns that it has, beside those that no row can do without.
    """
    keys = set(keys)
    columns = [column for column in COLUMNS if column.key in keys or _is_needed(column, keys)]
    book = Workbook(write_only=True)
    sheet = _register_sheet(book, columns, ("行号", "需更正的问题"))
    count = 0
    for number, problems, cells in rows:
        told = _styled(sheet, "\n".join(problems), font=Font(color="C00000"), alignment=WRAPPED)
        sheet.append([number, told, *(cell(cells.get(column.key, "")) for column in columns)])
        count += 1
    notes = book.create_sheet(NOTES)
    notes.append([CORRECTING])
    _write_lists(book, columns)
    book.save(path)
    return count


def _is_needed(column: Column, keys: set[str]) -> bool:
    return column.required and not ("parties" in keys and column.key in ("applicants", "respondents"))


def _register_sheet(book, columns, leading):
    sheet = book.create_sheet(TITLE)
    sheet.freeze_panes = f"{get_column_letter(len(leading) + 1)}2"
    widths = (8, 44)[: len(leading)] + tuple(column.width for column in columns)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    listed = [column for column in columns if column.choices]
    for place, column in enumerate(columns, len(leading) + 1):
        if column.choices:
            sheet.data_validations.append(_drop_down(place, listed.index(column) + 1, len(column.choices)))
    heads = [_styled(sheet, title, font=Font(bold=True), fill=GIVEN) for title in leading]
    heads += [
        _styled(sheet, column.label, font=Font(bold=True), fill=REQUIRED if column.required else GIVEN)
        for column in columns
    ]
    sheet.append(heads)
    return sheet


def _drop_down(place: int, list_place: int, count: int) -> DataValidation:
    """Choose from the list; what is typed otherwise is taken as well, since registers have words of their own."""
    letter, source = get_column_letter(place), get_column_letter(list_place)
    made = DataValidation("list", formula1=f"{LISTS}!${source}$2:${source}${count + 1}", allow_blank=True)
    made.showErrorMessage = False
    made.add(f"{letter}2:{letter}{LAST_ROW}")
    return made


def _write_directions(book) -> None:
    sheet = book.create_sheet(NOTES)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 10
    sheet.column_dimensions["C"].width = 90
    for text in DIRECTIONS:
        sheet.append([text])
    sheet.append([])
    sheet.append([_styled(sheet, title, font=Font(bold=True)) for title in ("列", "必填", "说明")])
    for column in COLUMNS:
        sheet.append([column.label, "是" if column.required else "", column.help])
    sheet.append([])
    sheet.append([_styled(sheet, "具体类型", font=Font(bold=True)), "", "可填的具体类型"])
    for kind in DisputeType:
        sheet.append([kind.label, "", "、".join(SUBTYPES.get(kind, ("—",)))])


def _write_lists(book, columns) -> None:
    sheet = book.create_sheet(LISTS)
    listed = [column for column in columns if column.choices]
    for place in range(1, len(listed) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 20
    sheet.append([_styled(sheet, BY_KEY[column.key].label, font=Font(bold=True)) for column in listed])
    for place in range(max(len(column.choices) for column in listed)):
        sheet.append([column.choices[place] if place < len(column.choices) else "" for column in listed])


def _styled(sheet, value, *, font=None, fill=None, alignment=None):
    made = WriteOnlyCell(sheet, value=cell(value))
    if font:
        made.font = font
    if fill:
        made.fill = fill
    if alignment:
        made.alignment = alignment
    return made

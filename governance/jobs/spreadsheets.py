"""Writing rows to a spreadsheet file as they come: memory does not grow with their number."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from governance.jobs.cells import cell, csv_lines, safe_text

ROWS_PER_SHEET = 1_000_000  # the format holds 1,048,576


def write_csv(path: str, head: Iterable[str], rows: Iterable[Iterable]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(head, rows))


def write_xlsx(path, head: Iterable[str], rows: Iterable[Iterable], *, about: Iterable[Iterable] = ()) -> None:
    """Many rows go on over several sheets, each with the head; `about`, pairs that say what they are, on the last.

    `path` may be an open binary file.
    """
    head = [safe_text(title) for title in head]
    book = Workbook(write_only=True)
    sheet = _sheet(book, head)
    for number, row in enumerate(rows):
        if number and number % ROWS_PER_SHEET == 0:
            sheet = _sheet(book, head)
        sheet.append([cell(value) for value in row])
    told = [[cell(value) for value in pair] for pair in about]
    if told:
        notes = book.create_sheet("说明")
        notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
        for pair in told:
            notes.append(pair)
    book.save(path)


def _sheet(book, head):
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, title in enumerate(head):
        sheet.column_dimensions[chr(ord("A") + number % 26)].width = max(12, 2 * len(title) + 4)
    sheet.append([_bold(sheet, title) for title in head])
    return sheet


def _bold(sheet, title):
    made = WriteOnlyCell(sheet, value=title)
    made.font = Font(bold=True)
    return made


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}

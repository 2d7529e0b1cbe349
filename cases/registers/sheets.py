"""Reading a workbook row by row, whatever its size: cells as texts, merged cells as if each of them were filled."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from cases.registers.columns import LOOKED_AT, Head, find_head
from cases.registers.values import text_of
from governance.errors import Invalid

MOST_COLUMNS = 80
MOST_MERGED = 50_000
LONGEST_CELL = 2100  # characters that are kept of a cell: more than any column takes, so that it is refused by name
MERGED = re.compile(rb'mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
PIECE, OVERLAP = 1024 * 1024, 256  # bytes
UNREADABLE = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, zlib.error),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, NotImplementedError),
)  # what openpyxl says of files that only pretend to be workbooks


class Sheet:
    """One sheet with a head. `rows()` begins after it."""

    def __init__(self, sheet, merged, head: Head, *, file_rows: int):
        self._sheet, self._merged = sheet, merged
        self.head = head
        self.file_rows = file_rows

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number in the sheet (from 1) and cells by key of each row that says something."""
        for number, row in _texts(self._sheet, self._merged):
            if number <= self.head.last_row or self.head.is_repeated(row):
                continue
            cells = self.head.cells(row)
            if cells and not _is_aside(cells):
                yield number, cells


@contextmanager
def opened(file) -> Iterator[Sheet]:
    """The first sheet of the workbook that has the head of a register. Raises Invalid, field "file"."""
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except UNREADABLE:
        raise unreadable() from None
    try:
        yield _first_with_head(book, file)
    finally:
        book.close()


def unreadable() -> Invalid:
    return Invalid("文件打不开：请用 Excel 或 WPS 另存为 .xlsx 后再上传。", field="file")


def _first_with_head(book, file) -> Sheet:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible" or not hasattr(sheet, "reset_dimensions"):
            continue
        file_rows = sheet.max_row or 0
        sheet.reset_dimensions()  # what a file says of its own size is often wrong
        merged = _merged_cells(file, sheet)
        first = []
        for _, row in _texts(sheet, merged, across=True):
            first.append(row)
            if len(first) > LOOKED_AT:
                break
        if head := find_head(first):
            return Sheet(sheet, merged, head, file_rows=file_rows)
    raise Invalid(
        "找不到登记簿的表头：表头应有案号、受理日期、申请人、被申请人、纠纷类型等列名，请对照模板。", field="file"
    )


def _merged_cells(file, sheet) -> dict[int, list[tuple[int, int, int]]]:
    """(first column, last column, last row) of merged cells by their first row; columns from 0, rows from 1.

    The streaming reader leaves them out; they stand behind the rows, so the sheet is run through once for them alone.
    """
    found: dict[int, list[tuple[int, int, int]]] = {}
    count = 0
    with zipfile.ZipFile(file) as archive, archive.open(sheet._worksheet_path) as stream:
        tail = b""
        while piece := stream.read(PIECE):
            text = tail + piece
            last = 0
            for match in MERGED.finditer(text):
                left, top, right, bottom = match.groups()
                last, count = match.end(), count + 1
                if count > MOST_MERGED:
                    raise Invalid("合并的单元格过多：请取消合并后再上传。", field="file")
                first, end = column_index_from_string(left.decode()), column_index_from_string(right.decode())
                found.setdefault(int(top), []).append((first - 1, end - 1, int(bottom)))
            tail = text[max(last, len(text) - OVERLAP) :]
    return found


def _texts(sheet, merged, *, across: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number. Merged cells say in each row what they say in their first; in heads (`across`) in
    each column too."""
    going_on: dict[int, tuple[int, str]] = {}
    for number, values in enumerate(_values(sheet), 1):
        row = ["" if value is None else text_of(value)[:LONGEST_CELL] for value in values]  # most of a row is empty
        for first, last, bottom in merged.get(number, ()):
            if first >= len(row):
                continue
            for place in range(first, min(last, len(row) - 1) + 1) if across else (first,):
                row[place] = row[first]
                if bottom > number:
                    going_on[place] = (bottom, row[first])
        for place, (bottom, text) in list(going_on.items()):
            if number > bottom:
                del going_on[place]
            elif place < len(row) and not row[place]:
                row[place] = text
        yield number, row


def _values(sheet):
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    while True:
        try:
            row = next(rows, None)
        except UNREADABLE:
            raise unreadable() from None
        if row is None:
            return
        yield row


def _is_aside(cells: dict[str, str]) -> bool:
    """The example of the template, and lines that only add up."""
    first = next(iter(cells.values()))
    return cells.get("seq", "").startswith("示例") or first.replace(" ", "") in ("合计", "小计", "总计", "本页小计")

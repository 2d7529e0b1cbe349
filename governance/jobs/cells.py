"""Cells for spreadsheets: text that a spreadsheet would run as a formula is made plain text."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read UTF-8 as the system's code page


def safe_text(text: str) -> str:
    """Prefixed by an apostrophe where it begins like a formula; a number stored as text is text too."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def cell(value):
    """A value as a spreadsheet may hold it: numbers and dates as they are, times in Shanghai, texts made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return safe_text(_printable(str(value)))


def _printable(text: str) -> str:
    """Without the control characters that neither XML nor a spreadsheet can hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


class _Line:
    def write(self, text):
        return text


def csv_lines(head: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """A CSV file line by line, for spreadsheets: byte order mark first, every cell safe."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([safe_text(title) for title in head])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])

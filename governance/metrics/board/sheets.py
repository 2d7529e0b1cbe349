"""A panel of the board as a spreadsheet: numbers as numbers, and what they are."""

from collections.abc import Iterator

from django.utils import timezone

from governance.metrics.board.drawing import Cell, Drawn, View
from governance.metrics.board.panels import Kind
from governance.metrics.board.shown import number
from governance.metrics.declaring import Measure


def sheet_of(drawn: Drawn) -> tuple[list[str], Iterator[list]]:
    """Its head and rows."""
    if drawn.panel.kind is Kind.FIGURES:
        head = ["指标", "数值", "单位", "目标和警戒线", "评价", "同比", "与何时比", "环比", "与何时比"]
        return head, (_figure_row(row, measure) for row, measure in zip(drawn.rows, drawn.measures, strict=True))
    has_notes = [any(row.cells[n].note for row in drawn.rows) for n in range(len(drawn.measures))]
    head = [drawn.head[0]]
    for measure, noted in zip(drawn.measures, has_notes, strict=True):
        head += [f"{measure.told}（{measure.unit.value}）", *([f"{measure.told} 位次或占比"] if noted else [])]
    head += drawn.head[1 + len(drawn.measures) :]
    return head, (_row(row, drawn.measures, has_notes) for row in drawn.rows)


def _figure_row(row, measure: Measure) -> list:
    main, *past = row.cells
    by_word = {cell.unit: cell for cell in past}
    held = main.judged
    told = [row.name, _value(measure, main), measure.unit.value, held.lines if held else "", held.said if held else ""]
    for word in ("同比", "环比"):
        told += [by_word[word].text, by_word[word].note] if word in by_word else ["", ""]
    return told


def _row(row, measures, has_notes) -> list:
    told = [row.name]
    for cell, measure, noted in zip(row.cells, measures, has_notes, strict=False):
        told += [_value(measure, cell), *([cell.note] if noted else [])]
    return [*told, *(cell.text for cell in row.cells[len(measures) :])]


def _value(measure: Measure, cell: Cell):
    return cell.text if cell.figure is None else number(measure, cell.figure)


def about(drawn: Drawn, place: str, view: View) -> list[tuple[str, str]]:
    return [
        ("内容", f"{drawn.panel.title}{'：' if drawn.panel.note else ''}{drawn.panel.note}"),
        ("区域", place),
        ("期间", view.period.label),
        ("生成时间", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        *((f"指标：{one.told}", f"{one.formula}；按{one.day or '现在'}计入") for one in drawn.measures),
    ]

"""A report's table as people read it, on a page and as a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from governance.metrics.api import rows_url
from governance.metrics.board.shown import changed, number, shown, unit_shown
from governance.metrics.declaring import Measure, Unit
from governance.metrics.reports.grid import Grid, Spot
from governance.metrics.reports.question import DIMENSIONS, MEASURE
from governance.metrics.values import NOTHING, Figure, rounded


@dataclass(frozen=True)
class Cell:
    """`past` is what it is compared with, `change` how it differs, in words; `tone` whether that is good."""

    label: str
    text: str = ""
    unit: str = ""
    url: str = ""
    past: str = ""
    change: str = ""
    tone: str = ""
    title: str = ""


@dataclass(frozen=True)
class Shown:
    """One row of the page."""

    titles: list[str]
    cells: list[Cell]
    is_total: bool


def page_rows(grid: Grid, may_open: Callable[[str], bool]) -> list[Shown]:
    labels = [head for head, _ in page_heads(grid)]
    return [
        Shown(
            [*row.titles, *_unit_of_row(grid, row)],
            [_cell(grid, label, spot, may_open) for label, spot in zip(labels, row.spots, strict=True)],
            row.is_total,
        )
        for row in grid.rows
    ]


def page_heads(grid: Grid) -> list[tuple[str, bool]]:
    """The columns, each with its unit where that is not said for all, and whether it is a total."""
    is_of_measures = grid.across == DIMENSIONS[MEASURE] and len(grid.columns) > 1
    told = [unit_of_head(column.key) if is_of_measures else "" for column in grid.columns]
    units = [f"（{unit}）" if unit else "" for unit in told]
    heads = [column.label.replace("年", "年\u200b", 1) for column in grid.columns]  # where a narrow head may break
    return [(f"{head}{unit}", one.is_total) for head, unit, one in zip(heads, units, grid.columns, strict=True)]


def page_unit(grid: Grid) -> str:
    """The unit of all of it; empty where measures differ."""
    return unit_of_head(grid.question.measures[0]) if len(grid.question.measures) == 1 else ""


def unit_of_head(measure: Measure) -> str:
    """What may be said once for many figures; of money each says itself whether it is 元 or 万元."""
    return "" if measure.unit is Unit.YUAN else measure.unit.value


def _unit_of_row(grid: Grid, row) -> list[str]:
    return [next((unit_of_head(spot.measure) for spot in row.spots if spot), "")] if _has_unit_column(grid) else []


def _cell(grid: Grid, label: str, spot: Spot | None, may_open) -> Cell:
    if spot is None:
        return Cell(label)
    measure, figure = spot.measure, spot.figure
    text, unit = figure.withheld or shown(measure, figure), _own_unit(measure, figure)
    if spot.before is None:
        return Cell(label, text, unit, _url(spot, may_open))
    past = f"{spot.before.withheld or shown(measure, spot.before)}{_own_unit(measure, spot.before)}"
    change, tone = changed(measure, figure, spot.before)
    return Cell(label, text, unit, _url(spot, may_open), past, change, tone, spot.then)


def _own_unit(measure: Measure, figure: Figure) -> str:
    """What the head does not say."""
    return "" if unit_of_head(measure) else unit_shown(measure, figure)


def _url(spot: Spot, may_open) -> str:
    """The rows behind the figure, where there are any to read."""
    if spot.question is None or spot.figure.value is None:
        return ""
    url = rows_url(spot.question, spot.part) or ""
    return url if url and may_open(url) else ""


# --- the spreadsheet


def sheet_head(grid: Grid) -> list[str]:
    """One column a column of the page; with a comparison two more, what it was and how much it changed."""
    head = [*grid.heads, *(["单位"] if _has_unit_column(grid) else [])]
    for column in grid.columns:
        unit = _unit_of(grid, column)
        head.append(f"{column.label}（{unit}）" if unit else column.label)
        if grid.then:
            head += [f"{column.label} {grid.then}", f"{column.label} 增减（%，比率为百分点）"]
    return head


def _unit_of(grid: Grid, column) -> str:
    if grid.across == DIMENSIONS[MEASURE]:
        return column.key.unit.value
    return "" if _has_unit_column(grid) else grid.question.measures[0].unit.value


def sheet_rows(grid: Grid):
    for row in grid.rows:
        unit = next((spot.measure.unit.value for spot in row.spots if spot), "")
        yield [*row.titles, *([unit] if _has_unit_column(grid) else []), *_values(grid, row)]


def _values(grid: Grid, row):
    for spot in row.spots:
        if spot is None:
            yield from [""] * (3 if grid.then else 1)
            continue
        yield number(spot.measure, spot.figure)
        if grid.then:
            yield NOTHING if spot.before is None else number(spot.measure, spot.before)
            yield _change(spot)


def _change(spot: Spot):
    if spot.measure.unit is Unit.PERCENT:
        if spot.before is None or spot.before.value is None or spot.figure.value is None:
            return NOTHING
        return rounded(Fraction(spot.figure.value) - Fraction(spot.before.value), 2)
    return NOTHING if spot.growth is None else rounded(Fraction(spot.growth) * 100, 2)


def about(grid: Grid, name: str) -> list[tuple[str, str]]:
    """What the figures are: for the second sheet of the spreadsheet, and for print."""
    asked = grid.question
    places = "、".join(place.name for place in asked.places)
    return [
        ("报表", name),
        ("区域", f"{places}的下一级各区域" if asked.is_below else places),
        ("期间", "、".join(one.label for one in asked.bases)),
        *([("比较", f"与{grid.then}比较")] if grid.then else []),
        ("区域口径", "折算到今天的区域" if asked.as_now else "当时的区域"),
        ("生成时间", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        *((f"指标：{one.told}", _explained(one)) for one in asked.measures),
        *(("说明", note) for note in grid.notes),
    ]


def _explained(measure: Measure) -> str:
    return f"{measure.formula}；按{measure.day or '现在'}计入；单位：{measure.unit.value}"


def _has_unit_column(grid: Grid) -> bool:
    """Where measures stand in the rows, each row has its unit."""
    return DIMENSIONS[MEASURE] in grid.heads

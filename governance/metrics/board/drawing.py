"""A board of a place and period: every panel's figures by one reading, as rows of a table and as a chart."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from governance.metrics.adding import added
from governance.metrics.api import rows_url
from governance.metrics.board.judging import Judged, judged, told_lines
from governance.metrics.board.panels import Kind, Panel
from governance.metrics.board.shown import changed, percent, plain, shown, unit_shown
from governance.metrics.comparing import ONE_BEFORE, YEAR_BEFORE, earlier
from governance.metrics.declaring import MEASURES, Flow, Measure, breakdowns_of
from governance.metrics.drilling import SEVERAL
from governance.metrics.periods import Period, period_of, split
from governance.metrics.reading import Answer, Question, read
from governance.metrics.targets import Lines, lines_of
from governance.metrics.values import Figure, ranks, share

MONTHS = 12  # of a trend
LONGEST_PART = 200  # characters of parts that are told in one address (drilling.py takes 300 of all)


NO_LINES = Lines({})


@dataclass(frozen=True)
class Cell:
    """`url` leads to the `count` rows behind the figure; `judged` is where it stands to its target."""

    text: str
    unit: str = ""
    tone: str = ""
    note: str = ""
    url: str = ""
    count: int = 0
    figure: Figure | None = None
    judged: Judged | None = None


@dataclass(frozen=True)
class Row:
    """`name` may lead to the board of a place."""

    name: str
    cells: list[Cell]
    url: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Drawn:
    """A panel with its figures. `chart` is what static/board.js draws; None where there is nothing to draw."""

    panel: Panel
    head: list[str]
    rows: list[Row]
    chart: dict | None = None
    measures: list[Measure] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[Row, list[tuple[str, Cell]]]]:
        """The rows of its table, each cell with the title of its column."""
        return [(row, list(zip(self.head[1:], row.cells, strict=True))) for row in self.rows]

    @property
    def chart_id(self) -> str:
        return f"data-{self.panel.code}"


@dataclass(frozen=True)
class View:
    """What a board is of: a place, the places below it, a period, and the day that is today.

    `may_open` says of an address whether its reader gets through that door.
    """

    place: str
    below: dict[str, str]
    period: Period
    today: date
    may_open: Callable[[str], bool]
    lines: Lines = NO_LINES

    def ask(self, code: str, *, place: str = "", period: Period | None = None, by: str = "") -> Question:
        return Question(code, place or self.place, period or self.period, by)

    @property
    def months(self) -> list[Period]:
        """The months of a trend: those of the period when it has several, else the twelve up to its end."""
        last = min(self.period.last, self.today) if self.period.first <= self.today else self.period.last
        months = split(Period(self.period.first, last, f"{self.period.first}..{last}"), "month")
        if 3 <= len(months) <= 3 * MONTHS:
            return [period_of("month", one.first) for one in months]
        found = [period_of("month", last)]
        while len(found) < MONTHS:
            found.insert(0, found[0].one_before())
        return found


def draw(panels: Iterable[Panel], view: View) -> list[Drawn]:
    """Every panel that has something to show of such a place, of one moment."""
    shown_here = [panel for panel in panels if view.below or panel.kind is not Kind.PLACES]
    codes = dict.fromkeys(code for panel in shown_here for code in panel.measures)
    view = replace(view, lines=lines_of(codes, on=min(view.period.last, view.today)))
    asked = [(panel, questions_of(panel, view)) for panel in shown_here]
    answers = iter(read([one for _, questions in asked for one in questions], today=view.today))
    return [DRAWN[panel.kind](panel, view, [next(answers) for _ in questions]) for panel, questions in asked]


def questions_of(panel: Panel, view: View) -> list[Question]:
    if panel.kind is Kind.FIGURES:
        periods = (view.period, *(earlier(view.period, how, view.today) for how in (YEAR_BEFORE, ONE_BEFORE)))
        return [view.ask(code, period=period) for code in panel.measures for period in periods]
    if panel.kind is Kind.TREND:
        return [view.ask(code, period=month) for code in panel.measures for month in view.months]
    if panel.kind is Kind.PARTS:
        return [view.ask(code, by=panel.by) for code in panel.measures]
    return [view.ask(code, place=place) for place in (view.place, *view.below) for code in panel.measures]


def _figures(panel: Panel, view: View, answers: list[Answer]) -> Drawn:
    rows = []
    for now, year, before in zip(*[iter(answers)] * 3, strict=True):
        measure = now.measure
        rows.append(Row(measure.told, [_cell(view, now), *_compared_with(year, before, now)]))
    return Drawn(panel, ["指标", "数值", "同比", "环比"], rows, measures=[one.measure for one in answers[::3]])


def _compared_with(year: Answer, before: Answer, now: Answer) -> list[Cell]:
    """With a year earlier and with the period before, where these are two; of what is only known now with neither."""
    if now.measure.flow is Flow.NOW:
        return []
    compared = [_compared("同比", now, year)]
    is_same = year.question.period == before.question.period
    return compared if is_same else [*compared, _compared("环比", now, before)]


def _compared(word, now: Answer, then: Answer):
    measure = now.measure
    text, tone = changed(measure, now.whole, then.whole)
    said = f"{then.question.period.label}：{shown(measure, then.whole)}{unit_shown(measure, then.whole)}"
    return Cell(text, word, tone, said)


def _trend(panel: Panel, view: View, answers: list[Answer]) -> Drawn:
    months = view.months
    series = [answers[at : at + len(months)] for at in range(0, len(answers), len(months))]
    names = [each[0].measure.told for each in series]
    rows = [Row(month.label, [_cell(view, each[n]) for each in series]) for n, month in enumerate(months)]
    chart = {
        "kind": "line",
        "labels": [f"{month.first.year % 100:02}-{month.first.month:02}" for month in months],
        "series": [
            {"name": name, "values": [plain(one.whole) for one in each]}
            for name, each in zip(names, series, strict=True)
        ],
        "unit": answers[0].measure.unit.value,
        "lines": told_lines(view.lines, view.place, [each[0].measure for each in series]),
    }
    return Drawn(panel, ["月份", *names], rows, chart, [each[0].measure for each in series])


def _parts(panel: Panel, view: View, answers: list[Answer]) -> Drawn:
    main = answers[0]
    codes = _largest(main)
    codes, others = codes[: panel.most], codes[panel.most :]
    rows = [
        Row(main.labels[code], [*(_cell(view, one, part=code) for one in answers), _share(main, main.parts[code])])
        for code in codes
    ]
    if others:
        sums = [added(one.measure, [(1, one.parts[code]) for code in others if code in one.parts]) for one in answers]
        cells = [_rest(view, one, figure, others) for one, figure in zip(answers, sums, strict=True)]
        rows.append(Row(f"其他 {len(others)} 项", [*cells, _share(main, sums[0])]))
    chart = {
        "kind": "bar",
        "labels": [main.labels[code] for code in codes],
        "series": [
            {"name": one.measure.told, "values": [plain(one.parts.get(code, Figure(None))) for code in codes]}
            for one in answers
        ],
        "unit": main.measure.unit.value,
    }
    head = [panel.title, *(one.measure.told for one in answers), "占比"]
    return Drawn(panel, head, rows, chart if rows else None, [one.measure for one in answers])


def _largest(answer: Answer) -> list[str]:
    """Those above zero, the largest first."""
    found = {code: figure.value for code, figure in answer.parts.items() if figure.value}
    return sorted(found, key=lambda code: -found[code])


def _share(answer: Answer, part: Figure) -> Cell:
    return Cell(percent(share(part, answer.whole)))


def _places(panel: Panel, view: View, answers: list[Answer]) -> Drawn:
    whole, *of_place = [answers[at : at + len(panel.measures)] for at in range(0, len(answers), len(panel.measures))]
    columns = [_ranked(view, whole[n], [row[n] for row in of_place]) for n in range(len(panel.measures))]
    rows = [Row(name, [column[code] for column in columns], code) for code, name in view.below.items()]
    rows.append(Row("合计", [_cell(view, one) for one in whole], is_total=True))
    measures = [MEASURES[code] for code in panel.measures]
    return Drawn(panel, ["区域", *(one.told for one in measures)], rows, measures=measures)


def _ranked(view: View, whole: Answer, answers: list[Answer]) -> dict[str, Cell]:
    """The figures of one measure by place, each with its rank where better has a meaning, else with its share."""
    measure = whole.measure
    found = {one.question.place: one.whole for one in answers}
    is_ranked = measure.is_better and measure.flow is not Flow.NOW and (measure.is_ratio or measure.median)
    order = ranks(found, is_better=measure.is_better) if is_ranked else {}
    order = order if len(order) > 1 else {}
    shares = {} if is_ranked else {place: share(figure, whole.whole) for place, figure in found.items()}
    notes = {place: f"第 {rank} 位" for place, rank in order.items()}
    notes |= {place: f"占 {percent(part)}" for place, part in shares.items() if part is not None}
    return {one.question.place: _cell(view, one, note=notes.get(one.question.place, "")) for one in answers}


def _cell(view: View, answer: Answer, *, part: str = "", note: str = "") -> Cell:
    """The figure of a whole or of a part, leading to the rows behind it if the reader may open their list."""
    figure = answer.parts.get(part, Figure(None)) if part else answer.whole
    rows = rows_url(answer.question, f"{answer.question.by}={part}" if part else "") or ""
    verdict = None if part else judged(view.lines, answer.measure, answer.question.place, figure)
    return replace(
        _told(answer.measure, figure),
        note=note,
        url=rows if rows and figure.value is not None and view.may_open(rows) else "",
        count=int(figure.count),
        judged=verdict,
    )


def _rest(view: View, answer: Answer, figure: Figure, parts: list[str]) -> Cell:
    """Several parts added up; they lead to their rows unless a subject may be in more than one, or the list is long."""
    by = answer.question.by
    is_many = any(one.is_many for one in breakdowns_of(answer.measure) if one.code == by)
    behind = f"{by}={SEVERAL.join(parts)}"
    rows = rows_url(answer.question, behind) if not is_many and len(behind) < LONGEST_PART else None
    cell = replace(_told(answer.measure, figure), count=int(figure.count))
    return replace(cell, url=rows) if rows and figure.value is not None and view.may_open(rows) else cell


def _told(measure: Measure, figure: Figure) -> Cell:
    return Cell(shown(measure, figure), unit_shown(measure, figure), figure=figure)


DRAWN = {Kind.FIGURES: _figures, Kind.TREND: _trend, Kind.PARTS: _parts, Kind.PLACES: _places}

"""A report's table: every figure by one reading, laid out on two axes, with what rows and columns come to."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from governance.errors import Invalid
from governance.metrics.adding import NONE, added, is_added_over_time, is_known_of_whole
from governance.metrics.comparing import THEN, earlier
from governance.metrics.declaring import Flow, Measure
from governance.metrics.periods import Period
from governance.metrics.reading import Answer, Question, read
from governance.metrics.reports.axes import Line, measure_lines, part_lines, period_lines, place_lines
from governance.metrics.reports.question import DIMENSIONS, MEASURE, PART, PERIOD, PLACE, ReportQuestion
from governance.metrics.values import Figure, growth

MOST_FIGURES, MOST_ROWS, MOST_COLUMNS = 3000, 1000, 60
FEW = 14  # so many columns of time or places are read at one glance


@dataclass(frozen=True)
class Spot:
    """One cell: the figure, what it is compared with, and the question whose rows lie behind it (None: a sum)."""

    measure: Measure
    figure: Figure
    before: Figure | None = None
    then: str = ""
    question: Question | None = None
    part: str = ""

    @property
    def growth(self):
        return None if self.before is None else growth(self.figure, self.before)

    @property
    def is_nothing(self) -> bool:
        return not self.figure.count and not self.figure.bottom


@dataclass(frozen=True)
class GridRow:
    """`titles`: one a dimension of the rows; `spots`: one a column, None where nothing is told."""

    titles: list[str]
    spots: list[Spot | None]
    is_total: bool = False
    is_rest: bool = False

    @property
    def is_nothing(self) -> bool:
        return all(spot is None or spot.is_nothing for spot in self.spots)


@dataclass(frozen=True)
class Grid:
    """The table. `heads` name the dimensions of the rows, `across` that of the columns; `given` is what holds of all of
    it (the one place, the one period), by the name of its dimension."""

    question: ReportQuestion
    heads: list[str]
    across: str
    columns: list[Line]
    rows: list[GridRow]
    given: list[tuple[str, str]]
    notes: list[str] = field(default_factory=list)
    pending: int = 0

    @property
    def then(self) -> str:
        """What figures are compared with, in words."""
        return THEN.get(self.question.compare, "")


def make_grid(question: ReportQuestion) -> Grid:
    """Read and lay out. Raises Invalid for a question that is too large, or asks what is not offered."""
    return _Making(question).grid()


class _Making:
    def __init__(self, question: ReportQuestion):
        self.question = question
        below = question.below() if question.is_below else []
        if question.is_below and not below:
            raise Invalid("这些区域之下没有区域。", field="spread")
        self.lines = {
            MEASURE: measure_lines(question),
            PLACE: place_lines(question, below),
            PERIOD: period_lines(question),
        }
        self.answers = self._read()
        self.lines[PART] = part_lines(question, self.answers.values())
        self.across = self._across()
        self.down = [name for name in DIMENSIONS if name != self.across and len(self.lines[name]) > 1]
        self.down = self.down or [PERIOD if self.across == PLACE else PLACE]
        self.fixed = {name: lines[0] for name, lines in self.lines.items() if len(lines) == 1}

    def grid(self) -> Grid:
        columns, rows = self.lines[self.across], self._rows()
        if len(columns) > MOST_COLUMNS:
            raise Invalid(f"列太多（{len(columns)} 列），请换一种排列，或者少选一些。", field="across")
        if len(rows) > MOST_ROWS:
            raise Invalid(f"行太多（{len(rows)} 行），请缩小范围，或者去掉分组。", field="by")
        rows = [row for row in rows if not (row.is_rest and row.is_nothing)]
        kept = [n for n, column in enumerate(columns) if not (column.is_rest and _is_empty(rows, n))]
        rows = [replace(row, spots=[row.spots[n] for n in kept]) for row in rows]
        given = [
            (DIMENSIONS[name], line.label)
            for name, line in self.fixed.items()
            if name not in (*self.down, self.across) and line.label
        ]
        pending = max((answer.pending for answer in self.answers.values()), default=0)
        heads = [self._head(name) for name in self.down]
        columns = [columns[n] for n in kept]
        return Grid(self.question, heads, self._head(self.across), columns, rows, given, self._notes(), pending)

    def _head(self, name):
        breakdown = self.question.breakdown
        return breakdown.label if name == PART and breakdown else DIMENSIONS[name]

    def _across(self) -> str:
        """Which dimension makes the columns: what was asked for, else the measures, or of one measure the periods."""
        asked, count = self.question.across, {name: len(lines) for name, lines in self.lines.items()}
        if asked and count[asked] > 1:
            return asked
        if count[MEASURE] == 1 and 1 < count[PERIOD] <= FEW and (count[PLACE] > 1 or count[PART] > 1):
            return PERIOD
        if count[MEASURE] == 1 and 1 < count[PLACE] <= FEW and count[PART] > 1:
            return PLACE
        return MEASURE

    # --- the reading

    def _read(self) -> dict[tuple, Answer]:
        asked = self.question
        places = list(dict.fromkeys(key for line in self.lines[PLACE] for _, key in line.keys))
        wanted = [
            Question(measure.code, place, period, asked.by, asked.as_now)
            for measure in asked.measures
            for period in self._periods_of(measure)
            for place in places
        ]
        if len(wanted) > MOST_FIGURES:
            sentence = f"一次最多读取 {MOST_FIGURES:,} 个数值，现有 {len(wanted):,} 个：请少选一些区域、期间或指标。"
            raise Invalid(sentence, field="place")
        answers = read(wanted, today=asked.today)
        return {(one.question.measure, one.question.place, one.question.period): one for one in answers}

    def _periods_of(self, measure: Measure) -> list[Period]:
        """Those to read of a measure: of what does not add up over time no whole, of what is known of now no past."""
        asked = self.question
        periods = [*asked.periods, *(asked.bases if is_known_of_whole(measure) else ())]
        if asked.compare and measure.flow is not Flow.NOW:
            periods += [earlier(one, asked.compare, asked.today) for one in periods]
        return list(dict.fromkeys(periods))

    # --- the rows

    def _rows(self) -> list[GridRow]:
        groups = self.lines[MEASURE] if MEASURE in self.down else [None]
        names = [name for name in self.down if name != MEASURE]
        plain = [[line for line in self.lines[name] if not line.is_total] for name in names]
        rows = []
        for group in groups:
            rows += [self._row(group, dict(zip(names, chosen, strict=True))) for chosen in product(*plain)]
            total = self._total(group, names)
            rows += [total] if total else []
        return rows

    def _total(self, group, names) -> GridRow | None:
        """What the rows come to; None where that means nothing."""
        totals = {name: next((one for one in self.lines[name] if one.is_total), None) for name in names}
        whole = {name: line for name in names if (line := totals[name] or self.fixed.get(name))}
        if not any(totals.values()) or len(whole) < len(names):
            return None
        row = self._row(group, whole)
        is_told = any(spot is not None and spot.figure.value is not None for spot in row.spots)
        return replace(row, is_total=True) if is_told else None

    def _row(self, group, chosen: dict[str, Line]) -> GridRow:
        at = {**self.fixed, **({MEASURE: group} if group else {}), **chosen}
        spots = [self._spot({**at, self.across: line}) for line in self.lines[self.across]]
        titles = [at[name].label for name in self.down]
        return GridRow(titles, spots, is_rest=any(line.is_rest for line in chosen.values()))

    def _spot(self, at: dict[str, Line]) -> Spot | None:
        measure, place, period, part = at[MEASURE].key, at[PLACE], at[PERIOD], at[PART]
        if period.is_total and not self._is_added(measure, period):
            return None
        figure = self._figure(at, lambda one: one)
        before, then = None, ""
        if self.question.compare and measure.flow is not Flow.NOW:
            before = self._figure(at, self._earlier)
            then = self._earlier(period.key).label if period.is_itself else ""
        if not (place.is_itself and period.is_itself and part.is_itself):
            return Spot(measure, figure, before, then)
        question = self.answers[measure.code, place.key, period.key].question
        return Spot(measure, figure, before, then, question, f"{self.question.by}={part.key}" if part.key else "")

    def _is_added(self, measure: Measure, period: Line) -> bool:
        return is_known_of_whole(measure) if period.is_itself else is_added_over_time(measure)

    def _earlier(self, period: Period) -> Period:
        return earlier(period, self.question.compare, self.question.today)

    def _figure(self, at, moved: Callable[[Period], Period]) -> Figure:
        measure = at[MEASURE].key
        pieces = [
            (a * b * c, _of_part(self.answers[measure.code, place, moved(period)], part))
            for (a, place), (b, period), (c, part) in product(at[PLACE].keys, at[PERIOD].keys, at[PART].keys)
        ]
        return added(measure, pieces)

    def _notes(self) -> list[str]:
        asked, said = self.question, []
        periods = [line for line in self.lines[PERIOD] if line.is_total]
        if asked.breakdown and asked.breakdown.is_many:
            said.append("一项可以归入多个分组，各组之和可能大于合计。")
        if periods and not all(self._is_added(measure, periods[0]) for measure in asked.measures):
            said.append("期末数、现在数、人口比率不能逐期相加，其合计处空白。")
        if any(one.median for one in asked.measures):
            said.append("中位数不能相加，只在能整体读出时列合计。")
        if any(one.is_sensitive for one in asked.measures):
            said.append("涉及特殊群体：不足 5 人的显示为“<5”，为保护它们而不公布的显示为“*”，不列合计。")
        if asked.as_now:
            said.append("按今天的区域折算，折算的数字没有背后的名单。")
        return said


def _of_part(answer: Answer, part: str) -> Figure:
    if not part:
        return answer.whole
    if part in answer.parts:
        return answer.parts[part]
    if answer.whole.value is None and not answer.measure.bottom:
        return NONE
    zero = Decimal(0)  # a part that was met elsewhere
    return Figure.ratio(zero, zero, answer.measure) if answer.measure.bottom else Figure(zero, zero)


def _is_empty(rows: list[GridRow], column: int) -> bool:
    return all(spot is None or spot.is_nothing for spot in (row.spots[column] for row in rows))

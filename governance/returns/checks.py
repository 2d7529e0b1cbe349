"""What is looked at before a table is submitted: sums that must hold, and what needs a word of explanation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from governance import rules
from governance.metrics.periods import Period
from governance.returns.declaring import TableKind
from governance.returns.figures import ZERO, Values, live, places_of, totals
from governance.returns.missing import missing_in
from governance.returns.models import ReturnEdition, ReturnRow
from governance.returns.printing import TOTAL, shown
from governance.returns.rules import JUMP_LEAST, JUMP_PERCENT

SUMS, ENTRIES, DATES, ZEROS, MISSING, PREVIOUS, YEAR = (
    "sums",
    "entries",
    "dates",
    "zeros",
    "missing",
    "previous",
    "year",
)
LABELS = {
    SUMS: "合计关系不符",
    ENTRIES: "填报数据未填",
    DATES: "相互关系异常",
    ZEROS: "零报告",
    MISSING: "下级未报齐",
    PREVIOUS: "比上期变动大",
    YEAR: "比上年同期变动大",
}
ERRORS = (SUMS, ENTRIES)


@dataclass(frozen=True)
class Found:
    """One thing that was found, with a line for each place: an error blocks, anything else needs a word."""

    code: str
    lines: tuple[str, ...]
    explanation: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.code]

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS

    @property
    def is_open(self) -> bool:
        return self.is_error or not self.explanation


@dataclass(frozen=True)
class Limits:
    """From where on a change is odd: `percent` of what was, and at least `least` of it."""

    percent: int
    least: int

    def is_odd(self, now: Decimal, before: Decimal) -> bool:
        moved = abs(now - before)
        return moved >= self.least and (not before or moved * 100 >= self.percent * abs(before))


def look_at(edition: ReturnEdition, *, today: date) -> list[Found]:
    """Everything that is found in an edition, with the explanations that still fit."""
    filed = edition.filed
    rows = list(edition.rows.select_related("area", "fed_by"))
    before, year_before = filed.span.one_before(), filed.span.year_before()
    periods = {PREVIOUS: before, YEAR: year_before}
    earlier = live(filed.declared, places_of(filed.area), periods.values(), filed.basis, today=today)
    lines = {
        **_relations(filed, rows),
        ENTRIES: _not_keyed(filed.declared, rows),
        ZEROS: _zeros(filed.declared, rows),
        MISSING: missing_in(filed, rows),
        **{code: _jumps(filed, rows, period, earlier[period], code) for code, period in periods.items()},
    }
    notes = {note.check_code: note for note in edition.notes.all()}
    return [
        Found(code, tuple(lines[code]), _explained(notes.get(code), lines[code])) for code in LABELS if lines.get(code)
    ]


def _explained(note, lines):
    """An explanation stands for what it explained."""
    return note.text if note and note.lines == list(lines) else ""


def _with_total(kind: TableKind, rows: Iterable[ReturnRow]) -> list[tuple[str, Values]]:
    every: list[tuple[str, Values]] = [(row.label, row.values) for row in rows]
    return [*every, (TOTAL, totals(rows, kind.columns))] if len(every) > 1 else every


def _relations(filed, rows):
    found: dict[str, list[str]] = {SUMS: [], DATES: []}
    for label, values in _with_total(filed.declared, rows):
        for broken in filed.declared.identities(values, filed.basis):
            found[SUMS if broken.is_certain else DATES].append(f"{label}：{broken.said}")
    return found


def _not_keyed(kind, rows):
    own = next((row for row in rows if row.is_own), None)
    return [f"{column.label}" for column in kind.keyed if own is not None and column.code not in own.keyed]


def _zeros(kind, rows):
    return [f"{row.label}：{kind.column(kind.headline).label}为 0" for row in rows if not row.values.get(kind.headline)]


def _jumps(filed, rows, period: Period, earlier: Mapping, code):
    limits = limits_at(filed.area_id, filed.ends_on)
    watched = [column for column in filed.declared.columns if column.is_watched]
    lines = []
    for row in rows:
        then = earlier.get((row.area_id, row.is_own), {})
        for column in watched:
            now, was = row.values.get(column.code, ZERO), then.get(column.code, ZERO)
            if limits.is_odd(now, was) and (was or code == PREVIOUS):
                told, before = (f"{shown(column, {column.code: one})} {column.unit}" for one in (now, was))
                lines.append(f"{row.label}：{column.label} {told}，{period.label} {before}{_percent(now, was)}")
    return lines


def _percent(now, was):
    return f"（{(now - was) * 100 / was:+.0f}%）" if was else ""


def limits_at(area: str, on: date) -> Limits:
    return Limits(rules.value(JUMP_PERCENT, area, on), rules.value(JUMP_LEAST, area, on))

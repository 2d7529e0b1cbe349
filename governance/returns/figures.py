"""The figures of a table: what the portal says now, and what the units below have filed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from governance.areas import codes
from governance.areas.models import Area
from governance.errors import WrongState
from governance.metrics.periods import Period
from governance.metrics.reading import Answer, Question, read
from governance.returns.declaring import Column, TableKind
from governance.returns.models import Return, ReturnEdition, ReturnRow

Values = Mapping[str, Decimal]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Place:
    """A row's place. `is_own`: what is the filing unit's itself, without the units below."""

    area: Area
    is_own: bool

    @property
    def key(self) -> tuple[str, bool]:
        return self.area.code, self.is_own


@dataclass(frozen=True)
class Line:
    """A row as it is drawn. `fed_by`: the edition of the unit below that it was taken from."""

    place: Place
    label: str
    note: str
    figures: Values
    keyed: Values = field(default_factory=dict)
    fed_by: ReturnEdition | None = None


def places_of(area: Area) -> list[Place]:
    """The places below that ever were, in the order of their codes, then the unit's own."""
    below = [] if area.level == codes.COMMITTEE else list(Area.objects.children_of(area.code))
    return [*(Place(one, False) for one in below), Place(area, True)]


def live(
    kind: TableKind, places: Sequence[Place], periods: Iterable[Period], basis: str, *, today: date
) -> dict[Period, dict[tuple[str, bool], dict[str, Decimal]]]:
    """What the portal says now of each place in each period, by column; one query for all.

    Raises WrongState while an import is still being counted.
    """
    asked = {
        (place.key, period, *source): Question(
            source[0], place.area.code, period, source[1], is_alone=place.is_own and place.area.level < codes.COMMITTEE
        )
        for place in places
        for period in dict.fromkeys(periods)
        for source in sources_of(kind, basis)
    }
    answers = dict(zip(asked, read(asked.values(), today=today), strict=True))
    if any(answer.pending for answer in answers.values()):
        raise WrongState("有大批数据正在汇总，请几分钟后再取数。")
    found: dict[Period, dict[tuple[str, bool], dict[str, Decimal]]] = {period: {} for period in periods}
    for period, rows in found.items():
        for place in places:
            rows[place.key] = {
                column.code: _value(column, answers[(place.key, period, column.measure_at(basis), column.by)])
                for column in kind.columns
                if not column.is_keyed
            }
    return found


def sources_of(kind: TableKind, basis: str) -> list[tuple[str, str]]:
    """What its columns read, each (measure, breakdown) once."""
    return list(dict.fromkeys((one.measure_at(basis), one.by) for one in kind.columns if not one.is_keyed))


def _value(column: Column, answer: Answer) -> Decimal:
    if not column.by:
        return exact(answer.whole.value)
    return sum((exact(answer.parts[part].value) for part in column.parts if part in answer.parts), ZERO)


def exact(value) -> Decimal:
    return ZERO if value is None else Decimal(value)


def drawn(filed: Return, *, today: date, own_keyed: Values) -> list[Line]:
    """The table as it would be drawn now: units below from their accepted editions, the rest from the portal.

    A unit that ended before the period and of which there is nothing to tell has no row.
    """
    places, period = places_of(filed.area), filed.span
    values = live(filed.declared, places, [period], filed.basis, today=today)[period]
    fed = held_below(filed)
    lines = []
    for place in places:
        edition = None if place.is_own else fed.get(place.area.code)
        figures = values[place.key]
        if edition:
            lines.append(_fed(place, edition, period))
        elif place.is_own or _was_there(place.area, period) or any(figures.values()):
            keyed = own_keyed if place.is_own else {}
            lines.append(Line(place, _label(place), _note(place.area, period), figures, keyed))
    return lines


def held_below(filed: Return) -> dict[str, ReturnEdition]:
    """The newest accepted or released edition of each unit below, by its code, with its rows; two queries."""
    below = Return.objects.of_units_below(filed)
    held = ReturnEdition.objects.held().filter(filed__in=below).select_related("filed").prefetch_related("rows")
    return {edition.filed.area_id: edition for edition in held.order_by("number")}


def totals(rows: Iterable[ReturnRow | Line], columns: Iterable[Column]) -> dict[str, Decimal]:
    """The sum of each column; of what nobody keyed in there is none."""
    every = [values_of(row) for row in rows]
    known = {code for values in every for code in values}
    return {
        one.code: sum((values.get(one.code, ZERO) for values in every), ZERO) for one in columns if one.code in known
    }


def values_of(row: ReturnRow | Line) -> Values:
    return row.values if isinstance(row, ReturnRow) else {**row.figures, **row.keyed}


def stored(line: Line, edition: ReturnEdition, order: int) -> ReturnRow:
    return ReturnRow(
        edition=edition,
        area=line.place.area,
        is_own=line.place.is_own,
        label=line.label,
        note=line.note,
        order=order,
        figures=as_text(line.figures),
        keyed=as_text(line.keyed),
        fed_by=line.fed_by,
    )


def as_text(values: Values) -> dict[str, str]:
    return {code: plain(value) for code, value in values.items()}


def plain(value: Decimal) -> str:
    """Exact, and the same text for the same number: 12, 3300.5."""
    return f"{value:f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{int(value)}"


def _fed(place, edition, period):
    columns = edition.filed.declared.columns
    summed = totals(edition.rows.all(), columns)
    keyed = {one.code for one in columns if one.is_keyed}
    return Line(
        place,
        _label(place),
        _note(place.area, period),
        {code: value for code, value in summed.items() if code not in keyed},
        {code: value for code, value in summed.items() if code in keyed},
        edition,
    )


def _label(place):
    return f"{place.area.name}本级" if place.is_own and place.area.level < codes.COMMITTEE else place.area.name


def _was_there(area, period):
    return (area.valid_from is None or area.valid_from <= period.last) and (
        area.valid_to is None or area.valid_to > period.first
    )


def _note(area, period):
    """What befell the place within the period."""
    if area.valid_to and area.valid_to <= period.last:
        return f"{area.valid_to} 起停用"
    if area.valid_from and period.first < area.valid_from <= period.last:
        return f"{area.valid_from} 起启用"
    return ""

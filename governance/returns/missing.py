"""Units below that had to file, on whose tables an edition does not rest: their rows have the portal's own figures."""

from collections.abc import Iterable

from governance.areas import codes
from governance.returns.models import Return, ReturnEdition, ReturnRow
from governance.returns.states import HELD, State

LATER = "审核通过较晚，没有汇入"


def missing_in(filed: Return, rows: Iterable[ReturnRow]) -> list[str]:
    """A line for each, with how its table stands; [] for what has no units below."""
    if not filed.has_units_below:
        return []
    due = filed.declared.units(filed.starts_on, filed.ends_on)
    states = dict(Return.objects.of_units_below(filed).values_list("area", "state"))
    return [
        f"{row.label}：{_told(State(states.get(row.area_id, State.DUE)))}"
        for row in rows
        if not row.is_own
        and row.fed_by_id is None
        and (row.area_id in states or any(codes.is_within(one, row.area_id) for one in due))
    ]


def missing_under(edition: ReturnEdition) -> list[str]:
    """Of the edition and of all that it rests on; what lies deeper with the unit through which it came.

    What is released already says itself what was missing in it.
    """
    if edition.is_released:
        return list(edition.missing)
    rows = list(edition.rows.select_related("fed_by__filed"))
    lines = missing_in(edition.filed, rows)
    for row in rows:
        if row.fed_by:
            lines += [f"{row.label} {line}" for line in missing_under(row.fed_by)]
    return lines


def _told(state: State) -> str:
    return LATER if state in HELD else str(state.label)

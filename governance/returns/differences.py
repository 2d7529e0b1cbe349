"""What the portal says now beside what was released: corrections that came later."""

from dataclasses import dataclass
from datetime import date

from governance.returns.figures import ZERO, live, places_of, totals
from governance.returns.models import ReturnEdition
from governance.returns.printing import TOTAL, shown


@dataclass(frozen=True)
class Difference:
    place: str
    column: str
    released: str
    now: str


def differences(edition: ReturnEdition, *, today: date) -> list[Difference]:
    """Each figure of the portal that is another now, and each total; what was keyed in is not compared."""
    filed = edition.filed
    kind = filed.declared
    rows = list(edition.rows.all())
    found = live(kind, places_of(filed.area), [filed.span], filed.basis, today=today)[filed.span]
    told = {(row.area_id, row.is_own): row for row in rows}
    lines = [(row.label, row.values, found.get(key, {})) for key, row in told.items()]
    lines += [("（报表中没有的区域）" + code, {}, now) for (code, own), now in found.items() if (code, own) not in told]
    own = [one for one in kind.columns if not one.is_keyed]
    if len(lines) > 1:
        now = {one.code: sum((values.get(one.code, ZERO) for values in found.values()), ZERO) for one in own}
        lines.append((TOTAL, totals(rows, own), now))
    return [
        Difference(label, column.label, shown(column, {column.code: was}), shown(column, {column.code: is_now}))
        for label, before, now in lines
        for column in own
        if (was := before.get(column.code, ZERO)) != (is_now := now.get(column.code, ZERO))
    ]

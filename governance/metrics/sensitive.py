"""Measures of sensitive groups: shown for whole calendar years that are over, for streets and what lies above.

Nothing finer is offered, so that no sum of what is offered gives a small number away (suppression.py).
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from governance.areas import codes
from governance.errors import Invalid
from governance.metrics.declaring import MEASURES
from governance.metrics.grain import YEAR
from governance.metrics.suppression import told, withheld
from governance.metrics.values import Figure
from governance.replica.routing import line

CELLS = """
    SELECT c.place, s.key, s.value::bigint FROM governance_metriccell c CROSS JOIN LATERAL jsonb_each_text(c.slices) s
    WHERE c.counter = %(counter)s AND c.unit = %(unit)s AND c.starts_on = %(starts_on)s
      AND (c.place = %(root)s OR right(c.place, 3) = '000')
"""


def require_offered(question, today: date) -> None:
    """Refuse what is not offered of such a measure. Raises Invalid."""
    if not question.period.is_calendar_year or question.period.last >= today:
        raise Invalid("涉及特殊群体的人数只按已经过去的整年公布。", field="period")
    if codes.level(question.place) == codes.COMMITTEE:
        raise Invalid("涉及特殊群体的人数只公布到街道（镇）。", field="place")
    if not question.by or question.as_now:
        raise Invalid("涉及特殊群体的人数须按群体分组、按当时的区域读取。", field="by")


def parts(measure: str, by: str, place: str, year: date) -> dict[str, Figure]:
    """Each part at the place in the year that begins on `year`, where it is not withheld."""
    trees = _trees(MEASURES[measure].top[0], by, year)
    return {part: _figure(values, place) for part, values in trees.items()}


def _trees(counter: str, by: str, year: date) -> dict[str, dict[str, int]]:
    """Of each part, what it is at every place."""
    trees: dict[str, dict[str, int]] = defaultdict(dict)
    asked: dict[str, str | date] = {"counter": counter, "unit": YEAR, "starts_on": year, "root": codes.ROOT}
    with line().cursor() as cursor:
        cursor.execute(CELLS, asked)
        for place, part, value in cursor.fetchall():
            if part.startswith(f"{by}="):
                trees[part.partition("=")[2]][place] = value
    return trees


def _figure(values, place) -> Figure:
    value = values.get(place, 0)
    above = {code: _above(code, values) for code in values}
    if place in withheld(values, {code: top for code, top in above.items() if top}):
        return Figure(None, withheld=told(value))
    return Figure(Decimal(value), Decimal(value))


def _above(code, values):
    return next((top for top in reversed(codes.ancestors(code)) if top in values), None)

"""What a period is compared with: the same days a year earlier (同比), or of the period before (环比). Pure.

A period that goes on is compared with as much of the earlier one as has passed of it: eleven months with eleven.
"""

from datetime import date, timedelta

from governance.metrics.periods import Period, days, unit_of

YEAR_BEFORE, ONE_BEFORE = "year", "previous"
SAID = {YEAR_BEFORE: "同比", ONE_BEFORE: "环比"}
THEN = {YEAR_BEFORE: "上年同期", ONE_BEFORE: "上期"}
ONE_DAY = timedelta(days=1)


def earlier(period: Period, how: str, today: date) -> Period:
    """The period that `period` is compared with, as of `today`."""
    whole = period.year_before() if how == YEAR_BEFORE else period.one_before()
    if not period.first <= today < period.last:
        return whole
    if how == YEAR_BEFORE and unit_of(period.code) != "week":
        return _cut(whole, days(period.first, today).year_before().last)
    return _cut(whole, whole.first + (today - period.first))


def _cut(whole: Period, last: date) -> Period:
    return whole if last >= whole.last else days(whole.first, last)

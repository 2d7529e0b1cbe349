"""When a message may go out: arithmetic of local times, and the hours that the rules give."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from governance import rules
from governance.notices.rules import QUIET_FROM, QUIET_UNTIL


@dataclass(frozen=True)
class Hours:
    """Messages go out from `opens` to before `closes` o'clock, Shanghai time."""

    opens: int = 9
    closes: int = 20

    def next_open(self, moment: datetime) -> datetime:
        """`moment` itself while messages may go out, else the next opening. `moment` is a local time."""
        if self.opens <= moment.hour < self.closes:
            return moment
        return self.next_morning(moment)

    def next_morning(self, moment: datetime) -> datetime:
        """The next opening after `moment`: when digests go out."""
        opening = moment.replace(hour=self.opens, minute=0, second=0, microsecond=0)
        return opening if moment < opening else opening + timedelta(days=1)


def hours_at(areas: Iterable[str], now: datetime) -> dict[str, Hours]:
    """The hours of each place, by the rules in force: two queries."""
    today = timezone.localdate(now)
    opens, closes = rules.values(QUIET_UNTIL, areas, today), rules.values(QUIET_FROM, areas, today)
    return {area: Hours(opens[area], closes[area]) for area in areas}

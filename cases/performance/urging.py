"""When who is late is urged again (督促): pure, dates in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Urged:
    """The last time that a late debtor was reached, or the other side told where else to turn.

    `promised_on`: the day by which the debtor promised to perform. `is_performing`: they said that they do it at once.
    """

    on: date
    promised_on: date | None = None
    is_performing: bool = False
    has_told: bool = False

    def is_open(self, since: date) -> bool:
        return self.on < since or (self.is_performing and not self.has_told)

    def again_from(self, patience: timedelta) -> date | None:
        """From when to ask again; None once the parties know where else they may turn (若干规定 第三十八条)."""
        if self.has_told:
            return None
        return self.promised_on or (self.on if self.is_performing else self.on + patience)


def unasked(late: Iterable[int], urged: dict[int, Urged], since: date) -> list[int]:
    """Who of those that are late was not urged since urging fell due, or performs at once: until that is recorded."""
    return [debtor for debtor in late if debtor not in urged or urged[debtor].is_open(since)]


def next_from(late: Iterable[int], urged: dict[int, Urged], patience: timedelta) -> date | None:
    """From when somebody who is late is to be asked again; None when nobody is."""
    waits = [urged[debtor].again_from(patience) for debtor in late if debtor in urged]
    return min((day for day in waits if day), default=None)

"""A row between being checked and being a case."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.docket.models import Case
from cases.parties.models import Party
from cases.registers.lines import Line
from cases.registers.models import RegisterRow


@dataclass
class Draft:
    """A row on its way to being a case. `persons` and `organisations`: ids of those registered for it."""

    row: RegisterRow
    line: Line
    committee: MediationCommittee
    subjects: list = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    case: Case = field(init=False)
    parties: list[Party] = field(default_factory=list)

    @property
    def area(self) -> str:
        return self.committee.area_id


@lru_cache(maxsize=4096)
def beginning_of(day: date) -> datetime:
    """An old register knows days alone: their first minute stands for them."""
    return timezone.make_aware(datetime.combine(day, time.min))

"""What a report asks: measures by places, periods and parts, laid out on two axes."""

from dataclasses import dataclass
from datetime import date

from governance.areas import codes
from governance.areas.models import Area
from governance.metrics.declaring import MEASURES, Breakdown, Measure, breakdowns_of
from governance.metrics.periods import Period
from governance.metrics.reports.spans import are_apart

MEASURE, PLACE, PERIOD, PART = "measure", "place", "period", "part"
DIMENSIONS = {MEASURE: "指标", PLACE: "区域", PERIOD: "期间", PART: "分组"}


@dataclass(frozen=True)
class ReportQuestion:
    """`periods` are the rows or columns of time, `bases` what they are divided from (themselves, where nothing is).

    `is_below`: the places directly below `places` are shown, these as what they add up to. `across` says which
    dimension makes the columns; empty: whichever reads best. `query` is the question as an address.
    """

    measures: tuple[Measure, ...]
    places: tuple[Area, ...]
    periods: tuple[Period, ...]
    bases: tuple[Period, ...]
    today: date
    by: str = ""
    is_below: bool = False
    compare: str = ""
    as_now: bool = False
    across: str = ""
    is_relative: bool = False
    query: str = ""

    @property
    def breakdown(self) -> Breakdown | None:
        offered = breakdowns_of(self.measures[0]) if self.by else []
        return next((one for one in offered if one.code == self.by), None)

    @property
    def is_divided(self) -> bool:
        return self.periods != self.bases

    @property
    def span(self) -> tuple[date, date]:
        return min(one.first for one in self.periods), max(one.last for one in self.periods)

    @property
    def are_places_apart(self) -> bool:
        found = [place.code for place in self.places]
        return not any(code != other and codes.is_within(code, other) for code in found for other in found)

    @property
    def are_bases_apart(self) -> bool:
        return are_apart(self.bases)

    def below(self) -> list[Area]:
        """The places directly below those of the question, as they were in its periods."""
        first, last = self.span
        found = Area.objects.filter(parent__in=[place.code for place in self.places]).order_by("code")
        return list(found.exclude(valid_to__lte=first).exclude(valid_from__gt=last))


def common_breakdowns(measures) -> list[Breakdown]:
    """Those by which all of `measures` can be divided."""
    offered = [{one.code for one in breakdowns_of(each)} for each in measures]
    return [one for one in breakdowns_of(measures[0]) if all(one.code in codes for codes in offered)] if offered else []


def all_breakdowns() -> dict[str, str]:
    """Every breakdown that some measure has, with its name. Two of one code and different names are named both."""
    found: dict[str, str] = {}
    for measure in MEASURES.values():
        for one in breakdowns_of(measure):
            names = found.get(one.code, "").split("、") if one.code in found else []
            if one.label not in names:
                found[one.code] = "、".join([*names, one.label])
    return found

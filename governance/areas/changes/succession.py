"""Questions of a day: what became of a place, and what figures said of the places as they were or as they are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from governance.areas import codes
from governance.areas.changes.models import AreaChangeItem
from governance.areas.changes.plans import WHOLE, carry
from governance.areas.models import Area
from governance.areas.population.models import AreaPopulation


@dataclass(frozen=True)
class Act:
    """One effective act as arithmetic: of each source, which share (of 1) went where."""

    effective_on: date
    moves: dict[str, dict[str, Decimal]]


@dataclass(frozen=True)
class Figure:
    """An amount of a place. `is_recast`: worked out from another place's figure by its share, not told by a source."""

    amount: Decimal
    as_of: date
    is_recast: bool = False


@dataclass(frozen=True)
class Totals:
    """Figures of the committees in a place; `missing` are those of which nothing is known."""

    figures: dict[str, Figure]
    missing: list[str]

    @property
    def total(self) -> int:
        return round(sum((figure.amount for figure in self.figures.values()), Decimal()))

    @property
    def is_recast(self) -> bool:
        return any(figure.is_recast for figure in self.figures.values())


def acts_until(until: date, about: str) -> list[Act]:
    """Standing acts effective by `until`, in order, of the districts that cover the place `about` or lie in it."""
    span = codes.code_range(about)
    covering = models.Q(change__area_id__in=[about, *codes.ancestors(about)])
    inside = models.Q(change__area_id__gte=span.first, change__area_id__lte=span.last)
    items = AreaChangeItem.objects.filter(
        covering | inside,
        change__withdrawn_at__isnull=True,
        change__effective_on__lte=until,
        from_area__isnull=False,
        share__isnull=False,
    )
    acts: dict[int, Act] = {}
    for item in items.select_related("change").order_by("change__effective_on", "change_id", "id"):
        act = acts.setdefault(item.change_id, Act(item.change.effective_on, defaultdict(dict)))
        if item.to_code and item.from_area_id and item.share is not None:
            act.moves[item.from_area_id][item.to_code] = item.share / WHOLE
    return list(acts.values())


def area_successors(code: str, on: date) -> dict[str, Decimal]:
    """Where the place `code` has gone by `on`: codes with their shares of 1; itself alone when nothing happened.

    A place that was revoked without successor has none.
    """
    shares = {code: Decimal(1)}
    for act in acts_until(on, code):
        shares = carry(shares, act.moves)
    ended = Area.objects.filter(pk=code, valid_to__lte=on).exists()
    return {} if ended and set(shares) == {code} else shares


def area_predecessors(code: str, on: date) -> dict[str, Decimal]:
    """The places that, by `on`, have given parts of themselves to `code`, each with the share (of 1) it gave."""
    touched = AreaChangeItem.objects.filter(
        to_code=code, change__withdrawn_at__isnull=True, change__effective_on__lte=on, share__isnull=False
    ).exclude(from_area=code)
    given = touched.order_by("change__effective_on").values_list("from_area_id", "share")
    return {giver: share / WHOLE for giver, share in given if giver is not None and share is not None}


def figures_of(code: str, field: str, *, known_on: date, areas_on: date | None = None) -> Totals:
    """What was known of the committees in `code` on `known_on`, under the places that stood on `areas_on`.

    With `areas_on` left out: as it was. With a later day: recast to the places of that day by the shares of the acts
    between. A place without a figure of its own since it was formed has its predecessors' by share.
    """
    areas_on = areas_on or known_on
    span = codes.code_range(code)
    told = AreaPopulation.objects.known(field, known_on).filter(area_id__gte=span.first, area_id__lte=span.last)
    rows = list(told.order_by("as_of", "id").values_list("area_id", "as_of", field))
    wanted = Area.objects.on(areas_on).filter(level=codes.COMMITTEE, code__gte=span.first, code__lte=span.last)
    wanted = list(wanted.order_by("code").values_list("code", flat=True))
    replayed = replay(rows, acts_until(areas_on, code))
    found = {place: replayed[place] for place in wanted if place in replayed}
    return Totals(found, [place for place in wanted if place not in found])


def replay(rows: list[tuple[str, date, int]], acts: list[Act]) -> dict[str, Figure]:
    """The newest knowledge of each place after figures and acts have happened in the order of their days.

    On the same day an act comes first: figures of that day are told of the places it made.
    """
    events: list[tuple[date, int, Any]] = [(act.effective_on, 0, act) for act in acts]
    events += [(as_of, 1, (code, amount)) for code, as_of, amount in rows]
    known: dict[str, Figure] = {}
    for day, _, event in sorted(events, key=lambda event: event[:2]):
        if isinstance(event, Act):
            known = _carried(known, event)
        else:
            code, amount = event
            known[code] = Figure(Decimal(amount), day)
    return known


def _carried(known, act):
    after = {code: figure for code, figure in known.items() if code not in act.moves}
    for code, moves in act.moves.items():
        if code not in known:
            continue
        for target, share in moves.items():
            part = known[code].amount * share
            had = after.get(target)
            after[target] = Figure(part + (had.amount if had else 0), known[code].as_of, is_recast=True)
    return after

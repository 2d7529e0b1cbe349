"""Pages of population: the series of one place, and sums over the committees of a wider one as of a day."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.areas import codes
from governance.areas.changes.succession import figures_of
from governance.areas.models import Area
from governance.areas.population.actions import correct_population, enter_population
from governance.areas.population.forms import PopulationForm, asked_or_default
from governance.areas.population.models import AreaPopulation
from governance.pages.acting import FormPage, act_or_show, find_or_refuse

BARS, BAR_HEIGHT, BAR_STEP = 12, 60, 34


@dataclass(frozen=True)
class Bar:
    """One bar of the small picture, in units of its drawing."""

    x: int
    y: int
    height: int
    label: str
    value: int


@dataclass(frozen=True)
class Line:
    """One committee of a sum: its name on the day, its amount, of when, and whether recast by share."""

    code: str
    name: str
    amount: int | None
    as_of: date | None
    is_recast: bool


@reach.holding("place.view")
@require_GET
def here(request):
    """The population of where one works."""
    place = request.place
    if place is None or not request.user.holds("place.view", place.code):
        place = Area.objects.get(pk=request.user.scope("place.view").places[0])
    return redirect("population:series", place.code)


@reach.holding("place.view")
@require_GET
def series(request, code):
    """All figures of one place; below it, what they add up to over its committees."""
    place = get_object_or_404(Area.objects.reached_by(request.user, "place.view"), pk=code)
    rows = list(AreaPopulation.objects.visible_to(request.user).series(code))
    values = {
        "place": place,
        "rows": rows,
        "bars": bars_of(rows),
        "may_edit": request.user.holds("place.edit", code),
    }
    if codes.COUNTY <= place.level < codes.COMMITTEE:
        values |= _sum(request, place)
    return render(request, "governance/population/series.html", values)


@reach.holding("place.edit")
@require_http_methods(["GET", "POST"])
def enter(request, code):
    place = get_object_or_404(Area.objects.reached_by(request.user, "place.edit"), pk=code)
    form = PopulationForm(request.POST or None, initial={"as_of": timezone.localdate()})
    url = reverse("population:series", args=[code])
    page = FormPage("登记人口数据", "登记", url, ((f"{place.name}人口", url),), place.name, "已登记。")
    known = {"area_code": code, "today": timezone.localdate(), "by": request.user}
    return act_or_show(request, form, lambda version: enter_population(**known, **form.act_values()), page)


@reach.within("governance.AreaPopulation", "place.edit")
@require_http_methods(["GET", "POST"])
def correct(request, pk):
    row = find_or_refuse(AreaPopulation.objects.select_related("area"), request.user, "place.edit", pk=pk)
    form = PopulationForm(request.POST or None, instance=row)
    url = row.get_absolute_url()
    page = FormPage("更正人口数据", "保存", url, ((f"{row.area.name}人口", url),), row.area.name, version=row.version)

    def act(version):
        return correct_population(
            row, today=timezone.localdate(), by=request.user, version=version, **form.act_values()
        )

    return act_or_show(request, form, act, page)


def bars_of(rows) -> list[Bar]:
    """The newest households, the oldest of them at the left; nothing when fewer than two are known."""
    told = [row for row in rows if row.households is not None][:BARS][::-1]
    if len(told) < 2:
        return []
    most = max(row.households for row in told) or 1
    heights = [max(2, round(row.households / most * BAR_HEIGHT)) for row in told]
    return [
        Bar(4 + place * BAR_STEP, BAR_HEIGHT - height + 4, height, f"{row.as_of:%Y-%m-%d}", row.households)
        for place, (row, height) in enumerate(zip(told, heights, strict=True))
    ]


def _sum(request, place):
    form = asked_or_default(request.GET, timezone.localdate())
    if not form.is_valid():
        return {"asked": form}
    values = form.cleaned_data
    totals = figures_of(place.code, values["figure"], known_on=values["known_on"], areas_on=values["areas_on"])
    names = dict(
        Area.objects.named_on(values["areas_on"])
        .filter(pk__in=[*totals.figures, *totals.missing])
        .values_list("code", "name_then")
    )
    lines = [
        Line(code, names[code], round(found.amount), found.as_of, found.is_recast)
        for code, found in totals.figures.items()
    ]
    lines += [Line(code, names[code], None, None, False) for code in totals.missing]
    return {"asked": form, "totals": totals, "lines": sorted(lines, key=lambda line: line.code)}

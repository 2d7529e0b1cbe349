"""Pages of grids and building groups, and what the three partitions have in common. Estates: `estate_views.py`."""

from dataclasses import dataclass
from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.areas.partitions import actions
from governance.areas.partitions.filters import BuildingGroupFilter, GridFilter
from governance.areas.partitions.forms import BuildingGroupForm, EndForm, GridForm
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page


@dataclass(frozen=True)
class Kind:
    """One of the three partitions: what it is called, and its route, that of its list in the plural."""

    label: str
    route: str

    @property
    def list_url(self):
        return reverse(f"partitions:{self.route}s")

    def listed(self, request, rows, filterset, columns, sort):
        """The page of its list; the rows are drawn by the template of that name."""
        listing = list_page(request, rows.visible_to(request.user).for_list(), filterset, columns, sort=sort)
        tabs = [(kind.label, kind.list_url, kind is self) for kind in KINDS]
        acts = new_at(request, f"登记{self.label}", f"partitions:add_{self.route}")
        values = {"title": self.label, "listing": listing, "tabs": tabs, "acts": acts, "export": f"{self.route}s"}
        return render(request, f"governance/partitions/{self.route}s.html", values, status=listing.status)

    def adding(self) -> FormPage:
        return FormPage(f"登记{self.label}", "登记", self.list_url, ((self.label, self.list_url),))

    def about(self, row, title, submit, *, note="", **more) -> FormPage:
        """The page of one act on a row."""
        url = row.get_absolute_url()
        trail = ((self.label, self.list_url), (str(row), url))
        return FormPage(title, submit, url, trail, note=note or str(row), version=row.version, **more)

    def end(self, request, row, action, *, warning="终止后不能恢复。", note=""):
        """The form that ends a row."""
        form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
        page = self.about(row, f"终止{self.label}", "终止", note=note, danger=f"确定终止“{row}”？{warning}")
        act = partial(action, row, by=request.user)
        return act_or_show(request, form, lambda version: act(version=version, **form.cleaned_data), page)


ESTATES, GRIDS, BUILDING_GROUPS = Kind("小区", "estate"), Kind("网格", "grid"), Kind("楼组", "building_group")
KINDS = (ESTATES, GRIDS, BUILDING_GROUPS)
GRID_COLUMNS = (
    Column("name", "网格", sort="name"),
    Column("code", "编号", sort="code"),
    Column("area", "居（村）委会", sort="area_id"),
    Column("leader", "网格长"),
    Column("households", "户数", sort="households", css="num"),
    Column("starts", "起始日", sort="starts_on"),
    Column("state", "状态"),
)
GROUP_COLUMNS = (
    Column("name", "楼组", sort="name"),
    Column("estate", "小区", sort="estate__name"),
    Column("area", "居（村）委会", sort="area_id"),
    Column("leader", "楼组长"),
    Column("households", "户数", sort="households", css="num"),
    Column("marks", "标记"),
    Column("state", "状态"),
)


def new_at(request, label, route):
    """The act that adds a row, for those who may add one somewhere; at the place that the list is narrowed to."""
    if not request.user.scope("place.edit"):
        return []
    place = request.GET.get("place", "")
    chosen = f"?area={place}" if place.isascii() and place.isdecimal() else ""
    return [Act(label, f"{reverse(route)}{chosen}", icon="plus-lg", is_main=True)]


def started_today(request):
    """What a new row begins with: the place it was asked for at, and today."""
    return {"area": request.GET.get("area", ""), "starts_on": timezone.localdate()}


@reach.holding("place.view")
@require_GET
def grids(request):
    return GRIDS.listed(request, Grid.objects, GridFilter, GRID_COLUMNS, "area")


@reach.within("governance.Grid")
@require_GET
def grid(request, pk):
    found = find_or_refuse(Grid.objects.for_list(), request.user, "", pk=pk)
    values = {"grid": found, "may_edit": _may_edit(request, found), "is_current": found.is_current()}
    return render(request, "governance/partitions/grid.html", values)


@reach.holding("place.edit")
@require_http_methods(["GET", "POST"])
def add_grid(request):
    form = GridForm(request.POST or None, initial=started_today(request))
    return act_or_show(request, form, partial(_add, request, form, actions.add_grid), GRIDS.adding())


@reach.within("governance.Grid", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_grid(request, pk):
    found = find_or_refuse(Grid.objects.for_list(), request.user, "place.edit", pk=pk)
    form = GridForm(request.POST or None, instance=found, is_new=False)
    page = GRIDS.about(found, "修改网格", "保存", note=_where(found))
    edit = partial(actions.edit_grid, found, by=request.user)
    return act_or_show(request, form, lambda v: edit(version=v, **form.cleaned_data), page)


@reach.within("governance.Grid", "place.edit")
@require_http_methods(["GET", "POST"])
def end_grid(request, pk):
    found = find_or_refuse(Grid.objects.for_list(), request.user, "place.edit", pk=pk)
    return GRIDS.end(request, found, actions.end_grid, note=_where(found))


@reach.holding("place.view")
@require_GET
def building_groups(request):
    return BUILDING_GROUPS.listed(request, BuildingGroup.objects, BuildingGroupFilter, GROUP_COLUMNS, "area")


@reach.within("governance.BuildingGroup")
@require_GET
def building_group(request, pk):
    found = find_or_refuse(BuildingGroup.objects.for_list(), request.user, "", pk=pk)
    values = {"group": found, "may_edit": _may_edit(request, found), "is_current": found.is_current()}
    return render(request, "governance/partitions/building_group.html", values)


@reach.holding("place.edit")
@require_http_methods(["GET", "POST"])
def add_building_group(request):
    form = BuildingGroupForm(request.POST or None, initial=started_today(request), estates=_estates(request))
    act = partial(_add, request, form, actions.add_building_group)
    return act_or_show(request, form, act, BUILDING_GROUPS.adding())


@reach.within("governance.BuildingGroup", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_building_group(request, pk):
    found = find_or_refuse(BuildingGroup.objects.for_list(), request.user, "place.edit", pk=pk)
    estates = Estate.objects.visible_to(request.user).under(found.area_id, found.starts_on).order_by("name")
    form = BuildingGroupForm(request.POST or None, instance=found, is_new=False, estates=estates)
    page = BUILDING_GROUPS.about(found, "修改楼组", "保存", note=_where(found))
    edit = partial(actions.edit_building_group, found, by=request.user)
    return act_or_show(request, form, lambda v: edit(version=v, **form.cleaned_data), page)


@reach.within("governance.BuildingGroup", "place.edit")
@require_http_methods(["GET", "POST"])
def end_building_group(request, pk):
    found = find_or_refuse(BuildingGroup.objects.for_list(), request.user, "place.edit", pk=pk)
    return BUILDING_GROUPS.end(request, found, actions.end_building_group, note=_where(found))


def _add(request, form, action, version):
    return action(today=timezone.localdate(), by=request.user, **form.cleaned_data)


def _may_edit(request, row):
    return row.ends_on is None and request.user.holds("place.edit", row.area_id)


def _estates(request):
    """Estates that may hold a new group: those of the place that was asked for, or else of where one works now."""
    code = request.GET.get("area") or getattr(request.place, "code", "")
    found = Estate.objects.visible_to(request.user, "place.edit")
    if len(code) == 12 and code.isascii() and code.isdecimal():
        found = found.under(code, timezone.localdate())
    return found.order_by("name")


def _where(row):
    return f"{row}（{row.area.name}）"

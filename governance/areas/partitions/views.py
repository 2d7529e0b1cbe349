"""Pages of grids and building groups. Those of estates: `estate_views.py`."""

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

PARTITIONS = (("小区", "partitions:estates"), ("网格", "partitions:grids"), ("楼组", "partitions:building_groups"))
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


def tabs(here):
    return [(label, reverse(name), name == here) for label, name in PARTITIONS]


def new_at(request, label, name):
    """The act that adds a row, for those who may add one somewhere."""
    if not request.user.scope("place.edit"):
        return []
    return [Act(label, f"{reverse(name)}{_chosen_place(request)}", icon="plus-lg", is_main=True)]


def _chosen_place(request):
    place = request.GET.get("place", "")
    return f"?area={place}" if place.isascii() and place.isdecimal() else ""


def started_today(request):
    """What a new row begins with: the place it was asked for at, and today."""
    return {"area": request.GET.get("area", ""), "starts_on": timezone.localdate()}


@reach.holding("place.view")
@require_GET
def grids(request):
    listing = list_page(
        request, Grid.objects.visible_to(request.user).for_list(), GridFilter, GRID_COLUMNS, sort="area"
    )
    values = {
        "title": "网格",
        "listing": listing,
        "tabs": tabs("partitions:grids"),
        "acts": new_at(request, "登记网格", "partitions:add_grid"),
    }
    return render(request, "governance/partitions/grids.html", values, status=listing.status)


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
    page = FormPage("登记网格", "登记", reverse("partitions:grids"), (("网格", reverse("partitions:grids")),))
    act = partial(_add, request, form, actions.add_grid)
    return act_or_show(request, form, act, page)


@reach.within("governance.Grid", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_grid(request, pk):
    found = find_or_refuse(Grid.objects.for_list(), request.user, "place.edit", pk=pk)
    form = GridForm(request.POST or None, instance=found, is_new=False)
    page = _about(found, "修改网格", "保存", "partitions:grids", "网格")
    return act_or_show(
        request, form, lambda v: actions.edit_grid(found, by=request.user, version=v, **form.cleaned_data), page
    )


@reach.within("governance.Grid", "place.edit")
@require_http_methods(["GET", "POST"])
def end_grid(request, pk):
    found = find_or_refuse(Grid.objects.for_list(), request.user, "place.edit", pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    page = _about(found, "终止网格", "终止", "partitions:grids", "网格", danger=f"确定终止“{found}”？终止后不能恢复。")
    return act_or_show(
        request, form, lambda v: actions.end_grid(found, by=request.user, version=v, **form.cleaned_data), page
    )


@reach.holding("place.view")
@require_GET
def building_groups(request):
    rows = BuildingGroup.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, BuildingGroupFilter, GROUP_COLUMNS, sort="area")
    values = {
        "title": "楼组",
        "listing": listing,
        "tabs": tabs("partitions:building_groups"),
        "acts": new_at(request, "登记楼组", "partitions:add_building_group"),
    }
    return render(request, "governance/partitions/building_groups.html", values, status=listing.status)


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
    here = (("楼组", reverse("partitions:building_groups")),)
    page = FormPage("登记楼组", "登记", reverse("partitions:building_groups"), here)
    return act_or_show(request, form, partial(_add, request, form, actions.add_building_group), page)


@reach.within("governance.BuildingGroup", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_building_group(request, pk):
    found = find_or_refuse(BuildingGroup.objects.for_list(), request.user, "place.edit", pk=pk)
    estates = Estate.objects.visible_to(request.user).under(found.area_id, found.starts_on).order_by("name")
    form = BuildingGroupForm(request.POST or None, instance=found, is_new=False, estates=estates)
    page = _about(found, "修改楼组", "保存", "partitions:building_groups", "楼组")
    edit = partial(actions.edit_building_group, found, by=request.user)
    return act_or_show(request, form, lambda v: edit(version=v, **form.cleaned_data), page)


@reach.within("governance.BuildingGroup", "place.edit")
@require_http_methods(["GET", "POST"])
def end_building_group(request, pk):
    found = find_or_refuse(BuildingGroup.objects.for_list(), request.user, "place.edit", pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    danger = f"确定终止“{found}”？终止后不能恢复。"
    page = _about(found, "终止楼组", "终止", "partitions:building_groups", "楼组", danger=danger)
    end = partial(actions.end_building_group, found, by=request.user)
    return act_or_show(request, form, lambda v: end(version=v, **form.cleaned_data), page)


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


def _about(row, title, submit, list_name, list_label, **more):
    url = row.get_absolute_url()
    trail = ((list_label, reverse(list_name)), (str(row), url))
    return FormPage(title, submit, url, trail, note=f"{row}（{row.area.name}）", version=row.version, **more)

"""Pages of estates."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.areas.partitions import estates as actions
from governance.areas.partitions.filters import EstateFilter
from governance.areas.partitions.forms import EstateForm, LinkEndForm, LinkForm
from governance.areas.partitions.models import BuildingGroup, Estate
from governance.areas.partitions.views import ESTATES, started_today
from governance.pages.acting import act_or_show, find_or_refuse
from governance.pages.listing import Column

COLUMNS = (
    Column("name", "小区", sort="name"),
    Column("kind", "房屋类型", sort="kind"),
    Column("area", "居（村）委会"),
    Column("households", "户数", sort="households", css="num"),
    Column("built", "建成年份", sort="built_year"),
    Column("firm", "物业服务企业"),
    Column("state", "状态"),
)


@reach.holding("place.view")
@require_GET
def estates(request):
    return ESTATES.listed(request, Estate.objects, EstateFilter, COLUMNS, "name")


@reach.within("governance.Estate")
@require_GET
def estate(request, pk):
    """One estate: facts, where it lies, and the building groups of it that the reader may see."""
    found = find_or_refuse(Estate.objects.for_list(), request.user, "", pk=pk)
    groups = BuildingGroup.objects.visible_to(request.user).filter(estate=found).current().order_by("name")
    values = {
        "estate": found,
        "links": [(link, _may_edit_link(request, link)) for link in found.links.all()],
        "groups": groups.select_related("area"),
        "may_edit": found.ends_on is None and _may_edit(request, found),
        "is_current": found.is_current(),
    }
    return render(request, "governance/partitions/estate.html", values)


@reach.holding("place.edit")
@require_http_methods(["GET", "POST"])
def add_estate(request):
    form = EstateForm(request.POST or None, initial=started_today(request))
    return act_or_show(request, form, partial(_add, request, form), ESTATES.adding())


@reach.within("governance.Estate", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_estate(request, pk):
    found = find_or_refuse(Estate.objects.for_list(), request.user, "place.edit", pk=pk)
    form = EstateForm(request.POST or None, instance=found, is_new=False)
    page = ESTATES.about(found, "修改小区", "保存")
    return act_or_show(
        request, form, lambda v: actions.edit_estate(found, by=request.user, version=v, **form.values()), page
    )


@reach.within("governance.Estate", "place.edit")
@require_http_methods(["GET", "POST"])
def end_estate(request, pk):
    found = find_or_refuse(Estate.objects.for_list(), request.user, "place.edit", pk=pk)
    return ESTATES.end(request, found, actions.end_estate, warning="其归属一并终止，不能恢复。")


@reach.within("governance.Estate", "place.edit")
@require_http_methods(["GET", "POST"])
def link_estate(request, pk):
    """Let the estate lie under a further committee."""
    found = find_or_refuse(Estate.objects.for_list(), request.user, "place.edit", pk=pk)
    form = LinkForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    page = ESTATES.about(found, "增加归属", "登记")
    return act_or_show(request, form, partial(_link, request, found, form), page)


@reach.within("governance.Estate", "place.edit")
@require_http_methods(["GET", "POST"])
def unlink_estate(request, pk, number):
    """End one of the estate's committees; `number` is the link's."""
    found = find_or_refuse(Estate.objects.for_list(), request.user, "place.edit", pk=pk)
    link = get_object_or_404(found.links.select_related("area", "estate"), pk=number)
    if not _may_edit_link(request, link):
        raise PermissionDenied
    form = LinkEndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    page = ESTATES.about(found, f"终止在{link.area.name}的归属", "终止", danger=f"确定终止在{link.area.name}的归属？")
    return act_or_show(request, form, partial(_unlink, request, link, form), page)


def _add(request, form, version):
    common = {"starts_on": form.cleaned_data["starts_on"], "today": timezone.localdate(), "by": request.user}
    return actions.add_estate(areas=form.areas(), **common, **form.values())


def _link(request, estate, form, version):
    actions.link_estate(estate, today=timezone.localdate(), by=request.user, version=version, **form.cleaned_data)
    return estate


def _unlink(request, link, form, version):
    actions.unlink_estate(link, ends_on=form.cleaned_data["ends_on"], by=request.user, version=version)
    return link.estate


def _may_edit(request, estate):
    return any(request.user.holds("place.edit", link.area_id) for link in estate.links.all())


def _may_edit_link(request, link):
    return link.ends_on is None and request.user.holds("place.edit", link.area_id)

"""Pages of bodies: list, one body, set up, edit, dissolve."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.areas.partitions.models import Estate
from governance.areas.partitions.views import new_at
from governance.committees import actions
from governance.committees.filters import BodyFilter
from governance.committees.forms import BodyForm, DissolveForm
from governance.committees.models import Body
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("name", "名称", sort="name"),
    Column("kind", "类型", sort="kind"),
    Column("area", "区域", sort="area_id"),
    Column("phone", "办公电话"),
    Column("established", "成立日期", sort="established_on"),
    Column("state", "状态"),
)


@reach.holding("place.view")
@require_GET
def bodies(request):
    rows = Body.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, BodyFilter, COLUMNS, sort="area")
    acts = new_at(request, "登记组织", "committees:set_up_body")
    values = {"title": "组织", "listing": listing, "acts": acts, "export": "bodies"}
    return render(request, "governance/committees/bodies.html", values, status=listing.status)


@reach.within("governance.Body")
@require_GET
def body(request, pk):
    found = find_or_refuse(Body.objects.for_list().select_related("parent"), request.user, "", pk=pk)
    values = {
        "body": found,
        "parent": found.parent if found.parent and _sees(request, found.parent) else None,
        "branches": Body.objects.visible_to(request.user).filter(parent=found).order_by("name"),
        "may_edit": found.dissolved_on is None and request.user.holds("place.edit", found.area_id),
        "is_standing": found.is_standing(),
    }
    return render(request, "governance/committees/body.html", values)


@reach.holding("place.edit")
@require_http_methods(["GET", "POST"])
def set_up_body(request):
    initial = {"area": request.GET.get("area", ""), "established_on": timezone.localdate()}
    form = BodyForm(request.POST or None, initial=initial, **_choices(request, _working_at(request)))
    url = reverse("committees:bodies")
    page = FormPage("登记组织", "登记", url, (("组织", url),), done="已登记。")
    known = {"today": timezone.localdate(), "by": request.user}
    return act_or_show(request, form, lambda version: actions.set_up_body(**known, **form.cleaned_data), page)


@reach.within("governance.Body", "place.edit")
@require_http_methods(["GET", "POST"])
def edit_body(request, pk):
    found = find_or_refuse(Body.objects.for_list(), request.user, "place.edit", pk=pk)
    form = BodyForm(request.POST or None, instance=found, is_new=False, **_choices(request, found.area_id))
    edit = partial(actions.edit_body, found, by=request.user)
    page = _about(found, "修改组织", "保存")
    return act_or_show(request, form, lambda version: edit(version=version, **form.cleaned_data), page)


@reach.within("governance.Body", "place.edit")
@require_http_methods(["GET", "POST"])
def dissolve_body(request, pk):
    found = find_or_refuse(Body.objects.for_list(), request.user, "place.edit", pk=pk)
    form = DissolveForm(request.POST or None, initial={"dissolved_on": timezone.localdate()})
    dissolve = partial(actions.dissolve_body, found, by=request.user)
    page = _about(found, "终止组织", "终止", danger=f"确定终止“{found}”？终止后不能恢复。")
    return act_or_show(request, form, lambda version: dissolve(version=version, **form.cleaned_data), page)


def _working_at(request):
    code = request.GET.get("area") or getattr(request.place, "code", "")
    return code if len(code) == 12 and code.isascii() and code.isdecimal() else ""


def _choices(request, code):
    """Estates and parent bodies that may be chosen at a place."""
    estates = Estate.objects.visible_to(request.user, "place.edit")
    parents = Body.objects.visible_to(request.user).standing()
    if code:
        estates = estates.under(code, timezone.localdate())
        parents = parents.around(code)
    return {"estates": estates.order_by("name"), "parents": parents.order_by("name")}


def _sees(request, body):
    return Body.objects.visible_to(request.user).filter(pk=body.pk).exists()


def _about(body, title, submit, **more):
    url = body.get_absolute_url()
    trail = (("组织", reverse("committees:bodies")), (body.name, url))
    note = f"{body.name}（{body.area.name}）"
    return FormPage(title, submit, url, trail, note=note, version=body.version, **more)

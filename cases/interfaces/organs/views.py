"""The systems of other organs: which API client is whose."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.interfaces.models import OrganClient
from cases.interfaces.organs.actions import name_organ
from cases.interfaces.organs.forms import OrganForm
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page
from governance.people.models import ApiClient

COLUMNS = (
    Column("name", "接口客户端", sort="name"),
    Column("organ", "对接部门"),
    Column("state", "状态"),
    Column("acts", ""),
)


@reach.holding("client.view")
@require_GET
def organ_clients(request):
    rows = ApiClient.objects.visible_to(request.user).select_related("organ", "area")
    listing = list_page(request, rows, None, COLUMNS, sort="name")
    values = {"listing": listing, "export": "organ_clients", "may_manage": bool(request.user.scope("client.manage"))}
    return render(request, "cases/interfaces/organ_clients.html", values, status=listing.status)


@reach.within("governance.ApiClient", "client.manage")
@require_http_methods(["GET", "POST"])
def organ_client(request, pk):
    client = find_or_refuse(ApiClient.objects.all(), request.user, "client.manage", pk=pk)
    known = OrganClient.objects.filter(client=client).first()
    initial = {"organ": known.organ, "organ_name": known.organ_name} if known else None
    form = OrganForm(request.POST or None, initial=initial)
    url = reverse("cases:organ_clients")
    page = FormPage(
        "登记对接部门",
        "保存",
        url,
        (("对接部门", url),),
        note=client.name,
        done="已登记对接部门。",
        version=known.version if known else None,
    )

    def save(version):
        name_organ(client, by=request.user, version=version, **form.cleaned_data)
        return url

    return act_or_show(request, form, save, page)

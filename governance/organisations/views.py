"""Pages of organisations: list, one organisation, registering and changing."""

from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.audit.history import history_of
from governance.lookup.holders import Holder
from governance.organisations import actions
from governance.organisations.filters import OrganisationFilter
from governance.organisations.forms import OrganisationForm, RegisterForm
from governance.organisations.models import Organisation
from governance.pages.acting import act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page
from governance.pages.matters import matters_of
from governance.persons.permissions import can_change, can_reveal
from governance.persons.views import NONE, changing, phone_form, registering

COLUMNS = [
    Column("name", "名称", sort="pinyin"),
    Column("kind", "类型", sort="kind"),
    Column("credit_code", "统一社会信用代码", sort="credit_code"),
    Column("legal_representative", "法定代表人"),
    Column("phone", "电话"),
    Column("area", "登记区域", sort="area_id"),
    Column("registered_at", "登记时间", sort="registered_at"),
]
ORGANISATIONS = ("单位", "organisations:organisations")
KNOWN = {"known_template": "governance/organisations/_known.html"}
FIELDS = ("kind", "name", "credit_code", "legal_representative", "area", "address", "note")


@reach.holding("organisation.view")
@require_GET
def organisations(request):
    rows = Organisation.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, OrganisationFilter, COLUMNS, sort="-registered_at")
    context = {"listing": listing, "may_register": bool(request.user.scope("organisation.register"))}
    return render(request, "governance/organisations/organisations.html", context, status=listing.status)


@reach.within("governance.Organisation")
@require_GET
def organisation(request, pk):
    found = find_or_refuse(Organisation.objects.select_related("area"), request.user, "", pk=pk)
    may_change = can_change(request.user, found)
    context = {
        "organisation": found,
        "phones": list(found.phones.all()),
        "matters": matters_of(Holder(found.name, organisation=found.pk), request.user),
        "events": history_of(found, actor=request.user),
        "acts": [Act("修改登记", found.change_url, icon="pencil")] if may_change else [],
        "may_change": may_change,
        "may_reveal": can_reveal(request.user, found.area_id),
    }
    return render(request, "governance/organisations/organisation.html", context)


@reach.holding("organisation.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request):
    form = RegisterForm(request.POST or None, initial={"area": request.place})
    act = partial(actions.register_organisation, by=request.user, on=timezone.localdate())
    return act_or_show(
        request, form, lambda _: act(**_values(form)), registering("登记单位", ORGANISATIONS, more=KNOWN)
    )


@reach.within("governance.Organisation", "organisation.register")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    found = _found_to_change(request, pk)
    form = OrganisationForm(request.POST or None, initial={field: getattr(found, field) for field in FIELDS})
    act = partial(actions.change_organisation, found, by=request.user, on=timezone.localdate())
    page = changing(found, "修改登记", ORGANISATIONS, submit="保存", more=KNOWN)
    return act_or_show(request, form, lambda version: act(version=version or NONE, **_values(form)), page)


@reach.within("governance.Organisation", "organisation.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_phone(request, pk):
    return phone_form(request, _found_to_change(request, pk), ORGANISATIONS)


def _found_to_change(request, pk):
    return find_or_refuse(Organisation.objects.select_related("area"), request.user, "organisation.register", pk=pk)


def _values(form):
    return {**form.cleaned_data, "area": form.cleaned_data["area"].pk}

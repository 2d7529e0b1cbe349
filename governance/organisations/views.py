"""Pages of organisations: list, one organisation, registering and changing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.api.idempotency import once
from governance.audit.history import history_of
from governance.duplicates.actions import AlreadyKnown
from governance.errors import NotPermitted, RuleError, Stale
from governance.organisations import actions
from governance.organisations.filters import OrganisationFilter
from governance.organisations.forms import OrganisationForm, RegisterForm
from governance.organisations.models import Organisation, OrganisationKind
from governance.organisations.permissions import can_change_organisation
from governance.pages.acts import Act
from governance.pages.forms import add_refusal
from governance.pages.listing import Column, list_page
from governance.persons import actions as person_actions
from governance.persons.forms import PhoneForm
from governance.persons.permissions import can_reveal
from governance.persons.views import small_form, typed_version

COLUMNS = [
    Column("name", "名称", sort="pinyin"),
    Column("kind", "类型", sort="kind"),
    Column("credit_code", "统一社会信用代码", sort="credit_code"),
    Column("legal_representative", "法定代表人"),
    Column("phone", "电话"),
    Column("area", "登记区域", sort="area_id"),
    Column("registered_at", "登记时间", sort="registered_at"),
]
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
    found = _found(request, pk)
    may_change = can_change_organisation(request.user, found)
    context = {
        "organisation": found,
        "phones": list(found.phones.all()),
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
    known, status = [], 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, lambda: _register(request, form)))
        except AlreadyKnown as refusal:
            known, status = refusal.known, refusal.status
            form.add_error(None, refusal.message)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    return render(request, "governance/organisations/register.html", {"form": form, "known": known}, status=status)


@reach.within("governance.Organisation", "organisation.register")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    found = _found(request, pk)
    _require(can_change_organisation(request.user, found))
    form = OrganisationForm(request.POST or None, initial={field: getattr(found, field) for field in FIELDS})
    context = {"organisation": found, "form": form, "version": found.version}
    status = 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, lambda: _change(request, found, form)))
        except Stale as refusal:
            status = refusal.status
            context |= {"version": refusal.current.version, "conflict": _conflict(form, refusal.current)}
        except AlreadyKnown as refusal:
            status = refusal.status
            context["known"] = refusal.known
            form.add_error(None, refusal.message)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    return render(request, "governance/organisations/change.html", context, status=status)


@reach.within("governance.Organisation", "organisation.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_phone(request, pk):
    found = _found(request, pk)
    _require(can_change_organisation(request.user, found))

    def save(**values):
        return person_actions.add_phone(found, by=request.user, **values)

    form = PhoneForm(request.POST or None)
    back = "organisations:organisation"
    return small_form(request, found, form, save, title="登记电话", told="电话已登记。", back=back)


def _found(request, pk):
    return get_object_or_404(Organisation.objects.visible_to(request.user).select_related("area"), pk=pk)


def _require(allowed):
    if not allowed:
        raise NotPermitted("您能看到这条登记，但不能修改。")


def _register(request, form):
    registered = actions.register_organisation(by=request.user, on=timezone.localdate(), **_values(form))
    messages.success(request, f"已登记{registered.name}。")
    return registered.get_absolute_url()


def _change(request, found, form):
    version, values = typed_version(request), _values(form)
    actions.change_organisation(found, by=request.user, on=timezone.localdate(), version=version, **values)
    messages.success(request, "已保存。")
    return found.get_absolute_url()


def _values(form):
    values = dict(form.cleaned_data)
    return {**values, "area": values["area"].pk}


def _conflict(form, current):
    """What was typed beside what is now, field by field."""
    rows = []
    for name in FIELDS:
        yours, theirs = form.cleaned_data[name], getattr(current, name)
        shown = [dict(OrganisationKind.choices).get(value, value) for value in (yours, theirs)]
        rows.append((form.fields[name].label, *shown, yours != theirs))
    return rows

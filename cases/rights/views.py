"""Pages of a person's rights: a copy of the own data, correction, erasure."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.rights import actions
from cases.rights.forms import EraseForm, ExportForm
from cases.rights.gathering import why_kept
from governance.access import reach
from governance.organisations.models import Organisation
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.persons.models import Person


@reach.within("governance.Person", "person.register")
@require_GET
def person_rights(request, pk):
    person = find_or_refuse(Person.objects.all(), request.user, "person.register", pk=pk)
    values = {
        "person": person,
        "crumbs": _trail(person)[:-1],
        "kept": why_kept(person),
        "may_erase": request.user.holds(actions.ERASES, person.area_id),
    }
    return render(request, "cases/rights/person_rights.html", values)


@reach.within("governance.Person", "person.register")
@require_http_methods(["GET", "POST"])
def export_own(request, pk):
    person = find_or_refuse(Person.objects.all(), request.user, "person.register", pk=pk)
    form = ExportForm(request.POST or None)
    page = FormPage(
        "导出本人数据", "开始导出", _url(person), _trail(person), person.name, done="已开始导出，完成后可以下载。"
    )
    start = partial(actions.start_own_export, person, by=request.user)
    return act_or_show(request, form, lambda version: start(**form.cleaned_data), page)


@reach.within("governance.Organisation", "organisation.register")
@require_http_methods(["GET", "POST"])
def export_organisation(request, pk):
    """A copy of what the portal keeps of an organisation that was a party."""
    firm = find_or_refuse(Organisation.objects.all(), request.user, "organisation.register", pk=pk)
    form = ExportForm(request.POST or None, initial={"identity": "营业执照和经办人授权、证件原件"})
    trail = (("单位", reverse("organisations:organisations")), (firm.name, firm.get_absolute_url()))
    done = "已开始导出，完成后可以下载。"
    page = FormPage("导出本单位数据", "开始导出", firm.get_absolute_url(), trail, firm.name, done=done)
    start = partial(actions.start_own_export, firm, by=request.user)
    return act_or_show(request, form, lambda version: start(**form.cleaned_data), page)


@reach.within("governance.Person", "archive.destroy")
@require_http_methods(["GET", "POST"])
def erase_person(request, pk):
    person = find_or_refuse(Person.objects.all(), request.user, "archive.destroy", pk=pk)
    form = EraseForm(request.POST or None)
    page = FormPage(
        "删除个人信息",
        "删除",
        _url(person),
        _trail(person),
        person.name,
        done="已删除。",
        version=person.version,
        danger="删除后不能恢复。确定删除这个人登记的全部信息？",
    )
    erase = partial(actions.erase_person, person, by=request.user)
    return act_or_show(request, form, lambda version: erase(version=version, **form.cleaned_data), page)


def _url(person):
    return reverse("cases:person_rights", args=[person.pk])


def _trail(person):
    return (
        ("人员", reverse("persons:persons")),
        (person.name, person.get_absolute_url()),
        ("本人权利", _url(person)),
    )

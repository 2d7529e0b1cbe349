"""Pages of mediation committees: the list with the ends of terms, entering one, keeping one."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.committees import actions
from cases.committees.filters import WARNED, CommitteeFilter
from cases.committees.forms import EnterForm, ParticularsForm, TermForm
from cases.committees.models import MediationCommittee
from cases.committees.particulars import NAMES, Particulars
from cases.rosters.filling import years_of
from governance.access import reach
from governance.committees.models import Body
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("name", "调委会", sort="body__name"),
    Column("sign", "编号简称", sort="sign"),
    Column("area", "区域", sort="area_id"),
    Column("court", "所在地人民法院"),
    Column("term_starts_on", "任期开始", sort="term_starts_on"),
    Column("term_ends_on", "任期届满", sort="term_ends_on"),
    Column("prints", "打印"),
)


@reach.holding("case.view")
@require_GET
def committees(request):
    rows = MediationCommittee.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, CommitteeFilter, COLUMNS, sort="area")
    acts = []
    if request.user.scope("mediation.manage"):
        acts = [Act("登记调委会", reverse("cases:enter_committee"), "plus-lg", is_main=True)]
    values = {"title": "人民调解委员会", "listing": listing, "acts": acts, "today": timezone.localdate()}
    values["export"] = "mediation_committees"
    values["soon"] = values["today"] + WARNED
    return render(request, "cases/committees/committees.html", values, status=listing.status)


@reach.within("cases.MediationCommittee")
@require_GET
def committee(request, pk):
    found = find_or_refuse(MediationCommittee.objects.for_list(), request.user, "", pk=pk)
    today = timezone.localdate()
    values = {
        "committee": found,
        "today": today,
        "soon": today + WARNED,
        "open": found.cases.open().count(),
        "may_change": request.user.holds("mediation.manage", found.area_id),
        "years": years_of(found),
    }
    return render(request, "cases/committees/committee.html", values)


@reach.holding("mediation.manage")
@require_http_methods(["GET", "POST"])
def enter(request):
    bodies = Body.objects.visible_to(request.user, "mediation.manage").standing()
    bodies = bodies.filter(kind__in=actions.COMMITTEES, mediation__isnull=True).order_by("area_id", "name")
    form = EnterForm(request.POST or None, bodies=bodies)
    url = reverse("cases:committees")
    note = "" if bodies.exists() else "没有待登记的调委会：请先在“组织”中登记调解组织。"
    page = FormPage("登记调委会", "登记", url, (("人民调解委员会", url),), note=note, done="已登记。")

    def save(version):
        actions.enter_committee(by=request.user, **form.cleaned_data)
        return url

    return act_or_show(request, form, save, page)


@reach.within("cases.MediationCommittee", "mediation.manage")
@require_http_methods(["GET", "POST"])
def change(request, pk):
    found = find_or_refuse(MediationCommittee.objects.for_list(), request.user, "mediation.manage", pk=pk)
    initial = {name: getattr(found, name) for name in TermForm.base_fields}
    form = TermForm(request.POST or None, initial=initial)
    url, own = reverse("cases:committees"), reverse("cases:committee", args=[pk])
    trail = (("人民调解委员会", url), (str(found), own))
    page = FormPage(f"修改{found}", "保存", own, trail, version=found.version)
    return act_or_show(request, form, partial(_change, request, found, form, own), page)


def _change(request, found, form, own, version):
    actions.change_committee(found, by=request.user, version=version, **form.cleaned_data)
    return own


@reach.within("cases.MediationCommittee", "mediation.manage")
@require_http_methods(["GET", "POST"])
def particulars(request, pk):
    """Code, trade, premises, position, how to reach it, and its filing with the bureau."""
    found = find_or_refuse(MediationCommittee.objects.for_list(), request.user, "mediation.manage", pk=pk)
    form = ParticularsForm(request.POST or None, initial={name: getattr(found, name) for name in NAMES})
    url, own = reverse("cases:committees"), reverse("cases:committee", args=[pk])
    trail = (("人民调解委员会", url), (str(found), own))
    page = FormPage("登记表资料和备案", "保存", own, trail, note=str(found), version=found.version)

    def save(version):
        told = Particulars(**form.cleaned_data)
        actions.change_particulars(found, by=request.user, particulars=told, version=version)
        return own

    return act_or_show(request, form, save, page)

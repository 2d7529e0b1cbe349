"""Checks for latent disputes: the list, entering one, one with what it found, and its sheet."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases.checks import actions
from cases.checks.filters import CheckFilter
from cases.checks.forms import CheckForm, FindingForm
from cases.checks.models import Check
from cases.checks.sheet import check_sheet
from cases.documents.printing import as_file
from cases.intake.filings import Filing
from cases.intake.suggestion import suggest
from cases.intake.views import committees_for
from governance.access import reach
from governance.audit.trail import record
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page

COLUMNS = (
    Column("checked_at", "排查时间", sort="checked_at"),
    Column("place", "地点"),
    Column("method", "方式"),
    Column("checkers", "排查人"),
    Column("found", "发现", sort="found_count", css="num"),
    Column("committee", "调委会"),
)


@reach.holding("case.view")
@require_GET
def checks(request):
    rows = Check.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, CheckFilter, COLUMNS, sort="-checked_at")
    acts = []
    if request.user.scope("case.register"):
        acts = [Act("登记排查", reverse("cases:add_check"), "plus-lg", is_main=True)]
    note = "走访、巡查、会商各算一次；没有发现矛盾的也登记，计入排查次数。"
    values = {"title": "矛盾纠纷排查", "note": note, "listing": listing, "acts": acts, "export": "checks"}
    return render(request, "cases/checks/checks.html", values, status=listing.status)


@reach.holding("case.register")
@require_http_methods(["GET", "POST"])
def add_check(request):
    committees = committees_for(request.user)
    here = committees.filter(area_id=getattr(request.place, "code", "")).first()
    initial = {"committee": here, "checkers": request.user.name, "method": "visit"}
    form = CheckForm(request.POST or None, committees=committees, initial=initial)
    url = reverse("cases:checks")
    page = FormPage("登记排查", "登记", url, (("矛盾纠纷排查", url),), done="已登记：发现的矛盾请逐条添加。")
    return act_or_show(request, form, partial(_record, request, form), page)


@reach.within("cases.Check")
@require_GET
def check(request, pk):
    found = find_or_refuse(Check.objects.for_list(), request.user, "", pk=pk)
    values = {
        "check": found,
        "findings": list(found.findings.select_related("case")),
        "may_add": request.user.holds("case.register", found.area_id),
    }
    return render(request, "cases/checks/check.html", values)


@reach.within("cases.Check", "case.register")
@require_http_methods(["GET", "POST"])
def add_finding(request, pk):
    found = find_or_refuse(Check.objects.for_list(), request.user, "case.register", pk=pk)
    form = FindingForm(request.POST or None, initial={"place_area": found.area_id})
    url, own = reverse("cases:checks"), found.get_absolute_url()
    page = FormPage("添加发现的矛盾", "添加", own, (("矛盾纠纷排查", url), (str(found), own)), done="已添加为线索。")

    def add(version):
        finding = actions.Finding(_filing(form.cleaned_data), form.cleaned_data["people"])
        actions.add_finding(found, by=request.user, finding=finding, late_reason="排查登记后补充")
        return own

    return act_or_show(request, form, add, page)


@reach.within("cases.Check")
@require_GET
def check_print(request, pk):
    """The whole check as the official form, PDF."""
    found = find_or_refuse(Check.objects.for_list(), request.user, "", pk=pk)
    content = as_file(check_sheet(found), "pdf", at=timezone.now())
    record("check.printed", found, by=request.user, area=found.area_id)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found}登记表.pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _record(request, form, version):
    values = dict(form.cleaned_data)
    moment = values.pop("checked_at") or timezone.now()
    return actions.record_check(values.pop("committee"), by=request.user, checked_at=moment, **values)


def _filing(values) -> Filing:
    suggested = None if values["dispute_type"] else suggest(values["facts"])
    kind = values["dispute_type"] or (suggested.dispute_type if suggested else "D99")
    return Filing(
        source="S2",
        dispute_type=kind,
        dispute_subtype=suggested.subtype if suggested else "",
        facts=values["facts"],
        place_area=values["place_area"].pk if values["place_area"] else "",
        place_text=values["place_text"],
    )

"""Pages of investigations and evidence."""

from functools import partial

from django.db import transaction
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from cases.docket.permissions import MAY
from cases.mediation.inquiry import actions
from cases.mediation.inquiry.forms import EvidenceForm, InvestigateForm, MoreFilesForm, WithdrawForm
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.pages import case_page, find_case, refused_open, refused_step
from governance.access import reach
from governance.audit.trail import record
from governance.pages.acting import act_or_show, find_or_refuse


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def investigate(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_step(request, case, "T10"):
        return refused
    form = InvestigateForm(request.POST or None, case=case)
    keep = partial(actions.record_investigation, case, by=request.user)
    page = case_page(case, "登记调查", "保存", done="已登记。")
    return act_or_show(request, form, lambda version: keep(version=version, **form.cleaned_data).case, page)


@reach.within("cases.Investigation")
@require_GET
def investigation(request, pk):
    """One record; its reading goes into the trail (domain/mediation.md 1.7)."""
    rows = Investigation.objects.select_related("case__committee__body", "account")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    with transaction.atomic():
        record("investigation.read", found, by=request.user, area=found.case.area_id)
    return render(request, "cases/mediation/inquiry/investigation.html", {"found": found, "case": found.case})


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def add_evidence(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := refused_open(request, case):
        return refused
    form = EvidenceForm(request.POST or None, request.FILES or None, case=case)
    add = partial(actions.add_evidence, case, by=request.user)
    page = case_page(case, "登记证据", "登记", done="已登记。", multipart=True, version=None)
    return act_or_show(request, form, lambda version: add(**form.cleaned_data).case, page)


@reach.within("cases.Evidence")
@require_GET
def evidence_item(request, pk):
    found = _find(request, pk)
    values = {
        "found": found,
        "case": found.case,
        "files": found.files,
        "may_change": found.case.is_open and not found.withdrawn_at and MAY["register"][0](request.user, found.case),
    }
    return render(request, "cases/mediation/inquiry/evidence.html", values)


@reach.within("cases.Evidence")
@require_http_methods(["GET", "POST"])
def add_evidence_files(request, pk):
    found = _find(request, pk)
    if refused := refused_open(request, found.case):
        return refused
    form = MoreFilesForm(request.POST or None, request.FILES or None)

    def add(version):
        actions.add_evidence_files(found, by=request.user, **form.cleaned_data)
        return found

    page = _page(found, "补充文件", "上传", done="已上传。", multipart=True)
    return act_or_show(request, form, add, page)


@reach.within("cases.Evidence")
@require_http_methods(["GET", "POST"])
def withdraw_evidence(request, pk):
    found = _find(request, pk)
    if refused := refused_open(request, found.case):
        return refused
    form = WithdrawForm(request.POST or None)
    withdraw = partial(actions.withdraw_evidence, found, by=request.user)
    page = _page(found, "撤回证据", "撤回", done="已撤回。", danger=f"确定撤回“{found.name}”？撤回后仍列在目录中。")
    return act_or_show(request, form, lambda version: withdraw(**form.cleaned_data), page)


def _find(request, pk):
    rows = Evidence.objects.select_related("case__committee__body", "party", "account")
    return find_or_refuse(rows, request.user, "", pk=pk)


def _page(found, title, submit, **more):
    return case_page(found.case, title, submit, cancel=found.get_absolute_url(), version=None, **more)

"""Pages on which a case goes to another committee."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.docket.permissions import can_decide, can_read_file
from cases.ladder import actions, joint, needs
from cases.ladder.filters import TransferFilter
from cases.ladder.forms import JoinForm, LeaveForm, NeedForm, RefuseForm, TakeForm, TransferForm
from cases.ladder.models import Assistance, DepartmentNeed, Transfer
from cases.ladder.permissions import can_answer
from cases.ladder.triggers import ADVISED
from cases.mediation.pages import case_page, find_case, refused_act, refused_step
from governance.access import reach
from governance.errors import RuleError
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page

COLUMNS = [
    Column("asked_at", "提出", sort="asked_at"),
    Column("case", "案件"),
    Column("sender", "移交方"),
    Column("receiver", "接收方"),
    Column("state", "状态", sort="state"),
]


@reach.holding("case.view")
@require_GET
def transfers(request):
    rows = Transfer.objects.visible_to(request.user).for_page()
    listing = list_page(request, rows, TransferFilter, COLUMNS, sort="-asked_at")
    return render(request, "cases/ladder/transfers.html", {"listing": listing}, status=listing.status)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def ask_transfer(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_step(request, case, actions.step_of(case), who="decide"):
        return refused
    if case.transfers.asked().exists():
        messages.error(request, "本案已有一次移交正在等待对方接收。")
        return redirect(_section(case))
    form = TransferForm(request.POST or None, case=case)
    ask = partial(actions.ask_transfer, case, by=request.user)
    done = "已发出移交请求：对方接收之前，本案仍由本调委会办理。"
    page = case_page(case, "移交其他调委会", "请对方接收", done=done)
    return act_or_show(request, form, lambda version: _section(ask(version=version, **form.cleaned_data).case), page)


@reach.within("cases.Transfer")
@require_GET
def transfer(request, pk):
    """The sheet of a handover: what the receiver needs to say yes or no."""
    found = _find(request, pk)
    may_answer = found.is_asked and can_answer(request.user, found)
    reads = can_read_file(request.user, found.case) or can_answer(request.user, found)
    values = {
        "transfer": found,
        "case": found.case,
        "items": list(found.items.all()) if reads else [],
        "parties": found.case.parties.standing(),
        "reads": reads,
        "sees_case": request.user.holds("case.view", found.case.area_id),
        "may_answer": may_answer,
        "may_take_back": found.is_asked and can_decide(request.user, found.case),
    }
    return render(request, "cases/ladder/transfer.html", values)


@reach.within("cases.Transfer", "case.decide")
@require_http_methods(["GET", "POST"])
def accept_transfer(request, pk):
    found = _find(request, pk, "case.decide")
    if refused := _not_yours(request, found, can_answer(request.user, found)):
        return refused
    form = TakeForm(request.POST or None, case=found.case)
    take = partial(actions.accept_transfer, found, by=request.user)
    page = _page(found, "接收移交的案件", "接收", done="已接收。")
    return act_or_show(request, form, lambda version: take(**form.cleaned_data), page)


@reach.within("cases.Transfer", "case.decide")
@require_http_methods(["GET", "POST"])
def refuse_transfer(request, pk):
    found = _find(request, pk, "case.decide")
    if refused := _not_yours(request, found, can_answer(request.user, found)):
        return refused
    form = RefuseForm(request.POST or None)
    refuse = partial(actions.refuse_transfer, found, by=request.user)
    page = _page(found, "不接收移交的案件", "不接收", done="已答复：不接收。")
    return act_or_show(request, form, lambda version: refuse(**form.cleaned_data), page)


@reach.within("cases.Transfer", "case.decide")
@require_http_methods(["GET", "POST"])
def take_back_transfer(request, pk):
    found = _find(request, pk, "case.decide")
    if refused := _not_yours(request, found, can_decide(request.user, found.case)):
        return refused
    form = RefuseForm(request.POST or None)
    take_back = partial(actions.take_back_transfer, found, by=request.user)
    page = _page(found, "撤回移交请求", "撤回", done="已撤回。")
    return act_or_show(request, form, lambda version: take_back(**form.cleaned_data), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def join_committee(request, pk):
    case = find_case(request, pk, "case.decide")
    if refused := refused_act(request, case, "decide"):
        return refused
    form = JoinForm(request.POST or None, case=case)
    join = partial(joint.join_committee, case, by=request.user)
    done = "已登记：请增加对方的协办调解员。"
    page = case_page(case, "联合调解", "登记参加", done=done, cancel=_section(case))
    return act_or_show(request, form, lambda version: _section(join(version=version, **form.cleaned_data).case), page)


@reach.within("cases.Assistance", "case.decide")
@require_http_methods(["GET", "POST"])
def leave_committee(request, pk):
    rows = Assistance.objects.select_related("committee__body", "case__committee__body", "case__area")
    found = find_or_refuse(rows, request.user, "case.decide", pk=pk)
    case = found.case
    if found.left_at or not can_decide(request.user, case):
        messages.error(request, "已经退出，或者须由本调委会主任办理。")
        return redirect(_section(case))
    form = LeaveForm(request.POST or None, case=case)
    leave = partial(joint.leave_committee, found, by=request.user)
    page = case_page(case, f"{found.committee}退出联合调解", "登记退出", done="已登记退出。", cancel=_section(case))
    return act_or_show(request, form, lambda version: _section(leave(version=version, **form.cleaned_data).case), page)


def _find(request, pk, verb=""):
    return find_or_refuse(Transfer.objects.for_page(), request.user, verb, pk=pk)


def _not_yours(request, found, may):
    if found.is_asked and may:
        return None
    said = "须由对方调委会主任办理。" if found.is_asked else f"这次移交{found.get_state_display()}，不能再办理。"
    messages.error(request, said)
    return redirect(found)


def _page(found, title, submit, *, done):
    url = found.get_absolute_url()
    return FormPage(title, submit, url, (("移交", url),), note=found.case.title, done=done)


def _section(case):
    return f"{case.get_absolute_url()}#ladder"


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def need_department(request, pk):
    """The dispute needs a department's powers: advice to move it up or mediate it jointly follows."""
    case = find_case(request, pk, "case.register")
    if case.voided_at or case.procedure not in ADVISED:
        messages.error(request, "本案已经结束调解，不再登记。")
        return redirect(case)
    form = NeedForm(request.POST or None, case=case)
    note = partial(needs.note_department, case, by=request.user)
    page = case_page(case, "登记需要部门职权", "登记", done="已登记：请考虑移交上级或者联合调解。")
    return act_or_show(request, form, lambda version: _section(note(version=version, **form.cleaned_data).case), page)


@reach.within("cases.DepartmentNeed", "case.register")
@require_POST
def end_need(request, pk):
    rows = DepartmentNeed.objects.select_related("case")
    need = find_or_refuse(rows, request.user, "case.register", pk=pk)
    try:
        needs.end_department_need(need, by=request.user)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已登记。")
    return redirect(_section(need.case))

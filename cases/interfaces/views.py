"""Feedback to the organs that hand disputes over: the list, and what is sent, received, answered."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from cases.intake.models import Direction, Referral
from cases.interfaces import actions
from cases.interfaces.filters import FeedbackFilter
from cases.interfaces.forms import AnswerForm, FeedbackForm, ReceiptForm
from cases.interfaces.models import Feedback
from cases.mediation.pages import case_page
from governance.access import reach
from governance.pages.acting import act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page

COLUMNS = [
    Column("sent_at", "反馈时间", sort="sent_at"),
    Column("organ", "部门"),
    Column("case", "案件"),
    Column("kind", "种类"),
    Column("receipt", "签收", sort="received_at"),
]


@reach.holding("case.view")
@require_GET
def feedbacks(request):
    rows = Feedback.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, FeedbackFilter, COLUMNS, sort="-sent_at")
    return render(request, "cases/interfaces/feedbacks.html", {"listing": listing}, status=listing.status)


@reach.within("cases.Referral", "case.register")
@require_http_methods(["GET", "POST"])
def send_feedback(request, pk):
    rows = Referral.objects.select_related("case__committee__body", "case__area")
    referral = find_or_refuse(rows, request.user, "case.register", pk=pk)
    case = referral.case
    if refused := _nothing_to_tell(request, referral):
        return refused
    form = FeedbackForm(request.POST or None, request.FILES or None, referral=referral)
    send = partial(actions.send_feedback, referral, by=request.user)
    page = case_page(
        case,
        f"向{referral.organ_name}反馈",
        "登记反馈",
        done="已登记反馈：请制作回复函并发出。",
        cancel=_section(case),
        multipart=True,
        template="cases/interfaces/send.html",
        more={"cautions": actions.cautions(case, referral)},
    )
    return act_or_show(request, form, lambda version: _section(send(version=version, **form.cleaned_data).case), page)


@reach.within("cases.Feedback", "case.register")
@require_http_methods(["GET", "POST"])
def feedback_receipt(request, pk):
    feedback = _find(request, pk)
    if feedback.received_at:
        messages.error(request, "这次反馈已经签收。")
        return redirect(_section(feedback.case))
    form = ReceiptForm(request.POST or None)
    record = partial(actions.record_receipt, feedback, by=request.user)
    page = _page(feedback, "登记签收", "登记签收", done="已登记签收。")
    return act_or_show(request, form, lambda version: _section(record(version=version, **form.cleaned_data).case), page)


@reach.within("cases.Feedback", "case.register")
@require_http_methods(["GET", "POST"])
def feedback_answer(request, pk):
    feedback = _find(request, pk)
    if feedback.reply:
        messages.error(request, "对方的答复已经登记。")
        return redirect(_section(feedback.case))
    form = AnswerForm(request.POST or None, request.FILES or None)
    record = partial(actions.record_answer, feedback, by=request.user)
    page = _page(feedback, f"登记{feedback.referral.organ_name}的答复", "登记", done="已登记答复。")
    return act_or_show(request, form, lambda version: _section(record(version=version, **form.cleaned_data).case), page)


def _find(request, pk):
    rows = Feedback.objects.select_related("referral", "case__committee__body", "case__area")
    return find_or_refuse(rows, request.user, "case.register", pk=pk)


def _page(feedback, title, submit, *, done):
    more = {"version": feedback.version, "cancel": _section(feedback.case), "multipart": True}
    return case_page(feedback.case, title, submit, done=done, **more)


def _nothing_to_tell(request, referral):
    said = ""
    if referral.direction != Direction.IN:
        said = "这是发出的移送函，请登记对方的回复。"
    elif referral.case.voided_at or not actions.kinds_for(referral.case, referral):
        said = "本案还没有可以反馈的：受理之后可以反馈受理情况和进度，有结果之后反馈结果。"
    if not said:
        return None
    messages.error(request, said)
    return redirect(referral.case)


def _section(case):
    return f"{case.get_absolute_url()}#feedback"

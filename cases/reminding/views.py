"""Reminding whoever holds a case, from its page."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.mediation.pages import case_page, find_case
from cases.reminding.actions import refusal_of, remind_holder
from cases.reminding.forms import RemindForm
from cases.reminding.holders import holders_of
from governance.access import reach
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.remind")
@require_http_methods(["GET", "POST"])
def remind(request, pk):
    case = find_case(request, pk, "case.remind")
    refusal = "本案案号已作废，不能再办理。" if case.is_void else refusal_of(case, by=request.user, now=timezone.now())
    if refusal and request.method == "GET":
        messages.error(request, refusal)
        return redirect(case)
    form = RemindForm(request.POST or None)
    told = "、".join(account.name for account in holders_of(case))
    page = case_page(case, f"催办{told}", "催办", done=f"已催办{told}。", version=None)
    ask = partial(remind_holder, case, by=request.user)
    return act_or_show(request, form, lambda version: ask(**form.cleaned_data).case, page)

"""Cancelling a clawback by its page."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.subsidies.clawbacks import actions
from cases.subsidies.clawbacks.models import Clawback
from cases.subsidies.forms import ReasonForm
from cases.subsidies.permissions import APPROVES
from governance.access import reach
from governance.pages.acting import FormPage, act_or_show, find_or_refuse


@reach.within("cases.Clawback", APPROVES)
@require_http_methods(["GET", "POST"])
def cancel_clawback(request, pk):
    rows = Clawback.objects.select_related("share__account", "share__claim__case", "cancellation")
    found = find_or_refuse(rows, request.user, APPROVES, pk=pk)
    claim = found.share.claim
    if found.is_cancelled:
        messages.error(request, "这笔追回已经撤销。")
        return redirect(claim)
    form = ReasonForm(request.POST or None)
    cancel = partial(actions.cancel_clawback, found, by=request.user)

    def act(version):
        cancel(version=version, **form.cleaned_data)
        return claim

    name, settled = found.share.account.name, found.settled_amount
    note = f"追回{name} {found.amount:,.2f} 元。"
    if settled:
        note += f"其中 {settled:,.2f} 元已经扣回或者退回，撤销后在下一批次补发。"
    trail = (("以案定补", reverse("cases:subsidy_claims")), (claim.case.number, claim.get_absolute_url()))
    page = FormPage(
        "撤销追回", "撤销追回", claim.get_absolute_url(), trail, note=note, done="已撤销追回。",
        version=found.version, danger="撤销后原来的追回和扣款记录保留。确定撤销？",
    )  # fmt: skip
    return act_or_show(request, form, act, page)

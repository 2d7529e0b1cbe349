"""Registering where a mediator is paid to, and the payment list with full account numbers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.cards import actions
from cases.subsidies.forms import CardForm, OpenListForm
from cases.subsidies.models import SubsidyBatch
from cases.subsidies.permissions import APPROVES
from cases.subsidies.views import download
from cases.subsidies.workbooks import payment_list_xlsx
from governance.access import reach, stepup
from governance.errors import RuleError
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.forms import add_refusal
from governance.people.models import Account


@reach.holding("subsidy.claim")
@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def own_card(request):
    """Where one's own subsidies go; who is not filed as a mediator yet is told so."""
    home = reverse("cases:own_subsidies")
    profile = MediatorProfile.objects.filter(account=request.user).first()
    if profile is None:
        trail = (("我的补贴", home),)
        return render(request, "cases/subsidies/not_filed.html", {"crumbs": trail})
    return _card_page(request, profile, home, (("我的补贴", home),))


@reach.within("governance.Account", "posting.view")
@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def register_card(request, pk):
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    url = reverse("cases:mediator", args=[account.pk])
    profile = MediatorProfile.objects.filter(account=account).first()
    if profile is None or not actions.can_register(request.user, profile):
        messages.error(request, "须先登记为调解员，由本人、调委会主任或者司法所登记收款账户。")
        return redirect(url)
    return _card_page(request, profile, url, (("调解员", reverse("cases:mediators")), (account.name, url)))


@reach.within("cases.SubsidyBatch", APPROVES)
@never_cache
@stepup.required
@require_http_methods(["GET", "POST"])
def full_payment_list(request, pk):
    """What for, then the workbook with whole account numbers."""
    batch = find_or_refuse(SubsidyBatch.objects.for_list(), request.user, APPROVES, pk=pk)
    form = OpenListForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            opened = actions.open_payment_list(batch, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
        else:
            return download(payment_list_xlsx(opened, in_full=True), f"以案定补发放清单（含账号） {batch}", "xlsx")
    trail = (
        ("以案定补", reverse("cases:subsidy_claims")),
        ("补贴批次", reverse("cases:subsidy_batches")),
        (batch.period, batch.get_absolute_url()),
    )
    note = "清单含收款人完整账号，只供财务部门办理发放。下载后请妥善保管，用完即删。"
    page = FormPage("含账号的发放清单", "下载 Excel", batch.get_absolute_url(), trail, note=note)
    return render(request, page.template, {"form": form, "page": page}, status=status)


def _card_page(request, profile, back, trail):
    form = CardForm(request.POST or None)
    name = profile.account.name

    def save(version):
        actions.register_card(profile, by=request.user, **form.cleaned_data)
        return back

    page = FormPage(
        "登记收款账户",
        "登记",
        back,
        trail,
        note=f"户名：{name}。补贴只发到调解员本人的账户。",
        done="已登记收款账户。",
        unshown=frozenset({"number"}),
    )
    return act_or_show(request, form, save, page)

"""The page of a party's own link, for which nobody signs in; and who makes such links."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cases.mediation.pages import case_page, find_case
from cases.performance.asking import actions
from cases.performance.asking.forms import AnswerForm, LinkForm
from cases.performance.asking.models import PartyLink
from cases.performance.pages import refused_following
from governance.access import reach
from governance.api.idempotency import once
from governance.api.rates import is_over
from governance.audit.origin import client_address
from governance.errors import RuleError
from governance.pages.acting import find_or_refuse
from governance.pages.forms import add_refusal

PER_MINUTE = 20  # requests of one address to links, good or not
SHOWN_ONCE = "party_link_shown"


@reach.public
@sensitive_post_parameters("k")
@require_http_methods(["GET", "POST"])
def answer(request):
    """What a party is asked. The token comes as `k`, which no log keeps; without a good one there is nothing here."""
    address = client_address(request.META) or "unknown"
    if is_over(f"party-link:{address}", PER_MINUTE):
        return _closed(request, "访问过于频繁，请一分钟后再试。", 429)
    token = (request.POST or request.GET).get("k", "")[:200]
    link = PartyLink.objects.of_token(token).standing().select_related("case__committee__body", "party").first()
    if link is None or link.case.voided_at:
        return _closed(request, "链接无效或者已经失效，请联系发给您链接的调委会。", 410)
    PartyLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
    obligations = actions.asked_of(link.case, link.party)
    form = AnswerForm(request.POST if "k" in request.POST else None, obligations=obligations)
    status, is_done = 200, False
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                actions.state_performance(link, said=form.said)
                status, is_done = 200, True
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    values = {"link": link, "form": form, "token": token, "is_done": is_done, "committee": link.case.committee.body}
    return _alone(render(request, "cases/performance/asking/answer.html", values, status=status))


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def make_link(request, pk):
    """Make a link for one party, and show it once."""
    case = find_case(request, pk, "case.register")
    if refused := refused_following(request, case):
        return refused
    form = LinkForm(request.POST or None, case=case)
    page = case_page(case, "当事人反馈链接", "生成链接", done="", version=None)
    status, made = 422 if form.is_bound else 200, []

    def act():
        made.append(actions.make_link(case, by=request.user, **form.cleaned_data))
        return case.get_absolute_url()

    if form.is_valid():
        try:
            url = once(request, act)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
        else:
            return _shown_once(request, case, *made[0]) if made else redirect(url)
    values = {"form": form, "page": page}
    return render(request, page.template, values, status=status)


@reach.within("cases.PartyLink")
@require_POST
def revoke_link(request, pk):
    link = find_or_refuse(PartyLink.objects.select_related("case"), request.user, "", pk=pk)
    try:
        actions.revoke_link(link, by=request.user)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "链接已撤销。")
    return redirect(link.case)


@reach.within("cases.Case", "case.register")
@require_POST
def settle(request, pk):
    case = find_case(request, pk, "case.register")
    try:
        actions.settle_statements(case, by=request.user)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已核实。")
    return redirect(case)


def _shown_once(request, case, link, token):
    url = request.build_absolute_uri(f"{reverse('cases:answer')}?k={token}")
    answered = render(request, "cases/performance/asking/link.html", {"case": case, "link": link, "url": url})
    answered["Cache-Control"] = "no-store"
    return answered


def _closed(request, said, status):
    return _alone(render(request, "cases/performance/asking/closed.html", {"said": said}, status=status))


def _alone(answered):
    """Nobody keeps the page, finds it by searching, or learns its address from a link on it."""
    answered["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answered["Referrer-Policy"] = "no-referrer"
    answered["Cache-Control"] = "no-store"
    return answered

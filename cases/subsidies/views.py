"""Pages of claims: lists, one claim, claiming, correcting, reviewing, taking back."""

from functools import partial

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases.docket.permissions import MAY
from cases.mediation.pages import case_page, find_case
from cases.subsidies import actions, paying
from cases.subsidies.cards.models import BankCard
from cases.subsidies.clawbacks.models import Clawback, ClawbackCancellation
from cases.subsidies.filters import ClaimFilter
from cases.subsidies.forms import ClaimForm, ClawbackForm, ReasonForm, RepayForm, ReviewForm
from cases.subsidies.gathering import problems_of
from cases.subsidies.models import SEATS, ClaimState, Seat, SubsidyClaim, SubsidyPayment, SubsidyShare
from cases.subsidies.permissions import APPROVES, refused_review
from cases.subsidies.sheets import claim_form
from governance.access import reach
from governance.metrics.declaring import Unit
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = (
    Column("number", "案号", sort="case__number"),
    Column("case", "案件"),
    Column("committee", "调委会"),
    Column("grade", "等级"),
    Column("amount", "金额（元）", sort="base_amount", css="num"),
    Column("payees", "调解员"),
    Column("state", "状态"),
    Column("claimed", "申报", sort="claimed_at"),
)


@reach.holding("subsidy.view")
@require_GET
def subsidy_claims(request):
    rows = SubsidyClaim.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, ClaimFilter, COLUMNS, sort="-claimed")
    total = None if listing.problems else _total(listing.filters)
    return render(request, "cases/subsidies/claims.html", {"listing": listing, "total": total}, status=listing.status)


def _total(filters):
    """What the claims behind an amount add up to; None where the list shows no amount."""
    behind = filters.form.cleaned_data["figure"]
    if behind is None or behind.measure.unit is not Unit.YUAN:
        return None
    return filters.qs.order_by().aggregate(sum=Sum("base_amount"))["sum"] or 0


@reach.holding("subsidy.claim")
@require_GET
def own_subsidies(request):
    """A mediator's own claims and shares, and what was paid."""
    rows = SubsidyClaim.objects.of_mediator(request.user).for_list()
    listing = list_page(request, rows, ClaimFilter, COLUMNS, sort="-claimed")
    card = BankCard.objects.current().filter(mediator__account=request.user).first()
    values = {"listing": listing, "card": card, **figures_of(request.user)}
    return render(request, "cases/subsidies/own.html", values, status=listing.status)


def figures_of(account) -> dict:
    """What was paid to a mediator, what is granted and not paid yet, what is still to give back or to be paid again."""
    payments = SubsidyPayment.objects.filter(account=account)
    owed = (
        Clawback.objects.outstanding()
        .filter(share__account=account)
        .aggregate(amount=Sum("amount"), settled=Sum("settled_amount"))
    )
    restored = ClawbackCancellation.objects.owed().filter(clawback__share__account=account)
    restored = restored.aggregate(sum=Sum("restored_amount"))
    return {
        "paid": payments.filter(batch__state="paid").aggregate(sum=Sum("net_amount"))["sum"] or 0,
        "granted": payments.filter(batch__state="approved").aggregate(sum=Sum("net_amount"))["sum"] or 0,
        "owed": (owed["amount"] or 0) - (owed["settled"] or 0),
        "restored": restored["sum"] or 0,
        "share_count": SubsidyShare.objects.filter(account=account, claim__state__in=("approved", "paid")).count(),
    }


@reach.within("cases.SubsidyClaim")
@require_GET
def subsidy_claim(request, pk):
    """Where the claim stands, who gets what, who said what, and what is taken back."""
    claim = _find(request, pk)
    actor = request.user
    own = actor.pk == claim.claimed_by_id and actor._meta.model_name == "account"
    problems = problems_of(claim.case, claim=claim) if claim.is_in_review or claim.is_granted else []
    values = {
        "claim": claim,
        "case": claim.case,
        "crumbs": _trail(request, claim)[:-1],
        "steps": _steps(claim),
        "reviews": claim.reviews.all(),
        "problems": problems,
        "may_review": claim.is_in_review and not refused_review(actor, claim),
        "may_correct": own and claim.state == ClaimState.RETURNED,
        "may_withdraw": own and not claim.batch_id and (claim.is_in_review or claim.state == ClaimState.RETURNED),
        "may_claw_back": claim.is_granted and actor.holds(APPROVES, claim.area_id),
        "clawbacks": list(Clawback.objects.filter(share__claim=claim).for_page()),
        "may_settle": actor.holds(APPROVES, claim.area_id),
        "sees_case": actor.holds("case.view", claim.area_id),
        "sees_batch": bool(claim.batch_id) and actor.holds("subsidy.view", claim.batch.area_id),
    }
    return render(request, "cases/subsidies/claim.html", values)


def _steps(claim):
    """The three seats in order, with the review of this round that decided in each."""
    given = {review.seat: review for review in claim.reviews.all() if review.round == claim.round}
    waits = SEATS.get(ClaimState(claim.state))
    return [(seat.label, given.get(seat.value), seat == waits) for seat in Seat]


@reach.within("cases.Case", "case.mediate")
@require_http_methods(["GET", "POST"])
def claim_subsidy(request, pk):
    """The page says what bars the case before anybody writes."""
    case = find_case(request, pk, "case.mediate")
    url = f"{case.get_absolute_url()}#subsidy"
    refused = "" if MAY["mediate"][0](request.user, case) else MAY["mediate"][1]
    if refused := refused or next(iter(problems_of(case)), ""):
        messages.error(request, refused)
        return redirect(url)
    form = ClaimForm(request.POST or None, case=case)
    claim = partial(actions.claim_subsidy, case, by=request.user)
    page = case_page(
        case,
        "申报补贴",
        "提交申报",
        done="已申报：由调委会主任审核。",
        cancel=url,
        template="cases/subsidies/claim_form.html",
        more={"barred": form.barred},
    )
    return act_or_show(request, form, lambda version: claim(version=version, **form.asked), page)


@reach.within("cases.SubsidyClaim")
@require_http_methods(["GET", "POST"])
def correct_subsidy(request, pk):
    claim = _find(request, pk)
    if refused := _not_own(request, claim) or _not_in(request, claim, ClaimState.RETURNED):
        return refused
    form = ClaimForm(request.POST or None, case=claim.case, claim=claim)
    correct = partial(actions.correct_claim, claim, by=request.user)
    page = _page(
        request,
        claim,
        "补正申报",
        "重新提交",
        done="已重新提交：由调委会主任审核。",
        template="cases/subsidies/claim_form.html",
        more={"barred": form.barred, "said": claim.reviews.last()},
    )
    return act_or_show(request, form, lambda version: correct(version=version, **form.asked), page)


@reach.within("cases.SubsidyClaim")
@require_http_methods(["GET", "POST"])
def withdraw_subsidy(request, pk):
    claim = _find(request, pk)
    if refused := _not_own(request, claim):
        return refused
    form = ReasonForm(request.POST or None)
    withdraw = partial(actions.withdraw_claim, claim, by=request.user)
    page = _page(request, claim, "撤回申报", "撤回", done="已撤回。")
    return act_or_show(request, form, lambda version: withdraw(version=version, **form.cleaned_data), page)


@reach.within("cases.SubsidyClaim")
@require_http_methods(["GET", "POST"])
def review_subsidy(request, pk):
    claim = _find(request, pk)
    if refused := refused_review(request.user, claim):
        messages.error(request, refused)
        return redirect(claim)
    form = ReviewForm(request.POST or None, claim=claim)
    review = partial(actions.review_claim, claim, by=request.user)
    problems = problems_of(claim.case, claim=claim)
    page = _page(
        request,
        claim,
        f"{SEATS[ClaimState(claim.state)].label}审核",
        "提交",
        done="已审核。",
        template="cases/subsidies/review_form.html",
        more={"claim": claim, "problems": problems},
    )
    return act_or_show(request, form, lambda version: review(version=version, **form.cleaned_data), page)


@reach.within("cases.SubsidyClaim")
@require_http_methods(["GET", "POST"])
def claw_back(request, pk):
    claim = _find(request, pk)
    refused = "" if claim.is_granted else f"这份申报目前“{claim.get_state_display()}”，没有可以追回的补贴。"
    if not request.user.holds(APPROVES, claim.area_id):
        refused = "须由区司法局决定追回。"
    if refused:
        messages.error(request, refused)
        return redirect(claim)
    form = ClawbackForm(request.POST or None, claim=claim, initial={"reason": request.GET.get("reason")})

    def order(version):
        paying.claw_back(claim, by=request.user, version=version, **form.asked)
        return claim

    page = _page(
        request,
        claim,
        "追回补贴",
        "决定追回",
        done="已决定追回：从以后批次扣回，或者登记退回。",
        danger="追回全部金额的，这份申报不再有效。确定追回？",
    )
    return act_or_show(request, form, order, page)


@reach.within("cases.Clawback", APPROVES)
@require_http_methods(["GET", "POST"])
def repay_clawback(request, pk):
    rows = Clawback.objects.select_related("share__account", "share__claim__case", "cancellation")
    found = find_or_refuse(rows, request.user, APPROVES, pk=pk)
    claim = found.share.claim
    if found.is_cancelled or not found.outstanding_amount:
        messages.error(request, "这笔追回已经结清或者撤销。")
        return redirect(claim)
    form = RepayForm(request.POST or None, initial={"amount": found.outstanding_amount})

    def settle(version):
        paying.repay_clawback(found, by=request.user, version=version, **form.cleaned_data)
        return claim

    page = _page(
        request,
        claim,
        "登记退回",
        "登记",
        done="已登记。",
        note=f"{found.share.account.name}尚应退回 {found.outstanding_amount:,.2f} 元。",
        version=found.version,
    )
    return act_or_show(request, form, settle, page)


@reach.within("cases.SubsidyClaim")
@require_GET
def subsidy_form(request, pk, kind):
    """F23 as it stands, to sign (PDF) or to edit (Word)."""
    claim = _find(request, pk)
    printed = claim_form(claim)
    return download(printed.pdf if kind == "pdf" else printed.docx, f"{printed.title} {claim.case.number}", kind)


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _find(request, pk):
    rows = SubsidyClaim.objects.select_related("case__committee__body", "case__area", "claimed_by", "batch__area")
    rows = rows.prefetch_related("shares__account", "reviews__reviewed_by")
    return find_or_refuse(rows, request.user, "", pk=pk)


def _not_own(request, claim):
    if request.user.pk == claim.claimed_by_id and request.user._meta.model_name == "account":
        return None
    messages.error(request, "须由申报人本人办理。")
    return redirect(claim)


def _not_in(request, claim, state):
    if claim.state == state:
        return None
    messages.error(request, f"这份申报目前“{claim.get_state_display()}”，不能这样办理。")
    return redirect(claim)


def _trail(request, claim):
    home = ("以案定补", reverse("cases:subsidy_claims"))
    if not request.user.scope("subsidy.view"):
        home = ("我的补贴", reverse("cases:own_subsidies"))
    return (home, (claim.case.number, claim.get_absolute_url()))


def _page(request, claim, title, submit, *, done, **more) -> FormPage:
    values = {"note": str(claim.case), "version": claim.version, **more}
    return FormPage(title, submit, claim.get_absolute_url(), _trail(request, claim), done=done, **values)

"""Pages of agreements: drafting on a phone, the text, who has signed and who has not, and the sheet to print."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.agreements import actions
from cases.agreements.amounts import yuan
from cases.agreements.checks import LEGALITY, cautions, unready, wards_among
from cases.agreements.forms import HeadForm, LegalityForm, ObligationForm, OralForm, VoidForm, read_amount
from cases.agreements.models import Agreement, AgreementForm, Obligation, Timing
from cases.agreements.signers import missing, slots_of
from cases.agreements.terms import Part
from cases.agreements.wording import digest_of, paragraphs, terms_of, text_of
from cases.docket.actions import require_may
from cases.docket.models import Case
from cases.docket.permissions import can_decide, can_settle
from cases.documents.money import written
from cases.parties.models import Side
from governance.access import reach
from governance.api.idempotency import once
from governance.errors import Invalid, RuleError, Stale
from governance.pages.acting import FormPage, act_or_show
from governance.pages.forms import add_refusal, typed_version

EDITS = ("case.decide",)  # or who mediates the case, which a posting does not say


@reach.within("cases.Case", *EDITS)
@require_http_methods(["GET", "POST"])
def draft(request, pk):
    """Begin a written agreement, or go on with the draft that is there."""
    return _begin(request, pk, AgreementForm.WRITTEN, "起草书面协议")


@reach.within("cases.Case", *EDITS)
@require_http_methods(["GET", "POST"])
def draft_oral(request, pk):
    return _begin(request, pk, AgreementForm.ORAL, "登记口头协议")


@reach.within("cases.Case", *EDITS)
@require_http_methods(["GET", "POST"])
def vary(request, pk):
    """Begin a variation of the agreement in force, or put an oral one in writing."""
    return _begin(request, pk, AgreementForm.WRITTEN, "变更协议")


@reach.within("cases.Agreement")
@require_GET
def agreement(request, pk):
    """The text, what is still missing, and who signs next."""
    found = _found(request, pk)
    return render(request, "cases/agreements/agreement.html", _shown(request, found))


@reach.within("cases.Agreement")
@require_GET
def sheet(request, pk):
    """The sheet to print: the text with its signatures, or the places to sign by hand."""
    found = _found(request, pk)
    return render(request, "cases/agreements/sheet.html", _shown(request, found))


@reach.within("cases.Agreement", *EDITS)
@require_http_methods(["GET", "POST"])
def revise(request, pk):
    found = _for_settling(request, pk)
    names = HeadForm.base_fields
    form = HeadForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    page = _page(found, "修改事实和履行方式", "保存")

    def act(version):
        return actions.revise_agreement(found, by=request.user, head=form.head, version=version)

    return act_or_show(request, form, act, page)


@reach.within("cases.Agreement", *EDITS)
@require_http_methods(["GET", "POST"])
def add_obligation(request, pk):
    found = _for_settling(request, pk)
    is_payment = (request.POST or request.GET).get("kind", "pay") == "pay"
    parties = _parties(found.case)
    form = ObligationForm(
        request.POST or None, parties=parties, is_payment=is_payment, initial=_usual(parties, is_payment)
    )

    def act():
        actions.add_obligation(found, by=request.user, terms=form.terms, version=typed_version(request))
        return found.get_absolute_url()

    return _obligation_page(request, found, form, act, "添加付款" if is_payment else "添加义务")


@reach.within("cases.Obligation", *EDITS)
@require_http_methods(["GET", "POST"])
def change_obligation(request, pk):
    one = _obligation(request, pk)
    found = _for_settling(request, one.agreement_id)
    names = ("kind", "what", "amount", "timing", "due_on", "manner")
    initial = {name: getattr(one, name) for name in names}
    initial |= {"debtor": one.debtor_id, "creditor": one.creditor_id}
    if one.amount is not None:
        initial["amount"] = f"{one.amount:.2f}"
    parts = [Part(part.amount, part.due_on) for part in one.instalments.all()]
    form = ObligationForm(
        request.POST or None, parties=_parties(found.case), is_payment=one.kind == "pay", parts=parts, initial=initial
    )

    def act():
        actions.change_obligation(one, by=request.user, terms=form.terms, version=typed_version(request))
        return found.get_absolute_url()

    return _obligation_page(request, found, form, act, f"修改第 {one.seq} 项")


@reach.within("cases.Obligation", *EDITS)
@require_POST
def remove_obligation(request, pk):
    one = _obligation(request, pk)
    return _do(request, one.agreement, "已删除。", actions.remove_obligation, one)


@reach.within("cases.Agreement", *EDITS)
@require_http_methods(["GET", "POST"])
def check(request, pk):
    """The list of questions before anybody signs."""
    found = _for_settling(request, pk)
    today, parties = timezone.localdate(), _parties(found.case)
    initial = {"checked": found.checked, "waiver": found.waiver}
    form = LegalityForm(request.POST or None, initial=initial, has_ward=bool(wards_among(parties, today)))
    page = _page(found, "合法性审查", "核对完毕", done="已核对。", template="cases/agreements/check.html")
    page.more["cautions"] = cautions(found, parties, today)
    page.more["terms"] = terms_of(found)

    def act(version):
        values = form.cleaned_data
        checked, waiver = tuple(values["checked"]), values.get("waiver", "")
        return actions.check_legality(found, by=request.user, checked=checked, waiver=waiver, version=version)

    return act_or_show(request, form, act, page)


@reach.within("cases.Agreement", *EDITS)
@require_POST
def confirm_waiver(request, pk):
    return _do(request, _found(request, pk), "已确认。", actions.confirm_waiver)


@reach.within("cases.Agreement", *EDITS)
@require_http_methods(["GET", "POST"])
def agree_orally(request, pk):
    """The parties agreed: in force at once, nobody signs."""
    found = _for_settling(request, pk)
    if found.is_written:
        return redirect(found)
    form = OralForm(request.POST or None)
    page = _page(found, "登记达成口头协议", "达成，立即生效", done="口头协议已生效。")

    def act(version):
        values = form.cleaned_data
        return actions.agree_orally(
            found,
            by=request.user,
            agreed_at=values["agreed_at"] or timezone.now(),
            is_writing_needless=values["needless"],
            late_reason=values["late_reason"],
            version=version,
        )

    return act_or_show(request, form, act, page)


@reach.within("cases.Agreement", *EDITS)
@require_http_methods(["GET", "POST"])
def void(request, pk):
    found = _for_settling(request, pk)
    form = VoidForm(request.POST or None)
    note = "作废后，已有的签名一并作废并留存；已签的文本不会被修改。"
    page = _page(found, "作废这一稿", "作废", note=note, done="已作废。", danger="作废后不能恢复，确定吗？")

    def act(version):
        return actions.void_agreement(found, by=request.user, version=version, **form.cleaned_data)

    return act_or_show(request, form, act, page)


@reach.signed_in
@require_GET
def capitals(request):
    """The amount being typed, in capitals; what is wrong with it; nothing for nothing."""
    try:
        amount = read_amount(request.GET.get("amount", "")[:40])
        said = written(yuan(amount, field="amount")) if amount is not None else ""
    except Invalid as refusal:
        said = refusal.message
    except ValidationError as refusal:
        said = refusal.messages[0]
    return HttpResponse(format_html("{}", said))


def _begin(request, pk, form_of, title):
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    require_may("settle", request.user, case)
    going_on = case.agreements.open().first()
    if going_on:
        return redirect(going_on)
    earlier = case.agreements.in_force().first()
    if earlier and (why := actions.NOT_VARIED.get(case.confirmation)):
        messages.error(request, why)
        return redirect(case)
    source = earlier or case
    initial = {"facts": source.facts, "copies": case.parties.standing().count() + 1}
    form = HeadForm(request.POST or None, initial=initial)
    trail = (("案件", reverse("cases:cases")), (case.number or case.title, case.get_absolute_url()))
    page = FormPage(
        title,
        "下一步：协议内容",
        case.get_absolute_url(),
        trail,
        note=case.title,
        done="已起草，请添加协议内容。",
        version=case.version,
    )

    def act(version):
        return actions.draft_agreement(case, by=request.user, form=form_of, head=form.head, version=version)

    return act_or_show(request, form, act, page)


def _found(request, pk):
    return get_object_or_404(Agreement.objects.visible_to(request.user).for_page(), pk=pk)


def _for_settling(request, pk):
    found = _found(request, pk)
    require_may("settle", request.user, found.case)
    return found


def _obligation(request, pk):
    rows = Obligation.objects.visible_to(request.user).select_related("agreement__case").prefetch_related("instalments")
    return get_object_or_404(rows, pk=pk)


def _parties(case):
    return list(case.parties.standing().for_file().order_by("side", "seq"))


def _usual(parties, is_payment):
    """With one on each side, who pays whom needs no choosing."""
    by_side = {side: [party.pk for party in parties if party.side == side] for side in Side.values}
    owes, gets = by_side[Side.RESPONDENT], by_side[Side.APPLICANT]
    usual = {"debtor": owes[0], "creditor": gets[0]} if len(owes) == len(gets) == 1 else {}
    return {"timing": Timing.BY_DATE, "kind": "pay" if is_payment else "act", **usual}


def _page(found, title, submit, **more):
    case = found.case
    trail = (
        ("案件", reverse("cases:cases")),
        (case.number, case.get_absolute_url()),
        (found.get_form_display(), found.get_absolute_url()),
    )
    more.setdefault("note", case.title)
    return FormPage(title, submit, found.get_absolute_url(), trail, version=found.version, **more)


def _obligation_page(request, found, form, act, title):
    """The form of one obligation; the button that divides into instalments only fills in rows."""
    status, version = 200, found.version
    if form.is_bound and "split" in request.POST:
        status = 200 if form.split() else 422
    elif form.is_bound:
        status = 422
        try:
            if form.is_valid():
                to = once(request, act)
                messages.success(request, "已保存。")
                return redirect(to)
        except Stale as refusal:
            status, version = refusal.status, refusal.current.version
            form.add_error(None, f"{refusal.message}再次提交即在最新内容上办理。")
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    values = {"form": form, "page": _page(found, title, "保存"), "version": version}
    return render(request, "cases/agreements/obligation.html", values, status=status)


def _do(request, found, done, act, *of):
    """An act of one button: done, or told why not."""
    require_may("settle", request.user, found.case)
    try:
        act(*(of or (found,)), by=request.user, version=typed_version(request))
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(found)


def _shown(request, found):
    today, parties = timezone.localdate(), _parties(found.case)
    slots = slots_of(found, on=today) if found.is_written else []
    text = found.text or text_of(found, parties)
    waiting = unready(found, parties, today) if found.is_draft else []
    may = can_settle(request.user, found.case)
    return {
        "agreement": found,
        "case": found.case,
        "paragraphs": paragraphs(text),
        "digest": digest_of(text),
        "is_unchanged": bool(found.text) and digest_of(found.text) == found.text_digest,
        "slots": slots,
        "next_slot": next(iter(missing(slots)), None),
        "obligations": list(zip(found.obligations.all(), terms_of(found), strict=False)),
        "unready": waiting,
        "cautions": cautions(found, parties, today) if found.is_draft or found.state == "signing" else [],
        "checks": [(one, one.code in found.checked) for one in LEGALITY],
        "may_settle": may,
        "may_confirm": found.is_draft and can_decide(request.user, found.case),
        "has_ward": bool(wards_among(parties, today)),
    }

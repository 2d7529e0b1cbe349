"""Pages from registration to acceptance, refusal or reference, and the way back: withdrawal."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.checks.actions import Finding, record_check
from cases.committees.models import MediationCommittee
from cases.docket.codes import REFUSAL_REASONS
from cases.docket.models import Case
from cases.docket.page import acts_for
from cases.docket.states import Archive, Procedure
from cases.intake import actions
from cases.intake.casualties import note_casualties
from cases.intake.consent import consent_of, lacking, unwilling, waiting_for
from cases.intake.filings import Filing, Letter
from cases.intake.forms import (
    AcceptForm,
    CasualtiesForm,
    ClueForm,
    ContactForm,
    ReferForm,
    RejectForm,
    ReplyForm,
    WithdrawForm,
)
from cases.intake.models import Answer, Draft, Referral
from cases.intake.suggestion import suggest
from cases.parties.models import Side
from governance.access import reach
from governance.api.idempotency import once
from governance.errors import RuleError
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.persons.permissions import can_reveal

CLUE_COLUMNS = (
    Column("received_at", "发现时间", sort="received_at"),
    Column("facts", "线索"),
    Column("place", "地点"),
    Column("committee", "调委会", sort="area_id"),
)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def consent(request, pk):
    """One tap a party: what they answered. After acceptance, a refusal leads to the end of the mediation."""
    case = _case(request, pk, "case.register")
    form, status = ContactForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, partial(_log_contact, request, case, form)))
            messages.error(request, "；".join(error for errors in form.errors.values() for error in errors))
        except RuleError as refusal:
            status = refusal.status
            messages.error(request, refusal.message)
            case = Case.objects.for_list().get(pk=pk)
    return render(request, "cases/intake/consent.html", _consent_values(request, case, form), status=status)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def casualties(request, pk):
    case = _case(request, pk, "case.register")
    form = CasualtiesForm(request.POST or None, initial={"casualties": case.casualties})
    trail = (("案件", reverse("cases:cases")), (case.number or case.title, case.get_absolute_url()))
    url = case.get_absolute_url()
    page = FormPage("登记伤亡情况", "登记", url, trail, case.title, done="已登记伤亡情况。", version=case.version)
    note = partial(note_casualties, case, by=request.user)
    return act_or_show(request, form, lambda version: note(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def accept(request, pk):
    """What acceptance still lacks, each leading to where it is put right; else the one button."""
    case = _case(request, pk, "case.decide")
    today = timezone.localdate()
    form = AcceptForm(request.POST or None)
    in_term = case.committee.is_in_term(today)
    if not in_term:
        form.fields["note"].help_text = f"{case.committee}任期已届满；确需受理的，请写明理由。"
    lacks = [(lack.sentence, _WHERE[lack.where], _page_of(lack.where, case)) for lack in lacking(case, on=today)]
    page = _about(
        case,
        "受理",
        "受理并编号",
        done="已受理。",
        template="cases/intake/accept.html",
        more={"lacks": lacks, "case": case},
    )
    return act_or_show(request, form, partial(_accept, request, case, form), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def reject(request, pk):
    case = _case(request, pk, "case.decide")
    form = RejectForm(request.POST or None, initial={"reason": "R03" if unwilling(case) else ""})
    note = "不属于本调委会地域或行业范围的（R08）不作不予受理，请办理移送。"
    danger = "确定不予受理？程序随即终结，并告知当事人其他途径。"
    more = {"reasons": REFUSAL_REASONS.values(), "refer_url": reverse("cases:refer", args=[case.pk])}
    page = _about(
        case, "不予受理", "不予受理", text=note, danger=danger, template="cases/intake/reject.html", more=more
    )
    return act_or_show(request, form, partial(_happened, actions.reject_case, request, case, form), page)


@reach.within("cases.Case", "case.decide")
@require_http_methods(["GET", "POST"])
def refer(request, pk):
    case = _case(request, pk, "case.decide")
    form = ReferForm(request.POST or None)
    page = _about(case, "移送引导", "移送", text="发出编号的移送函，并跟踪对方的回复。", done="已移送。")
    return act_or_show(request, form, partial(_refer, request, case, form), page)


@reach.within("cases.Referral", "case.register")
@require_http_methods(["GET", "POST"])
def reply(request, pk):
    rows = Referral.objects.select_related("case__committee__body", "case__area")
    referral = find_or_refuse(rows, request.user, "case.register", pk=pk)
    form = ReplyForm(request.POST or None, request.FILES or None, initial={"replied_on": timezone.localdate()})
    page = replace(_about(referral.case, "登记回复", "保存", text=str(referral)), multipart=True)

    def save(version):
        return actions.record_reply(referral, by=request.user, **form.cleaned_data).case

    return act_or_show(request, form, save, page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    case = _case(request, pk, "case.register")
    applicants = "、".join(case.parties.standing().filter(side="applicant").values_list("name", flat=True))
    form = WithdrawForm(request.POST or None, initial={"asked_by": f"申请人{applicants}"[:100]})
    text = "达成协议前，申请人可以撤回申请。撤回后仍可依法申请仲裁、行政处理或者向人民法院起诉，请向申请人说明。"
    page = _about(
        case, "撤回申请", "登记撤回", text=text, danger="确定登记撤回？本案调解随即结束。", done="已登记撤回。"
    )
    return act_or_show(request, form, partial(_happened, actions.withdraw_case, request, case, form), page)


@reach.within("cases.Case")
@require_GET
def receipt(request, pk):
    """What the applicant takes home: printable, without any number of a document."""
    case = _case(request, pk)
    event = case.events.select_related("account").order_by("seq").first()
    parties = list(case.parties.standing())
    values = {
        "case": case,
        "applicants": [party.name for party in parties if party.side == Side.APPLICANT],
        "others": [party.name for party in parties if party.side == Side.RESPONDENT],
        "registered_by": event.account if event else None,
        "body": case.committee.body,
        "referral": case.referrals.filter(direction="in").first(),
    }
    return render(request, "cases/intake/receipt.html", values)


@reach.holding("case.view")
@require_GET
def clues(request):
    rows = Case.objects.visible_to(request.user).filter(procedure=Procedure.CLUE).for_list()
    rows = rows.exclude(archive=Archive.DESTROYED)
    listing = list_page(request, rows, None, CLUE_COLUMNS, sort="-received_at")
    acts = []
    if request.user.scope("case.register"):
        acts = [Act("登记线索", reverse("cases:add_clue"), "plus-lg", is_main=True)]
    values = {"title": "排查线索", "note": "还没有人申请，不是案件，不计入案件统计。", "listing": listing, "acts": acts}
    values["export"] = "clues"
    return render(request, "cases/intake/clues.html", values, status=listing.status)


@reach.holding("case.register")
@require_http_methods(["GET", "POST"])
def add_clue(request):
    committees = committees_for(request.user)
    here = committees.filter(area_id=getattr(request.place, "code", "")).first()
    initial = {"committee": here, "place_area": here.area_id if here else ""}
    form = ClueForm(request.POST or None, committees=committees, initial=initial)
    url = reverse("cases:clues")
    page = FormPage("登记线索", "登记", url, (("排查线索", url),), done="线索已登记。")
    return act_or_show(request, form, partial(_add_clue, request, form), page)


@reach.within("cases.Case", "case.register")
@require_GET
def register_clue(request, pk):
    """A party applies, or the committee starts by itself: the filing goes on from what the clue says."""
    case = _case(request, pk, "case.register")
    if case.procedure != Procedure.CLUE:
        return redirect(case.get_absolute_url())
    begun = Draft.objects.visible_to(request.user).unfinished().filter(clue=case).first()
    return redirect(begun.get_absolute_url() if begun else f"{reverse('cases:file_case')}?clue={case.pk}")


def committees_for(actor):
    """Where this actor may register."""
    rows = MediationCommittee.objects.visible_to(actor, "case.register").select_related("body")
    return rows.order_by("area_id", "pk")


_WHERE = {"consent": "去征询意愿", "parties": "去更正当事人", "reject": "去办理不予受理"}


def _case(request, pk, verb=""):
    return find_or_refuse(Case.objects.for_list(), request.user, verb, pk=pk)


def _page_of(where, case):
    return {
        "consent": reverse("cases:consent", args=[case.pk]),
        "parties": f"{case.get_absolute_url()}#parties",
        "reject": reverse("cases:reject", args=[case.pk]),
    }[where]


def _about(case, title, submit, *, text="", **more):
    url = case.get_absolute_url()
    trail = (("案件", reverse("cases:cases")), (case.number or case.title, url))
    note = f"{case.title}{'。' + text if text else ''}"
    return FormPage(title, submit, url, trail, note=note, version=case.version, **more)


def _moment(values, name="happened_at"):
    return values.pop(name) or timezone.now()


def _happened(act, request, case, form, version):
    values = dict(form.cleaned_data)
    return act(case, by=request.user, version=version, happened_at=_moment(values), **values)


def _accept(request, case, form, version):
    values = dict(form.cleaned_data)
    moment = _moment(values, "accepted_at")
    return actions.accept_case(case, by=request.user, version=version, accepted_at=moment, **values)


def _refer(request, case, form, version):
    values = dict(form.cleaned_data)
    moment, late_reason = _moment(values), values.pop("late_reason")
    return actions.refer_case(
        case, by=request.user, version=version, happened_at=moment, late_reason=late_reason, letter=Letter(**values)
    )


def _add_clue(request, form, version):
    values = dict(form.cleaned_data)
    suggested = suggest(values["facts"])
    kind, subtype = values["dispute_type"], ""
    if not kind:
        kind, subtype = (suggested.dispute_type, suggested.subtype) if suggested else ("D99", "")
    filing = Filing(
        source="S2",
        dispute_type=kind,
        dispute_subtype=subtype,
        facts=values["facts"],
        place_area=values["place_area"].pk if values["place_area"] else "",
        place_text=values["place_text"],
    )
    where = filing.place_text or str(values["place_area"] or values["committee"].area.name)
    check = record_check(
        values["committee"],
        by=request.user,
        checked_at=_moment(values),
        place=where,
        method=values["method"],
        checkers=values["checkers"] or request.user.name,
        findings=(Finding(filing, values["people"]),),
        late_reason=values["late_reason"],
    )
    return check.findings.get().case


def _log_contact(request, case, form):
    values = dict(form.cleaned_data)
    key = request.POST.get("party", "")
    party = case.parties.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 18 else None
    contact = actions.log_contact(
        case,
        by=request.user,
        party=party,
        happened_at=_moment(values),
        version=typed_version(request),
        **values,
    )
    messages.success(request, f"已记录：{contact}")
    return reverse("cases:consent", args=[case.pk])


def _consent_values(request, case, form):
    answers = consent_of(case)
    rows = case.parties.standing().for_file().prefetch_related("person__phones", "organisation__phones")
    waiting = {party.pk for party in waiting_for(case)} if not case.is_under_way else set()
    parties = sorted(rows, key=lambda party: party.pk not in waiting)  # who is to be asked comes first
    contacts = case.contacts.select_related("party", "account", "client").latest_first()
    refused = [party.name for party in parties if answers.get(party.pk) == Answer.REFUSED]
    told = {pk: Answer(answer) for pk, answer in answers.items()}
    return {
        "case": case,
        "form": form,
        "rows": [(party, told.get(party.pk), party.pk in waiting) for party in parties],
        "waiting": len(waiting),
        "refused": refused,
        "contacts": contacts,
        "answers": Answer,
        "may_reveal": can_reveal(request.user, case.area_id),
        "acts": [act for act in acts_for(case, request.user) if act.step in ("T5", "T6", "T17")],
        "is_open": case.is_open or case.procedure == Procedure.CLUE,
    }

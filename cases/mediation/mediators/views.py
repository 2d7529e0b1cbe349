"""The mediators of a place: who is in office, what each carries, ties declared."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.docket.models import Case
from cases.mediation.grades.views import advice_for
from cases.mediation.mediators import actions
from cases.mediation.mediators.filters import MediatorFilter
from cases.mediation.mediators.forms import BureauForm, ProfileForm, StandingForm, TieForm
from cases.mediation.mediators.models import MediatorProfile
from cases.mediation.mediators.particulars import NAMES
from cases.mediation.mediators.rows import mediators_seen_by
from cases.mediation.office import MEDIATE
from cases.subsidies.cards.actions import can_register
from cases.subsidies.cards.models import BankCard
from cases.subsidies.views import figures_of
from governance.access import reach
from governance.errors import Invalid, RuleError
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page
from governance.people.models import Account

COLUMNS = (
    Column("name", "姓名", sort="account__name"),
    Column("role", "职务", sort="role"),
    Column("area", "调委会所在区域", sort="area_id"),
    Column("load", "在办案件", sort="load", css="num"),
    Column("until", "任期"),
    Column("prints", "打印"),
)
FILED = ("employment", "origin", "grade", "identities", "specialities", "paid_bar")


@reach.holding("posting.view")
@require_GET
def mediators(request):
    """Who mediates where, and how many cases each carries; those who left with open cases can be found too."""
    listing = list_page(request, mediators_seen_by(request.user), MediatorFilter, COLUMNS, sort="area")
    values = {"title": "调解员", "listing": listing, "today": timezone.localdate(), "export": "mediators"}
    return render(request, "cases/mediation/mediators/mediators.html", values, status=listing.status)


@reach.within("governance.Account", "posting.view")
@require_GET
def mediator(request, pk):
    """One mediator: what is filed, ties (for the mediator and the director), open cases."""
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    area = _directed(request.user, account)
    may_declare = bool(area) or account.pk == request.user.pk
    own = (
        Case.objects.visible_to(request.user)
        .under_way()
        .filter(assignments__account=account, assignments__ended_at__isnull=True)
    )
    profile = MediatorProfile.objects.filter(account=account).select_related("person").first()
    values = {
        "account": account,
        "profile": profile,
        "standings": list(profile.standings.select_related("account")) if profile else [],
        "may_file": profile is not None and request.user.holds(actions.MANAGES, profile.area_id),
        "may_set_standing": _may_set_standing(request.user, account, profile),
        "postings": account.postings.active().filter(role__in=MEDIATE).select_related("area"),
        "cases": own.for_list().distinct().order_by("due_on", "pk"),
        "ties": account.ties.select_related("person", "organisation") if may_declare else None,
        "may_direct": bool(area),
        "may_declare": may_declare,
        **_graded(request.user, account),
        **_subsidised(request.user, account),
    }
    return render(request, "cases/mediation/mediators/mediator.html", values)


def _graded(actor, account) -> dict:
    """The grades with who decided them, and what the next one asks."""
    profile = MediatorProfile.objects.filter(account=account).first()
    grades = list(profile.grades.select_related("account")) if profile else []
    may_grade = profile is not None and actor.holds("mediation.manage", profile.area_id)
    return {"grades": grades, "may_grade": may_grade, **advice_for(account, profile)}


def _subsidised(actor, account) -> dict:
    """What was paid: for the mediator, and for who sees the subsidies of the place."""
    held = account.postings.filter(role__in=MEDIATE).values_list("area_id", flat=True)
    sees = actor.pk == account.pk or any(actor.holds("subsidy.view", area) for area in held)
    if not sees:
        return {"subsidies": None}
    card = BankCard.objects.current().filter(mediator__account=account).select_related("mediator").first()
    profile = MediatorProfile.objects.filter(account=account).first()
    may = profile is not None and can_register(actor, profile)
    return {"subsidies": figures_of(account), "card": card, "may_register_card": may}


@reach.within("governance.Account", "case.decide")
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def file_mediator(request, pk):
    account = find_or_refuse(Account.objects.all(), request.user, "case.decide", pk=pk)
    area = _directed(request.user, account)
    if not area:
        return _back(request, account, "须由该调解员所在调委会的主任登记。")
    known = MediatorProfile.objects.filter(account=account).first()
    initial = {"employment": "part", "origin": "engaged"}
    if known:
        initial = {name: getattr(known, name) for name in (*FILED, *NAMES)}
    form = ProfileForm(request.POST or None, initial=initial, by=request.user)

    def save(version):
        values = {name: form.cleaned_data[name] for name in FILED}
        person, _ = form.found()
        if form.cleaned_data["number"].strip() and person is None:
            raise Invalid("没有找到这个号码的人员，请先登记为人员。", field="number")
        return actions.file_mediator(
            account, by=request.user, area=area, person=person, particulars=form.particulars, **values
        )

    return act_or_show(request, form, save, _page(account, "登记调解员", "保存", done="已登记。"))


@reach.within("governance.Account", actions.MANAGES)
@require_http_methods(["GET", "POST"])
def file_with_bureau(request, pk):
    """Number and date of the filing with the bureau, by the justice office or the district."""
    account = find_or_refuse(Account.objects.all(), request.user, actions.MANAGES, pk=pk)
    profile = MediatorProfile.objects.filter(account=account).first()
    if profile is None or not request.user.holds(actions.MANAGES, profile.area_id):
        return _back(request, account, "须先由调委会主任登记这名调解员。")
    known = {"filing_no": profile.filing_no, "filed_on": profile.filed_on} if profile.is_filed else None
    form = BureauForm(request.POST or None, initial=known)
    page = replace(_page(account, "登记备案", "登记备案", done="已登记备案。"), version=profile.version)

    def save(version):
        return actions.file_with_bureau(profile, by=request.user, version=version, **form.cleaned_data)

    return act_or_show(request, form, save, page)


@reach.within("governance.Account", "posting.view")
@require_http_methods(["GET", "POST"])
def set_standing(request, pk):
    """Suspended, left, removed, or active again, from which day and why."""
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    profile = MediatorProfile.objects.filter(account=account).first()
    if profile is None or not _may_set_standing(request.user, account, profile):
        return _back(request, account, "须由调委会主任、司法所或者区司法局登记；尚未登记调解员的，先登记。")
    form = StandingForm(request.POST or None)
    page = replace(_page(account, "变更状态", "登记", done="已登记。"), version=profile.version)

    def save(version):
        return actions.set_standing(profile, by=request.user, version=version, **form.cleaned_data).profile

    return act_or_show(request, form, save, page)


def _may_set_standing(actor, account, profile) -> bool:
    if profile is None or actor.pk == account.pk:
        return False
    return actor.holds(actions.MANAGES, profile.area_id) or actor.holds_here("case.decide", profile.area_id)


@reach.within("governance.Account", "posting.view")
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def declare_tie(request, pk):
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    area = _directed(request.user, account) or _own_office(request.user, account)
    if not area:
        return _back(request, account, "须由调解员本人或者调委会主任申报。")
    form = TieForm(request.POST or None, by=request.user)

    def save(version):
        person, organisation = form.found()
        facts = {"kind": form.cleaned_data["kind"], "note": form.cleaned_data["note"]}
        on = timezone.localdate()
        actions.declare_tie(
            account, by=request.user, area=area, declared_on=on, person=person, organisation=organisation, **facts
        )
        return reverse("cases:mediator", args=[account.pk])

    return act_or_show(request, form, save, _page(account, "申报利害关系", "申报", done="已申报。"))


@reach.within("governance.Account", "posting.view")
@require_POST
def end_tie(request, pk):
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    area = _directed(request.user, account) or _own_office(request.user, account)
    asked = request.POST.get("tie", "")
    tie = account.ties.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
    if not area or tie is None:
        return _back(request, account, "没有这项申报，或者须由调解员本人、调委会主任办理。")
    try:
        actions.end_tie(tie, by=request.user, area=area, ended_on=timezone.localdate())
    except RuleError as refusal:
        return _back(request, account, refusal.message)
    messages.success(request, "已终止。")
    return redirect("cases:mediator", account.pk)


def _directed(actor, account) -> str:
    """The place of a committee that `actor` directs and `account` serves or served; "" when there is none."""
    held = account.postings.filter(role__in=MEDIATE).values_list("area_id", flat=True)
    return next((area for area in held if actor.holds_here("case.decide", area)), "")


def _own_office(actor, account) -> str:
    if actor.pk != account.pk:
        return ""
    return next((p.area_id for p in actor.postings_today if "case.register" in actor.verbs_of(p)), "")


def _back(request, account, sentence):
    messages.error(request, sentence)
    return redirect("cases:mediator", account.pk)


def _page(account, title, submit, *, done):
    url = reverse("cases:mediator", args=[account.pk])
    trail = (("调解员", reverse("cases:mediators")), (account.name, url))
    return FormPage(title, submit, url, trail, note=account.name, done=done)

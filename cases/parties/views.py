"""Pages that put parties right: join, leave, die, be corrected, be spoken for."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.docket.models import Case
from cases.intake.filing.actions import Named, organisation_named, person_named
from cases.intake.filing.papers import hand_in_paper
from cases.intake.models import PaperKind
from cases.parties import actions, identity
from cases.parties.actions import Entry, Speaker
from cases.parties.forms import (
    AboutFields,
    DeathForm,
    EndSpeakingForm,
    IdentityForm,
    JoinOrganisationForm,
    JoinPersonForm,
    LeaveForm,
    SpeakerForm,
)
from cases.parties.models import Party, PartyKind, Representation, RepresentationKind
from governance.access import reach
from governance.errors import Invalid
from governance.pages.acting import FormPage, act_or_show, find_or_refuse

PAPER_OF = {RepresentationKind.AGENT: PaperKind.AUTHORITY, RepresentationKind.CHOSEN: PaperKind.MEMBERS}
NAMED = ("name", "number", "phone")


@reach.within("cases.Case", "case.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join_person(request, pk):
    case = find_or_refuse(Case.objects.for_list(), request.user, "case.register", pk=pk)
    form = JoinPersonForm(request.POST or None, initial={"side": request.GET.get("side", "respondent")})
    page = _about(case, "增加个人当事人", "增加", done="已增加。")
    return act_or_show(request, form, partial(_join, request, case, form, person_entry), page)


@reach.within("cases.Case", "case.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def join_organisation(request, pk):
    case = find_or_refuse(Case.objects.for_list(), request.user, "case.register", pk=pk)
    form = JoinOrganisationForm(request.POST or None, initial={"side": "respondent"})
    page = _about(case, "增加单位当事人", "增加", done="已增加。")
    return act_or_show(request, form, partial(_join, request, case, form, organisation_entry), page)


@reach.within("cases.Party", "case.register")
@require_http_methods(["GET", "POST"])
def change_party(request, pk):
    party = _party(request, pk)
    initial = {name: getattr(party, name) for name in AboutFields.base_fields}
    form = AboutFields(request.POST or None, initial=initial)
    page = _about(party.case, f"更正{party.name}", "保存")

    def save(version):
        values = form.cleaned_data | {"special_groups": tuple(form.cleaned_data["special_groups"])}
        return actions.change_party(party, by=request.user, version=version, **values).case

    return act_or_show(request, form, save, page)


@reach.within("cases.Party", "case.register")
@require_http_methods(["GET", "POST"])
def leave(request, pk):
    party = _party(request, pk)
    form = LeaveForm(request.POST or None, initial={"left_on": timezone.localdate()})
    page = _about(party.case, f"{party.name}退出", "登记退出", danger=f"确定{party.name}不再是本案当事人？")
    return _act(request, form, partial(actions.leave_party, party), page)


@reach.within("cases.Party", "case.register")
@require_http_methods(["GET", "POST"])
def death(request, pk):
    party = _party(request, pk)
    form = DeathForm(request.POST or None)
    text = "受理前，登记后请办理其退出，由继承人另行申请；受理后，请接着办理中止（等待继承人）或终止。"
    page = _about(party.case, f"{party.name}死亡或终止", "登记", text=text)
    return _act(request, form, partial(actions.record_death, party), page)


@reach.within("cases.Party", "case.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def let_speak(request, pk):
    party = _party(request, pk)
    form = SpeakerForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "agent")})
    page = _about(party.case, f"谁代表{party.name}", "登记", multipart=True)
    return act_or_show(request, form, partial(_let_speak, request, party, form), page)


@reach.within("cases.Representation", "case.register")
@require_http_methods(["GET", "POST"])
def end_speaking(request, pk):
    rows = Representation.objects.select_related("party__case__committee__body")
    speaks = find_or_refuse(rows, request.user, "case.register", pk=pk)
    form = EndSpeakingForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    page = _about(speaks.party.case, f"{speaks.name}不再代表{speaks.party.name}", "登记")
    return _act(request, form, partial(actions.end_speaking, speaks), page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def check_identity(request, pk):
    """Which papers were looked at; from the page of the case, or of a volume that lacks them."""
    case = find_or_refuse(Case.objects.for_list(), request.user, "case.register", pk=pk)
    form = IdentityForm(request.POST or None, case=case)
    text = "对照原件核对姓名、号码和照片；不用上传，有复印件的另行上传扫描件。"
    page = _about(case, "核对当事人身份", "登记核对", text=text, done="已登记核对。")

    def save(version):
        identity.check_identity(case, by=request.user, version=version, **form.asked)
        return f"{case.get_absolute_url()}#{'archive' if case.result else 'parties'}"

    return act_or_show(request, form, save, page)


def _party(request, pk):
    rows = Party.objects.select_related("case__committee__body", "person", "organisation")
    return find_or_refuse(rows, request.user, "case.register", pk=pk)


def _about(case, title, submit, *, text="", **more):
    url = f"{case.get_absolute_url()}#parties"
    trail = (("案件", reverse("cases:cases")), (case.number or case.title, case.get_absolute_url()))
    note = f"{case.title}{'。' + text if text else ''}"
    return FormPage(title, submit, url, trail, note=note, version=case.version, **more)


def _act(request, form, act, page):
    """An act on a party or on who speaks for it; back to the case."""

    def save(version):
        row = act(by=request.user, version=version, **form.cleaned_data)
        case = row.case if isinstance(row, Party) else row.party.case
        return f"{case.get_absolute_url()}#parties"

    return act_or_show(request, form, save, page)


def _join(request, case, form, entry_of, version):
    entry = entry_of(request, case, form)
    actions.join_party(case, by=request.user, entry=entry, happened_at=timezone.now(), version=version)
    return f"{case.get_absolute_url()}#parties"


def person_entry(request, case, form) -> Entry:
    values = form.cleaned_data
    known = {"by": request.user, "area": case.area_id, "on": timezone.localdate()}
    speakers = ()
    person = person_named(Named(**{name: values[name] for name in NAMED}), **known)
    if values["guardian_name"]:
        guardian = _guardian(values, known)
        speakers = (Speaker(guardian, RepresentationKind.GUARDIAN, relation=values["guardian_relation"]),)
    return Entry(
        values["side"],
        person=person,
        occupation=values["occupation"],
        unit=values["unit"],
        special_groups=tuple(values["special_groups"]),
        members=values["members"],
        lacks_capacity=values["lacks_capacity"],
        speakers=speakers,
    )


def _guardian(values, known):
    try:
        return person_named(Named(name=values["guardian_name"], number=values["guardian_number"]), **known)
    except Invalid as refusal:
        raise Invalid(refusal.message, field=f"guardian_{refusal.field}") from None


def organisation_entry(request, case, form) -> Entry:
    values = form.cleaned_data
    known = {"by": request.user, "area": case.area_id, "on": timezone.localdate()}
    named = {name: values[name] for name in ("kind", "name", "phone", "credit_code", "head")}
    organisation = organisation_named(Named(**named), **known)
    operator = None
    if values["kind"] == PartyKind.BUSINESS and values["number"].strip():
        operator = person_named(Named(name=values["head"], number=values["number"]), **known)
    return Entry(values["side"], person=operator, organisation=organisation)


def _let_speak(request, party, form, version):
    values = dict(form.cleaned_data)
    file = values.pop("file")
    who = Named(**{name: values.pop(name) for name in NAMED})
    person = person_named(who, by=request.user, area=party.case.area_id, on=timezone.localdate())
    if values["kind"] != RepresentationKind.AGENT:
        values |= {"agent_kind": "", "authority": ""}
    with transaction.atomic():  # a file that is refused leaves nobody speaking
        speaks = actions.let_speak(party, by=request.user, speaker=Speaker(person, **values), version=version)
        if file:
            kind = PAPER_OF.get(speaks.kind, PaperKind.OTHER)
            hand_in_paper(file, by=request.user, area=party.case.area_id, kind=kind, case=party.case, party=party)
    return f"{party.case.get_absolute_url()}#parties"

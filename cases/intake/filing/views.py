"""Pages of a filing: the form of three steps, what is saved while one types, papers, what may be known already."""

import json
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.committees.models import MediationCommittee
from cases.docket.codes import SUBTYPES
from cases.docket.models import Case
from cases.docket.states import Procedure
from cases.intake.filing import actions
from cases.intake.filing.actions import AlreadyFiled
from cases.intake.filing.forms import FilingForm, PartyFields, SpeakerFields
from cases.intake.filing.papers import PAPER, hand_in_paper, withdraw_paper
from cases.intake.filing.typed import filing_of, letter_of, parties_of, people_of
from cases.intake.models import Draft, Paper
from cases.intake.similar import similar_cases
from cases.intake.suggestion import suggest
from cases.parties.models import PartyKind
from governance.access import reach
from governance.api.idempotency import once
from governance.errors import Invalid, NotPermitted, RuleError, Stale
from governance.identifiers.credit_code import parse_credit_code
from governance.identifiers.documents import parse_document
from governance.identifiers.resident_id import age_on
from governance.lookup.actions import look_up
from governance.organisations.models import Organisation
from governance.pages.forms import typed_version
from governance.persons.models import Person

BLANK = UUID(int=0)
WITH_CREDIT_CODE = (PartyKind.LEGAL, PartyKind.UNINCORPORATED, PartyKind.BUSINESS)
NOT_KEPT = {"csrfmiddlewaretoken", "submission", "draft_version", "draft_key"}


@reach.holding("case.register")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def file_case(request):
    """The form of three steps. GET makes nothing: the draft begins with the first word typed."""
    if request.method == "POST":
        return _hand_in(request)
    clue = _clue(request)
    form = FilingForm.kept(_of_clue(clue), committees=_committees(request), initial=_initial(request))
    return _page(request, form, key=uuid4(), clue=clue)


@reach.within("cases.Draft")
@never_cache
@require_GET
def draft(request, pk):
    """Go on with a filing where it was left."""
    found = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    if found.filed_as_id:
        return redirect(reverse("cases:case", args=[found.filed_as_id]))
    form = FilingForm.kept(_kept(found), committees=_committees(request), initial=_initial(request))
    return _page(request, form, key=found.pk, draft=found, clue=found.clue)


@reach.holding("case.register")
@require_GET
def drafts(request):
    found = Draft.objects.visible_to(request.user).unfinished()[:100]
    return render(request, "cases/intake/drafts.html", {"drafts": found})


@reach.holding("case.register")
@sensitive_post_parameters()
@require_POST
def save_draft(request, pk):
    """Save what is typed, under the key that the page made; answers JSON for static/filing.js."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    try:
        saved = actions.save_draft(
            pk,
            by=request.user,
            fields=fields,
            title=_title(request.POST),
            version=typed_version(_Renamed(request.POST)),
            clue=_clue(request),
        )
    except AlreadyFiled as refusal:
        return JsonResponse({"filed": refusal.case.get_absolute_url()})
    except Stale as refusal:
        at = timezone.localtime(refusal.current.saved_at)
        said = f"这份登记已在另一处保存过（{at:%H:%M}），这里的内容没有保存。"
        return JsonResponse({"error": said, "version": refusal.current.version}, status=412)
    except NotPermitted as refusal:
        raise Http404 from refusal
    except Invalid as refusal:
        return JsonResponse({"error": refusal.message}, status=422)
    return JsonResponse({"at": f"{timezone.localtime(saved.saved_at):%H:%M}", "version": saved.version})


@reach.within("cases.Draft")
@require_POST
def drop_draft(request, pk):
    found = get_object_or_404(Draft.objects.visible_to(request.user).unfinished(), pk=pk)
    actions.drop_draft(found, by=request.user)
    messages.success(request, "已删除。")
    return redirect("cases:drafts")


@reach.within("cases.Draft")
@require_POST
def hand_in(request, pk):
    """Take a photo or paper for a draft; answers JSON for static/filing.js."""
    found = get_object_or_404(Draft.objects.visible_to(request.user).unfinished(), pk=pk)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": "请选择文件。"}, status=422)
    try:
        paper = hand_in_paper(
            upload, by=request.user, area=request.place.code, kind=request.POST.get("kind", ""), draft=found
        )
    except RuleError as refusal:
        return JsonResponse({"error": refusal.message}, status=refusal.status)
    return JsonResponse({"id": paper.pk, "html": render_to_string("cases/intake/_paper.html", {"paper": paper})})


@reach.within("cases.Paper")
@require_POST
def take_back(request, pk):
    paper = get_object_or_404(Paper.objects.visible_to(request.user), pk=pk)
    withdraw_paper(paper, by=request.user)
    return HttpResponse(status=204)


@reach.holding("case.register")
@never_cache
@sensitive_post_parameters()
@require_POST
def who(request):
    """Whom a full number belongs to, in one's own scope, or what a new resident ID tells (#who of a card)."""
    number, today = request.POST.get("number", "").strip(), timezone.localdate()
    values: dict = {"is_party": request.POST.get("card") == "party"}
    try:
        found = look_up(number, by=request.user, on=today)
    except RuleError as refusal:
        return render(request, "cases/intake/_who.html", values | {"wrong": refusal.message})
    persons = [(person, person.is_minor_on(today)) for person in found.persons]
    values |= {"persons": persons, "organisations": found.organisations if values["is_party"] else []}
    if not found.count:
        values |= _told(number, request.POST.get("kind", ""), today)
    return render(request, "cases/intake/_who.html", values)


@reach.holding("case.register")
@sensitive_post_parameters()
@require_POST
def hints(request):
    """The type that the text suggests, and cases that may be the same dispute."""
    committees = _committees(request)
    place = request.POST.get("place_area", "")
    found = similar_cases(
        request.user,
        people_of(request.POST),
        dispute_type=request.POST.get("dispute_type", ""),
        place=place if place.isascii() and place.isdecimal() and len(place) == 12 else "",
        area=committees[0].area_id if committees else request.place.code,
        on=timezone.localdate(),
    )
    values = {"suggestion": suggest(request.POST.get("facts", "")[:2000]), "similar": found}
    return render(request, "cases/intake/_hints.html", values)


def _hand_in(request):
    key = _key(request)
    form = FilingForm.posted(request.POST, committees=_committees(request))
    status = 422
    if form.is_valid():
        try:
            return redirect(once(request, lambda: _filed(request, key, form)))
        except AlreadyFiled as refusal:
            return redirect(refusal.case.get_absolute_url())
        except RuleError as refusal:
            status = refusal.status
            _add_refusal(form, refusal)
    found = Draft.objects.visible_to(request.user).filter(pk=key).first()
    return _page(request, form, key=key, draft=found, clue=found.clue if found else _clue(request), status=status)


def _filed(request, key, form):
    clue = _clue(request)
    if clue and not Draft.objects.filter(pk=key).exists():
        actions.save_draft(key, by=request.user, fields=[], clue=clue)
    values = form.dispute.cleaned_data
    case = actions.file_draft(
        key,
        by=request.user,
        committee=values["committee"],
        received_at=values["received_at"] or timezone.now(),
        filing=filing_of(values),
        parties=parties_of(form),
        letter=letter_of(values),
        late_reason=values["late_reason"],
    )
    messages.success(request, "已登记。下一步：联系各方，征询是否同意调解。")
    return reverse("cases:consent", args=[case.pk])


def _page(request, form, *, key, draft=None, clue=None, status=200):
    _name_known(form, request.user)
    papers = {paper.pk: paper for paper in draft.papers.select_related("file")} if draft else {}
    for one in [*form.parties, *form.speakers]:
        chosen = str(one["papers"].value() or "").split()
        one.kept_papers = [papers[int(pk)] for pk in chosen if pk.isdecimal() and int(pk) in papers]
    mine = {paper.pk for one in [*form.parties, *form.speakers] for paper in one.kept_papers}
    values = {
        "form": form,
        "key": key,
        "draft": draft,
        "clue": clue,
        "blank": BLANK,
        "empty_party": PartyFields(prefix="p__n__", initial={"side": "respondent"}),
        "empty_speaker": SpeakerFields(prefix="s__n__"),
        "loose_papers": [paper for pk, paper in papers.items() if pk not in mine],
        "subtypes": json.dumps(SUBTYPES, ensure_ascii=False),
        "paper_limit": PAPER.limit,
        "saved_ms": int(draft.saved_at.timestamp() * 1000) if draft else "",
        "others": Draft.objects.visible_to(request.user).unfinished().exclude(pk=key).count(),
    }
    return render(request, "cases/intake/filing.html", values, status=status)


def _committees(request):
    """Where this account may register, its present place first."""
    rows = MediationCommittee.objects.visible_to(request.user, "case.register").select_related("body")
    return rows.order_by("area_id", "pk")


def _initial(request):
    here = _committees(request).filter(area_id=getattr(request.place, "code", "")).first()
    return {"committee": here, "place_area": here.area_id if here else ""}


def _clue(request):
    """The clue that this filing goes on from, when its key is given and it still is one."""
    key = request.POST.get("clue") or request.GET.get("clue") or ""
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    rows = Case.objects.visible_to(request.user, "case.register")
    return rows.filter(pk=int(key), procedure=Procedure.CLUE).first()


def _of_clue(clue) -> QueryDict:
    data = QueryDict(mutable=True)
    if clue:
        for name in ("facts", "dispute_type", "dispute_subtype", "place_text"):
            data[name] = getattr(clue, name)
        data["place_area"] = clue.place_area_id or ""
        data["source"] = "S2"
    return data


def _kept(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in json.loads(draft.body.open()):
        data.appendlist(name, value)
    return data


def _key(request) -> UUID:
    """The key that the page made; without one, the filing has never been saved."""
    try:
        return UUID(request.POST.get("draft_key", ""))
    except ValueError:
        return uuid4()


def _title(data) -> str:
    """What the list of unfinished filings calls it: the names typed so far."""
    names = [value.strip()[:20] for name, value in data.items() if name.startswith("p") and name.endswith("-name")]
    return "、".join(name for name in names if name)


class _Renamed:
    """A request whose `version` is the draft's, not that of a row on the page."""

    def __init__(self, data):
        self.POST = {"version": data.get("draft_version", "")}


def _told(number, kind, today) -> dict:
    """What a resident ID says of somebody who is not known yet; a credit code says only whether it is one."""
    try:
        if kind in WITH_CREDIT_CODE and _is_credit_code(number, needed=kind != PartyKind.BUSINESS):
            return {}
        document = parse_document("resident_id", number, today=today)
    except Invalid as refusal:
        return {"wrong": refusal.message} if len(number) >= 15 else {}
    age = age_on(document.born_on, today)
    return {"document": document, "age": age, "is_minor": age < 18, "is_aged": age >= 60}


def _is_credit_code(number, *, needed) -> bool:
    """An individual business has two numbers: what is no credit code may be the operator's resident ID."""
    try:
        return bool(parse_credit_code(number))
    except Invalid:
        if needed:
            raise
        return False


def _name_known(form: FilingForm, actor) -> None:
    """Give each card the row that it chose, from the actor's own scope; what lies outside is as if not chosen."""
    wanted = {"person": set(), "organisation": set()}
    cards = [*form.parties, *form.speakers]
    for card in cards:
        kind, _, pk = str(card["known"].value() or "").partition(":")
        if kind in wanted and pk.isascii() and pk.isdecimal() and len(pk) < 18:
            wanted[kind].add(int(pk))
    persons = Person.objects.visible_to(actor).for_list().in_bulk(wanted["person"])
    organisations = Organisation.objects.visible_to(actor).in_bulk(wanted["organisation"])
    rows = {f"person:{pk}": row for pk, row in persons.items()}
    rows |= {f"organisation:{pk}": row for pk, row in organisations.items()}
    for card in cards:
        card.known_row = rows.get(str(card["known"].value() or ""))


def _add_refusal(form: FilingForm, refusal) -> None:
    owner, name = form.form_with(refusal.field)
    (owner or form.dispute).add_error(name or None, refusal.message)

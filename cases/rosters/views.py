"""The printed registers, as PDF and .docx: made from the rows as they stand, and not kept."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from cases.committees.models import MediationCommittee
from cases.documents.printing import as_file
from cases.mediation.mediators.models import MediatorProfile
from cases.mediation.office import MEDIATE
from cases.rosters.actions import keep_photo, keep_room_photo, note_printed
from cases.rosters.descriptions import case_book, committee_register, mediator_register
from cases.rosters.files import photo_of
from cases.rosters.filling import book_of, committee_facts, mediator_facts, years_of
from cases.rosters.forms import PhotoForm, RoomPhotoForm
from governance.access import reach
from governance.files.sniffing import DOCX, PDF
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.people.models import Account

KINDS = {"pdf": PDF, "docx": DOCX}


@reach.within("cases.MediationCommittee")
@require_GET
def committee_sheet(request, pk, kind):
    """F19 of a committee."""
    found = _committee(request, pk)
    today = timezone.localdate()
    facts = committee_facts(found, reader=request.user, on=today)
    facts, images = _with_photo(facts, found)
    document, title = committee_register(facts, today), f"{facts.name}登记表"
    return _answer(request, document, kind, found, title, len(facts.members), images=images)


@reach.within("cases.MediationCommittee", "mediation.manage")
@require_http_methods(["GET", "POST"])
def room_photo(request, pk):
    """Bring the photo of a committee's room."""
    found = find_or_refuse(MediationCommittee.objects.for_list(), request.user, "mediation.manage", pk=pk)
    own = found.get_absolute_url()
    form = RoomPhotoForm(request.POST or None, request.FILES or None)
    trail = (("人民调解委员会", reverse("cases:committees")), (str(found), own))
    page = FormPage("登记照片", "保存", own, trail, note=str(found), done="已登记照片。", multipart=True)

    def act(_):
        keep_room_photo(found, form.cleaned_data["photo"], by=request.user)
        return own

    return act_or_show(request, form, act, page)


@reach.within("cases.MediationCommittee")
@require_GET
def book(request, pk, kind):
    """F22 of a committee and `year`; without one, of the latest year with cases."""
    found = _committee(request, pk)
    years = years_of(found)
    asked = request.GET.get("year", "")
    if asked and (not (asked.isascii() and asked.isdecimal()) or int(asked) not in years):
        raise Http404
    year = int(asked) if asked else (years[0] if years else timezone.localdate().year)
    facts = book_of(found, year)
    return _answer(request, case_book(facts), kind, found, f"{facts.committee}{year}年案件登记簿", len(facts.lines))


@reach.within("governance.Account", "posting.view")
@require_GET
def mediator_sheet(request, pk, kind):
    """F20 of a mediator, of the office that is held now."""
    account = find_or_refuse(Account.objects.all(), request.user, "posting.view", pk=pk)
    posting = account.postings.active().filter(role__in=MEDIATE).select_related("account", "area").first()
    facts = mediator_facts(account, posting, reader=request.user)
    facts, images = _with_photo(facts, MediatorProfile.objects.filter(account=account).first())
    document, area = mediator_register(facts, timezone.localdate()), posting.area_id if posting else ""
    return _answer(request, document, kind, account, f"{account.name}人民调解员登记表", 1, area=area, images=images)


@reach.within("governance.Account", "case.decide")
@require_http_methods(["GET", "POST"])
def photo(request, pk):
    """Bring the photo of a mediator who is filed."""
    account = find_or_refuse(Account.objects.all(), request.user, "case.decide", pk=pk)
    own = reverse("cases:mediator", args=[account.pk])
    profile = MediatorProfile.objects.filter(account=account).first()
    if profile is None:
        messages.error(request, "请先登记调解员，再上传照片。")
        return redirect(own)
    form = PhotoForm(request.POST or None, request.FILES or None)
    trail = (("调解员", reverse("cases:mediators")), (account.name, own))
    page = FormPage("登记照片", "保存", own, trail, note=account.name, done="已登记照片。", multipart=True)

    def act(_):
        keep_photo(profile, form.cleaned_data["photo"], by=request.user)
        return own

    return act_or_show(request, form, act, page)


def _with_photo(facts, subject):
    """The facts with the photo of their subject, and the pictures to print."""
    photo = photo_of(subject)
    return (replace(facts, photo=photo[0]), dict([photo])) if photo else (facts, {})


def _committee(request, pk) -> MediationCommittee:
    return get_object_or_404(MediationCommittee.objects.visible_to(request.user).for_list(), pk=pk)


def _answer(request, document, kind, subject, title, rows, *, area="", images=None):
    content = as_file(document, kind, at=timezone.now(), images=images)
    place = area or getattr(subject, "area_id", "") or ""
    note_printed(subject, by=request.user, title=title, area=place, rows=rows)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{title}.{kind}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

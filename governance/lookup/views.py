"""The look-up page, the top bar's search when a number is typed into it, and revealing. Numbers travel by POST only."""

from functools import partial
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from governance.access import reach, stepup
from governance.errors import NotPermitted, RuleError
from governance.lookup import actions
from governance.lookup.forms import LookupForm, RevealForm
from governance.lookup.numbers import is_private_number
from governance.pages import masking
from governance.pages.forms import add_refusal
from governance.pages.masking import Masked
from governance.pages.matters import matters_of
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.persons.permissions import can_reveal


@reach.holding("person.view")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def lookup(request):
    return _lookup_page(request, LookupForm(request.POST or None))


@reach.signed_in
@never_cache
@sensitive_post_parameters()
@require_POST
def search(request):
    """What was typed into the top bar: a full number is looked up at once, all else becomes an ordinary search."""
    text = request.POST.get("q", "")
    if is_private_number(text) and request.user.scope("person.view"):
        return _lookup_page(request, LookupForm({"number": text}))
    words = "" if is_private_number(text) else text.strip()[:100]
    return redirect(f"{reverse('pages:search')}?{urlencode({'q': words})}")


@reach.within("governance.PersonIdentifier", "person.reveal")
@never_cache
@require_http_methods(["GET", "POST"])
def identifier(request, pk):
    rows = PersonIdentifier.objects.visible_to(request.user).select_related("person__area")
    found = get_object_or_404(rows, pk=pk)
    masked = Masked(found.mask_id, found.masked, found.get_kind_display(), request.path)
    return _reveal(request, found.person, masked, partial(actions.reveal_identifier, found))


@reach.within("governance.Phone", "person.reveal")
@never_cache
@require_http_methods(["GET", "POST"])
def phone(request, pk):
    rows = Phone.objects.visible_to(request.user).select_related("person__area", "organisation__area")
    found = get_object_or_404(rows, pk=pk)
    masked = Masked(found.mask_id, found.masked, "电话号码", request.path)
    return _reveal(request, found.owner, masked, partial(actions.reveal_phone, found))


@reach.within("governance.Person", "person.reveal")
@never_cache
@require_http_methods(["GET", "POST"])
def birth_date(request, pk):
    found = get_object_or_404(Person.objects.visible_to(request.user).select_related("area"), pk=pk)
    masked = Masked(found.mask_id, found.birth_masked, "出生日期", request.path)
    return _reveal(request, found, masked, partial(actions.reveal_birth_date, found))


def _lookup_page(request, form):
    found, status, matters = None, 200, []
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                found = actions.look_up(form.cleaned_data["number"], by=request.user, on=timezone.localdate())
                form, status, matters = LookupForm(), 200, matters_of(found.holder, request.user)
            except RuleError as refusal:
                status = refusal.status
                add_refusal(form, refusal)
    values = {"form": form, "found": found, "matters": matters}
    return render(request, "governance/lookup/lookup.html", values, status=status)


def _reveal(request, owner, masked, reveal):
    """Who may not is refused before anybody is asked who they are."""
    if not can_reveal(request.user, owner.area_id):
        raise NotPermitted("您不能查看这个区域的完整号码。")
    shown = stepup.required(masking.answer)
    return shown(
        request,
        masked,
        RevealForm,
        partial(reveal, by=request.user),
        owner=owner.name,
        owner_url=owner.get_absolute_url(),
    )

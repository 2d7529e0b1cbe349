"""Postings: list, one posting with its history, granting, changing dates, ending."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach, stepup
from governance.access.roles import ROLES, VERBS
from governance.audit.history import history_of
from governance.errors import RuleError, Stale
from governance.pages.acting import FormPage, act_or_show, asked_first
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.people.models import Posting
from governance.people.permissions import can_change_posting
from governance.people.postings import actions
from governance.people.postings.filters import PostingFilter
from governance.people.postings.forms import EndForm, GrantForm, TermForm

GRANT_NOTE = "只能授予您本人在该区域已有的权限，时间不超过您本人的任职。授予会留痕。"
COLUMNS = [
    Column("holder", "持有人", sort="account__name,client__name"),
    Column("role", "角色", sort="role"),
    Column("area", "区域", sort="area_id"),
    Column("starts_on", "开始日", sort="starts_on"),
    Column("ends_on", "最后一天", sort="ends_on"),
    Column("state", "状态"),
]


def _found(request, pk):
    return get_object_or_404(Posting.objects.visible_to(request.user).for_list(), pk=pk)


changing = asked_first(_found, can_change_posting)


@reach.holding("posting.view")
@require_GET
def postings(request):
    rows = Posting.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, PostingFilter, COLUMNS, sort="area")
    may_grant = bool(request.user.scope("posting.grant"))
    return render(
        request, "governance/people/postings.html", {"listing": listing, "may_grant": may_grant}, status=listing.status
    )


@reach.within("governance.Posting")
@require_GET
def posting(request, pk):
    return render(request, "governance/people/posting.html", _page(request, _found(request, pk)))


def _page(request, found):
    role = ROLES[found.role]
    return {
        "posting": found,
        "role": role,
        "verbs": [label for verb, label in VERBS.items() if verb in role.verbs],
        "may_change": found.state != "ended" and can_change_posting(request.user, found),
        "events": history_of(found, actor=request.user),
    }


@reach.holding("posting.grant")
@stepup.required
@require_http_methods(["GET", "POST"])
def grant(request):
    """Grant a posting; `?account=` comes from an account's page."""
    initial = {"account": request.GET.get("account"), "area": request.place}
    form = GrantForm(request.POST or None, by=request.user, initial=initial)
    act = partial(actions.grant_posting, by=request.user, on=timezone.localdate())
    above = reverse("postings:postings")
    page = FormPage("授予任职", "授予任职", above, (("任职", above),), GRANT_NOTE, done="已授予。")
    return act_or_show(request, form, lambda _: act(**form.cleaned_data), page)


@reach.within("governance.Posting", "posting.grant")
@changing
@stepup.required
@require_http_methods(["GET", "POST"])
def change(request, found):
    """Change the dates of a posting."""
    shown = {"starts_on": found.starts_on, "last_day": found.last_day}
    form = TermForm(request.POST or None, initial=shown)
    return _edit(request, found, form, actions.change_posting, "governance/people/change_posting.html", "日期已变更。")


@reach.within("governance.Posting", "posting.grant")
@changing
@stepup.required
@require_http_methods(["GET", "POST"])
def end(request, found):
    """End a posting, today or on a later day."""
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    return _edit(request, found, form, actions.end_posting, "governance/people/end_posting.html", "任职已结束。")


def _edit(request, found, form, action, template, told):
    """Act on a posting; when someone else was faster, show theirs beside what was typed, and keep the typed."""
    context, status = {"posting": found, "form": form, "version": found.version}, 200
    if form.is_bound:
        status = 422
    if form.is_valid():
        try:
            action(found, **form.cleaned_data, by=request.user, on=timezone.localdate(), version=typed_version(request))
        except Stale as conflict:
            status = conflict.status
            context |= {"conflict": _compare(form.cleaned_data, conflict.current), "version": conflict.current.version}
            context |= {"last_event": next(iter(history_of(found, actor=request.user, limit=1)), None)}
        except RuleError as refusal:
            form.add_error(refusal.field or None, refusal.message)
            status = refusal.status
        else:
            messages.success(request, told)
            return redirect(found)
    return render(request, template, context, status=status)


def _compare(typed, current):
    """Rows of the conflict panel: label, what was typed, what is now recorded, whether they differ."""
    rows = []
    if "starts_on" in typed:
        rows.append(("开始日", typed["starts_on"], current.starts_on, typed["starts_on"] != current.starts_on))
    yours = typed["ends_on"] - timedelta(days=1) if typed["ends_on"] else "未定"
    theirs = current.last_day or "未定"
    return [*rows, ("最后一天", yours, theirs, yours != theirs)]

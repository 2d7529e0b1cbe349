"""The inbox, and what is done with a notice."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.errors import RuleError
from governance.notices import actions
from governance.notices.filters import NoticeFilter
from governance.notices.forms import SnoozeForm
from governance.notices.models import Notice
from governance.notices.telling import OUT_OF_REACH, tell
from governance.pages.acting import FormPage, act_or_show
from governance.pages.acts import Act
from governance.pages.listing import Column, list_page

COLUMNS = [Column("at", "时间", sort="shows_at"), Column("due", "期限", sort="due_on")]
INBOX = ("我的提醒", "/notices/")


@reach.signed_in
@require_GET
def notices(request):
    """My notices, the latest first."""
    rows = Notice.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, NoticeFilter, COLUMNS, sort="-at")
    told = tell(listing.rows, request.user)
    acts = [Act("提醒设置", reverse("notices:settings"), icon="gear")]
    values = {"listing": listing, "notices": told, "acts": acts}
    return render(request, "governance/notices/notices.html", values, status=listing.status)


@reach.within("governance.Notice")
@require_GET
def open_notice(request, pk):
    """Note that it was read, and go on to where the act is done."""
    (notice,) = tell([_own(request, pk)], request.user)
    actions.read_notice(notice, by=request.user, now=timezone.now())
    if not notice.target:
        messages.warning(request, OUT_OF_REACH)
    return redirect(notice.target or "notices:notices")


@reach.signed_in
@require_POST
def read_all(request):
    count = actions.read_all(by=request.user, now=timezone.now())
    messages.success(request, f"已将 {count} 条提醒标为已读。" if count else "没有未读的提醒。")
    return redirect("notices:notices")


@reach.within("governance.Notice")
@require_POST
def finish(request, pk):
    try:
        actions.finish_notice(_own(request, pk), by=request.user, now=timezone.now())
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已标为办结。")
    return redirect("notices:notices")


@reach.within("governance.Notice")
@require_http_methods(["GET", "POST"])
def snooze(request, pk):
    """Put a notice off until a morning."""
    (notice,) = tell([_own(request, pk)], request.user)
    form = SnoozeForm(request.POST or None)
    page = FormPage("推迟提醒", "推迟", reverse("notices:notices"), (INBOX,), note=notice.text, done="已推迟。")

    def act(_version):
        actions.snooze_notice(notice, by=request.user, until=form.cleaned_data["until"], now=timezone.now())
        return reverse("notices:notices")

    return act_or_show(request, form, act, page)


def _own(request, pk):
    return get_object_or_404(Notice.objects.visible_to(request.user).for_list(), pk=pk)

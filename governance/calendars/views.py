"""Pages of the work calendar: the years, one year as twelve sheets, publishing and correcting after a look ahead."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.api.idempotency import once
from governance.areas.codes import ROOT
from governance.calendars.actions import EDIT_VERB, change_of, changes_to, publish_year, supposed
from governance.calendars.basis import Basis
from governance.calendars.current import current_calendar
from governance.calendars.dated import preview
from governance.calendars.forms import CorrectForm, PublishForm
from governance.calendars.models import CalendarYear
from governance.calendars.notices import written
from governance.calendars.sheets import sheets
from governance.errors import RuleError, Stale
from governance.pages.acts import Act
from governance.pages.forms import add_refusal

ANNOUNCED_FROM = 10  # month in which next year's notice may be expected (domain/mediation.md 6.5)
TRAIL = (("工作日历", "/calendars/"),)


@reach.signed_in
@require_GET
def years(request):
    """The published years, newest first, and whether the next is missing."""
    today = timezone.localdate()
    rows = list(
        CalendarYear.objects.order_by("-pk").annotate(
            off=Count("days", filter=Q(days__is_workday=False)), made_up=Count("days", filter=Q(days__is_workday=True))
        )
    )
    known = {row.pk for row in rows}
    due = [today.year] + ([today.year + 1] if today.month >= ANNOUNCED_FROM else [])
    values = {
        "rows": rows,
        "missing": [year for year in due if year not in known],
        "acts": [_publish_act()] if _may_edit(request) else [],
    }
    return render(request, "governance/calendars/years.html", values)


@reach.signed_in
@require_GET
def year(request, pk):
    """One year as twelve sheets, where it stands written, and its corrections."""
    row = get_object_or_404(CalendarYear, pk=pk)
    shown = sheets(row.pk, current_calendar())
    acts = [Act("更正", reverse("calendars:correct", args=[pk]), icon="pencil")] if _may_edit(request) else []
    values = {
        "row": row,
        "sheets": shown,
        "working_days": sum(sheet.working_days for sheet in shown),
        "today": timezone.localdate(),
        "holidays": written((day.value for day in row.days.all()), pk).splitlines(),
        "editions": row.editions.select_related("published_by"),
        "acts": acts,
        "trail": TRAIL,
    }
    return render(request, "governance/calendars/year.html", values)


@reach.holding(EDIT_VERB, at=ROOT)
@require_http_methods(["GET", "POST"])
def publish(request):
    """Enter the notice of a year: the form, then what it would move, then the act."""
    newest = max(current_calendar().years, default=timezone.localdate().year - 1) + 1
    begins = {"year": newest, "title": f"国务院办公厅关于{newest}年部分节假日安排的通知"}
    form = PublishForm(request.POST or None, initial=begins)
    return _in_steps(request, form, "登记年度安排", TRAIL)


@reach.holding(EDIT_VERB, at=ROOT)
@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """Change a published year, with the reason."""
    row = get_object_or_404(CalendarYear, pk=pk)
    begins = {name: getattr(row, name) for name in ("title", "document_no", "issued_on")}
    begins |= {"text": written((day.value for day in row.days.all()), pk), "expected": row.version}
    form = CorrectForm(request.POST or None, year=pk, initial=begins)
    return _in_steps(request, form, f"更正{row}", (*TRAIL, (f"{row}", row.get_absolute_url())))


def _in_steps(request, form, title, trail):
    frame = {"form": form, "title": title, "trail": trail, "cancel": trail[-1][1]}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "confirm":
            done = _publish(request, form)
            if done:
                return done
        elif request.POST.get("step") != "edit":
            return render(request, "governance/calendars/preview.html", {**frame, **_previewed(request, form)})
    status = 422 if form.errors else 200
    return render(request, "governance/calendars/form.html", frame, status=status)


def _previewed(request, form):
    notice = form.notice()
    changes = changes_to(notice["year"], notice["days"])
    change = change_of(notice["year"], changes, is_new=notice["expected"] == 0)
    calendar = supposed(notice["year"], notice["days"])
    kinds = Counter(day.is_workday for day in notice["days"])
    return {
        "notice": notice,
        "off": kinds[False],
        "made_up": kinds[True],
        "holidays": written(notice["days"], notice["year"]).splitlines(),
        "changes": [(day, *said) for day, said in changes.items()] if notice["expected"] else [],
        "effect": preview(change, Basis(calendar), request.user),
    }


def _publish(request, form):
    try:
        to = once(request, lambda: _published(request, form))
    except Stale as refusal:
        form.add_error(
            None, f"您填写期间，他人已登记{refusal.current}（第 {refusal.current.version} 版），请核对后再提交。"
        )
        form.data = {**form.data.dict(), "expected": refusal.current.version}
        return None
    except RuleError as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, "已登记。未办结的期限正在重新推算，结果见下方任务。")
    return redirect(to)


def _published(request, form):
    edition = publish_year(by=request.user, **form.notice())
    return edition.job.get_absolute_url()


def _publish_act():
    return Act("登记年度安排", reverse("calendars:publish"), icon="plus-lg", is_main=True)


def _may_edit(request):
    return request.user.holds(EDIT_VERB, ROOT)

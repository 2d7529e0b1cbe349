"""Reports (自定义报表): ask, look, keep, share, export, have sent."""

from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from governance.access import reach
from governance.errors import Invalid, NotPermitted, RuleError
from governance.jobs.actions import start_job
from governance.jobs.exports import FORMATS, common_place
from governance.metrics.opening import opener
from governance.metrics.reports import actions
from governance.metrics.reports.asking import asked_by, own_place
from governance.metrics.reports.forms import KeepForm, ReportForm, ScheduleForm
from governance.metrics.reports.grid import make_grid
from governance.metrics.reports.models import VERB, Report, ReportIssue
from governance.metrics.reports.readers import readers_of
from governance.metrics.reports.ready import READY
from governance.metrics.reports.showing import about, page_heads, page_rows, page_unit
from governance.pages.acting import FormPage, act_or_show
from governance.pages.acts import Act
from governance.pages.forms import add_refusal, typed_version
from governance.replica.source import reads

OF = "of"  # which report is being changed


@reach.holding(VERB)
@require_GET
def reports(request):
    """My reports, those shared with me, and some to begin with."""
    found = list(Report.objects.visible_to(request.user).for_list())
    mine = [one for one in found if one.account_id == request.user.pk]
    shared = [one for one in found if one.account_id != request.user.pk]
    acts = [Act("新建报表", reverse("reports:build"), "plus-lg", is_main=True)]
    values = {"mine": mine, "shared": shared, "ready": READY, "acts": acts}
    return render(request, "governance/metrics/reports/reports.html", values)


@reach.holding(VERB)
@require_safe
@reads
def build(request):
    """The question and its table at once; the address is the question, so that it can be kept as a bookmark."""
    form = _form(request, request.GET)
    of = _changed(request)
    values = {"form": form, "of": of, "grid": None, "trail": _trail(of), "here": "修改条件" if of else "新建报表"}
    if form.is_asked:
        values |= _table(request, form)
    fragment = request.htmx and not request.htmx.boosted
    answer = render(request, f"governance/metrics/reports/{'_build' if fragment else 'build'}.html", values)
    if fragment and values["grid"]:
        kept = f"&{OF}={of.pk}" if of else ""
        answer["HX-Push-Url"] = f"{reverse('reports:build')}?{form.question.query}{kept}"
    return answer


@reach.holding(VERB)
@require_http_methods(["GET", "POST"])
def save(request):
    """Keep a question: the address holds it."""
    query, today = request.GET.urlencode(), timezone.localdate()
    form = KeepForm(request.POST or None)

    def act(_version):
        return actions.save_report(by=request.user, query=query, today=today, **form.cleaned_data)

    back = f"{reverse('reports:build')}?{query}"
    return act_or_show(request, form, act, _page("保存报表", back, note="保存后可以再次打开、共享、定时发送。"))


@reach.holding(VERB)
@require_POST
def export(request):
    """The table as a spreadsheet, by a job: POST `query`, `format`, `name`; leads to the job."""
    query, format = request.POST.get("query", ""), request.POST.get("format", "xlsx")
    name = request.POST.get("name", "")[:40] or "自定义报表"
    try:
        if format not in FORMATS:
            raise Invalid("不支持这种导出格式。", field="format")
        asked = asked_by(request.user, query, timezone.localdate(), own=_own_place(request))
        place = common_place(tuple(one.code for one in asked.places))
        payload = {"query": asked.query, "format": format, "name": name}
        title = f"导出报表：{name}（{FORMATS[format]}）"
        started = start_job("report.export", by=request.user, area=place, title=title, payload=payload)
    except NotPermitted:
        raise Http404 from None
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:reports")
    return redirect(started)


@reach.within("governance.Report")
@require_GET
@reads
def report(request, pk):
    """A report, as its figures are for the reader now."""
    found = _seen(request, pk)
    values = _kept(request, found, timezone.localdate()) | {"trail": _trail(), "here": found.name}
    return render(request, "governance/metrics/reports/report.html", values)


@reach.within("governance.ReportIssue")
@require_GET
@reads
def issue(request, pk):
    """A report as it fell due on a day: its periods are those of that day, its figures those of now."""
    issues = ReportIssue.objects.visible_to(request.user).select_related("report__account", "report__area")
    found = get_object_or_404(issues, pk=pk)
    values = _kept(request, found.report, found.due_on)
    values |= {"issue": found, "trail": _trail(found.report), "here": f"{found.due_on}"}
    return render(request, "governance/metrics/reports/report.html", values)


@reach.within("governance.Report")
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    found, today = _own(request, pk), timezone.localdate()
    initial = {"name": found.name, "area": found.area, "role": found.role}
    form = KeepForm(request.POST or None, initial=initial)

    def act(version):
        return actions.edit_report(found, by=request.user, version=version, today=today, **form.cleaned_data)

    return act_or_show(request, form, act, _page("名称与共享", found.get_absolute_url(), found))


@reach.within("governance.Report")
@require_POST
def change(request, pk):
    """Keep the question on the screen under the report's name."""
    found, version, query = _own(request, pk), typed_version(request), request.POST.get("query", "")
    back = f"{reverse('reports:build')}?{query}&{OF}={found.pk}"
    act = lambda: actions.change_question(  # noqa: E731
        found, by=request.user, query=query, today=timezone.localdate(), version=version
    )
    return _answer(request, "已保存。", act, found.get_absolute_url(), back)


@reach.within("governance.Report")
@require_POST
def copy(request, pk):
    found, home = _seen(request, pk), reverse("reports:reports")
    act = lambda: actions.copy_report(found, by=request.user, today=timezone.localdate())  # noqa: E731
    return _answer(request, "已复制到我的报表。", act, home, home)


@reach.within("governance.Report")
@require_POST
def delete(request, pk):
    found, home = _own(request, pk), reverse("reports:reports")
    return _answer(request, "已删除。", lambda: actions.delete_report(found, by=request.user), home, home)


@reach.within("governance.Report")
@require_http_methods(["GET", "POST"])
def schedule(request, pk):
    """When it goes out, and to whom."""
    found, today = _own(request, pk), timezone.localdate()
    kept = getattr(found, "schedule", None)
    initial = _planned(kept, request.user)
    chosen = _keys(request.POST) if request.method == "POST" else initial["recipients"]
    offered = _offered(found, chosen, _text(request.POST), today)
    form = ScheduleForm(request.POST or None, **offered, initial=initial)

    def act(version):
        every, _, day = form.cleaned_data["when"].partition("-")
        values = {"every": every, "day": int(day), "recipients": form.cleaned_data["recipients"]}
        actions.schedule_report(found, by=request.user, today=today, version=version, **values)
        return found

    note = "到期当天生成一期，进入收件人的站内提醒；系统开通了邮件、收件人设了邮箱的，同时发送 Excel 工作簿。"
    page = _page("定时发送", found.get_absolute_url(), found, note=note)
    return act_or_show(request, form, act, replace(page, template="governance/metrics/reports/schedule.html"))


@reach.within("governance.Report")
@require_GET
def readers(request, pk):
    """The #readers of the schedule: those chosen so far, then who is found by what is typed."""
    found = _own(request, pk)
    chosen = _keys(request.GET)
    offered = _offered(found, chosen, _text(request.GET), timezone.localdate())
    form = ScheduleForm(**offered, initial={"recipients": chosen})
    return render(request, "governance/metrics/reports/_readers.html", {"form": form})


def _offered(found, chosen, text, today) -> dict:
    """Those chosen, then who is found by the text; and where to look for others."""
    known = readers_of(found, today, among=chosen) if chosen else []
    keys = {one.pk for one, _ in known}
    more = [one for one in readers_of(found, today, text=text) if one[0].pk not in keys]
    readers = [(one.pk, f"{one.name}（{seats}）") for one, seats in (*known, *more)]
    return {"readers": readers, "search": reverse("reports:readers", args=[found.pk])}


def _keys(asked) -> list[int]:
    texts = asked.getlist("recipients")
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


def _text(asked) -> str:
    return asked.get("q", "").replace("\x00", "").strip()[:50]


@reach.within("governance.Report")
@require_POST
def unschedule(request, pk):
    found = _own(request, pk)
    act = lambda: actions.unschedule_report(found, by=request.user)  # noqa: E731
    return _answer(request, "不再定时发送。", act, found.get_absolute_url(), found.get_absolute_url())


# --- what the pages share


def _form(request, query):
    return ReportForm(query, reader=request.user, own=_own_place(request), today=timezone.localdate())


def _own_place(request):
    place = request.place
    return place if place and request.user.holds(VERB, place.code) else own_place(request.user)


def _table(request, form) -> dict:
    """The table of a form, or what is wrong with it at its fields."""
    form.is_valid()
    if form.question is None:
        return {}
    try:
        grid = make_grid(form.question)
    except Invalid as refusal:
        if refusal.field == "place":
            refusal.field = "add"
        add_refusal(form, refusal)
        return {}
    return _shown(request, grid, "")


def _kept(request, found: Report, on: date) -> dict:
    """The table of a kept report. Places that the reader may not see any more: 404."""
    values = {"report": found, "is_own": found.account_id == request.user.pk}
    values["schedule"] = getattr(found, "schedule", None) if values["is_own"] else None
    try:
        grid = make_grid(asked_by(request.user, found.query, on, own=_own_place(request)))
    except NotPermitted:
        raise Http404 from None
    except Invalid as refusal:
        return values | {"fault": refusal.message}
    return values | _shown(request, grid, found.name)


def _shown(request, grid, name) -> dict:
    rows = page_rows(grid, opener(request.user))
    told = about(grid, name or "自定义报表")
    heads = [*grid.heads, *(["单位"] if len(rows[0].titles) > len(grid.heads) else [])] if rows else grid.heads
    values = {"grid": grid, "rows": rows, "heads": heads, "columns": page_heads(grid), "unit": page_unit(grid)}
    return {**values, "about": told, "name": name, "at": timezone.localtime()}


def _changed(request) -> Report | None:
    """The own report whose question is being changed; None of a new one."""
    asked = request.GET.get(OF, "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return None
    return Report.objects.filter(account=request.user, pk=int(asked)).first()


def _seen(request, pk):
    return get_object_or_404(Report.objects.visible_to(request.user).for_list(), pk=pk)


def _own(request, pk):
    """404 for what is not seen, 403 for what somebody else shares."""
    found = _seen(request, pk)
    if found.account_id != request.user.pk:
        raise PermissionDenied
    return found


def _planned(kept, account) -> dict:
    if kept is None:
        return {"recipients": [account.pk]}
    recipients = list(kept.recipients.values_list("pk", flat=True))
    return {"when": f"{kept.every}-{kept.day}", "recipients": recipients}


def _page(title, back, found=None, *, note=""):
    version = found.version if found is not None else None
    return FormPage(title, "保存", back, _trail(found), done="已保存。", note=note, version=version)


def _trail(found: Report | None = None) -> tuple[tuple[str, str], ...]:
    home = ("自定义报表", reverse("reports:reports"))
    return (home, (found.name, found.get_absolute_url())) if found else (home,)


def _answer(request, done, act, to, back):
    try:
        act()
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect(back)
    messages.success(request, done)
    return redirect(to)

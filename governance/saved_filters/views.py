"""My saved filters, and what newly matched one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.errors import RuleError
from governance.pages import navigation
from governance.pages.acting import FormPage, act_or_show
from governance.saved_filters import actions
from governance.saved_filters.forms import FilterForm
from governance.saved_filters.lists import find_list, watched_pages, why_unwatched
from governance.saved_filters.models import FilterNews, FilterWatch, SavedFilter
from governance.saved_filters.queries import OF_PAGE

SHOWN = 100


@reach.signed_in
@require_GET
def filters(request):
    """Own filters and those shared with me, by list: open, order, rename, delete, be told of new matches."""
    watched = FilterWatch.objects.filter(saved_filter=OuterRef("pk"), account=request.user)
    found = SavedFilter.objects.visible_to(request.user).annotate(is_watched=Exists(watched))
    faults = dict(FilterWatch.objects.filter(account=request.user).values_list("saved_filter", "fault"))
    lists: dict[str, list] = {}
    for saved in found.select_related("account", "area").in_order():
        saved.fault = faults.get(saved.pk, "")
        lists.setdefault(saved.page, []).append(saved)
    can_watch = set(watched_pages())
    shown = [
        (navigation.label_of(page) or "其他名单", page in can_watch, why_unwatched(page), rows)
        for page, rows in lists.items()
    ]
    return render(request, "governance/saved_filters/filters.html", {"lists": shown})


@reach.signed_in
@require_http_methods(["GET", "POST"])
def save(request):
    """Keep the filter that a list page shows now: the address says of which list, and then what the list's would."""
    page, query = request.GET.get(OF_PAGE, ""), request.GET.urlencode()
    form = FilterForm(request.POST or None)

    def act(_version):
        return actions.save_filter(by=request.user, page=page, query=query, **form.cleaned_data)

    note = f"保存后，在“{navigation.label_of(page) or '名单'}”上方点名称即可打开。"
    return act_or_show(request, form, act, _form_page("保存常用筛选", note=note))


@reach.within("governance.SavedFilter")
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    saved = _own(request, pk)
    initial = {"name": saved.name, "area": saved.area, "role": saved.role}
    form = FilterForm(request.POST or None, initial=initial)

    def act(version):
        actions.edit_filter(saved, by=request.user, version=version, **form.cleaned_data)
        return reverse("saved_filters:filters")

    return act_or_show(request, form, act, _form_page("修改常用筛选", note=saved.name, version=saved.version))


@reach.within("governance.SavedFilter")
@require_POST
def delete(request, pk):
    return _answer(request, "已删除。", lambda: actions.delete_filter(_own(request, pk), by=request.user))


@reach.within("governance.SavedFilter")
@require_POST
def move(request, pk):
    up = request.POST.get("to") == "up"
    return _answer(request, "", lambda: actions.move_filter(_own(request, pk), by=request.user, up=up))


@reach.within("governance.SavedFilter")
@require_POST
def watch(request, pk):
    """Begin, or with `to=off` end, to be told of new matches."""
    saved = _seen(request, pk)
    if request.POST.get("to") == "off":
        return _answer(request, "不再提醒。", lambda: actions.unwatch_filter(saved, by=request.user))
    begin = lambda: actions.watch_filter(saved, by=request.user, now=timezone.now())  # noqa: E731
    return _answer(request, "有新匹配时会提醒您。", begin)


@reach.within("governance.FilterNews")
@require_GET
def news(request, pk):
    """The rows that one look found, as far as the reader sees them."""
    rows = FilterNews.objects.visible_to(request.user).select_related("watch__saved_filter")
    found = get_object_or_404(rows, pk=pk)
    saved = found.watch.saved_filter
    listed = find_list(saved.page)
    keys = found.matches.values("row_id")
    seen = listed.rows(request.user).filter(pk__in=keys).order_by("-pk")[: SHOWN + 1] if listed else []
    rows = list(seen)
    values = {"news": found, "saved": saved, "rows": rows[:SHOWN], "has_more": len(rows) > SHOWN}
    return render(request, "governance/saved_filters/news.html", values)


def _seen(request, pk):
    return get_object_or_404(SavedFilter.objects.visible_to(request.user).select_related("area"), pk=pk)


def _own(request, pk):
    """404 for what is not seen, 403 for what somebody else shares."""
    saved = _seen(request, pk)
    if saved.account_id != request.user.pk:
        raise PermissionDenied
    return saved


def _answer(request, done, act):
    try:
        act()
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        if done:
            messages.success(request, done)
    return redirect("saved_filters:filters")


def _form_page(title, **more):
    home = reverse("saved_filters:filters")
    return FormPage(title, "保存", home, (("常用筛选", home),), done="已保存。", **more)

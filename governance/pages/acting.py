"""A page with one form that does one act: show it, do it once, and answer refusals, stale pages and double clicks.

form = GridForm(request.POST or None, initial=...)
return act_or_show(request, form, lambda values: edit_grid(grid, by=request.user, **values), page, version=…)
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from governance.api.idempotency import once
from governance.errors import RuleError, Stale
from governance.pages.forms import add_refusal, typed_version


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `trail`: (label, url) of the pages above; `done`: what the next page says.

    `version`: of the row as shown, for forms that change one. `danger`: the question before an act that ends something.
    `multipart`: for forms with a file. `unshown`: fields whose present value no conflict may show.
    """

    title: str
    submit: str
    cancel: str
    trail: tuple[tuple[str, str], ...] = ()
    note: str = ""
    done: str = "已保存。"
    version: int | None = None
    danger: str = ""
    multipart: bool = False
    unshown: frozenset[str] = frozenset()
    template: str = "governance/pages/form_page.html"
    more: dict = field(default_factory=dict)


def act_or_show(request, form, act: Callable, page: FormPage):
    """`act(version)` does it and returns the row, or the URL, to go on to.

    A refusal that names rows (`known`: somebody has this number already) shows them above the form.
    """
    if request.method != "POST":
        return _shown(request, form, page)
    status, conflict, known = 422, None, []
    if form.is_valid():
        try:
            to = once(request, lambda: _url(act(typed_version(request))))
        except Stale as refusal:
            status, conflict = refusal.status, _conflict(form, refusal.current, page.unshown)
            form.add_error(None, refusal.message)
            page = replace(page, version=refusal.current.version)
        except RuleError as refusal:
            status, known = refusal.status, getattr(refusal, "known", [])
            add_refusal(form, refusal)
        else:
            messages.success(request, page.done)
            return redirect(to)
    return _shown(request, form, page, status, conflict=conflict, known=known)


def asked_first(find: Callable, may: Callable):
    """A view of a row: `find(request, pk)` within scope (404), then `may(actor, row)` (403), before any question."""

    def decorated(view):
        @wraps(view)
        def found_first(request, pk):
            found = find(request, pk)
            if not may(request.user, found):
                raise PermissionDenied
            return view(request, found)

        return found_first

    return decorated


def make_and_show_once(request, form, make: Callable, show: Callable, template: str):
    """A form whose act makes a row and a secret: `show(row, secret)` answers once; sent again, it leads to the row."""
    status, made = 422 if form.is_bound else 200, []

    def act():
        made.append(make())
        return made[0][0].get_absolute_url()

    if form.is_valid():
        try:
            url = once(request, act)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
        else:
            return show(*made[0]) if made else redirect(url)
    return render(request, template, {"form": form}, status=status)


def find_or_refuse(rows, actor, verb: str, **key):
    """The row that `actor` sees among scoped `rows`; 404 outside, 403 where they see it and do not hold `verb`."""
    row = get_object_or_404(rows.visible_to(actor), **key)
    if verb and not rows.visible_to(actor, verb).filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


def _shown(request, form, page, status=200, **found):
    values = {"form": form, "page": page, **found, **page.more}
    return render(request, page.template, values, status=status)


def _url(target) -> str:
    return target if isinstance(target, str) else target.get_absolute_url()


def _conflict(form, current, unshown):
    """What was typed beside what the row says now, for the fields that are of the row."""
    typed = {name for name in unshown if form.cleaned_data.get(name) is not None}
    names = [name for name in form.fields if hasattr(current, name) and (name not in unshown or name in typed)]
    return [_compared(form, current, name, name in unshown) for name in names]


def _compared(form, current, name, is_unshown):
    yours, theirs = form.cleaned_data.get(name), None if is_unshown else getattr(current, name)
    return str(form.fields[name].label), _said(form, name, yours), _said(form, name, theirs), yours != theirs


def _said(form, name, value):
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = getattr(form.fields[name], "choices", None)
    plain = dict(_flat(choices)) if choices and not hasattr(value, "pk") else {}
    return str(plain.get(value, value))


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label

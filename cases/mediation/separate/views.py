"""Pages of separate-meeting notes, for the mediators of the case alone."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases.mediation.pages import case_page, find_case
from cases.mediation.reading import hears_separately
from cases.mediation.separate.actions import read_note, write_note
from cases.mediation.separate.forms import NoteForm
from cases.mediation.separate.models import SeparateNote
from governance.access import reach
from governance.pages.acting import act_or_show


@reach.within("cases.Case", "case.mediate")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def write_separate_note(request, pk):
    case = find_case(request, pk, "case.mediate")
    if not hears_separately(request.user, case):
        messages.error(request, "单独谈话笔记只由本案主持、协办调解员记录和查阅。")
        return redirect(case)
    form = NoteForm(request.POST or None, case=case)
    write = partial(write_note, case, by=request.user)
    page = case_page(case, "记录单独谈话", "加密保存", done="已加密保存。", version=None)
    return act_or_show(request, form, lambda version: write(**form.cleaned_data).case, page)


@reach.within("cases.SeparateNote")
@never_cache
@require_GET
def separate_note(request, pk):
    rows = SeparateNote.objects.visible_to(request.user).select_related("case__committee__body", "party", "account")
    note = get_object_or_404(rows, pk=pk)
    values = {"note": note, "case": note.case, "text": read_note(note, by=request.user)}
    return render(request, "cases/mediation/separate/note.html", values)

"""Documents of a case: make them, fetch them, note that they were signed. Blank forms to fill in by hand."""

from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.docket.models import Case
from cases.docket.permissions import can_read_file, can_settle
from cases.documents import actions
from cases.documents.descriptions import FORMS
from cases.documents.filling.offers import offers_of
from cases.documents.forms import ProduceForm, SignForm, VoidForm
from cases.documents.models import ProducedDocument
from cases.documents.printing import blank, print_form
from governance.access import reach
from governance.api.idempotency import once
from governance.errors import RuleError
from governance.files.sniffing import DOCX, PDF
from governance.pages.acting import FormPage, act_or_show, find_or_refuse

KINDS = {"pdf": PDF, "docx": DOCX}


@reach.within("cases.Case")
@require_GET
def documents(request, pk):
    """What was produced from the case, and what can be."""
    return _page(request, get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk))


@reach.within("cases.Case", "case.register")
@require_POST
def produce_document(request, pk):
    case = find_or_refuse(Case.objects, request.user, "case.register", pk=pk)
    form = ProduceForm(request.POST)
    if not form.is_valid():
        return _page(request, case, "请选择要制作的文书。", 422)
    code, _, about = form.cleaned_data["offer"].partition(":")
    try:
        to = once(request, lambda: _produce(request, case, code, about, form.cleaned_data["correction_reason"]))
    except RuleError as refusal:
        return _page(request, case, refusal.message, refusal.status)
    return redirect(to)


def _produce(request, case, code, about, reason) -> str:
    made = actions.produce_document(case, code, about=about, by=request.user, correction_reason=reason)
    messages.success(request, f"已制作：{made.title}。")
    if made.missing:
        messages.warning(request, f"这些字无法打印，文书中以“〓”代替，请手写补上：{'、'.join(made.missing)}")
    return made.get_absolute_url()


def _page(request, case, refusal="", status=200):
    rows = list(ProducedDocument.objects.visible_to(request.user).filter(case=case).for_page())
    standing = {f"{row.form}:{row.about}": row for row in reversed(rows) if row.is_standing}
    offers = []
    if request.user.holds("case.register", case.area_id) or can_settle(request.user, case):
        reads = can_read_file(request.user, case)
        offers = [(offer, standing.get(offer.key)) for offer in offers_of(case, reads_file=reads)]
    values = {"case": case, "documents": rows, "offers": offers, "refusal": refusal}
    return render(request, "cases/documents/documents.html", values, status=status)


@reach.within("cases.ProducedDocument", "case.register")
@require_http_methods(["GET", "POST"])
def sign_document(request, pk):
    """Note that it was signed on paper, with the scan."""
    document = find_or_refuse(ProducedDocument.objects, request.user, "case.register", pk=pk)
    form = SignForm(request.POST or None, request.FILES or None, initial={"signed_at": timezone.now()})
    page = FormPage(
        "登记文书签署",
        "登记签署",
        document.get_absolute_url(),
        _trail(document),
        str(document),
        done="已登记签署：这份文书不再改动。",
        version=document.version,
        multipart=True,
    )
    return act_or_show(
        request,
        form,
        lambda version: actions.sign_document(document, by=request.user, version=version, **form.cleaned_data),
        page,
    )


@reach.within("cases.ProducedDocument", "case.register")
@require_http_methods(["GET", "POST"])
def void_document(request, pk):
    document = find_or_refuse(ProducedDocument.objects, request.user, "case.register", pk=pk)
    form = VoidForm(request.POST or None)
    page = FormPage(
        "作废文书",
        "作废",
        document.get_absolute_url(),
        _trail(document),
        str(document),
        done="已作废。",
        version=document.version,
        danger="作废后这份文书不再使用，确定作废吗？",
    )
    return act_or_show(
        request,
        form,
        lambda version: actions.void_document(document, by=request.user, version=version, **form.cleaned_data),
        page,
    )


def _trail(document):
    case = document.case
    return (
        ("案件", reverse("cases:cases")),
        (str(case), case.get_absolute_url()),
        ("文书", document.get_absolute_url()),
    )


@reach.holding("case.view")
@require_GET
def blank_forms(request):
    """All forms, empty, to print and fill in by hand."""
    return render(request, "cases/documents/blank_forms.html", {"forms": list(FORMS.values())})


@reach.holding("case.view")
@require_GET
def blank_form(request, name, kind):
    if name not in FORMS or kind not in KINDS:
        raise Http404
    pdf, docx = _blank(name)
    answer = HttpResponse(pdf if kind == "pdf" else docx, content_type=KINDS[kind])
    answer["Content-Disposition"] = content_disposition_header(True, f"{FORMS[name].title}（空白）.{kind}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@lru_cache(maxsize=64)
def _blank(form: str) -> tuple[bytes, bytes]:
    printed = print_form(blank(form))
    return printed.pdf, printed.docx

"""Pages of old registers: bring one, look at it before it comes in, correct it, follow it, undo it."""

import tempfile
from functools import partial
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.registers import actions, undoing
from cases.registers.columns import BY_KEY
from cases.registers.forms import BringForm, CorrectionForm, UndoForm
from cases.registers.models import BatchState, RegisterBatch, RowState
from cases.registers.preview import preview_of
from cases.registers.workbooks import write_template
from governance.access import reach
from governance.errors import RuleError
from governance.files.models import StoredFile
from governance.files.sniffing import XLSX
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page

COLUMNS = [
    Column("file", "文件"),
    Column("state", "状态", sort="state"),
    Column("committee", "调委会"),
    Column("rows", "行数"),
    Column("created", "上传", sort="created_at"),
]
PREVIEWED, WRONG_SHOWN, PAGE = 10, 20, 50
TILES = (
    (RowState.READY, "可导入", ""),
    (RowState.WRONG, "有误", "bad"),
    (RowState.IMPORTED, "已导入", ""),
    (RowState.UNDONE, "已撤销", ""),
    (RowState.KEPT, "未能撤销", "warn"),
)


@reach.holding("register.view")
@require_GET
def registers(request):
    """Every batch of the places that the actor oversees, newest first."""
    rows = RegisterBatch.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, None, COLUMNS, sort="-created")
    values = {"listing": listing, "may_bring": bool(request.user.scope(actions.IMPORTS))}
    return render(request, "cases/registers/registers.html", values, status=listing.status)


@reach.holding("register.import")
@require_GET
def register_template(request):
    """The empty workbook with its drop-down lists."""
    with tempfile.TemporaryDirectory(prefix="register-") as folder:
        path = Path(folder, "template.xlsx")
        write_template(str(path))
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E6%A1%88%E4%BB%B6%E7%99%BB%E8%AE%B0%E7%B0%BF.xlsx"
    return answer


@reach.holding("register.import")
@require_http_methods(["GET", "POST"])
def bring_register(request):
    form = BringForm(request.POST or None, request.FILES or None, by=request.user)
    page = FormPage(
        "导入旧登记簿",
        "上传并读取",
        reverse("cases:registers"),
        _trail(),
        "上传后先预览，确认以前不写入任何案件。",
        done="已上传，正在读取。",
        multipart=True,
    )

    def bring(version):
        values = form.cleaned_data
        return actions.bring_register(values["file"], by=request.user, committee=values["committee"])

    return act_or_show(request, form, bring, page)


@reach.within("cases.RegisterBatch")
@require_GET
def register_batch(request, pk):
    """Where a batch stands, what would come in, what is wrong, what came in."""
    return _show(request, _find(request, pk))


@reach.within("cases.RegisterBatch")
@require_GET
def register_progress(request, pk):
    """The #register-progress section, which fetches itself until the job ends; then the whole page comes anew."""
    batch = _find(request, pk)
    if not batch.is_working:
        answer = HttpResponse()
        answer["HX-Redirect"] = batch.get_absolute_url()
        return answer
    return render(request, "cases/registers/_progress.html", {"batch": batch})


@reach.within("cases.RegisterBatch", "register.import")
@require_POST
def confirm_register(request, pk):
    return _act(request, pk, actions.confirm_batch, "已确认，正在导入。")


@reach.within("cases.RegisterBatch", "register.import")
@require_POST
def resume_register(request, pk):
    return _act(request, pk, actions.resume_batch, "已继续。")


@reach.within("cases.RegisterBatch", "register.import")
@require_POST
def discard_register(request, pk):
    return _act(request, pk, actions.discard_batch, "已放弃，没有写入任何案件。")


@reach.within("cases.RegisterBatch", "register.import")
@require_http_methods(["GET", "POST"])
def correct_register(request, pk):
    batch = _find(request, pk, actions.IMPORTS)
    if batch.state not in actions.TAKES_CORRECTIONS or not batch.counts.get(RowState.WRONG):
        return _told(request, batch, "没有需要更正的行。")
    form = CorrectionForm(request.POST or None, request.FILES or None)
    page = FormPage(
        "上传更正表",
        "上传并读取",
        batch.get_absolute_url(),
        _trail(batch),
        f"{batch}，还有 {batch.counts[RowState.WRONG]:,} 行有误。",
        done="已上传，正在读取。",
        version=batch.version,
        multipart=True,
    )

    def correct(version):
        return actions.bring_correction(batch, form.cleaned_data["file"], by=request.user, version=version)

    return act_or_show(request, form, correct, page)


@reach.within("cases.RegisterBatch", "register.import")
@require_http_methods(["GET", "POST"])
def undo_register(request, pk):
    batch = _find(request, pk, actions.IMPORTS)
    if not _may_undo(batch):
        return _told(request, batch, "这一批没有可以撤销的导入。")
    form = UndoForm(request.POST or None)
    count = batch.counts.get(RowState.IMPORTED, 0)
    page = FormPage(
        "撤销导入",
        "撤销整批",
        batch.get_absolute_url(),
        _trail(batch),
        f"{batch}，已导入 {count:,} 件。案件、案号、当事人和文件一并撤出；已在其上办理的案件保留并列明。",
        done="正在撤销。",
        version=batch.version,
        danger="撤销后这些案件不再存在，不能恢复。确定撤销整批？",
    )
    undo = partial(undoing.undo_batch, batch, by=request.user)
    return act_or_show(request, form, lambda version: undo(version=version, **form.cleaned_data), page)


def _find(request, pk, verb=""):
    return find_or_refuse(RegisterBatch.objects.for_list().select_related("errors", "file"), request.user, verb, pk=pk)


def _act(request, pk, action, done):
    batch = _find(request, pk, actions.IMPORTS)
    try:
        action(batch, by=request.user, version=typed_version(request))
    except RuleError as refusal:
        return _show(request, _find(request, pk), refusal)
    messages.success(request, done)
    return redirect(batch)


def _show(request, batch, refusal=None):
    imports = request.user.holds(actions.IMPORTS, batch.area_id)
    counts = batch.counts
    standing = batch.rows.standing().select_related("case").order_by("row")
    values = {
        "batch": batch,
        "refusal": refusal,
        "crumbs": _trail(),
        "tiles": [(label, counts[state], tone) for state, label, tone in TILES if counts.get(state)],
        "head": [(title, BY_KEY[key].label if key in BY_KEY else "") for title, key in batch.head],
        "imports": imports,
        "files": _files(request, batch),
        "preview": preview_of(batch, most=PREVIEWED, today=timezone.localdate())
        if imports and batch.state == BatchState.READ
        else [],
        "wrong": list(batch.rows.wrong().order_by("row")[:WRONG_SHOWN]) if imports else [],
        "kept": list(batch.rows.filter(state=RowState.KEPT).select_related("case").order_by("row")[:WRONG_SHOWN]),
        "page": Paginator(standing, PAGE).get_page(request.GET.get("page")) if imports else None,
        "may_confirm": imports and batch.state == BatchState.READ and counts.get(RowState.READY),
        "may_correct": imports and batch.state in actions.TAKES_CORRECTIONS and counts.get(RowState.WRONG),
        "may_undo": imports and _may_undo(batch),
        "may_discard": imports and batch.state in actions.ENDS and not counts.get(RowState.IMPORTED),
    }
    return render(request, "cases/registers/batch.html", values, status=refusal.status if refusal else 200)


def _may_undo(batch) -> bool:
    undoable = batch.state in undoing.UNDOABLE and not batch.is_working
    return undoable and batch.rows.filter(state=RowState.IMPORTED).exists()


def _files(request, batch):
    keys = [pk for pk in (batch.file_id, batch.errors_id) if pk]
    seen = {file.pk: file for file in StoredFile.objects.visible_to(request.user).filter(pk__in=keys)}
    return {"file": seen.get(batch.file_id), "errors": seen.get(batch.errors_id)}


def _told(request, batch, sentence):
    messages.error(request, sentence)
    return redirect(batch)


def _trail(batch=None):
    home = ("旧登记簿导入", reverse("cases:registers"))
    return (home, (str(batch), batch.get_absolute_url())) if batch else (home,)

"""Pages of the archive: bind, submit, check, lend."""

import random
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.archive import actions, register, spot_checks, taking_in
from cases.archive.checks import LABELS, POINTS
from cases.archive.disposal.forms import ApproveForm
from cases.archive.filters import VolumeCheckFilter, VolumeFilter
from cases.archive.forms import (
    AccessForm,
    BindForm,
    CheckForm,
    RectifyForm,
    RegisterForm,
    ReturnForm,
    SubmitForm,
    TakeInForm,
)
from cases.archive.models import SubVolume, Volume, VolumeAccess, VolumeCheck
from cases.archive.required import lacks_for
from cases.archive.rows import checks_brought, checks_seen_by
from cases.docket.models import Case
from cases.docket.permissions import MAY
from cases.mediation.pages import case_page, find_case
from governance.access import reach
from governance.errors import RuleError
from governance.pages.acting import act_or_show, find_or_refuse
from governance.pages.listing import Column, list_page
from governance.pages.navigation import tabs

COLUMNS = [
    Column("number", "卷号"),
    Column("name", "卷名"),
    Column("state", "状态"),
    Column("term", "保管期限"),
    Column("kept_until", "保管至", sort="kept_until"),
    Column("pages", "页数", sort="pages"),
    Column("filed", "立卷", sort="filed_at"),
]
CHECKS = (
    Column("checked_at", "评查时间", sort="checked_at"),
    Column("case", "案件"),
    Column("kind", "类别"),
    Column("score", "得分", sort="score", css="num"),
    Column("passed", "结果"),
    Column("rectified", "整改"),
    Column("account", "评查人"),
    Column("committee", "调委会"),
)
LISTS = (("案卷", "cases:volumes"), ("案卷评查", "cases:volume_checks"))


@reach.holding("case.read")
@require_GET
def volumes(request):
    rows = Volume.objects.visible_to(request.user).current().select_related("case", "account", "pdf")
    listing = list_page(request, rows, VolumeFilter, COLUMNS, sort="-filed")
    may_draw = bool(request.user.scope("archive.spot_check"))
    values = {"listing": listing, "may_draw": may_draw, "tabs": tabs(request, LISTS)}
    return render(request, "cases/archive/volumes.html", values, status=listing.status)


@reach.holding("case.view")
@require_GET
def volume_checks(request):
    """Every check of a volume, before it was archived or after, the newest first."""
    rows = checks_seen_by(request.user)
    listing = list_page(request, rows, VolumeCheckFilter, CHECKS, sort="-checked_at", bring=checks_brought())
    note = "每次评查一行：一卷退回后再评查，或者归档后抽查，各算一次。"
    values = {"title": "案卷评查", "note": note, "listing": listing, "export": "volume_checks"}
    values |= {"today": timezone.localdate(), "tabs": tabs(request, LISTS)}
    return render(request, "cases/archive/volume_checks.html", values, status=listing.status)


@reach.within("cases.Volume")
@require_GET
def volume(request, pk):
    """What lies in it, how it was checked, who read it."""
    found = _find(request, pk)
    case = found.case
    may_archive = MAY["archive"][0](request.user, case)
    values = {
        "volume": found,
        "case": case,
        "crumbs": (("案件", reverse("cases:cases")), (case.number, case.get_absolute_url())),
        "checks": [(one, _losses(one)) for one in found.checks.select_related("account", "rectified_by")],
        "accesses": list(found.accesses.select_related("account", "book")),
        "books": list(found.books.visible_to(request.user).select_related("pdf")),
        "may_check": found.state == "submitted" and may_archive and not actions.is_own_submission(found, request.user),
        "is_own": found.state == "submitted" and may_archive and actions.is_own_submission(found, request.user),
        "may_spot_check": found.state == "archived"
        and case.archive != "destroyed"
        and MAY["spot_check"][0](request.user, case),
        "granted": _granted(request, found),
        "may_submit": found.state in ("bound", "returned") and MAY["decide"][0](request.user, case),
        "holds": list(found.holds.select_related("placed_by", "lifted_by")),
        "may_lend": found.state == "archived" and may_archive,
        "missing": lacks_for(case, request.user) if found.state in ("bound", "returned") else [],
    }
    return render(request, "cases/archive/volume.html", values)


@reach.within("cases.SubVolume")
@require_GET
def sub_volume(request, pk):
    """What lies in another book of a volume."""
    rows = SubVolume.objects.select_related("volume__case__committee__body", "volume__pdf", "pdf")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    case = found.volume.case
    crumbs = (("案件", reverse("cases:cases")), (case.number, case.get_absolute_url()))
    crumbs = (*crumbs, ("案卷", found.volume.get_absolute_url()))
    accesses = found.accesses.select_related("account")
    values = {"book": found, "volume": found.volume, "case": case, "crumbs": crumbs, "accesses": accesses}
    return render(request, "cases/archive/sub_volume.html", values)


def _granted(request, volume):
    """The subsidy that was granted for a volume that a spot check failed, to who may claw it back."""
    if not request.user.holds("subsidy.approve", volume.case.area_id):
        return None
    failed = volume.checks.filter(is_spot=True, has_passed=False).exists()
    claims = [one for one in volume.case.subsidy_claims.standing() if one.is_granted] if failed else []
    return claims[0] if claims else None


def _losses(check):
    return [(LABELS[code].partition("：")[0], points, POINTS[code]) for code, points in check.lost.items()]


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def bind_volume(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := _unbindable(request, case):
        return refused
    form = BindForm(request.POST or None)
    start = partial(actions.start_binding, case, by=request.user)
    page = case_page(case, "装订案卷", "开始装订", done="已开始装订，完成后可以下载。", cancel=_section(case))
    return act_or_show(request, form, lambda version: start(version=version, **form.cleaned_data), page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def take_in_paper(request, pk):
    case = find_case(request, pk, "case.register")
    try:
        taking_in.require_takeable(case, request.user)
    except RuleError as refusal:
        return _back(request, case, refusal)
    form = TakeInForm(request.POST or None, request.FILES or None, case=case, initial={"kind": request.GET.get("kind")})
    take = partial(taking_in.take_in_paper, case, by=request.user)
    page = case_page(case, "补入案卷材料", "补入", done="已补入案卷。", cancel=_section(case), multipart=True)

    def save(version):
        take(version=version, **form.cleaned_data)
        return _section(case)

    return act_or_show(request, form, save, page)


@reach.within("cases.Case", "case.register")
@require_http_methods(["GET", "POST"])
def enter_register(request, pk):
    case = find_case(request, pk, "case.register")
    if refused := _unbindable(request, case):
        return refused
    form = RegisterForm(request.POST or None, case=case)
    enter = partial(actions.enter_register, case, by=request.user)
    page = case_page(case, "合订入口头协议登记册", "登记", done="已登记：请报送评查。", cancel=_section(case))
    return act_or_show(request, form, lambda version: enter(version=version, **form.cleaned_data), page)


@reach.within("cases.Volume", "case.read")
@require_http_methods(["GET", "POST"])
def print_register(request, pk):
    """The whole register in which a simple oral case stands, as one PDF, by a job."""
    found = _find(request, pk, "case.read")
    if not found.is_register:
        return _told(request, found, "本案没有合订入登记册。")
    form = ApproveForm(request.POST or None)
    more = {"cancel": found.get_absolute_url(), "version": None}
    page = case_page(found.case, f"打印{found.register}", "开始打印", done="已开始，完成后可以下载。", **more)
    return act_or_show(request, form, lambda version: register.start_printing(found, by=request.user), page)


@reach.within("cases.Volume", "case.decide")
@require_http_methods(["GET", "POST"])
def submit_volume(request, pk):
    found = _find(request, pk, "case.decide")
    if found.state not in ("bound", "returned"):
        return _told(request, found, f"案卷目前“{found.get_state_display()}”，不需要报送。")
    form = SubmitForm(request.POST or None, case=found.case)
    submit = partial(actions.submit_volume, found, by=request.user)
    page = case_page(found.case, "报送案卷", "报送", done="已报送评查。", cancel=found.get_absolute_url())
    return act_or_show(request, form, lambda version: submit(version=version, **form.cleaned_data), page)


@reach.within("cases.Volume", "case.archive")
@require_http_methods(["GET", "POST"])
def check_volume(request, pk):
    found = _find(request, pk, "case.archive")
    if found.state != "submitted":
        return _told(request, found, f"案卷目前“{found.get_state_display()}”，不需要评查。")
    if actions.is_own_submission(found, request.user):
        return _told(request, found, "这份案卷由您报送，须由另一个人评查。")
    form = CheckForm(request.POST or None, case=found.case)
    check = partial(actions.check_volume, found, by=request.user)
    page = case_page(
        found.case,
        "评查案卷",
        "完成评查",
        done="已完成评查。",
        cancel=found.get_absolute_url(),
        danger="合格的案卷随即归档，归档后不再变动。确定完成评查？",
    )
    return act_or_show(request, form, lambda version: check(version=version, **form.asked).volume, page)


@reach.within("cases.Volume", "archive.spot_check")
@require_http_methods(["GET", "POST"])
def spot_check(request, pk):
    found = _find(request, pk, "archive.spot_check")
    if found.state != "archived" or found.case.archive == "destroyed":
        return _told(request, found, "只抽查已经归档、尚未销毁的案卷。")
    form = CheckForm(request.POST or None, case=found.case)
    check = partial(spot_checks.spot_check, found, by=request.user)
    page = case_page(found.case, "抽查案卷", "完成抽查", done="已完成抽查。", cancel=found.get_absolute_url())
    return act_or_show(request, form, lambda version: check(version=version, **form.asked).volume, page)


@reach.holding("archive.spot_check")
@require_GET
def draw_volume(request):
    """Any archived volume of one's places that nobody has spot-checked yet; the next one is another."""
    rows = Volume.objects.visible_to(request.user).spot_checkable(request.user)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        messages.info(request, "没有尚未抽查的案卷。")
        return redirect("cases:volumes")
    start = random.SystemRandom().randint(ends["first"], ends["last"])
    return redirect(rows.filter(pk__gte=start).order_by("pk")[0])


@reach.within("cases.VolumeCheck", "case.archive")
@require_http_methods(["GET", "POST"])
def rectify(request, pk):
    rows = VolumeCheck.objects.select_related("volume__case__committee__body", "volume__case__area")
    check = find_or_refuse(rows, request.user, "", pk=pk)
    volume = check.volume
    if not request.user.holds("case.archive", volume.case.area_id):
        raise PermissionDenied
    if not check.is_to_rectify:
        return _told(request, volume, "这次评查没有待整改的问题。")
    form = RectifyForm(request.POST or None)
    mend = partial(spot_checks.rectify, check, by=request.user)
    url = volume.get_absolute_url()
    page = case_page(volume.case, "登记整改", "登记整改", done="已登记整改。", cancel=url, version=None)
    return act_or_show(request, form, lambda version: mend(**form.cleaned_data).volume, page)


@reach.within("cases.Volume", "case.archive")
@require_http_methods(["GET", "POST"])
def record_access(request, pk):
    found = _find(request, pk, "case.archive")
    if found.state != "archived":
        return _told(request, found, "案卷尚未归档，不办理借阅。")
    form = AccessForm(request.POST or None, volume=found, actor=request.user)
    note = partial(actions.record_access, found, by=request.user)
    page = case_page(found.case, "登记借阅", "登记", done="已登记。", cancel=found.get_absolute_url(), version=None)
    return act_or_show(request, form, lambda version: note(**form.cleaned_data).volume, page)


@reach.within("cases.VolumeAccess", "case.archive")
@require_http_methods(["GET", "POST"])
def return_lent(request, pk):
    rows = VolumeAccess.objects.select_related("volume__case__committee__body", "volume__case__area")
    access = find_or_refuse(rows, request.user, "", pk=pk)
    if not request.user.holds("case.archive", access.volume.case.area_id):
        raise PermissionDenied
    if not access.is_out:
        return _told(request, access.volume, "没有借出的案卷，或者已经归还。")
    form = ReturnForm(request.POST or None)
    back = partial(actions.return_lent, access, by=request.user)
    url = access.volume.get_absolute_url()
    page = case_page(access.volume.case, "登记归还", "登记", done="已归还。", cancel=url, version=None)
    return act_or_show(request, form, lambda version: back(**form.cleaned_data).volume, page)


def _find(request, pk, verb=""):
    rows = Volume.objects.select_related("case__committee__body", "case__area", "pdf", "account")
    found = find_or_refuse(rows, request.user, "", pk=pk)
    if verb and not request.user.holds(verb, found.case.area_id):
        raise PermissionDenied
    return found


def _unbindable(request, case: Case):
    try:
        actions.require_bindable(case, request.user)
    except RuleError as refusal:
        return _back(request, case, refusal)
    return None


def _back(request, case: Case, refusal: RuleError):
    messages.error(request, refusal.message)
    return redirect(case)


def _told(request, found, sentence):
    messages.error(request, sentence)
    return redirect(found)


def _section(case):
    return f"{case.get_absolute_url()}#archive"

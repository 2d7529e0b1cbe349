"""The living gallery: every component of the frame on one page, for those who build pages and for the browser tests."""

from datetime import date, datetime, timedelta

import django_filters
from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.areas.codes import COMMITTEE, LEVEL_NAMES
from governance.areas.models import Area
from governance.audit.history import Event
from governance.calendars.allowances import months
from governance.calendars.limits import Stop, due_date
from governance.calendars.official import calendar_of
from governance.calendars.shown import due_shown
from governance.pages import masking
from governance.pages.acts import Act
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.pages.listing import Column, list_page

SECTIONS = [
    ("状态与提示", "status"),
    ("列表", "lists"),
    ("表单", "forms"),
    ("出错的表单", "wrong"),
    ("他人已修改", "conflict"),
    ("掩码与查看", "masked"),
    ("对话框", "dialogs"),
    ("上传与进度", "progress"),
    ("时间线与要点", "timeline"),
    ("到期日", "due"),
    ("图标", "icons"),
]
COLUMNS = [
    Column("name", "名称", "name"),
    Column("code", "代码", "code"),
    Column("level", "级别", "level"),
    Column("state", "状态"),
]
MASKED = "310114********123X"
STEPS = 8  # of the sample job, one a second


class SampleFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称包含", lookup_expr="icontains")
    level = django_filters.ChoiceFilter(label="级别", choices=list(enumerate(LEVEL_NAMES)))
    since = django_filters.DateFilter(label="启用日不早于", field_name="valid_from", lookup_expr="gte")

    class Meta:
        model = Area
        fields = []


class SampleForm(PageForm):
    """Every kind of field."""

    name = forms.CharField(label="姓名", max_length=50, help_text="与身份证件一致；少数民族姓名中间用“·”。")
    kind = forms.ChoiceField(label="证件类型", choices=[("id", "居民身份证"), ("passport", "护照"), ("other", "其他")])
    area = PlaceField(label="所在社区", level=COMMITTEE)
    starts_on = forms.DateField(label="开始日", help_text="不早于今天。")
    meets_at = forms.DateTimeField(label="会议时间", required=False)
    amount = forms.DecimalField(label="户数", required=False, max_digits=9, decimal_places=0)
    way = forms.ChoiceField(label="联系方式", widget=forms.RadioSelect, choices=[("phone", "电话"), ("visit", "上门")])
    topics = forms.MultipleChoiceField(
        label="涉及事项",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("noise", "噪声"), ("water", "漏水"), ("parking", "停车"), ("other", "其他")],
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="已向当事人告知权利义务")


class SampleUpload(PageForm):
    file = forms.FileField(label="附件", help_text="PDF、图片或表格。")


class ReasonForm(PageForm):
    reason = forms.CharField(label="查看理由", max_length=200)


@reach.signed_in
@require_http_methods(["GET", "POST"])
def gallery(request):
    """All components. The form may be sent: it checks its fields and saves nothing."""
    form = SampleForm(request.POST if request.method == "POST" else None, initial={"starts_on": timezone.localdate()})
    wrong = SampleForm(
        {"name": "欧阳" * 30, "kind": "id", "area": "310114001999", "starts_on": "2026-13-40"}, auto_id="wrong_%s"
    )
    status = 422 if form.is_bound and not form.is_valid() else 200
    listing = list_page(request, Area.objects.all(), SampleFilter, COLUMNS, sort="code")
    values = {
        "sections": SECTIONS,
        "form": form,
        "wrong": wrong,
        "upload": SampleUpload(auto_id="upload_%s"),
        "listing": listing,
        "acts": [Act("导出", "#lists", icon="download"), Act("登记人员", "#forms", icon="plus-lg", is_main=True)],
        "trail": [("全国", ""), ("上海市", ""), ("嘉定区", "")],
        "tabs": [
            ("概况", "#status", True),
            ("人口", "#lists", False),
            ("小区", "#forms", False),
            ("历史", "#timeline", False),
        ],
        "masked": MASKED,
        "events": _events(),
        "dues": _dues(),
        "facts": [("代码", "310114001001"), ("类型", "居民委员会"), ("户籍人口", "5,213 人"), ("停用日", None)],
        "conflict": [
            ("角色", "人民调解员", "人民调解员", False),
            ("开始日", "2026-03-01", "2026-04-01", True),
            ("授予依据", "新调函〔2026〕3号", None, True),
        ],
        "changed_at": timezone.now(),
        "icons": (
            "house-door",
            "geo-alt",
            "people",
            "shield-lock",
            "funnel",
            "calendar3",
            "printer",
            "download",
            "upload",
        ),
        "steps": STEPS,
    }
    return render(request, "governance/pages/gallery/gallery.html", values, status=max(status, listing.status))


@reach.signed_in
@require_http_methods(["GET", "POST"])
def reveal(request):
    """A masked value's full form, as a feature shows it."""
    masked = masking.Masked("sample-number", MASKED, "身份证号", request.path)
    gallery_url = reverse("pages:gallery")
    return masking.answer(request, masked, ReasonForm, show_number, owner="组件", owner_url=gallery_url)


def show_number(reason):
    return "31011419900307123X"


@reach.signed_in
@require_GET
def progress(request):
    """The job progress component as a job's page polls it; one step a poll."""
    asked = request.GET.get("step", "")
    step = min(STEPS, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 0)
    values = {"step": step, "next_text": str(step + 1), "steps": STEPS, "is_running": step < STEPS}
    return render(request, "governance/pages/gallery/_progress.html", values)


@reach.signed_in
@require_POST
def upload(request):
    """Takes a file, tells its size, keeps nothing."""
    form = SampleUpload(request.POST, request.FILES, auto_id="upload_%s")
    size = form.cleaned_data["file"].size if form.is_valid() else None
    values = {"upload": form, "size": size}
    return render(request, "governance/pages/gallery/upload.html", values, status=200 if form.is_valid() else 422)


def _events():
    day = date(2026, 3, 9)
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 15, 40))
    return [
        Event(at, "拆分为迎园一居、迎园二居", "沈岚", "嘉府〔2026〕12号"),
        Event(at.replace(day=6, hour=9), "登记人口 5,213 人", "周敏"),
        Event(at.replace(month=1, day=4), "载入全国区划代码", note="2026 年版"),
    ]


def _dues():
    """The same time limit seen on four days, while its clock stands, and of a year without a notice."""
    calendar, stop = calendar_of(2025, 2026), Stop(date(2026, 3, 10), date(2026, 3, 15))
    told = due_date(date(2026, 3, 4), months(1), calendar, [stop], since="受理")
    unknown = due_date(date(2026, 12, 2), months(1), calendar, since="受理")
    seen_on = [told.due_on - timedelta(days=left) for left in (20, 6, 2, -3)]
    return [
        *(due_shown(told, today) for today in seen_on),
        due_shown(told, seen_on[0], is_stopped=True),
        due_shown(told, seen_on[0], met_on=seen_on[1]),
        due_shown(unknown, date(2026, 12, 10)),
    ]

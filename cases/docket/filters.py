"""The filters of the case list, for page, export and API."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from cases.docket.codes import Difficulty, DisputeType, Result, SettledLevel, Source
from cases.docket.models import Case
from cases.docket.states import UNNUMBERED, Archive, Confirmation, Performance, Procedure
from cases.search.models import CaseText
from governance.lookup.filters import HolderFilter, no_number
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

LATENESS = (
    ("overdue", "已逾期"),
    ("today", "今天到期"),
    ("3", "3 天内到期"),
    ("7", "7 天内到期"),
    ("later", "7 天以后"),
    ("none", "没有期限"),
)
STATES_TOGETHER = (("open", "办理中（全部）"), ("unaccepted", "待受理（全部）"), ("unarchived", "未归档（全部）"))
RISKS = ((3, "红色"), (2, "橙色"), (1, "黄色"), (0, "无风险"))


class CaseFilter(django_filters.FilterSet):
    """Numbers of documents and phones come in by POST alone; here a token stands for one: `holder`."""

    text = django_filters.CharFilter(label="案号或文字", method="with_words", max_length=100, validators=[no_number])
    party = django_filters.CharFilter(
        label="当事人",
        method="with_party",
        max_length=50,
        validators=[no_number],
        widget=forms.TextInput(attrs={"placeholder": "姓名、证件号码、电话", "autocomplete": "off"}),
    )
    holder = HolderFilter(label="当事人号码", method="of_holder")
    procedure = django_filters.ChoiceFilter(
        label="状态", choices=(*STATES_TOGETHER, *Procedure.choices), method="in_state"
    )
    late = django_filters.ChoiceFilter(label="期限", choices=LATENESS, method="lateness")
    dispute_type = django_filters.ChoiceFilter(label="纠纷类型", choices=DisputeType.choices)
    source = django_filters.ChoiceFilter(
        label="来源", choices=(("entrusted", "接受委托移送（全部）"), *Source.choices), method="from_source"
    )
    area = WithinFilter(label="区域", field_name="area_id")
    host = django_filters.CharFilter(
        label="主持调解员", field_name="host__name", lookup_expr="icontains", max_length=20
    )
    mine = django_filters.ChoiceFilter(
        label="与我有关", choices=(("host", "我主持的"), ("any", "我参与的")), method="of_mine"
    )
    risk = django_filters.ChoiceFilter(
        label="风险", choices=(("any", "有风险（全部）"), ("high", "橙色以上"), *RISKS), method="at_risk"
    )
    difficulty = django_filters.ChoiceFilter(label="难易程度", choices=Difficulty.choices)
    result = django_filters.ChoiceFilter(label="结果", choices=Result.choices)
    settled = django_filters.ChoiceFilter(label="化解层级", choices=SettledLevel.choices, method="settled_at")
    performance = django_filters.ChoiceFilter(label="履行", choices=Performance.choices)
    confirmation = django_filters.ChoiceFilter(label="司法确认", choices=Confirmation.choices)
    archive = django_filters.ChoiceFilter(label="归档", choices=Archive.choices)
    received_from = django_filters.DateFilter(label="收到日不早于", field_name="received_at", lookup_expr="date__gte")
    received_to = django_filters.DateFilter(label="收到日不晚于", field_name="received_at", lookup_expr="date__lte")
    accepted_from = django_filters.DateFilter(label="受理日不早于", field_name="accepted_on", lookup_expr="gte")
    accepted_to = django_filters.DateFilter(label="受理日不晚于", field_name="accepted_on", lookup_expr="lte")
    result_from = django_filters.DateFilter(label="结果日不早于", field_name="result_on", lookup_expr="gte")
    result_to = django_filters.DateFilter(label="结果日不晚于", field_name="result_on", lookup_expr="lte")
    imported = django_filters.ChoiceFilter(
        label="录入方式", choices=(("yes", "由旧登记簿导入"), ("no", "在本系统登记")), method="from_old_register"
    )
    figure = BehindFilter(source="cases")
    at = AtFilter(field_name="area_id")
    voided = django_filters.ChoiceFilter(
        label="案号", choices=(("only", "已作废"), ("with", "含已作废")), method="or_void"
    )

    shown_first = ("text", "party", "procedure", "late", "dispute_type", "area", "host", "mine")

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or self.request.user

    def filter_queryset(self, queryset):
        asked = self.form.cleaned_data
        if not asked.get("voided"):
            queryset = queryset.standing()
        if asked.get("archive") != Archive.DESTROYED and not asked.get("figure"):
            queryset = queryset.on_file()
        return super().filter_queryset(queryset)

    def with_words(self, queryset, name, value):
        return queryset.filter(pk__in=CaseText.objects.matching(value, self.actor).values("pk"))

    def with_party(self, queryset, name, value):
        return queryset.with_party(value)

    def of_holder(self, queryset, name, value):
        return queryset.involving(value) if value else queryset

    def in_state(self, queryset, name, value):
        if value == "unaccepted":
            return queryset.filter(procedure__in=UNNUMBERED)
        if value == "unarchived":
            return queryset.exclude(procedure=Procedure.ARCHIVED)
        return queryset.open() if value == "open" else queryset.filter(procedure=value)

    def from_source(self, queryset, name, value):
        return queryset.filter(source__startswith="S3") if value == "entrusted" else queryset.filter(source=value)

    def settled_at(self, queryset, name, value):
        return queryset.settled_at(value)

    def at_risk(self, queryset, name, value):
        least = {"any": 1, "high": 2}.get(value)
        return queryset.at_risk(least) if least else queryset.filter(risk_level=value)

    def or_void(self, queryset, name, value):
        return queryset.filter(voided_at__isnull=False) if value == "only" else queryset

    def from_old_register(self, queryset, name, value):
        return queryset.filter(is_imported=value == "yes")

    def lateness(self, queryset, name, value):
        today = timezone.localdate()
        if value == "none":
            return queryset.filter(due_on__isnull=True)
        if value == "overdue":
            return queryset.overdue(today)
        if value == "later":
            return queryset.followed().filter(due_on__gt=today + timedelta(days=7))
        return queryset.due_within(0 if value == "today" else int(value), today)

    def of_mine(self, queryset, name, value):
        if self.actor._meta.model_name != "account":
            return queryset.none()
        if value == "host":
            return queryset.filter(host=self.actor)
        standing = Q(assignments__account=self.actor, assignments__ended_at__isnull=True)
        return queryset.filter(pk__in=Case.objects.filter(standing).values("pk"))

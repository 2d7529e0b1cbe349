"""The filters of the risk list and of what was prevented, for page and export."""

import django_filters
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.docket.counted import CountedFilterSet
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.states import Procedure
from cases.risk.codes import Forecast, RiskLevel, Sign
from cases.risk.models import Prevention, RiskAssessment
from governance.metrics.drilling import BehindFilter
from governance.pages.filters import AtFilter, WithinFilter

REVIEWS = (("overdue", "复评已逾期"), ("today", "今天复评"), ("later", "以后复评"))
PREVENTED = [(each.value, each.label) for each in Forecast if each != Forecast.NONE]
REPORTED = (("no", "红色、尚未报告公安"), ("yes", "已报告公安"))


def unreported_red(rows):
    """Red cases of which the police were not yet told."""
    waiting = TimeLimit.objects.running().filter(key="police_report", case=OuterRef("pk"))
    return rows.filter(Exists(waiting), risk_level=RiskLevel.RED)


def with_review(rows, **due):
    """Cases whose current assessment is to be looked at again on such a day."""
    current = RiskAssessment.objects.current().filter(case=OuterRef("pk"), **due)
    return rows.filter(Exists(current))


class RiskFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(
        label="等级",
        choices=[(each.value, each.label) for each in reversed(RiskLevel) if each],
        field_name="risk_level",
    )
    review = django_filters.ChoiceFilter(label="复评", choices=REVIEWS, method="to_review")
    reported = django_filters.ChoiceFilter(label="报告", choices=REPORTED, method="as_reported")
    sign = django_filters.ChoiceFilter(label="征兆", choices=Sign.choices, method="with_sign")
    forecast = django_filters.ChoiceFilter(label="案件预测", choices=Forecast.choices, method="forecast_as")
    procedure = django_filters.ChoiceFilter(label="状态", choices=Procedure.choices)
    area = WithinFilter(label="区域", field_name="area_id")
    host = django_filters.CharFilter(
        label="主持调解员", field_name="host__name", lookup_expr="icontains", max_length=20
    )

    shown_first = ("level", "review", "reported", "area")

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor or self.request.user

    def to_review(self, queryset, name, value):
        today = timezone.localdate()
        due = {"overdue": "next_review_on__lt", "today": "next_review_on", "later": "next_review_on__gt"}[value]
        return with_review(queryset, **{due: today})

    def as_reported(self, queryset, name, value):
        if value == "no":
            return unreported_red(queryset)
        return queryset.filter(pk__in=queryset.filter(risk_reports__organ="police").values("pk"))

    def with_sign(self, queryset, name, value):
        """Signs stand in the file: who does not read it finds nothing by them."""
        read = RiskAssessment.objects.visible_to(self.actor).current().filter(case=OuterRef("pk"))
        return queryset.filter(Exists(read.filter(signs__contains=[value])))

    def forecast_as(self, queryset, name, value):
        read = RiskAssessment.objects.visible_to(self.actor).current().filter(case=OuterRef("pk"))
        return queryset.filter(Exists(read.filter(forecast=value)))


class PreventionFilter(CountedFilterSet):
    kind = django_filters.ChoiceFilter(label="防止的事件", choices=PREVENTED)
    area = WithinFilter(label="区域", field_name="case__area_id")
    confirmed_from = django_filters.DateFilter(label="确认日不早于", field_name="confirmed_at", lookup_expr="date__gte")
    confirmed_to = django_filters.DateFilter(label="确认日不晚于", field_name="confirmed_at", lookup_expr="date__lte")
    figure = BehindFilter(source="preventions")
    at = AtFilter(field_name="case__area_id")

    class Meta:
        model = Prevention
        fields: list[str] = []

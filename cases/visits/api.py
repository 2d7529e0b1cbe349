"""Return visits for API clients: when, who was visited, how satisfied; what was said stays in the file."""

import django_filters
from rest_framework import serializers

from cases.docket.api import MediatorShape, PartyShape
from cases.docket.codes import Channel
from cases.visits.filters import VisitFilter
from cases.visits.models import Reached, ReturnVisit, Satisfaction, SeenPerformance
from cases.visits.rows import visits_seen_by
from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource


class VisitShape(Shape):
    example = {
        "id": 12,
        "party": {
            "id": 61,
            "side": {"code": "respondent", "label": "被申请人"},
            "kind": {"code": "natural_person", "label": "自然人"},
            "name": "马俊",
        },
        "visited_at": "2026-05-20T15:00:00+08:00",
        "channel": {"code": "face", "label": "当面"},
        "reached": {"code": "yes", "label": "已回访"},
        "performance": {"code": "done", "label": "已履行"},
        "satisfaction": {"code": 1, "label": "非常满意"},
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    party = PartyShape(allow_null=True, help_text="被回访的当事人；案卷已销毁的为 null")
    visited_at = serializers.DateTimeField(help_text="回访时间")
    channel = Choice(Channel.choices, help_text="方式")
    reached = Choice(Reached.choices, help_text="是否联系上")
    performance = Choice(SeenPerformance.choices, help_text="履行情况；没有联系上为 null")
    satisfaction = Choice(Satisfaction.choices, help_text="满意度；没有联系上为 null")


class VisitOfCaseShape(VisitShape):
    example = {
        **VisitShape.example,
        "visited_on": "2026-05-20",
        "account": {"id": 3, "name": "林晓"},
        "case": 31,
        "number": "（2026）嘉迎人调字第8号",
        "committee": "迎园社区人民调解委员会",
    }

    visited_on = serializers.DateField(help_text="回访日期")
    account = MediatorShape(help_text="回访人")
    case = serializers.IntegerField(source="case_id", help_text="案件编号")
    number = serializers.CharField(source="case.number", help_text="案号")
    committee = serializers.CharField(source="case.committee.body.name", help_text="调委会")


class Visits(Resource):
    """各案件的回访：与页面“回访记录”同一份名单、同样的筛选条件。回访内容不经接口给出。"""

    label = "回访"
    reach = {"list": reach.holding("case.view")}
    shape = VisitOfCaseShape
    filterset_class = VisitFilter
    sorts = {"id": "pk", "visited_at": "visited_at"}

    def get_queryset(self):
        rows = visits_seen_by(self.request.user)
        return rows.select_related("party", "account", "case__committee__body")


class CaseVisitFilter(django_filters.FilterSet):
    reached = django_filters.ChoiceFilter(label="是否联系上", choices=Reached.choices)

    class Meta:
        model = ReturnVisit
        fields: list[str] = []


class CaseVisits(Resource):
    """一件案件的回访：何时、回访了谁、满意度。回访内容不经接口给出。"""

    label = "回访"
    reach = {"list": reach.within("cases.Case")}
    shape = VisitShape
    filterset_class = CaseVisitFilter
    sorts = {"visited_at": "visited_at"}

    def get_queryset(self):
        rows = ReturnVisit.objects.known_to(self.request.user).on_file().select_related("party")
        return rows.filter(case=self.kwargs["pk"])

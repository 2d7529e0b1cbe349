"""Applications for judicial confirmation for API clients: which court, when asked, when and how it answered."""

import django_filters
from rest_framework import serializers

from cases.confirmation.models import ConfirmationApplication, Manner, Outcome, WhyNot
from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource


class ConfirmationShape(Shape):
    example = {
        "id": 4,
        "court": "上海市嘉定区人民法院",
        "applied_on": "2026-04-08",
        "accepted_on": "2026-04-10",
        "docket": "（2026）沪0114民特31号",
        "outcome": {"code": "confirmed", "label": "裁定确认有效"},
        "decided_on": "2026-04-20",
        "manner": {"code": "written", "label": "书面申请"},
        "why_not": None,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    court = serializers.CharField(help_text="人民法院")
    applied_on = serializers.DateField(help_text="申请日期")
    accepted_on = serializers.DateField(allow_null=True, help_text="法院受理日期")
    docket = serializers.CharField(help_text="法院案号；尚未受理为空")
    outcome = Choice(Outcome.choices, help_text="结果；尚无结果为 null")
    decided_on = serializers.DateField(allow_null=True, help_text="裁定或结束日期")
    manner = Choice(Manner.choices, help_text="书面或口头申请")
    why_not = Choice(WhyNot.choices, help_text="不予受理或驳回的情形；不适用为 null")


class ConfirmationFilter(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(label="结果", choices=Outcome.choices)

    class Meta:
        model = ConfirmationApplication
        fields: list[str] = []


class CaseConfirmations(Resource):
    """一件案件的司法确认申请：向哪个法院、何时申请、何时受理、结果如何。法院的理由和文书不经接口给出。"""

    label = "司法确认"
    reach = {"list": reach.within("cases.Case")}
    shape = ConfirmationShape
    filterset_class = ConfirmationFilter
    sorts = {"applied_on": "applied_on"}

    def get_queryset(self):
        return ConfirmationApplication.objects.known_to(self.request.user).filter(case=self.kwargs["pk"])

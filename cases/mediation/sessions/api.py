"""Sessions for API clients: when one is planned or was held and with what result; what was said stays in the file."""

import django_filters
from rest_framework import serializers

from cases.mediation.sessions.models import MediationSession, SessionResult, SessionState
from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource


class SessionShape(Shape):
    example = {
        "id": 12,
        "seq": 1,
        "state": {"code": "held", "label": "已举行"},
        "planned_at": None,
        "starts_at": "2026-03-11T19:00:00+08:00",
        "ends_at": "2026-03-11T20:20:00+08:00",
        "is_open": False,
        "result": {"code": "continue", "label": "有待继续"},
        "signed_at": None,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    seq = serializers.IntegerField(help_text="第几次调解")
    state = Choice(SessionState.choices, help_text="状态")
    planned_at = serializers.DateTimeField(allow_null=True, help_text="安排时间；事先没有安排的为 null")
    starts_at = serializers.DateTimeField(allow_null=True, help_text="开始时间；尚未举行为 null")
    ends_at = serializers.DateTimeField(allow_null=True, help_text="结束时间；尚未举行为 null")
    is_open = serializers.BooleanField(help_text="是否公开调解")
    result = Choice(SessionResult.choices, help_text="本次结果；尚未举行为 null")
    signed_at = serializers.DateTimeField(allow_null=True, help_text="调解记录签名时间")


class SessionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=SessionState.choices)
    result = django_filters.ChoiceFilter(label="本次结果", choices=SessionResult.choices)

    class Meta:
        model = MediationSession
        fields: list[str] = []


class CaseSessions(Resource):
    """一件案件的调解会：时间和结果。到场情况、调解记录、单独谈话不经接口给出。"""

    label = "调解会"
    reach = {"list": reach.within("cases.Case")}
    shape = SessionShape
    filterset_class = SessionFilter
    sorts = {"seq": "seq"}

    def get_queryset(self):
        return MediationSession.objects.known_to(self.request.user).filter(case=self.kwargs["pk"])

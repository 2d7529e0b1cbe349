"""The certificate and the insurer of a road accident, for other systems."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from cases.accidents.actions import note_accident
from cases.accidents.facts import LONGEST_NUMBER, AccidentFacts
from cases.accidents.models import Accident
from cases.docket.api import Cases, CaseShape
from governance.access import reach
from governance.api.shapes import Order, Shape
from governance.api.views import Resource

SAID = {"required": False, "allow_blank": True, "default": ""}
EXAMPLE: dict[str, object] = {
    "certificate_no": "310114120260000137",
    "certificate_on": "2026-05-11",
    "certificate_by": "嘉定区公安分局交通警察支队",
    "insurer": "平安行车财产保险股份有限公司嘉定支公司",
}


class AccidentOrder(Order):
    """道路交通事故；只用于道路交通事故纠纷（D16）。"""

    example: dict[str, object] = EXAMPLE

    certificate_no = serializers.CharField(max_length=LONGEST_NUMBER, help_text="事故认定书编号", **SAID)
    certificate_on = serializers.DateField(required=False, allow_null=True, default=None, help_text="认定日期")
    certificate_by = serializers.CharField(max_length=100, help_text="认定机关", **SAID)
    insurer = serializers.CharField(max_length=100, help_text="保险公司；参加调解的，另列为第三人", **SAID)


class AccidentShape(Shape):
    example = {"id": 31, **EXAMPLE, "insurer_party": 57}

    id = serializers.IntegerField(source="pk", help_text="编号，即案件编号")
    certificate_no = serializers.CharField(help_text="事故认定书编号；未登记为空")
    certificate_on = serializers.DateField(allow_null=True, help_text="认定日期")
    certificate_by = serializers.CharField(help_text="认定机关")
    insurer = serializers.CharField(help_text="保险公司")
    insurer_party = serializers.SerializerMethodField(help_text="保险公司的当事人编号；未参加本案为 null")

    def get_insurer_party(self, row) -> int | None:
        party = row.insurer_as_party()
        return party.pk if party else None


class AccidentFilter(django_filters.FilterSet):
    class Meta:
        model = Accident
        fields: list[str] = []


class CaseAccidents(Resource):
    """一件道路交通事故纠纷的事故认定书和保险公司：登记过的一行，没有登记的空。"""

    label = "道路交通事故"
    reach = {"list": reach.within("cases.Case")}
    shape = AccidentShape
    filterset_class = AccidentFilter
    sorts = {"id": "pk"}

    def get_queryset(self):
        return Accident.objects.visible_to(self.request.user).filter(case=self.kwargs["pk"])


class AccidentCases(Cases):
    reach = {"note": reach.within("cases.Case", "case.register")}

    @extend_schema(summary="登记事故认定书和保险公司", request=AccidentOrder, responses=CaseShape)
    def note(self, request, pk):
        case = self.get_object()
        version = self.version_read(case)
        accident = told_of(self.ordered(AccidentOrder)) or AccidentFacts()
        return self.answer(note_accident(case, by=request.user, accident=accident, version=version))

    def represent(self, row):
        return self.shape().to_representation(self.get_queryset().get(pk=row.pk))


def told_of(order: dict) -> AccidentFacts | None:
    """What an order tells of an accident; None when it tells nothing."""
    told = AccidentFacts(**{name: order[name] for name in AccidentOrder._declared_fields})
    return told or None

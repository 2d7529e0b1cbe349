"""Finding for API clients whom a full number belongs to: it comes in by POST, so that no log of addresses holds it."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from governance.access import reach
from governance.api.shapes import Order, Shape
from governance.api.views import Resource
from governance.lookup.actions import look_up
from governance.organisations.api import OrganisationShape
from governance.persons.api import PersonShape


class FoundShape(Shape):
    persons = PersonShape(many=True, help_text="范围内的人员")
    organisations = OrganisationShape(many=True, help_text="范围内的单位")
    holder = serializers.CharField(source="holder.token", help_text="号码的凭据：一天内可作案件名单的 holder 条件")


class LookUpOrder(Order):
    example = {"number": "13800001234"}

    number = serializers.CharField(max_length=40, help_text="完整的证件号码、电话号码或统一社会信用代码")


class LookUp(Resource):
    """按完整号码查找人员和单位；每次查找都留痕，并有次数限制。"""

    label = "人员"
    reach = {"find": reach.holding("person.view")}

    @extend_schema(summary="按完整号码查找（留痕）", request=LookUpOrder, responses=FoundShape)
    def find(self, request):
        order = self.ordered(LookUpOrder)
        found = look_up(order["number"], by=request.user, on=timezone.localdate())
        return Response(FoundShape().to_representation(found))

"""Organisations for API clients; credit codes are public, phones go out as masks only."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, Order, PlaceShape, Shape, place_code
from governance.api.views import Resource
from governance.organisations import actions
from governance.organisations.filters import OrganisationFilter
from governance.organisations.models import Organisation, OrganisationKind
from governance.persons import actions as person_actions
from governance.persons.api import PhoneOrder, PhoneShape, optional_text, phone_numbers


class OrganisationShape(Shape):
    example = {
        "id": 5,
        "name": "云川和居物业服务有限公司",
        "kind": {"code": "legal_person", "label": "法人"},
        "credit_code": "91310199MA1X00A10C",
        "legal_representative": "陆云川",
        "area": {"code": "310114001001", "name": "迎园社区居委会"},
        "address": "",
        "note": "",
        "phones": [],
        "registered_at": "2026-11-22T09:30:00+08:00",
        "version": 1,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(help_text="名称")
    kind = Choice(OrganisationKind.choices, help_text="类型")
    credit_code = serializers.CharField(help_text="统一社会信用代码；没有的为空")
    legal_representative = serializers.CharField(help_text="法定代表人（负责人、经营者）")
    area = PlaceShape(help_text="登记区域")
    address = serializers.CharField(help_text="地址")
    note = serializers.CharField(help_text="备注")
    phones = PhoneShape(many=True, source="phones_now", help_text="在用电话（掩码）")
    registered_at = serializers.DateTimeField(help_text="登记时间")
    version = serializers.IntegerField(help_text="版本")


class OrganisationFacts(Order):
    """What is known of an organisation, all optional: the base of registering and of changing."""

    credit_code = optional_text(40, "统一社会信用代码；只有非法人组织可以没有")
    legal_representative = optional_text(60, "法定代表人（负责人、经营者）")
    address = optional_text(200, "地址")
    note = optional_text(500, "备注")
    another_because = optional_text(200, "信用代码已有登记时：为什么另行登记")


class RegisterOrganisationOrder(OrganisationFacts):
    example = {
        "area": "310114001001",
        "kind": "legal_person",
        "name": "云川和居物业服务有限公司",
        "credit_code": "91310199MA1X00A10C",
    }

    area = place_code(help_text="登记区域的 12 位区划代码")
    kind = serializers.ChoiceField(OrganisationKind.choices, help_text="类型代码")
    name = serializers.CharField(max_length=200, help_text="名称")
    phones = phone_numbers()


class ChangeOrganisationOrder(OrganisationFacts):
    example = {"address": "新成路 100 号"}

    area = place_code(required=False, help_text="登记区域的 12 位区划代码")
    kind = serializers.ChoiceField(OrganisationKind.choices, required=False, help_text="类型代码")
    name = serializers.CharField(max_length=200, required=False, help_text="名称")


class Organisations(Resource):
    """单位：法人、非法人组织、个体工商户及其电话（只给掩码）。"""

    label = "单位"
    reach = {
        "list": reach.holding("organisation.view"),
        "retrieve": reach.within("governance.Organisation"),
        "register": reach.holding("organisation.register"),
        "change": reach.within("governance.Organisation", "organisation.register"),
        "add_phone": reach.within("governance.Organisation", "organisation.register"),
    }
    shape = OrganisationShape
    filterset_class = OrganisationFilter
    sorts = {"id": "pk", "name": "pinyin", "registered_at": "registered_at"}

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user).for_list()

    @extend_schema(summary="登记单位", request=RegisterOrganisationOrder, responses={201: OrganisationShape})
    def register(self, request):
        order = self.ordered(RegisterOrganisationOrder)
        organisation = actions.register_organisation(**order, by=request.user, on=timezone.localdate())
        return self.created(organisation, "api:organisation")

    @extend_schema(summary="修改单位", request=ChangeOrganisationOrder, responses=OrganisationShape)
    def change(self, request, pk):
        organisation = self.get_object()
        version = self.version_read(organisation)
        order = {**_facts(organisation), **self.ordered(ChangeOrganisationOrder)}
        changed = actions.change_organisation(
            organisation, **order, by=request.user, on=timezone.localdate(), version=version
        )
        return self.answer(changed)

    @extend_schema(summary="添加电话", request=PhoneOrder, responses={201: OrganisationShape})
    def add_phone(self, request, pk):
        organisation = self.get_object()
        version = self.version_read(organisation)
        person_actions.add_phone(organisation, **self.ordered(PhoneOrder), by=request.user, version=version)
        return self.created(self.get_object(), "api:organisation")


def _facts(organisation):
    fields = ("kind", "name", "credit_code", "legal_representative", "address", "note")
    return {"area": organisation.area_id, **{field: getattr(organisation, field) for field in fields}}

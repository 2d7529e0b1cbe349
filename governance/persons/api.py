"""Persons for API clients: masks only; a full number comes in to be registered, and never goes out."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, Order, PlaceShape, Shape, place_code
from governance.api.views import Resource
from governance.identifiers.documents import DocumentKind
from governance.identifiers.ethnicity import ETHNICITIES
from governance.identifiers.resident_id import Sex
from governance.persons import actions
from governance.persons.filters import PersonFilter
from governance.persons.models import Person


class IdentifierShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    kind = Choice(DocumentKind.choices, help_text="证件类型")
    masked = serializers.CharField(help_text="证件号码（掩码）")
    is_primary = serializers.BooleanField(help_text="是否主要证件")
    starts_on = serializers.DateField(allow_null=True, help_text="启用日")


class PhoneShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    masked = serializers.CharField(help_text="电话号码（掩码）")
    kind = serializers.CharField(source="kind_name", help_text="号码类型")
    label = serializers.CharField(help_text="说明")  # type: ignore[assignment]  # DRF's own attribute, unused here
    is_primary = serializers.BooleanField(help_text="是否主要电话")


SAME_AS = "已确认与此人为同一人，应使用这条登记；null 表示没有，或不在可见范围内"


class SamePersonShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(help_text="姓名")


class PersonShape(Shape):
    example = {
        "id": 12,
        "name": "王建平",
        "sex": {"code": "male", "label": "男"},
        "birth_year": 1962,
        "ethnicity": {"code": "01", "label": "汉族"},
        "area": {"code": "310114001001", "name": "迎园社区居委会"},
        "address_area": None,
        "address": "",
        "note": "",
        "identifiers": [],
        "phones": [],
        "no_identifier_reason": "本人未带证件",
        "same_as": None,
        "registered_at": "2026-11-22T09:30:00+08:00",
        "version": 1,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(help_text="姓名")
    sex = Choice(Sex.choices, help_text="性别；未知为 null")
    birth_year = serializers.IntegerField(allow_null=True, help_text="出生年份")
    ethnicity = Choice(ETHNICITIES, help_text="民族（GB/T 3304）；未登记为 null")
    area = PlaceShape(help_text="登记区域")
    address_area = PlaceShape(allow_null=True, help_text="住址所在区域")
    address = serializers.CharField(help_text="详细住址")
    note = serializers.CharField(help_text="备注")
    identifiers = IdentifierShape(many=True, source="identifiers_now", help_text="在用证件")
    phones = PhoneShape(many=True, source="phones_now", help_text="在用电话")
    no_identifier_reason = serializers.CharField(help_text="未登记证件的原因")
    same_as = SamePersonShape(source="kept_entry", allow_null=True, help_text=SAME_AS)
    registered_at = serializers.DateTimeField(help_text="登记时间")
    version = serializers.IntegerField(help_text="版本")


def optional_text(longest, told, **kwargs):
    """An input field that may be empty or left out."""
    return serializers.CharField(max_length=longest, allow_blank=True, required=False, help_text=told, **kwargs)


def phone_numbers():
    number = serializers.CharField(max_length=30)
    return serializers.ListField(child=number, max_length=10, required=False, help_text="电话号码")


class FactsOrder(Order):
    """What is known of a person, all optional: the base of registering and of changing."""

    sex = serializers.ChoiceField(Sex.choices, allow_blank=True, required=False, help_text="性别代码")
    birth_on = serializers.DateField(allow_null=True, required=False, help_text="出生日期；证件能说明的可不填")
    ethnicity = serializers.ChoiceField(
        ETHNICITIES, allow_blank=True, required=False, help_text="民族代码（GB/T 3304）"
    )
    address_area = place_code(allow_blank=True, required=False, help_text="住址所在区域的 12 位区划代码")
    address = optional_text(200, "详细住址")
    note = optional_text(500, "备注")


class RegisterOrder(FactsOrder):
    example = {"area": "310114001001", "name": "王建平", "sex": "male", "no_identifier_reason": "本人未带证件"}

    area = place_code(help_text="登记区域的 12 位区划代码")
    name = serializers.CharField(max_length=50, help_text="姓名")
    kind = serializers.ChoiceField(DocumentKind.choices, source="document_kind", required=False, help_text="证件类型")
    number = optional_text(40, "证件号码", source="document_number")
    no_identifier_reason = optional_text(200, "没有证件号码时必填：原因")
    phones = phone_numbers()
    another_because = optional_text(200, "号码已有人登记时：为什么确是另一人")


class ChangeOrder(FactsOrder):
    example = {"address": "新成路 100 号"}

    area = place_code(required=False, help_text="登记区域的 12 位区划代码")
    name = serializers.CharField(max_length=50, required=False, help_text="姓名")


class IdentifierOrder(Order):
    kind = serializers.ChoiceField(DocumentKind.choices, help_text="证件类型")
    number = serializers.CharField(max_length=40, help_text="证件号码")
    starts_on = serializers.DateField(allow_null=True, required=False, help_text="启用日")
    another_because = optional_text(200, "号码已有人登记时：为什么确是另一人")


class PhoneOrder(Order):
    number = serializers.CharField(max_length=30, help_text="电话号码")
    label = optional_text(20, "说明，例如“单位”")


class Persons(Resource):
    """人员：自然人及其证件、电话（只给掩码）。"""

    label = "人员"
    reach = {
        "list": reach.holding("person.view"),
        "retrieve": reach.within("governance.Person"),
        "register": reach.holding("person.register"),
        "change": reach.within("governance.Person", "person.register"),
        "add_identifier": reach.within("governance.Person", "person.register"),
        "add_phone": reach.within("governance.Person", "person.register"),
    }
    shape = PersonShape
    filterset_class = PersonFilter
    sorts = {"id": "pk", "name": "pinyin", "registered_at": "registered_at"}

    def get_queryset(self):
        return Person.objects.visible_to(self.request.user).for_reader(self.request.user)

    def represent(self, row):
        fresh = Person.objects.for_reader(self.request.user).get(pk=row.pk)
        return self.shape().to_representation(fresh)

    @extend_schema(summary="登记人员", request=RegisterOrder, responses={201: PersonShape})
    def register(self, request):
        order = self.ordered(RegisterOrder)
        person = actions.register_person(**order, by=request.user, on=timezone.localdate())
        return self.created(person, "api:person")

    @extend_schema(summary="修改人员", request=ChangeOrder, responses=PersonShape)
    def change(self, request, pk):
        person = self.get_object()
        version = self.version_read(person)
        order = {**_facts(person), **self.ordered(ChangeOrder)}
        changed = actions.change_person(person, **order, by=request.user, on=timezone.localdate(), version=version)
        return self.answer(changed)

    @extend_schema(summary="添加证件", request=IdentifierOrder, responses={201: PersonShape})
    def add_identifier(self, request, pk):
        person = self.get_object()
        version = self.version_read(person)
        order = self.ordered(IdentifierOrder)
        actions.add_identifier(person, **order, by=request.user, on=timezone.localdate(), version=version)
        return self.created(self.get_object(), "api:person")

    @extend_schema(summary="添加电话", request=PhoneOrder, responses={201: PersonShape})
    def add_phone(self, request, pk):
        person = self.get_object()
        version = self.version_read(person)
        actions.add_phone(person, **self.ordered(PhoneOrder), by=request.user, version=version)
        return self.created(self.get_object(), "api:person")


def _facts(person):
    return {
        "area": person.area_id,
        "name": person.name,
        "sex": person.sex,
        "birth_on": person.birth_on,
        "ethnicity": person.ethnicity,
        "address_area": person.address_area_id or "",
        "address": person.address,
        "note": person.note,
    }

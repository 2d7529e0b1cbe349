"""Places for API clients: reference data for everyone who may call."""

from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, PlaceShape, Shape
from governance.api.views import Resource
from governance.areas import codes
from governance.areas.filters import AreaFilter
from governance.areas.models import Area


class AreaShape(Shape):
    example = {
        "code": "310114001000",
        "name": "新成路街道",
        "level": {"code": 4, "label": "乡级"},
        "kind": "街道",
        "parent": {"code": "310114000000", "name": "嘉定区"},
        "valid_from": None,
        "valid_to": None,
        "version": 1,
    }

    computed = {"kind": (codes.kind_name, ("code",))}

    code = serializers.CharField(source="pk", help_text="12 位区划代码")
    name = serializers.CharField(help_text="现名")
    level = Choice(list(enumerate(codes.LEVEL_NAMES)), help_text="级别")
    kind = serializers.CharField(help_text="区域类型")
    parent = PlaceShape(allow_null=True, help_text="直接上级；全国没有上级")
    valid_from = serializers.DateField(allow_null=True, help_text="启用日；null 表示未知或自始有效")
    valid_to = serializers.DateField(allow_null=True, help_text="停用日（当日起无效）；null 表示有效")
    version = serializers.IntegerField(help_text="版本")


class Areas(Resource):
    """区域：全国五级区划的树。"""

    label = "区域"
    reach = {"list": reach.signed_in, "retrieve": reach.signed_in}
    shape = AreaShape
    filterset_class = AreaFilter
    sorts = {"code": "pk"}

    def get_queryset(self):
        return Area.objects.for_list()

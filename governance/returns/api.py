"""Released tables for API clients: every edition with its rows, as they were released."""

from django.db.models import Prefetch
from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource
from governance.returns.declaring import kind_choices
from governance.returns.filters import EditionFilter
from governance.returns.models import ReturnEdition, ReturnRow

VALUES = {"child": serializers.CharField(), "help_text": "栏目代码到数值（准确值的文本；金额单位元，输出时才折算）"}


class RowShape(Shape):
    area = serializers.CharField(source="area_id", help_text="区域代码（12 位）")
    is_own = serializers.BooleanField(help_text="是否为填报单位本级")
    label = serializers.CharField(help_text="名称")
    note = serializers.CharField(help_text="说明：期间内启用、停用")
    figures = serializers.DictField(**VALUES)
    keyed = serializers.DictField(child=serializers.CharField(), help_text="填报单位填写的栏目")


class EditionShape(Shape):
    example = {
        "id": 12,
        "table": 7,
        "kind": {"code": "mediation_cases", "label": "人民调解案件情况统计表"},
        "area": "310114001001",
        "area_name": "迎园社区居委会",
        "period": "2026-03",
        "starts_on": "2026-03-01",
        "ends_on": "2026-03-31",
        "basis": "results",
        "number": 1,
        "reason": "",
        "submitted_at": "2026-04-02T09:30:00+08:00",
        "reviewed_at": "2026-04-03T10:00:00+08:00",
        "released_at": "2026-04-08T16:00:00+08:00",
        "missing": ["仓场社区居委会：待填报"],
        "missing_reason": "社区合署办公，逾期未报，经核实无案件",
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "rows": [
            {
                "area": "310114001001",
                "is_own": True,
                "label": "迎园社区居委会",
                "note": "",
                "figures": {"total": "12", "amount": "36600.5"},
                "keyed": {"prevented": "2"},
            }
        ],
    }

    id = serializers.IntegerField(source="pk", help_text="版次编号")
    table = serializers.IntegerField(source="filed_id", help_text="报表编号")
    kind = Choice(kind_choices(), source="filed.kind", help_text="报表")
    area = serializers.CharField(source="filed.area_id", help_text="填报单位的区域代码")
    area_name = serializers.CharField(source="filed.area.name", help_text="填报单位")
    period = serializers.CharField(source="filed.period", help_text="期间")
    starts_on = serializers.DateField(source="filed.starts_on", help_text="期间首日")
    ends_on = serializers.DateField(source="filed.ends_on", help_text="期间末日")
    basis = serializers.CharField(source="filed.basis", help_text="统计口径")
    number = serializers.IntegerField(help_text="版次；大于 1 的是更正")
    reason = serializers.CharField(help_text="更正原因")
    submitted_at = serializers.DateTimeField(help_text="报送时间")
    reviewed_at = serializers.DateTimeField(help_text="审核时间")
    released_at = serializers.DateTimeField(help_text="发布时间")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="发布时未报齐的单位；其数据由本系统直接生成"
    )
    missing_reason = serializers.CharField(help_text="未报齐而发布的原因")
    digest = serializers.CharField(help_text="数据摘要（SHA-256）")
    rows = RowShape(many=True, source="rows_now", help_text="各行，准确值")


class Returns(Resource):
    """已发布的统计报表：每一版的各行数据，发布后不再变动。"""

    label = "统计报表"
    reach = {"list": reach.holding("return.view"), "retrieve": reach.within("governance.ReturnEdition")}
    shape = EditionShape
    filterset_class = EditionFilter
    sorts = {"id": "pk", "released_at": "released_at"}

    def get_queryset(self):
        rows = Prefetch("rows", ReturnRow.objects.order_by("order"), to_attr="rows_now")
        released = ReturnEdition.objects.visible_to(self.request.user).released()
        return released.select_related("filed__area").prefetch_related(rows)

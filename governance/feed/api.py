"""`/api/v1/changes/`: whoever keeps a copy of what they may see reads here what changed since they last did."""

from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource
from governance.feed.models import FeedEntry
from governance.feed.pages import FeedPages

PUT, GONE = "put", "gone"
CHANGES = [(PUT, "新增或有变化"), (GONE, "不再可见")]


class ChangeShape(Shape):
    example = {
        "kind": "case",
        "id": 31,
        "change": {"code": "gone", "label": "不再可见"},
        "at": "2026-03-02T09:14:00+08:00",
        "data": None,
    }

    kind = serializers.CharField(help_text="种类：case 为调解案件")
    id = serializers.IntegerField(help_text="编号")
    change = Choice(
        CHANGES, help_text="put：以 data 覆盖本地的一份；gone：删去本地的一份（已删除、移出范围或者不再有权查看）"
    )
    at = serializers.DateTimeField(help_text="变更编号的时间")
    data = serializers.DictField(
        allow_null=True, help_text="这条记录现在的样子，与其列表接口的一项相同；gone 时为 null"
    )


class Changes(Resource):
    """变更：与门户保持一致的一份，从上次读到的地方接着读，不漏。名称的改动（区域、调委会、账号）不另列变更。"""

    label = "变更"
    reach = {"list": reach.signed_in}
    shape = ChangeShape
    pagination_class = FeedPages
    is_streamed = False
    is_read_anywhere = False  # a cursor must not run ahead of what it was read from

    def get_queryset(self):
        return FeedEntry.objects.all()

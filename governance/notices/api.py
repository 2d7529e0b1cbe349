"""Own notices over the API, for an app or a desktop of the office. API clients have none."""

from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Choice, PlaceShape, Shape
from governance.api.views import Resource
from governance.notices.filters import NoticeFilter
from governance.notices.models import Notice
from governance.notices.telling import tell

STATES = [("unread", "未读"), ("read", "已读"), ("snoozed", "已推迟"), ("done", "已办结"), ("withdrawn", "已撤回")]


class KindShape(Shape):
    code = serializers.CharField(source="rung", help_text="种类代码")
    label = serializers.CharField(help_text="种类名称")


class NoticeShape(Shape):
    example = {
        "id": 12,
        "kind": {"code": "posting.ending", "label": "任职即将到期"},
        "text": "林晓：迎园社区居委会人民调解员，最后一天是 2026-12-21。请办理延期，或安排接替。",
        "url": "/postings/7/",
        "area": {"code": "310114001001", "name": "迎园社区居委会"},
        "due_on": "2026-12-22",
        "on_behalf_of": None,
        "state": {"code": "unread", "label": "未读"},
        "shows_at": "2026-11-22T08:00:00+08:00",
        "read_at": None,
        "done_at": None,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    kind = KindShape(source="*", help_text="种类")
    text = serializers.CharField(help_text="提醒的内容；事项已不在管辖范围内时不含其内容")
    url = serializers.CharField(source="target", help_text="办理的页面；事项已不在管辖范围内时为空")
    area = PlaceShape(help_text="事项所在区域")
    due_on = serializers.DateField(allow_null=True, help_text="期限；没有期限的为 null")
    on_behalf_of = serializers.CharField(
        source="on_behalf_of_name", allow_null=True, help_text="代谁办理：请假人的姓名；本人的为 null"
    )
    state = Choice(STATES, help_text="状态")
    shows_at = serializers.DateTimeField(help_text="提醒时间；推迟的为再次提醒的时间")
    read_at = serializers.DateTimeField(allow_null=True, help_text="阅读时间")
    done_at = serializers.DateTimeField(allow_null=True, help_text="办结时间")


class Notices(Resource):
    """提醒：发给本人的到期与交办。"""

    label = "提醒"
    reach = {"list": reach.signed_in}
    shape = NoticeShape
    filterset_class = NoticeFilter
    sorts = {"id": "pk", "shows_at": "shows_at"}

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user).for_list()

    def prepare(self, rows):
        tell(rows, self.request.user)

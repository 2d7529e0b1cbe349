"""The years' calendars for API clients: which days are off, which weekend days are worked."""

from rest_framework import serializers

from governance.access import reach
from governance.api.shapes import Shape
from governance.api.views import Resource
from governance.calendars.models import CalendarYear


class DayShape(Shape):
    on = serializers.DateField(help_text="日期")
    is_workday = serializers.BooleanField(help_text="true 为调休上班，false 为放假")
    name = serializers.CharField(help_text="节日")


class CalendarShape(Shape):
    example = {
        "year": 2026,
        "title": "国务院办公厅关于2026年部分节假日安排的通知",
        "document_no": "",
        "issued_on": "2025-11-04",
        "version": 1,
        "days": [
            {"on": "2026-02-14", "is_workday": True, "name": "春节"},
            {"on": "2026-02-15", "is_workday": False, "name": "春节"},
        ],
    }

    year = serializers.IntegerField(help_text="年份")
    title = serializers.CharField(help_text="依据文件")
    document_no = serializers.CharField(help_text="文号")
    issued_on = serializers.DateField(help_text="发文日期")
    version = serializers.IntegerField(help_text="版本；更正一次加一")
    days = DayShape(many=True, source="listed", help_text="放假和调休上班的日期；其余日期按周一至周五上班")


class Calendars(Resource):
    """各年工作日历，全国适用。没有登记的年份暂按周末推算。"""

    label = "工作日历"
    reach = {"list": reach.signed_in, "retrieve": reach.signed_in}
    shape = CalendarShape
    sorts = {"year": "pk"}

    def get_queryset(self):
        return CalendarYear.objects.prefetch_related("days")

"""Documents for API clients: which official forms were made of a case, and whether they were signed; not the files."""

import django_filters
from rest_framework import serializers

from cases.documents.models import ProducedDocument
from governance.access import reach
from governance.api.shapes import Shape
from governance.api.views import Resource


class DocumentShape(Shape):
    example = {
        "id": 40,
        "form": "F02",
        "title": "人民调解受理登记表",
        "produced_at": "2026-03-04T09:32:00+08:00",
        "signed_at": None,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    form = serializers.CharField(help_text="文书代码")
    title = serializers.CharField(help_text="名称")
    produced_at = serializers.DateTimeField(help_text="制作时间")
    signed_at = serializers.DateTimeField(allow_null=True, help_text="签署时间；尚未签署为 null")


class DocumentFilter(django_filters.FilterSet):
    form = django_filters.CharFilter(label="文书代码", max_length=20)

    class Meta:
        model = ProducedDocument
        fields: list[str] = []


class CaseDocuments(Resource):
    """一件案件现有的文书：名称、制作和签署的时间。文书的内容不经接口给出。"""

    label = "案件文书"
    reach = {"list": reach.within("cases.Case")}
    shape = DocumentShape
    filterset_class = DocumentFilter
    sorts = {"id": "pk"}

    def get_queryset(self):
        return ProducedDocument.objects.known_to(self.request.user).standing().filter(case=self.kwargs["pk"])

import django_filters
from django.utils import timezone

from governance.areas.changes.models import AreaChange, ChangeKind
from governance.pages.filters import PlaceFilter

STATES = [("effective", "已生效"), ("coming", "未生效"), ("withdrawn", "已撤回")]


class AreaChangeFilter(django_filters.FilterSet):
    place = PlaceFilter(label="涉及区域", method="touches")
    kind = django_filters.ChoiceFilter(label="类型", choices=ChangeKind.choices)
    document = django_filters.CharFilter(label="文号包含", field_name="document_no", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label="状态", choices=STATES, method="in_state")

    class Meta:
        model = AreaChange
        fields = []

    def touches(self, rows, name, area):
        return rows.touching(area.code)

    def in_state(self, rows, name, value):
        today = timezone.localdate()
        if value == "withdrawn":
            return rows.filter(withdrawn_at__isnull=False)
        standing = rows.standing()
        return standing.filter(effective_on__lte=today) if value == "effective" else standing.coming(today)

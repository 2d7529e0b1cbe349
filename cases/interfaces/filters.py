import django_filters

from cases.intake.models import Organ
from cases.interfaces.models import Feedback, FeedbackKind
from governance.pages.filters import WithinFilter

RECEIVED = (("no", "未签收"), ("yes", "已签收"))


class FeedbackFilter(django_filters.FilterSet):
    organ = django_filters.ChoiceFilter(label="部门类型", choices=Organ.choices, field_name="referral__organ")
    kind = django_filters.ChoiceFilter(label="种类", choices=FeedbackKind.choices)
    received = django_filters.ChoiceFilter(label="签收", choices=RECEIVED, method="as_received")
    area = WithinFilter(label="区域", field_name="case__area_id")

    class Meta:
        model = Feedback
        fields: list[str] = []

    def as_received(self, queryset, name, value):
        return queryset.filter(received_at__isnull=value == "no")

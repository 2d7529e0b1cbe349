"""How lists of tables are narrowed; the API uses the second."""

import django_filters
from django.core.exceptions import ValidationError

from governance.errors import Invalid
from governance.identifiers.typed import compact
from governance.metrics.periods import parse
from governance.pages.filters import WithinFilter
from governance.returns.declaring import kind_choices
from governance.returns.models import Return, ReturnEdition
from governance.returns.states import State

LATE = (("yes", "逾期未报"),)


class PeriodFilter(django_filters.CharFilter):
    """A period as it is written: 2026, 2026-H1, 2026-Q1, 2026-03."""

    def __init__(self, **options):
        super().__init__(max_length=20, validators=[_require_period], **options)

    def filter(self, rows, value):
        return rows.filter(**{self.field_name: compact(value)}) if value else rows


def _require_period(text):
    try:
        parse(compact(text))
    except Invalid as refusal:
        raise ValidationError(refusal.message) from None


class ReturnFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="报表", choices=kind_choices)
    state = django_filters.ChoiceFilter(label="状态", choices=State.choices)
    period = PeriodFilter(label="期间（如 2026-03）", field_name="period")
    late = django_filters.ChoiceFilter(label="逾期", choices=LATE, method="as_late")
    area = WithinFilter(label="区域", field_name="area_id")

    class Meta:
        model = Return
        fields: tuple[str, ...] = ()

    def as_late(self, rows, name, value):
        return rows.late()


class EditionFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="报表", choices=kind_choices(), field_name="filed__kind")
    period = PeriodFilter(label="期间", field_name="filed__period")
    area = WithinFilter(label="区域", field_name="filed__area_id")

    class Meta:
        model = ReturnEdition
        fields: tuple[str, ...] = ()

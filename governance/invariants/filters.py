import django_filters

from governance.invariants.models import VerificationFinding, VerificationRun
from governance.invariants.registry import all_invariants


class RunFilter(django_filters.FilterSet):
    faulty = django_filters.BooleanFilter(label="发现问题", method="with_faults")

    class Meta:
        model = VerificationRun
        fields: list[str] = []

    def with_faults(self, rows, _, value):
        return rows.filter(fault_count__gt=0) if value else rows.filter(fault_count=0)


class FindingFilter(django_filters.FilterSet):
    check = django_filters.ChoiceFilter(
        label="核对项",
        field_name="result__code",
        choices=lambda: [(each.code, each.label) for each in all_invariants()],
        empty_label="全部核对项",
    )

    class Meta:
        model = VerificationFinding
        fields: list[str] = []

import django_filters

from governance.duplicates.models import DuplicateSuspicion, Verdict


class SuspicionFilter(django_filters.FilterSet):
    verdict = django_filters.ChoiceFilter(label="结论", choices=Verdict.choices)

    class Meta:
        model = DuplicateSuspicion
        fields: list[str] = []

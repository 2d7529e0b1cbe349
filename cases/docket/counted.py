"""Lists of what hangs on cases: where the volume was destroyed, its day and its figures are left, for figures alone."""

import django_filters


class CountedFilterSet(django_filters.FilterSet):
    """Rows of cases on file; behind a figure those that it counts, also of destroyed cases."""

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("figure"):
            queryset = queryset.on_file()
        return super().filter_queryset(queryset)

"""Filters that several lists share: a place with all below it, whether a dated row still stands, periods."""

from collections.abc import Iterator, Mapping

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from governance.areas import codes
from governance.pages.fields import PlaceField


class PlaceFilter(django_filters.Filter):
    """A place chosen by typing; what it means is said by `method`."""

    field_class = PlaceField


class WithinFilter(PlaceFilter):
    """Rows inside a place, by the column with their code."""

    def filter(self, rows, area):
        if area is None:
            return rows
        span = codes.code_range(area.code)
        return rows.filter(**{f"{self.field_name}__gte": span.first, f"{self.field_name}__lte": span.last})


class AtField(PlaceField):
    widget = forms.HiddenInput


class AtFilter(django_filters.Filter):
    """Rows at a place itself, without those below it; nobody types it, figures lead to it."""

    field_class = AtField

    def __init__(self, **options):
        super().__init__(label="仅本级", **options)

    def filter(self, rows, area):
        return rows if area is None else rows.filter(**{self.field_name: area.code})


class StandingFilter(django_filters.ChoiceFilter):
    """Rows that stand today or have ended, by the column with their end."""

    def __init__(self, *, ends="ends_on", standing="有效", ended="已终止", **options):
        super().__init__(choices=[("standing", standing), ("ended", ended)], **options)
        self.ends = ends

    def filter(self, rows, value):
        has_ended = Q(**{f"{self.ends}__lte": timezone.localdate()})
        return rows.filter(has_ended) if value == "ended" else rows.exclude(has_ended) if value else rows


def reversed_periods(chosen: Mapping) -> Iterator[str]:
    """Of pairs `…_from`, `…_to` among the values of a filter form, the ends that lie before their beginning."""
    for name, first in chosen.items():
        end = f"{name.removesuffix('_from')}_to"
        if name.endswith("_from") and first and chosen.get(end) and chosen[end] < first:
            yield end

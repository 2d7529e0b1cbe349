"""Filters of the account list."""

import django_filters
from django.db import models

from governance.access.roles import ROLES
from governance.areas.codes import code_range
from governance.pages.filters import PlaceFilter
from governance.people.models import Account, Posting


class AccountFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名或用户名", method="with_text", max_length=50)
    role = django_filters.ChoiceFilter(
        label="现任角色", method="with_role", choices=[(r.code, r.label) for r in ROLES.values() if not r.for_clients]
    )
    area = PlaceFilter(label="任职区域", method="with_area")
    is_active = django_filters.ChoiceFilter(
        label="状态", field_name="is_active", choices=[("True", "使用中"), ("False", "已停用")]
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def with_text(self, queryset, name, value):
        clean = value.replace("\x00", "")
        return queryset.filter(models.Q(name__icontains=clean) | models.Q(username__icontains=clean))

    def with_role(self, queryset, name, value):
        held = Posting.objects.active().filter(account=models.OuterRef("pk"), role=value)
        return queryset.filter(models.Exists(held))

    def with_area(self, queryset, name, area):
        span = code_range(area.code)
        held = Posting.objects.active().filter(area_id__gte=span.first, area_id__lte=span.last)
        return queryset.filter(models.Exists(held.filter(account=models.OuterRef("pk"))))

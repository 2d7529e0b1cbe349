"""Filters of the posting list."""

from datetime import timedelta

import django_filters
from django.db import models
from django.utils import timezone

from governance.access.roles import ROLES
from governance.pages.filters import WithinFilter
from governance.people.models import Posting

STATES = [("active", "有效"), ("coming", "未开始"), ("ended", "已结束"), ("ending", "30 天内到期")]
SOON = timedelta(days=30)


class PostingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名或用户名", method="with_text", max_length=50)
    role = django_filters.ChoiceFilter(label="角色", choices=[(role.code, role.label) for role in ROLES.values()])
    area = WithinFilter(label="区域", field_name="area_id")
    state = django_filters.ChoiceFilter(label="状态", method="with_state", choices=STATES)

    class Meta:
        model = Posting
        fields: list[str] = []

    def with_text(self, queryset, name, value):
        clean = value.replace("\x00", "")
        return queryset.filter(
            models.Q(account__name__icontains=clean)
            | models.Q(account__username__icontains=clean)
            | models.Q(client__name__icontains=clean)
        )

    def with_state(self, queryset, name, value):
        today = timezone.localdate()
        if value == "active":
            return queryset.active(today)
        if value == "coming":
            return queryset.filter(starts_on__gt=today)
        if value == "ending":
            return queryset.ending_by(today + SOON, today)
        return queryset.filter(ends_on__lte=today)

"""Filters of endpoints and of what was sent to them."""

import django_filters
from django import forms
from django.db import models
from django.utils import timezone

from governance.pages.filters import WithinFilter
from governance.webhooks.models import DeliveryState, Off, WebhookDelivery, WebhookEndpoint

STATES = [
    ("on", "使用中"),
    ("retrying", "送不到，正在重试"),
    ("off", "已停用（全部）"),
    ("gave_up", "已自动停用"),
    ("ended", "客户端已失效"),
]


class EndpointFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="客户端或地址", method="with_text", max_length=50)
    area = WithinFilter(label="区域", field_name="client__area_id")
    state = django_filters.ChoiceFilter(label="状态", method="in_state", choices=STATES)

    class Meta:
        model = WebhookEndpoint
        fields: list[str] = []

    def with_text(self, queryset, name, value):
        clean = value.replace("\x00", "")
        return queryset.filter(models.Q(client__name__icontains=clean) | models.Q(url__icontains=clean))

    def in_state(self, queryset, name, value):
        usable = queryset.usable(timezone.now())
        if value == "ended":
            return queryset.exclude(pk__in=usable.values("pk"))
        if value == "off":
            return usable.exclude(off="")
        if value == "gave_up":
            return usable.filter(off=Off.FAILING)
        return usable.filter(off="", failing_since__isnull=value == "on")


class DeliveryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="客户端或地址", method="with_text", max_length=50)
    state = django_filters.ChoiceFilter(label="状态", choices=DeliveryState.choices)
    made_from = django_filters.DateFilter(label="产生日不早于", field_name="made_at", lookup_expr="date__gte")
    made_to = django_filters.DateFilter(label="产生日不晚于", field_name="made_at", lookup_expr="date__lte")
    endpoint = django_filters.NumberFilter(
        label="推送地址编号", field_name="endpoint_id", max_value=2**31, widget=forms.HiddenInput
    )

    class Meta:
        model = WebhookDelivery
        fields: list[str] = []

    def with_text(self, queryset, name, value):
        clean = value.replace("\x00", "")
        return queryset.filter(
            models.Q(endpoint__client__name__icontains=clean) | models.Q(endpoint__url__icontains=clean)
        )

"""Filters of the trail, for its page and its export."""

from datetime import datetime, timedelta
from pathlib import Path

import django_filters
from django import forms
from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.audit.verbs import VERBS
from governance.pages.filters import WithinFilter
from governance.people.models import Account, ApiClient

LOOKING = ("trail.read", "trail.entry_read")


def subject_choices():
    """The kinds of subject, of the ground floor and of every wing, by the names that people know them by."""
    wings = [wing for wing in apps.get_app_configs() if Path(wing.path).parent == settings.BASE_DIR]
    models = [model for wing in wings for model in wing.get_models()]
    return sorted(((m._meta.model_name, str(m._meta.verbose_name)) for m in models), key=lambda each: each[1])


def verb_choices():
    return sorted(VERBS.items(), key=lambda each: each[0])


class TrailFilter(django_filters.FilterSet):
    who = django_filters.CharFilter(
        label="操作人", method="done_by", max_length=50, widget=forms.TextInput(attrs={"placeholder": "姓名或用户名"})
    )
    place = WithinFilter(label="区域（含下级）", field_name="area_id")
    verb = django_filters.ChoiceFilter(label="操作", choices=verb_choices, empty_label="全部操作")
    subject_type = django_filters.ChoiceFilter(label="对象类型", choices=subject_choices, empty_label="全部对象")
    subject_id = django_filters.CharFilter(label="对象编号", max_length=60)
    since = django_filters.DateFilter(label="自（日期）", method="recorded_since")
    until = django_filters.DateFilter(label="至（日期）", method="recorded_until")
    looks = django_filters.ChoiceFilter(
        label="查阅留痕的记录", method="with_looks", choices=[("yes", "包括")], empty_label="不包括"
    )

    class Meta:
        model = TrailEntry
        fields: list[str] = []

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        values = self.form.cleaned_data
        return rows if values.get("looks") or values.get("verb") in LOOKING else rows.exclude(verb__in=LOOKING)

    def done_by(self, rows, name, value):
        named = Q(name=value) | Q(username=value)
        accounts = Account.objects.filter(named).values("pk")
        clients = ApiClient.objects.filter(Q(name=value) | Q(key_id=value)).values("pk")
        return rows.filter(Q(account_id__in=accounts) | Q(client_id__in=clients))

    def recorded_since(self, rows, name, day):
        return rows.filter(recorded_at__gte=_midnight(day))

    def recorded_until(self, rows, name, day):
        return rows.filter(recorded_at__lt=_midnight(day + timedelta(days=1)))

    def with_looks(self, rows, name, value):
        return rows


def _midnight(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day))

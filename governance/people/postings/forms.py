"""Input of the posting pages. People think in last days; a posting keeps the first day on which it no longer holds."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from governance.access.roles import ROLES
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.people.models import Account
from governance.people.permissions import can_grant


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TermForm(PageForm):
    """First and last day of a posting."""

    starts_on = forms.DateField(label="开始日", widget=DayInput())
    last_day = forms.DateField(
        label="最后一天",
        required=False,
        help_text="当天仍有效，次日起失效；不填表示没有定期。",
        widget=DayInput(**{"data-quick": "no"}),
    )
    reason = forms.CharField(label="依据", max_length=200, help_text="例如：嘉新街办〔2026〕12 号，或选举结果公告。")

    def clean(self):
        cleaned = super().clean()
        last = cleaned.pop("last_day", None)
        cleaned["ends_on"] = last + timedelta(days=1) if last else None
        return cleaned

    def add_error(self, field, error):
        """The actions speak of `ends_on`; on the page that is the last day."""
        super().add_error("last_day" if field == "ends_on" else field, error)


class GrantForm(TermForm):
    """Who, what, where; `field_order` puts the dates last."""

    account = forms.ModelChoiceField(label="授予", queryset=Account.objects.none(), empty_label="请选择账号")
    role = forms.ChoiceField(label="角色")
    area = PlaceField(label="区域")
    field_order = ["account", "role", "area", "starts_on", "last_day", "reason"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Account.objects.visible_to(by, "posting.grant").filter(is_active=True).exclude(pk=by.pk)
        self.fields["account"].queryset = mine.order_by("name")
        self.fields["account"].label_from_instance = lambda row: f"{row.name}（{row.username}）"
        self.fields["role"].choices = [("", "请选择角色"), *_grantable(by)]
        self.initial.setdefault("starts_on", timezone.localdate())


class EndForm(PageForm):
    ends_on = forms.DateField(label="失效日", help_text="从这一天起不再有效；选今天即立即失效。", widget=DayInput())
    reason = forms.CharField(label="原因", max_length=200, help_text="例如：调离、任期届满、辞职。")


def _grantable(by):
    """Roles that `by` could grant somewhere: those whose verbs lie within one of their own places."""
    places = by.scope("posting.grant").places
    return [
        (role.code, role.label)
        for role in ROLES.values()
        if not role.for_clients and any(can_grant(by, role, place) for place in places)
    ]

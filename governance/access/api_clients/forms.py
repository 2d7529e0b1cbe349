"""Input of the client pages."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone

from governance.access.api_clients.actions import ALLOWED, clean_networks
from governance.access.api_clients.rules import MOST_A_MINUTE
from governance.access.roles import VERBS
from governance.errors import RuleError
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

OVERLAPS = [("0", "立即失效"), ("1", "1 小时"), ("24", "1 天"), ("168", "7 天")]


class ClientForm(PageForm):
    """What a client may do; `by` narrows the verbs to their own."""

    name = forms.CharField(label="名称", max_length=100, help_text="对接的系统，例如：区数据平台同步。")
    verbs = forms.MultipleChoiceField(label="允许的操作", widget=forms.CheckboxSelectMultiple)
    networks = forms.CharField(
        label="允许的网段",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="每行一个，例如 10.20.0.0/16 或 192.0.2.7；不填表示不限来源。",
    )
    rate_per_minute = forms.IntegerField(label="每分钟请求上限", min_value=1, max_value=MOST_A_MINUTE, initial=300)
    expires_on = forms.DateField(
        label="最后一天有效",
        widget=forms.DateInput(attrs={"type": "date", "data-quick": "no"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        mine = [verb for verb in VERBS if verb in ALLOWED and by.scope(verb)]
        self.fields["verbs"].choices = [(verb, VERBS[verb]) for verb in mine]
        self.initial.setdefault("expires_on", timezone.localdate() + timedelta(days=180))

    def clean_networks(self):
        lines = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        try:
            return clean_networks(lines)
        except RuleError as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean(self):
        cleaned = super().clean()
        last = cleaned.pop("expires_on", None)
        if last:
            midnight = datetime.combine(last + timedelta(days=1), time.min)
            cleaned["expires_at"] = timezone.make_aware(midnight)
        return cleaned

    def add_error(self, field, error):
        super().add_error("expires_on" if field == "expires_at" else field, error)


class NewClientForm(ClientForm):
    area = PlaceField(label="区域", help_text="客户端能看到的范围：该区域及下级。")
    field_order = ["name", "area", "verbs"]


class RotateForm(PageForm):
    hours = forms.ChoiceField(label="旧密钥", choices=OVERLAPS, initial="24", help_text="对接系统换密钥所需的时间。")

    @property
    def overlap(self):
        return timedelta(hours=int(self.cleaned_data["hours"]))


class RevokeForm(PageForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="会记入操作留痕，例如：对接项目结束。")

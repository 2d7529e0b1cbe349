"""Input of the webhook pages."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from governance.feed.registry import all_kinds
from governance.pages.fields import MomentField
from governance.pages.forms import PageForm
from governance.people.models import ApiClient
from governance.webhooks.addresses import LONGEST


class EndpointForm(PageForm):
    url = forms.CharField(
        label="地址",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
        help_text="对接方接收推送的地址，以 https:// 开头，例如 https://data.example.cn/portal。",
    )
    kinds = forms.MultipleChoiceField(
        label="推送哪些变更",
        widget=forms.CheckboxSelectMultiple,
        help_text="只推送种类和编号，不含内容；内容由对接方凭接口密钥读取。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.code, kind.label) for kind in all_kinds().values()]


class NewEndpointForm(EndpointForm):
    client = forms.ModelChoiceField(ApiClient.objects.none(), label="接口客户端", empty_label="请选择")
    field_order = ["client", "url", "kinds"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = ApiClient.objects.keepable_by(by, timezone.now()).order_by("name", "pk")


class SwitchOffForm(PageForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="会记入操作留痕，例如：对方系统维护。")


class ReplayForm(PageForm):
    since = MomentField(label="重发自何时起未送达的", help_text="按先后次序重发，消息编号不变，对方可据此识别重复。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", timezone.localtime() - timedelta(days=2))

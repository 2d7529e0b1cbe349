from django import forms

from governance.lookup.actions import RevealReason
from governance.pages.forms import PageForm


class LookupForm(PageForm):
    number = forms.CharField(
        label="证件号码、电话号码或统一社会信用代码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="须输入完整号码。查找会留痕。",
    )


class RevealForm(PageForm):
    reason = forms.ChoiceField(label="查看理由", choices=[("", "请选择"), *RevealReason.choices])
    explanation = forms.CharField(label="具体说明", max_length=200)

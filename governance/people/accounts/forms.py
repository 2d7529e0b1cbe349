"""Input of the account pages."""

from django import forms

from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm


class OpenAccountForm(PageForm):
    name = forms.CharField(label="姓名", max_length=50)
    username = forms.CharField(
        label="用户名",
        max_length=30,
        help_text="登录用。3 到 30 个小写字母、数字、点、横线或下划线，例如 zhoumin.xcl。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    area = PlaceField(label="所属区域", help_text="首次授予任职之前，由该区域的管理人员看到和管理这个账号。")


class ReasonForm(PageForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="会记入操作留痕，例如：已调离本街道。")

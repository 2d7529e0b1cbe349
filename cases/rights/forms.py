"""Input for a person's rights."""

from django import forms

from governance.pages.forms import PageForm


class ExportForm(PageForm):
    identity = forms.CharField(
        label="如何核对身份",
        max_length=200,
        initial="当面核对身份证件原件",
        help_text="只提供给本人、监护人或者受托人；文件 7 天后清除，证件和电话为掩码，不含他人的陈述。",
    )


class EraseForm(PageForm):
    reason = forms.CharField(label="删除的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

from django import forms

from governance.pages.forms import PageForm


class EraseForm(PageForm):
    reason = forms.CharField(label="清除理由", max_length=200, help_text="写明依据，如当事人的申请。理由会留痕。")

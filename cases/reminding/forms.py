from django import forms

from cases.reminding.actions import LONGEST
from governance.pages.forms import PageForm


class RemindForm(PageForm):
    text = forms.CharField(
        label="催办内容",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="承办人会立即收到提醒；内容也记入办案记录，能查阅案卷的人都看得到。",
    )

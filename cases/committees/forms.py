from django import forms

from governance.pages.forms import PageForm


class TermForm(PageForm):
    sign = forms.CharField(
        label="编号简称", max_length=20, help_text="区名一字加地名一至数字，同一区内不重复；写进案号，编号后不能再改。"
    )
    court = forms.CharField(label="所在地人民法院", max_length=60, required=False, help_text="写进司法确认告知。")
    term_starts_on = forms.DateField(label="任期开始", widget=forms.DateInput(attrs={"data-quick": "no"}))
    term_ends_on = forms.DateField(
        label="任期届满日",
        required=False,
        widget=forms.DateInput(attrs={"data-quick": "no"}),
        help_text="当日起届满；法定任期三年（《人民调解法》第九条）。",
    )


class EnterForm(TermForm):
    body = forms.ModelChoiceField(None, label="调委会", empty_label="请选择")

    field_order = ("body", "sign", "court", "term_starts_on", "term_ends_on")

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies

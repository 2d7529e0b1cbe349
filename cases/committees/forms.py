from django import forms

from cases.committees.models import Trade
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


class ParticularsForm(PageForm):
    """What the printed register (登记表) shows beside name, office and term."""

    code = forms.CharField(label="调委会编码", max_length=30, required=False)
    trade = forms.ChoiceField(
        label="行业、专业类型", choices=[("", "不是行业性、专业性"), *Trade.choices], required=False
    )
    premises = forms.CharField(
        label="办公场所", max_length=200, required=False, help_text="如：独立调解室 2 间 60 平方米，有标牌、印章。"
    )
    postcode = forms.CharField(label="邮政编码", max_length=6, required=False)
    fax = forms.CharField(label="传真", max_length=30, required=False)
    email = forms.EmailField(label="电子邮箱", max_length=100, required=False)
    longitude = forms.DecimalField(label="经度", max_digits=9, decimal_places=6, required=False)
    latitude = forms.DecimalField(label="纬度", max_digits=8, decimal_places=6, required=False)
    filing_no = forms.CharField(label="备案编号", max_length=60, required=False, help_text="区司法局的备案编号。")
    filed_on = forms.DateField(label="备案日期", required=False, widget=forms.DateInput(attrs={"data-quick": "no"}))

"""Input of the organisation pages."""

from django import forms

from governance.organisations.models import OrganisationKind
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.persons.forms import NO_MEMORY, PhonesField


class OrganisationForm(PageForm):
    kind = forms.ChoiceField(label="类型", choices=OrganisationKind.choices)
    name = forms.CharField(label="名称", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    credit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=NO_MEMORY),
        help_text="18 位；只有非法人组织可以没有。",
    )
    legal_representative = forms.CharField(label="法定代表人（负责人、经营者）", max_length=60, required=False)
    area = PlaceField(label="登记区域", help_text="决定哪些工作人员能看到这条登记。")
    address = forms.CharField(label="地址", max_length=200, required=False)
    note = forms.CharField(label="备注", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    another_because = forms.CharField(label="另行登记的理由", max_length=200, required=False)


class RegisterForm(OrganisationForm):
    phones = PhonesField(
        label="电话", required=False, help_text="固定电话、手机、400/800 或 5 至 6 位短号码；多个号码用逗号分开。"
    )

    field_order = (
        "kind",
        "name",
        "credit_code",
        "legal_representative",
        "phones",
        "area",
        "address",
        "note",
        "another_because",
    )

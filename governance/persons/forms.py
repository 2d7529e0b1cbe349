"""Input of the person pages. Numbers are checked by the actions; forms keep what was typed."""

import re

from django import forms
from django.urls import reverse_lazy

from governance.identifiers.documents import DocumentKind
from governance.identifiers.ethnicity import ETHNICITIES
from governance.identifiers.resident_id import Sex
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

SEXES = [("", "未登记"), *Sex.choices]
NO_MEMORY = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
ASK_NUMBER = {
    **NO_MEMORY,
    "hx-post": reverse_lazy("persons:told"),
    "hx-trigger": "change",
    "hx-target": "#told",
    "hx-swap": "outerHTML",
    "hx-include": "closest form",
}


class PhonesField(forms.CharField):
    """Several numbers in one box; cleans to a tuple of texts, which the action checks."""

    widget = forms.TextInput(attrs={**NO_MEMORY, "inputmode": "tel"})

    def clean(self, value):
        return tuple(part for part in re.split(r"[,，、;；\n]", super().clean(value)) if part.strip())


class DocumentFields(PageForm):
    kind = forms.ChoiceField(label="证件类型", choices=DocumentKind.choices, initial=DocumentKind.RESIDENT_ID)
    number = forms.CharField(label="证件号码", max_length=60, required=False, widget=forms.TextInput(attrs=ASK_NUMBER))


class ToldFields(PageForm):
    """What a resident ID tells by itself; typed only for other documents."""

    sex = forms.ChoiceField(label="性别", choices=SEXES, required=False)
    birth_on = forms.DateField(label="出生日期", required=False, widget=forms.DateInput(attrs={"data-quick": "no"}))


class AboutFields(PageForm):
    name = forms.CharField(label="姓名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class PlaceFields(PageForm):
    ethnicity = forms.ChoiceField(
        label="民族",
        choices=[("", "未登记"), *ETHNICITIES],
        required=False,
        help_text="打印申请书、协议书时使用。",
    )
    area = PlaceField(label="登记区域", help_text="决定哪些工作人员能看到这条登记。")
    address_area = PlaceField(label="住址所在区域", required=False)
    address = forms.CharField(label="详细住址", max_length=200, required=False)
    note = forms.CharField(
        label="备注",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不要在这里填写证件号码或电话。",
    )


class RegisterForm(PlaceFields, ToldFields, AboutFields, DocumentFields):
    """All of a registration. The template shows it in the order in which a clerk asks."""

    phones = PhonesField(label="电话", required=False, help_text="手机或带区号的固定电话；多个号码用逗号分开。")
    no_identifier_reason = forms.CharField(
        label="没有证件号码的原因", max_length=200, required=False, help_text="只在没有填写证件号码时填写。"
    )
    another_because = forms.CharField(label="确是另一人的理由", max_length=200, required=False)

    field_order = (
        "kind",
        "number",
        "no_identifier_reason",
        "name",
        "sex",
        "birth_on",
        "phones",
        "area",
        "address_area",
        "address",
        "ethnicity",
        "note",
        "another_because",
    )


class ChangeForm(PlaceFields, ToldFields, AboutFields):
    """What is known of a person. The date of birth is not shown beside a masked number: blank leaves it as it is."""

    field_order = ("name", "sex", "birth_on", "ethnicity", "area", "address_area", "address", "note")

    def __init__(self, *args, person, on, **kwargs):
        super().__init__(*args, **kwargs)
        if any(identifier.tells_birth for identifier in person.identifiers.current(on)):
            del self.fields["sex"], self.fields["birth_on"]
        else:
            known = f"现登记为 {person.birth_masked}，" if person.birth_year else ""
            self.fields["birth_on"].help_text = f"{known}留空表示不变。"


class IdentifierForm(PageForm):
    kind = forms.ChoiceField(label="证件类型", choices=DocumentKind.choices)
    number = forms.CharField(label="证件号码", max_length=60, widget=forms.TextInput(attrs=NO_MEMORY))
    starts_on = forms.DateField(label="启用日", required=False)
    another_because = forms.CharField(label="确是另一人的理由", max_length=200, required=False)


class EndIdentifierForm(PageForm):
    reason = forms.CharField(label="停用原因", max_length=200, help_text="例如：遗失补办、到期换证、号码登记有误。")


class PhoneForm(PageForm):
    number = forms.CharField(
        label="电话号码", max_length=40, widget=forms.TextInput(attrs={**NO_MEMORY, "inputmode": "tel"})
    )
    label = forms.CharField(label="说明", max_length=20, required=False, help_text="例如：本人、家属、单位前台。")

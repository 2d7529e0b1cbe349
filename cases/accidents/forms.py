"""Input for a road accident."""

from django import forms

from cases.accidents.facts import LONGEST_NUMBER, AccidentFacts
from governance.pages.forms import PageForm


class AccidentFields(forms.Form):
    certificate_no = forms.CharField(
        label="事故认定书编号",
        max_length=LONGEST_NUMBER,
        required=False,
        help_text="道路交通事故认定书上的编号；还没有认定的，以后再登记。",
    )
    certificate_on = forms.DateField(label="认定日期", required=False)
    certificate_by = forms.CharField(
        label="认定机关", max_length=100, required=False, help_text="例如：嘉定区公安分局交通警察支队。"
    )
    insurer = forms.CharField(label="保险公司", max_length=100, required=False, help_text="按保险单上的全称填写。")


class AccidentForm(AccidentFields, PageForm):
    @property
    def told(self) -> AccidentFacts:
        return accident_of(self.cleaned_data)


def accident_of(values: dict) -> AccidentFacts:
    return AccidentFacts(**{name: values[name] for name in AccidentFields.base_fields})

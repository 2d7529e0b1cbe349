"""Input for the organ of an API client."""

from django import forms

from cases.intake.models import Organ
from governance.pages.forms import PageForm


class OrganForm(PageForm):
    organ = forms.ChoiceField(label="部门类型", choices=[("", "请选择"), *Organ.choices])
    organ_name = forms.CharField(
        label="部门名称",
        max_length=100,
        help_text="与来函上的部门全称一字不差；该系统只能取回给这个部门的反馈。",
    )

"""Input for a grading."""

from django import forms
from django.utils import timezone

from cases.mediation.mediators.models import GradeLevel
from governance.pages.forms import PageForm


class GradeForm(PageForm):
    grade = forms.TypedChoiceField(
        label="等级",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[*GradeLevel.choices, ("", "取消等级")],
        widget=forms.RadioSelect,
    )
    granted_on = forms.DateField(label="评定日期", initial=timezone.localdate)
    decided_by = forms.CharField(label="评定单位", max_length=100, help_text="例如区人民调解员协会、区司法局。")
    letter_no = forms.CharField(label="文号", max_length=60, required=False)
    note = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="参考条件没有满足的，请说明仍然评定的理由；取消等级的，写明原因。",
    )

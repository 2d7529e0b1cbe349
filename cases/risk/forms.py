"""Input for assessments, reports and what was prevented."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.risk.codes import SIGNS, Forecast, ReportOrgan, RiskLevel

SIGN_CHOICES = [
    (f"通常为{RiskLevel(level).label}", [(sign.value, sign.label) for sign in signs]) for level, signs in SIGNS.items()
]


class AssessForm(HappenedForm):
    moments = ("assessed_at",)

    signs = forms.MultipleChoiceField(
        label="征兆", choices=SIGN_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.TypedChoiceField(
        label="风险等级",
        choices=[(level.value, level.label) for level in reversed(RiskLevel)],
        coerce=int,
        widget=forms.RadioSelect,
        help_text="橙色当日告知主任和街道；红色须立即向公安机关报告。",
    )
    assessed_at = HappenedField(label="评估时间")
    narrative = forms.CharField(
        label="情况",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="看到、听到什么；评为有风险的必须填写。",
    )
    measures = forms.CharField(
        label="防范措施",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如分别走访、避免接触、联系家属；评为有风险的必须填写。",
    )
    forecast = forms.ChoiceField(label="案件预测", choices=Forecast.choices, initial=Forecast.NONE)
    next_review_on = forms.DateField(label="下次复评日", required=False, help_text="不填则为规定的最后一天。")
    reason = forms.CharField(
        label="理由", required=False, max_length=500, help_text="降低等级，或者评得比征兆通常的等级低，须写明。"
    )


class ReportForm(HappenedForm):
    moments = ("reported_at",)

    organ = forms.ChoiceField(label="报告给", choices=ReportOrgan.choices)
    organ_name = forms.CharField(label="部门名称", max_length=100)
    person = forms.CharField(label="接报人", max_length=50, help_text="姓名或者警号。")
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.PHONE)
    reported_at = HappenedField(label="报告时间")
    text = forms.CharField(label="报告内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class RiskReplyForm(HappenedForm):
    moments = ("replied_at",)

    replied_at = HappenedField(label="答复时间")
    reply = forms.CharField(label="答复内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PreventionForm(HappenedForm):
    moments = ("confirmed_at",)

    kind = forms.ChoiceField(
        label="防止了什么",
        choices=[(each.value, each.label) for each in Forecast if each != Forecast.NONE],
        widget=forms.RadioSelect,
    )
    people = forms.IntegerField(label="涉及人数", min_value=1, max_value=100_000)
    evidence = forms.CharField(
        label="依据",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="原来有什么危险，做了什么，现在怎样；计入“防止激化”统计。",
    )
    confirmed_at = HappenedField(label="确认时间")

"""Input for what a court was asked, and what came of it."""

from django import forms

from cases.docket.forms import DatedForm
from cases.performance.courts.actions import outcomes_of
from cases.performance.models import RecourseKind


class RecourseForm(DatedForm):
    days = ("begun_on",)

    kind = forms.ChoiceField(label="途径", choices=RecourseKind.choices, widget=forms.RadioSelect)
    party = forms.ModelChoiceField(label="提出的一方", queryset=None, empty_label="请选择")
    begun_on = forms.DateField(label="提出日期")
    court = forms.CharField(label="人民法院", required=False, max_length=60)
    docket = forms.CharField(label="法院案号", required=False, max_length=60, help_text="如（2026）沪0114民初123号。")
    lapsed_reason = forms.CharField(
        label="超过申请执行期限的说明",
        required=False,
        max_length=200,
        help_text="期限为履行期限届满起两年；有中止、中断情形的写明，由法院审查。",
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.standing()


class RecourseEndForm(DatedForm):
    days = ("ended_on",)

    ended_on = forms.DateField(label="结束日期")
    outcome = forms.ChoiceField(label="结果类型", widget=forms.RadioSelect)
    result = forms.CharField(
        label="结果",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：调解撤诉、判决已生效、执行完毕、终结本次执行。收到的款项请另外登记履行。",
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, one.label) for one in outcomes_of(kind)]

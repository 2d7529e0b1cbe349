"""Input for the closing report, its approval, and taking a case up again."""

from django import forms

from cases.closing.reopening import grounds_of
from cases.closing.routes import routes_of
from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from governance.pages.forms import PageForm

PICK = ("", "请选择")


class ProposeClosingForm(HappenedForm):
    moments = ("proposed_at",)

    brief = forms.CharField(label="调解经过和结果", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    opinion = forms.CharField(label="结案意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    open_route = forms.ChoiceField(
        label="未履行完毕的后续途径",
        required=False,
        help_text="协议没有履行完毕就结案的，须写明后续途径，由主任决定；只列出与目前履行、司法确认和诉讼情况相符的。",
    )
    open_note = forms.CharField(label="未履行完毕的说明", required=False, max_length=300)
    proposed_at = HappenedField(label="报告时间")

    def __init__(self, *args, is_open_ended, **options):
        super().__init__(*args, **options)
        if not is_open_ended:
            del self.fields["open_route"], self.fields["open_note"]
        else:
            self.fields["open_route"].choices = [PICK, *((one.value, one.label) for one in routes_of(self.case))]


class ApproveClosingForm(HappenedForm):
    moments = ("approved_at",)

    decision = forms.CharField(label="审批意见", required=False, max_length=300, initial="同意结案。")
    approved_at = HappenedField(label="审批时间")


class ReturnClosingForm(PageForm):
    decision = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(HappenedForm):
    moments = ("reopened_at",)

    ground = forms.ChoiceField(label="原因", widget=forms.RadioSelect)
    reason = forms.CharField(label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    consented = forms.ModelMultipleChoiceField(
        label="同意恢复调解的当事人", queryset=None, widget=forms.CheckboxSelectMultiple, help_text="须各方都同意。"
    )
    channel = forms.ChoiceField(label="表示方式", choices=Channel.choices, initial=Channel.FACE)
    reopened_at = HappenedField(label="恢复时间")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["ground"].choices = [(one.value, one.label) for one in grounds_of(self.case)]
        self.fields["consented"].queryset = self.case.parties.standing()

    def clean_consented(self):
        return tuple(self.cleaned_data["consented"])

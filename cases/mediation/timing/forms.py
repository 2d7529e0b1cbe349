"""Input for extensions and suspensions."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.timing.models import SuspensionReason
from cases.parties.models import Representation
from governance.pages.forms import PageForm


class ProposeForm(HappenedForm):
    moments = ("proposed_at",)

    to_on = forms.DateField(label="延长至")
    reason = forms.CharField(label="延长理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    proposed_at = HappenedField(label="提出时间")


class ExtensionAnswerForm(HappenedForm):
    moments = ("said_at",)

    party = forms.ModelChoiceField(label="当事人", queryset=None, empty_label="请选择")
    agrees = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    representation = forms.ModelChoiceField(
        label="由谁表态",
        queryset=Representation.objects.none(),
        required=False,
        empty_label="本人",
        help_text="未成年人由监护人表态；代理人须有特别授权。",
    )
    channel = forms.ChoiceField(label="方式", choices=Channel.choices)
    said_at = HappenedField(label="时间")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        standing = self.case.parties.standing()
        self.fields["party"].queryset = standing
        speakers = Representation.objects.standing().filter(party__in=standing)
        if speakers.exists():
            self.fields["representation"].queryset = speakers
        else:
            del self.fields["representation"]


class ApproveForm(HappenedForm):
    moments = ("approved_at",)

    approved_at = HappenedField(label="批准时间")


class DropForm(PageForm):
    reason = forms.CharField(label="不延长的原因", max_length=200)


class SuspendForm(HappenedForm):
    moments = ("stopped_at",)

    reason = forms.ChoiceField(label="中止原因", choices=SuspensionReason.choices, widget=forms.RadioSelect)
    stopped_at = HappenedField(label="中止时间", help_text="自当日起停止计算期限，恢复后相应顺延。")
    note = forms.CharField(label="说明", required=False, max_length=200)


class ResumeForm(HappenedForm):
    moments = ("resumed_at",)

    resumed_at = HappenedField(label="恢复时间")
    note = forms.CharField(label="说明", required=False, max_length=200)

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm


class RightsForm(HappenedForm):
    """Rights and duties told to one party (F03)."""

    moments = ("told_at",)

    party = forms.ModelChoiceField(label="当事人", queryset=None, empty_label="请选择")
    channel = forms.ChoiceField(label="告知方式", choices=Channel.choices)
    taken_by = forms.CharField(
        label="接收人", required=False, max_length=100, help_text="不填即为本人；未成年人为监护人。"
    )
    told_at = HappenedField(label="告知时间")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.standing()

from django import forms

from cases.docket.forms import HappenedField, HappenedForm


class NoteForm(HappenedForm):
    moments = ("met_at",)

    party = forms.ModelChoiceField(label="与哪一方谈话", queryset=None, empty_label="请选择")
    met_at = HappenedField(label="谈话时间")
    text = forms.CharField(
        label="内容",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text="加密保存，只有本案主持、协办调解员能看；不进入检索、导出、文书和办案过程。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.standing()

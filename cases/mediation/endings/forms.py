"""Input for ends without an agreement."""

from django import forms

from cases.docket.codes import TERMINATIONS, Channel, Result
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.mediators.forms import WithNumber
from cases.mediation.telling.models import Remedy
from governance.pages.forms import PageForm


class EndForm(HappenedForm):
    happened_at = HappenedField(label="时间")
    remedies = forms.MultipleChoiceField(
        label="已告知的救济途径",
        choices=Remedy.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Remedy.COURT],
        help_text="《人民调解法》第二十六条：应当告知当事人可以通过仲裁、行政、司法等途径维护权利。",
    )
    told_by = forms.ChoiceField(label="告知方式", choices=Channel.choices, initial=Channel.FACE)
    note = forms.CharField(label="情况说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_remedies(self):
        return tuple(self.cleaned_data["remedies"])


class FailForm(EndForm):
    pass


class TerminateForm(EndForm):
    code = forms.ChoiceField(
        label="终止原因", choices=[(each.value, each.label) for each in TERMINATIONS], widget=forms.RadioSelect
    )
    party = forms.ModelChoiceField(
        label="哪一方",
        queryset=None,
        required=False,
        empty_label="—",
        help_text="要求终止的、不到场的、死亡或终止的一方；任何一方都可以随时要求终止。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.standing()
        self.order_fields(["code", "party", "happened_at", "note", "remedies", "told_by"])


class DeathForm(PageForm):
    party = forms.ModelChoiceField(label="当事人", queryset=None, empty_label="请选择")
    died_on = forms.DateField(label="死亡或终止日期")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.standing()


class HeirForm(WithNumber):
    """The heir, and of a minor the guardian, each found by number among the registered persons."""

    party = forms.ModelChoiceField(label="去世的当事人", queryset=None, empty_label="请选择")
    relation = forms.CharField(label="与去世当事人的关系", required=False, max_length=100)
    guardian_number = forms.CharField(
        label="监护人证件号码",
        required=False,
        max_length=40,
        help_text="继承人未成年的填写。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.filter(died_on__isnull=False)
        self.fields["number"].label = "继承人证件号码"
        self.fields["number"].required = True
        self.fields["number"].help_text = "须先登记为人员。"
        self.order_fields(["party", "number", "relation", "guardian_number"])


def suggested_end(case, unwilling, absences, needed):
    """What the page proposes: by whom it is ended when a party said no, or stayed away too often."""
    if unwilling:
        party = unwilling[0]
        code = Result.BY_APPLICANT if party.side == "applicant" else Result.BY_RESPONDENT
        return {"code": code, "party": party.pk}
    missing = next((pk for pk, times in absences.items() if times >= needed), None)
    return {"code": Result.ABSENT, "party": missing} if missing else {}

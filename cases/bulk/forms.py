"""What is said of a bulk act."""

from django import forms

from cases.bulk.actions import LEAVING
from cases.docket.codes import Channel
from cases.mediation.forms import CHECKED, MediatorChoice, MediatorsChoice
from cases.mediation.models import AssignmentMode
from cases.mediation.office import RECORD, in_office
from governance.pages.forms import PageForm
from governance.people.models import Account

SHARED = "选几位时，按现有负荷平均分配；分配结果先给您看，确认后才办理。"


class AssignManyForm(PageForm):
    hosts = MediatorsChoice(
        label="主持调解员",
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=SHARED,
    )
    recorder = MediatorChoice(
        label="记录人", queryset=Account.objects.none(), required=False, empty_label="由调解员记录"
    )
    mode = forms.ChoiceField(label="产生方式", choices=AssignmentMode.choices, widget=forms.RadioSelect)
    told_by = forms.ChoiceField(
        label="权利义务告知",
        required=False,
        choices=[("", "此前已逐一告知"), *Channel.choices],
        help_text="选“此前已逐一告知”的，尚未告知的案件不予办理，并说明缺哪一方。",
    )
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].initial = AssignmentMode.APPOINTED
        first, *also = places or ("",)
        self.fields["hosts"].queryset = in_office(first, also=also)
        self.fields["recorder"].queryset = in_office(first, RECORD, also=also)


class HandOverForm(PageForm):
    cases = forms.ModelMultipleChoiceField(label="移交的案件", queryset=None, widget=forms.CheckboxSelectMultiple)
    successors = MediatorsChoice(label="接任人", queryset=None, widget=forms.CheckboxSelectMultiple, help_text=SHARED)
    reason = forms.ChoiceField(label="原因", choices=[(each.value, each.label) for each in LEAVING])
    note = forms.CharField(label="说明", required=False, max_length=200)
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)

    def __init__(self, *args, assignments, places, without, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = self.fields["cases"].initial = assignments
        self.fields["cases"].label_from_instance = lambda each: f"{each.case}（{each.get_role_display()}）"
        first, *also = places
        self.fields["successors"].queryset = in_office(first, also=also).exclude(pk=without)

"""Input for assigning, answering, standing aside and replacing."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.checking import check_all
from cases.mediation.models import AssignmentMode, MediatorRole, ReplacementReason
from cases.mediation.office import MEDIATE, RECORD, in_office
from governance.pages.forms import PageForm
from governance.people.models import Account

CHECKED = "查出需要核实的情况时填写，如“各方均知情并接受”。"


class MediatorChoice(forms.ModelChoiceField):
    """An account in office, with what it carries now."""

    def label_from_instance(self, account):
        return f"{account.name}（在办 {account.load} 件）"


class MediatorsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, account):
        return f"{account.name}（在办 {account.load} 件）"


def fit_for(case, role, *, on, roles=None, without=()):
    """Accounts in office that no finding blocks, and the findings of all, by account."""
    also = case.assistances.standing().values_list("committee__area_id", flat=True) if role == MediatorRole.CO else ()
    accounts = in_office(case.area_id, roles or MEDIATE, also=also)
    accounts = accounts.exclude(pk__in=without)
    findings = check_all(case, accounts, role=role, on=on)
    blocked = [pk for pk, found in findings.items() if any(each.is_blocking for each in found)]
    told = [(account, findings[account.pk]) for account in accounts if findings[account.pk]]
    return accounts.exclude(pk__in=blocked), told


def _ask_about(form):
    """The word of what was found out is asked where a finding does not block."""
    if all(finding.is_blocking for _, findings in form.told for finding in findings):
        del form.fields["conflict_note"]


class AssignForm(HappenedForm):
    """Who mediates. `told`: findings of the conflict check, for the page beside the form."""

    moments = ("assigned_at",)

    mode = forms.ChoiceField(label="产生方式", choices=AssignmentMode.choices, widget=forms.RadioSelect)
    host = MediatorChoice(label="主持调解员", queryset=Account.objects.none(), empty_label="请选择")
    co_mediators = MediatorsChoice(
        label="协办调解员",
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recorder = MediatorChoice(
        label="记录人", queryset=Account.objects.none(), required=False, empty_label="由调解员记录"
    )
    told_by = forms.ChoiceField(
        label="权利义务告知",
        required=False,
        choices=[("", "此前已逐一告知"), *Channel.choices],
        help_text="指派时向各方告知权利义务的方式；未成年人由监护人接收。",
    )
    assigned_at = HappenedField(label="指派时间")
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].initial = AssignmentMode.APPOINTED
        self.fields["told_by"].initial = Channel.FACE
        fit, self.told = fit_for(self.case, MediatorRole.HOST, on=on)
        self.fields["host"].queryset = self.fields["co_mediators"].queryset = fit
        self.fields["recorder"].queryset, _ = fit_for(self.case, MediatorRole.RECORDER, on=on, roles=RECORD)
        _ask_about(self)


class AddMediatorForm(HappenedForm):
    moments = ("starts_at",)

    role = forms.ChoiceField(
        label="身份",
        choices=[(MediatorRole.CO, MediatorRole.CO.label), (MediatorRole.RECORDER, MediatorRole.RECORDER.label)],
        widget=forms.RadioSelect,
        initial=MediatorRole.CO,
    )
    account = MediatorChoice(label="人员", queryset=Account.objects.none(), empty_label="请选择")
    starts_at = HappenedField(label="起始时间")
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        standing = self.case.assignments.standing().values("account_id")
        fit, self.told = fit_for(self.case, MediatorRole.CO, on=on, roles=RECORD, without=standing)
        self.fields["account"].queryset = fit
        _ask_about(self)


class AnswerForm(PageForm):
    accepts = forms.TypedChoiceField(
        label="答复",
        choices=[("yes", "接受指派"), ("no", "不能承办")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="不能承办的原因", required=False, max_length=200, help_text="例如与一方当事人有利害关系；主任将另行指派。"
    )


class AskReplacementForm(HappenedForm):
    moments = ("asked_at",)

    reason = forms.ChoiceField(label="原因", choices=ReplacementReason.choices, widget=forms.RadioSelect)
    party = forms.ModelChoiceField(
        label="哪一方要求",
        queryset=None,
        required=False,
        empty_label="—",
        help_text="当事人要求更换的必选，不需要说明理由。",
    )
    channel = forms.ChoiceField(label="提出方式", choices=[("", "—"), *Channel.choices], required=False)
    asked_at = HappenedField(label="提出时间")
    note = forms.CharField(label="说明", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.standing()


class ReplaceForm(HappenedForm):
    """`asked`: the open wish, which says why by itself."""

    moments = ("replaced_at",)

    successor = MediatorChoice(label="接任人", queryset=Account.objects.none(), empty_label="请选择")
    reason = forms.ChoiceField(label="更换原因", choices=ReplacementReason.choices)
    party = forms.ModelChoiceField(label="要求更换的当事人", queryset=None, required=False, empty_label="—")
    replaced_at = HappenedField(label="更换时间")
    note = forms.CharField(label="说明", required=False, max_length=200)
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)

    def __init__(self, *args, assignment, asked, on, **kwargs):
        super().__init__(*args, **kwargs)
        roles = RECORD if assignment.role == MediatorRole.RECORDER else None
        fit, self.told = fit_for(self.case, assignment.role, on=on, roles=roles, without=[assignment.account_id])
        self.fields["successor"].queryset = fit
        self.fields["party"].queryset = self.case.parties.standing()
        if asked:
            del self.fields["reason"], self.fields["party"]
        _ask_about(self)

"""Input for handing over and taking over."""

from django import forms

from cases.committees.models import MediationCommittee
from cases.docket.forms import HappenedField, HappenedForm
from cases.ladder.handing import offered
from governance.areas import codes
from governance.pages.forms import PageForm


class CommitteeChoice(forms.ModelChoiceField):
    def label_from_instance(self, committee):
        return f"{committee.body.name}（{committee.area.name}）"


def receivers_for(case):
    """Committees of the same district other than the case's own, those above it first."""
    above = codes.ancestors(case.area_id)
    district = next((code for code in above if codes.level(code) == codes.COUNTY), above[0] if above else codes.ROOT)
    reach = codes.code_range(district)
    rows = MediationCommittee.objects.filter(area_id__gte=reach.first, area_id__lte=reach.last)
    rows = rows.filter(body__dissolved_on__isnull=True).exclude(pk=case.committee_id)
    return rows.select_related("body", "area").order_by("area_id", "pk")


class TransferForm(HappenedForm):
    moments = ("asked_at",)

    receiver = CommitteeChoice(label="移交给", queryset=None, empty_label="请选择")
    reason = forms.CharField(
        label="移交理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="疑难复杂、跨地区、跨单位的，由上级或者其他调委会调解（《人民调解工作若干规定》第二十一条）。",
    )
    items = forms.MultipleChoiceField(
        label="一并移交的材料",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="对方接收后只能看到勾选的材料；单独谈话笔记不移交。",
    )
    asked_at = HappenedField(label="提出时间")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers_for(self.case)
        choices = [(one.source, f"{one.title}（{one.kind.label}，{one.detail}）") for one in offered(self.case)]
        self.fields["items"].choices = choices
        self.fields["items"].initial = [source for source, _ in choices]
        if not choices:
            del self.fields["items"]


class TakeForm(HappenedForm):
    moments = ("accepted_at",)

    accepted_at = HappenedField(label="接收时间", help_text="另编案号，办理期限自接收受理之日起重新计算。")
    note = forms.CharField(label="说明", required=False, max_length=300)


class RefuseForm(PageForm):
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class JoinForm(HappenedForm):
    moments = ("joined_at",)

    committee = CommitteeChoice(label="参加的调委会", queryset=None, empty_label="请选择")
    reason = forms.CharField(label="联合的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    agreed_by = forms.CharField(label="对方同意人", max_length=100, help_text="参加的调委会由谁同意，如主任姓名。")
    joined_at = HappenedField(label="参加时间", help_text="案号和统计仍归本调委会；对方的调解员可以看到本案。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        joined = self.case.assistances.standing().values("committee_id")
        self.fields["committee"].queryset = receivers_for(self.case).exclude(pk__in=joined)


class LeaveForm(HappenedForm):
    moments = ("left_at",)

    left_at = HappenedField(label="退出时间")
    reason = forms.CharField(label="退出原因", max_length=200)


class NeedForm(HappenedForm):
    moments = ("noted_at",)

    department = forms.CharField(label="哪个部门", max_length=100, help_text="如：区住房保障和房屋管理局。")
    reason = forms.CharField(
        label="需要什么职权",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如：认定违法搭建并责令拆除。",
    )
    noted_at = HappenedField(label="登记时间")

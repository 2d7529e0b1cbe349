"""Input for checks and what they found."""

from django import forms

from cases.checks.models import Method
from cases.docket.codes import DisputeType
from cases.docket.forms import HappenedField, HappenedForm
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm


class CheckForm(HappenedForm):
    moments = ("checked_at",)

    place = forms.CharField(label="排查地点", max_length=200, help_text="如：迎园一村 1 至 20 号楼。")
    method = forms.ChoiceField(label="排查方式", choices=Method.choices, widget=forms.RadioSelect)
    checkers = forms.CharField(label="排查人", max_length=200, help_text="多人用顿号隔开。")
    note = forms.CharField(
        label="排查情况",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="没有发现矛盾的，写明走访户数等情况；发现的，登记后逐条添加。不要写证件号码和手机号。",
    )
    checked_at = HappenedField(label="排查时间")

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"] = forms.ModelChoiceField(committees, label="登记到", empty_label=None)
        if len(committees) == 1:
            self.fields["committee"].widget = forms.HiddenInput()


class FindingForm(PageForm):
    facts = forms.CharField(
        label="发现了什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="可能的矛盾、起因、现状。不要写证件号码和手机号。",
    )
    people = forms.CharField(label="涉及人员", max_length=200, required=False, help_text="如：3 号楼王某、李某两户。")
    dispute_type = forms.ChoiceField(
        label="纠纷类型", choices=[("", "按内容建议"), *DisputeType.choices], required=False
    )
    place_area = PlaceField(label="发生在哪个社区", required=False)
    place_text = forms.CharField(label="小区、楼栋、门牌", max_length=200, required=False)

"""Input for the register of mediators."""

from django import forms
from django.utils import timezone

from cases.docket.codes import DisputeType
from cases.mediation.models import Employment, Origin, OtherIdentity, PaidBar, TieKind
from governance.lookup.actions import look_up
from governance.pages.forms import PageForm


class WithNumber(PageForm):
    """A person or organisation found by a full number, in the scope of who types it."""

    number = forms.CharField(max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def found(self, field="number"):
        """(person, organisation) of the number; both None when it is empty or nobody's."""
        number = self.cleaned_data.get(field, "").strip()
        if not number:
            return None, None
        found = look_up(number, by=self.by, on=timezone.localdate())
        person = next(iter(found.persons), None)
        return person, None if person else next(iter(found.organisations), None)


class ProfileForm(WithNumber):
    employment = forms.ChoiceField(label="专兼职", choices=Employment.choices, widget=forms.RadioSelect)
    origin = forms.ChoiceField(label="产生方式", choices=Origin.choices, widget=forms.RadioSelect)
    grade = forms.TypedChoiceField(
        label="等级",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "未评定"), (1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")],
    )
    identities = forms.MultipleChoiceField(
        label="其他身份", choices=OtherIdentity.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    specialities = forms.MultipleChoiceField(
        label="擅长的纠纷类型",
        choices=DisputeType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="指派参考会先列擅长这类纠纷的调解员。",
    )
    paid_bar = forms.ChoiceField(
        label="不得领取补贴的身份",
        choices=PaidBar.choices,
        required=False,
        help_text="按规定不得兼职取酬的，不参加以案定补的分配。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "本人证件号码"
        self.fields["number"].help_text = "用来核对是否当事人；须先登记为人员。不改动的不必再填。"
        self.order_fields(["employment", "origin", "grade", "identities", "specialities", "paid_bar", "number"])


class TieForm(WithNumber):
    kind = forms.ChoiceField(label="关系", choices=TieKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "对方的证件号码、电话或统一社会信用代码"
        self.fields["number"].help_text = "须是已登记的人员或单位。"
        self.order_fields(["kind", "number", "note"])

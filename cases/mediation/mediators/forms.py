"""Input for the register of mediators."""

from django import forms
from django.utils import timezone

from cases.docket.codes import DisputeType
from cases.mediation.mediators.models import (
    Education,
    Employment,
    Marital,
    MediatorPost,
    Origin,
    OtherIdentity,
    PaidBar,
    Political,
    Standing,
)
from cases.mediation.mediators.particulars import NAMES, Particulars
from cases.mediation.models import TieKind
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

    post = forms.ChoiceField(label="调委会职务", choices=[("", "请选择"), *MediatorPost.choices], required=False)
    term_starts_on = forms.DateField(
        label="任期开始", required=False, widget=forms.DateInput(attrs={"data-quick": "no"})
    )
    term_ends_on = forms.DateField(
        label="任期届满日",
        required=False,
        widget=forms.DateInput(attrs={"data-quick": "no"}),
        help_text="当日起届满；法定任期三年（《人民调解法》第九条）。",
    )
    is_bought = forms.BooleanField(label="政府购买服务", required=False)
    political = forms.ChoiceField(label="政治面貌", choices=[("", "未填写"), *Political.choices], required=False)
    education = forms.ChoiceField(label="文化程度", choices=[("", "未填写"), *Education.choices], required=False)
    major = forms.CharField(label="所学专业", max_length=60, required=False)
    marital = forms.ChoiceField(label="婚姻状况", choices=[("", "未填写"), *Marital.choices], required=False)
    unit = forms.CharField(label="工作单位", max_length=100, required=False)
    occupation = forms.CharField(label="职业", max_length=50, required=False)
    title = forms.CharField(label="职称", max_length=50, required=False)
    studio = forms.CharField(label="调解工作室", max_length=60, required=False)
    email = forms.EmailField(label="电子邮箱", max_length=100, required=False)
    mediates_since = forms.IntegerField(label="从事调解工作起始年份", required=False, min_value=1950, max_value=2100)
    knowledge = forms.CharField(
        label="知识储备", max_length=200, required=False, help_text="如：熟悉物业、医疗法律知识。"
    )
    injury = forms.CharField(label="因公伤亡情况", max_length=200, required=False)
    career = forms.CharField(
        label="个人简历", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "本人证件号码"
        self.fields["number"].help_text = "用来核对是否当事人；须先登记为人员。不改动的不必再填。"
        first = ["post", "employment", "origin", "term_starts_on", "term_ends_on", "is_bought", "grade", "identities"]
        self.order_fields([*first, "specialities", "paid_bar", "number"])

    @property
    def particulars(self) -> Particulars:
        return Particulars(**{name: self.cleaned_data[name] for name in NAMES})


class BureauForm(PageForm):
    filing_no = forms.CharField(label="备案编号", max_length=60, help_text="区司法局的备案编号，同一区内不重复。")
    filed_on = forms.DateField(label="备案日期", initial=timezone.localdate)


class StandingForm(PageForm):
    status = forms.ChoiceField(label="状态", choices=Standing.choices, widget=forms.RadioSelect)
    since = forms.DateField(label="自何日起", initial=timezone.localdate)
    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="停用、罢免或者解聘的，写明《人民调解法》第十五条的情形和决定单位。",
    )


class TieForm(WithNumber):
    kind = forms.ChoiceField(label="关系", choices=TieKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "对方的证件号码、电话或统一社会信用代码"
        self.fields["number"].help_text = "须是已登记的人员或单位。"
        self.order_fields(["kind", "number", "note"])

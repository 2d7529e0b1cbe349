"""Input for binding, submitting, checking and lending volumes."""

from django import forms
from django.utils import timezone

from cases.archive.checks import ITEMS
from cases.archive.models import Access
from cases.docket.forms import HappenedField, HappenedForm
from governance.pages.forms import PageForm


class BindForm(PageForm):
    statement = forms.CharField(
        label="卷宗情况说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="材料缺损、抽出、补入、更正等情况；没有的不用填写。不能装订的文件会自动写入。",
    )


class RegisterForm(HappenedForm):
    moments = ("filed_at",)

    register = forms.CharField(label="登记册", max_length=40)
    page = forms.IntegerField(label="页码", min_value=1, max_value=10_000)
    filed_at = HappenedField(label="立卷时间")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        on = self.case.closed_on or timezone.localdate()
        self.fields["register"].initial = f"{on:%Y-%m} 口头协议登记册"
        del self.fields["late_reason"]


class SubmitForm(HappenedForm):
    moments = ("submitted_at",)

    submitted_at = HappenedField(label="报送时间")


class CheckForm(HappenedForm):
    """One box for each item of F24: how many points are taken off."""

    moments = ("checked_at",)

    defects = forms.CharField(
        label="存在问题", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    rectify_by = forms.DateField(label="整改期限", required=False, help_text="不合格退回的填写。")
    checked_at = HappenedField(label="评查时间")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for code, text, points in ITEMS:
            self.fields[code] = forms.IntegerField(
                label=f"{text.partition('：')[0]}（{points} 分）扣分",
                help_text=text.partition("：")[2],
                min_value=0,
                max_value=points,
                initial=0,
            )
        self.order_fields([*(code for code, _, _ in ITEMS), "defects", "rectify_by", "checked_at", "late_reason"])

    @property
    def asked(self) -> dict:
        """What the action takes."""
        lost = {code: self.cleaned_data[code] for code, _, _ in ITEMS}
        others = {name: value for name, value in self.cleaned_data.items() if name not in lost}
        return {**others, "lost": lost}


class AccessForm(PageForm):
    """`book` is asked where the volume has more than one in reach of who notes it."""

    book = forms.ModelChoiceField(label="哪一册", queryset=None, required=False, empty_label="全卷（副卷除外）")
    kind = forms.ChoiceField(label="方式", choices=Access.choices, widget=forms.RadioSelect, initial=Access.READ)
    who = forms.CharField(label="申请人", max_length=100)
    unit = forms.CharField(label="单位或身份", max_length=100, required=False)
    purpose = forms.CharField(label="用途", max_length=200)
    given = forms.CharField(
        label="提供的材料",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="当事人可以取得本人的申请书、通知、协议和本人的陈述；他人的陈述和调解笔录不提供。",
    )
    refused = forms.CharField(
        label="不予提供的材料和理由", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(label="应还日期", required=False, help_text="借出的填写。")
    happened_at = HappenedField(label="时间", initial=timezone.now)

    def __init__(self, *args, volume, actor, **options):
        super().__init__(*args, **options)
        books = volume.books.visible_to(actor)
        self.fields["book"].queryset = books
        if not books:
            del self.fields["book"]


class ReturnForm(PageForm):
    returned_on = forms.DateField(label="归还日期", initial=timezone.localdate)

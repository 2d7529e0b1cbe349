"""Input for binding, submitting, checking and lending volumes."""

from django import forms
from django.utils import timezone

from cases.archive.checks import ITEMS
from cases.archive.models import Access
from cases.archive.register import next_page, register_for
from cases.docket.forms import HappenedField, HappenedForm
from cases.intake.models import PaperKind
from governance.pages.forms import PageForm


class BindForm(PageForm):
    statement = forms.CharField(
        label="卷宗情况说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="材料缺损、抽出、补入、更正等情况；没有的不用填写。不能装订的文件会自动写入。",
    )


class TakeInForm(PageForm):
    """The scan of a paper, and what it is."""

    kind = forms.ChoiceField(label="材料", choices=PaperKind.choices)
    party = forms.ModelChoiceField(
        label="谁的材料", queryset=None, required=False, empty_label="全案", help_text="证件、授权委托书请选择当事人。"
    )
    file = forms.FileField(label="扫描件", help_text="PDF、照片或者 Word，不超过 40 MB；Word 不能装订，请尽量用 PDF。")

    def __init__(self, *args, case, **options):
        super().__init__(*args, **options)
        self.fields["party"].queryset = case.parties.all()


class RegisterForm(HappenedForm):
    moments = ("filed_at",)

    register = forms.CharField(label="登记册", max_length=40)
    page = forms.IntegerField(label="页码", min_value=1, max_value=10_000)
    filed_at = HappenedField(label="立卷时间")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        on = self.case.closed_on or timezone.localdate()
        called = register_for(self.case, on)
        self.fields["register"].initial = called
        self.fields["page"].initial = next_page(self.case.area_id, called)
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


class RectifyForm(PageForm):
    rectified_on = forms.DateField(label="整改日期", initial=timezone.localdate)
    note = forms.CharField(
        label="整改情况",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="另制了哪些更正文书、补正了什么；已归档的案卷本身不变动。",
    )


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

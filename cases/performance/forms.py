"""Input for performance, urging, and what a court was asked."""

from django import forms

from cases.agreements.amounts import MOST
from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.inquiry.forms import ManyFilesField
from cases.performance.models import Proof, RecourseKind, UrgingOutcome
from governance.pages.forms import PageForm

HELP = "转账截图、收条、照片或 PDF，每个不超过 20 MB，可以一次选多个；手机上可以直接拍照。"


class PerformForm(HappenedForm):
    """What was done of one obligation; of a payment how much. `is_sure` is asked once something looks odd."""

    moments = ("performed_at",)

    amount = forms.DecimalField(label="金额（元）", max_value=MOST)
    is_whole = forms.TypedChoiceField(
        label="完成情况",
        choices=[("yes", "全部完成"), ("no", "部分完成")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    performed_at = HappenedField(label="履行时间")
    proof = forms.ChoiceField(label="凭证", choices=Proof.choices, widget=forms.RadioSelect)
    uploads = ManyFilesField(label="凭证文件", required=False, help_text=HELP)
    confirmed_by = forms.ModelChoiceField(
        label="由谁确认", queryset=None, required=False, empty_label="—", help_text="凭证选“对方确认”时填写。"
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="没有凭证文件的，请写明凭证的情况，例如：现金，收款人当面点清。",
    )
    is_sure = forms.BooleanField(label="确认无误：确为另一笔，或者确有多付", required=False)

    def __init__(self, *args, obligation, **kwargs):
        super().__init__(*args, **kwargs)
        is_payment = obligation.kind == "pay"
        del self.fields["is_whole" if is_payment else "amount"]
        if not is_payment:
            self.fields["proof"].choices = [one for one in Proof.choices if one[0] != Proof.TRANSFER]
        if not self.is_bound:
            del self.fields["is_sure"]
        self.fields["confirmed_by"].queryset = self.case.parties.exclude(pk=obligation.debtor_id)


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤销原因", max_length=200)


class UrgeForm(HappenedForm):
    moments = ("urged_at",)

    party = forms.ModelChoiceField(label="督促哪一方", queryset=None, empty_label=None)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.PHONE)
    urged_at = HappenedField(label="督促时间")
    outcome = forms.ChoiceField(label="结果", choices=UrgingOutcome.choices, widget=forms.RadioSelect)
    promised_on = forms.DateField(label="承诺在哪一天前履行", required=False, help_text="承诺履行的填写。")
    note = forms.CharField(label="对方的说法", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, debtors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = debtors


class RecourseForm(PageForm):
    kind = forms.ChoiceField(label="途径", choices=RecourseKind.choices, widget=forms.RadioSelect)
    party = forms.ModelChoiceField(label="提出的一方", queryset=None, empty_label="请选择")
    begun_on = forms.DateField(label="提出日期")
    court = forms.CharField(label="人民法院", required=False, max_length=60)
    docket = forms.CharField(label="法院案号", required=False, max_length=60, help_text="如（2026）沪0114民初123号。")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.standing()


class RecourseEndForm(PageForm):
    ended_on = forms.DateField(label="结束日期")
    result = forms.CharField(
        label="结果",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：调解撤诉、判决已生效、执行完毕、终结本次执行。收到的款项请另外登记履行。",
    )

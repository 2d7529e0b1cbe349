"""Input for performance and urging."""

from django import forms

from cases.agreements.amounts import MOST
from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.inquiry.forms import ManyFilesField
from cases.performance.actions import may_confirm
from cases.performance.models import Proof, UrgingOutcome
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
        self.fields["confirmed_by"].queryset = may_confirm(self.case, obligation)


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤销原因", max_length=200)


class UrgeForm(HappenedForm):
    moments = ("urged_at",)

    party = forms.ModelChoiceField(label="督促哪一方", queryset=None, empty_label=None)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.PHONE)
    urged_at = HappenedField(label="督促时间")
    outcome = forms.ChoiceField(label="结果", choices=UrgingOutcome.choices, widget=forms.RadioSelect)
    promised_on = forms.DateField(label="承诺在哪一天前履行", required=False, help_text="承诺履行的填写。")
    has_told = forms.BooleanField(
        label="已告知各方救济途径",
        required=False,
        help_text="逾期或者拒绝履行的：可以请求基层人民政府处理，也可以就协议的履行向人民法院起诉；"
        "经司法确认的，可以申请强制执行。告知后不再提醒督促。",
    )
    note = forms.CharField(label="对方的说法", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, debtors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = debtors

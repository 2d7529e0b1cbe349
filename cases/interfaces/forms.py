"""Input for feedback, its receipt and its answer."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.interfaces.actions import kinds_for
from cases.interfaces.models import FeedbackKind
from cases.mediation.inquiry.forms import ManyFilesField
from governance.pages.forms import PageForm

SCAN_HELP = "照片或 PDF，每个不超过 20 MB。"


class FeedbackForm(HappenedForm):
    moments = ("sent_at",)

    kind = forms.ChoiceField(label="反馈什么", widget=forms.RadioSelect)
    text = forms.CharField(
        label="办理情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="只写结果和履行情况；调解中各方的陈述不反馈。",
    )
    agreed_facts = forms.CharField(
        label="无争议事实",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="只填写经各方当事人签名确认的无争议事实；没有的不填。",
    )
    requested_on = forms.DateField(
        label="当事人书面申请日期",
        required=False,
        help_text="协议已履行、当事人书面申请不予处罚的，由公安机关决定（《治安管理处罚法》第九条）。",
    )
    uploads = ManyFilesField(label="书面申请扫描件", required=False, help_text=SCAN_HELP)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.LETTER)
    sent_at = HappenedField(label="反馈时间")

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, case=referral.case, **kwargs)
        kinds = kinds_for(referral.case, referral)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value
        if FeedbackKind.COURT_END not in kinds:
            del self.fields["agreed_facts"]
        if FeedbackKind.POLICE not in kinds:
            del self.fields["requested_on"], self.fields["uploads"]


class ReceiptForm(PageForm):
    received_at = HappenedField(label="签收时间")
    received_by = forms.CharField(label="签收人", max_length=50)
    receipt_no = forms.CharField(label="回执编号", max_length=60, required=False)


class AnswerForm(PageForm):
    replied_on = forms.DateField(label="答复日期")
    reply = forms.CharField(label="答复内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    uploads = ManyFilesField(label="答复文书、签收回执", required=False, help_text=SCAN_HELP)

"""Input for investigations and evidence."""

from django import forms
from django.utils import timezone

from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.inquiry.models import EvidenceKind
from governance.pages.forms import PageForm

PHOTOS = "image/*,.heic,application/pdf,.docx"
HELP = "照片、PDF 或 Word 文档，可以一次选多个；手机上可以直接拍照，过大的照片自动缩小，其他文件每个不超过 20 MB。"


class InvestigateForm(HappenedForm):
    moments = ("starts_at", "ends_at")

    starts_at = HappenedField(label="开始时间")
    ends_at = HappenedField(label="结束时间")
    place = forms.CharField(label="地点", max_length=200)
    asked = forms.CharField(label="被调查人", max_length=300, help_text="多人用顿号隔开；现场查看的，填写在场人。")
    asked_about = forms.CharField(label="单位、与当事人关系", required=False, max_length=200)
    present = forms.CharField(label="其他参加人", required=False, max_length=200)
    text = forms.CharField(label="调查内容", max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))

    def clean_asked(self):
        names = self.cleaned_data["asked"].replace("，", "、").split("、")
        return tuple(name.strip() for name in names if name.strip())


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, each checked as one."""

    def __init__(self, **options):
        super().__init__(widget=ManyFilesInput(attrs={"accept": PHOTOS}), max_length=160, **options)

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return tuple(
            upload for upload in (super(ManyFilesField, self).clean(each, initial) for each in given) if upload
        )


class EvidenceForm(PageForm):
    name = forms.CharField(label="名称", max_length=100, help_text="例如：渗水照片、租赁合同。")
    uploads = ManyFilesField(label="文件", required=False, help_text=HELP)
    kind = forms.ChoiceField(label="种类", choices=EvidenceKind.choices, initial=EvidenceKind.PHOTO)
    party = forms.ModelChoiceField(label="提供的当事人", queryset=None, required=False, empty_label="不是当事人")
    provider = forms.CharField(
        label="其他提供人", required=False, max_length=100, help_text="当事人以外的人提供时填写。"
    )
    pages = forms.IntegerField(label="页数", initial=1, min_value=1, max_value=5000)
    is_original = forms.BooleanField(label="原件", required=False)
    taken_on = forms.DateField(label="取得日期")
    note = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, files=None, *, case, **kwargs):
        super().__init__(data, files, **kwargs)
        self.fields["party"].queryset = case.parties.standing()
        self.fields["taken_on"].initial = timezone.localdate


class MoreFilesForm(PageForm):
    uploads = ManyFilesField(label="文件", help_text=HELP)


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤回原因", max_length=200)

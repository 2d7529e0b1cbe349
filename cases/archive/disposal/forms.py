"""Input for holds and lists of destruction."""

from django import forms
from django.utils import timezone

from cases.archive.models import Volume
from governance.pages.forms import PageForm

SHOWN = 200


class HoldForm(PageForm):
    reason = forms.CharField(label="暂缓销毁的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    letter_no = forms.CharField(label="依据文号", max_length=60, required=False)


class ReasonForm(PageForm):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ApproveForm(PageForm):
    """Nothing to fill in: the question is asked before it is sent."""


class ProposeForm(PageForm):
    volumes = forms.ModelMultipleChoiceField(label="保管期满的案卷", queryset=None, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="销毁理由", max_length=300, initial="保管期满，经鉴定无继续保存价值。")

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        over = Volume.objects.visible_to(by).term_over(timezone.localdate()).order_by("kept_until", "pk")
        self.fields["volumes"].queryset = Volume.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:SHOWN]))
        self.fields["volumes"].label_from_instance = lambda one: f"{one.number}（保管至 {one.kept_until}）"

    def clean_volumes(self):
        return list(self.cleaned_data["volumes"])

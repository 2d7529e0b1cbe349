"""Input for holds and lists of destruction."""

from django import forms
from django.utils import timezone

from cases.archive.disposal.actions import MOST
from cases.archive.models import Volume
from governance.pages.forms import PageForm

SHOWN = 100


class HoldForm(PageForm):
    reason = forms.CharField(label="暂缓销毁的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    letter_no = forms.CharField(label="依据文号", max_length=60, required=False)


class ReasonForm(PageForm):
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ApproveForm(PageForm):
    """Nothing to fill in: the question is asked before it is sent."""


PICKED, ALL = "picked", "all"


class ProposeForm(PageForm):
    """Some of those whose term ended first, ticked; or all until a day, which may be thousands."""

    which = forms.ChoiceField(label="列入清册", widget=forms.RadioSelect, initial=PICKED)
    until = forms.DateField(
        label="保管期满不晚于", required=False, help_text="选择“全部”时填写；不填为今天以前期满的。"
    )
    volumes = forms.ModelMultipleChoiceField(
        label="勾选的案卷", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="销毁理由", max_length=300, initial="保管期满，经鉴定无继续保存价值。")

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.over = Volume.objects.visible_to(by, "archive.destroy").to_appraise(timezone.localdate())
        count = self.over.count()
        first = list(self.over.order_by("kept_until", "pk").values_list("pk", flat=True)[:SHOWN])
        self.fields["which"].choices = (
            (PICKED, "下面勾选的"),
            (ALL, f"全部，现有 {count:,} 卷（一份最多 {MOST:,} 卷）"),
        )
        self.fields["volumes"].queryset = Volume.objects.filter(pk__in=first).order_by("kept_until", "pk")
        self.fields["volumes"].label_from_instance = lambda one: f"{one.number}（保管至 {one.kept_until}）"
        if count > SHOWN:
            self.fields["volumes"].help_text = f"只列出最早期满的 {SHOWN} 卷；更多的请用“全部”。"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("which") == PICKED and not cleaned.get("volumes"):
            self.add_error("volumes", "请选择要销毁的案卷。")
        return cleaned

    @property
    def asked(self) -> dict:
        """What the action takes."""
        if self.cleaned_data["which"] == PICKED:
            volumes = list(self.cleaned_data["volumes"])
        else:
            until = self.cleaned_data["until"]
            rows = self.over.filter(kept_until__lte=until) if until else self.over
            volumes = list(rows.order_by("kept_until", "pk").only("pk")[: MOST + 1])
        return {"volumes": volumes, "reason": self.cleaned_data["reason"]}

"""Input for a version of a text, and for taking one back."""

from django import forms
from django.urls import reverse

from governance.errors import Invalid
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.texts.actions import checked_words
from governance.texts.kinds import TextKind


class PlaceChoice(PageForm):
    place = PlaceField(label="查看哪个区域的用语", required=False)


class TextForm(PageForm):
    """`expected`: what the page saw of this text at this place when it was opened."""

    words = forms.CharField(label="内容", help_text="每行一段。花括号里的是占位符，制作时换成案件的内容。")
    starts_on = forms.DateField(label="启用日", help_text="自这一天起收到的案件适用；此前的案件沿用原来的内容。")
    reason = forms.CharField(label="修改理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kind: TextKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        live = {
            "hx-post": reverse("texts:preview", args=[kind.key]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#preview",
            "hx-swap": "outerHTML",
            "hx-include": "this",
        }
        self.fields["words"] = forms.CharField(
            label="内容",
            max_length=kind.longest,
            widget=forms.Textarea(attrs={"rows": 3 if kind.is_one_line else 14, **live}),
            help_text=self.base_fields["words"].help_text,
        )
        self.order_fields(["words", "starts_on", "reason"])

    def clean_words(self):
        try:
            return checked_words(self.kind, self.cleaned_data["words"])
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from None


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

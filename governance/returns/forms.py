"""What is typed about tables."""

from django import forms
from django.utils import timezone

from governance.errors import Invalid
from governance.identifiers.typed import compact
from governance.metrics.periods import parse, period_of
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.returns.declaring import TABLES, Entry, TableKind, kind_choices
from governance.returns.models import Decision

BY_RULE = (("", "按本区规定"),)


class OpenForm(PageForm):
    """Which table of which place and period."""

    kind = forms.ChoiceField(label="报表", choices=kind_choices)
    area = PlaceField(label="填报单位")
    period = forms.CharField(
        label="期间",
        max_length=20,
        help_text="月 2026-03、季 2026-Q1、半年 2026-H1、年 2026；未结束的期间只能编制草稿。",
    )
    basis = forms.ChoiceField(label="统计口径", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        bases = {code: label for kind in TABLES.values() for code, label in kind.bases}
        self.fields["basis"].choices = [*BY_RULE, *bases.items()]
        self.fields["period"].initial = period_of("month", timezone.localdate()).one_before().code

    def clean_period(self):
        text = compact(self.cleaned_data["period"])
        try:
            return parse(text).code
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from None


class KeyedForm(PageForm):
    """The columns that the portal does not know, for the unit's own row."""

    def __init__(self, *args, kind: TableKind, **kwargs):
        super().__init__(*args, **kwargs)
        for column in kind.keyed:
            label = f"{column.label}（{column.unit}）"
            if column.entry is Entry.MONEY:
                self.fields[column.code] = forms.DecimalField(
                    label=label, required=False, min_value=0, max_digits=14, decimal_places=2
                )
            else:
                self.fields[column.code] = forms.DecimalField(
                    label=label, required=False, min_value=0, max_digits=9, decimal_places=0
                )


class ExplainForm(PageForm):
    """A word on each warning; `texts` are those that were given."""

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        for one in found:
            self.fields[f"text_{one.code}"] = forms.CharField(
                label=f"{one.label}：情况说明",
                required=False,
                max_length=500,
                initial=one.explanation,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def texts(self) -> dict[str, str]:
        given = {name.removeprefix("text_"): text.strip() for name, text in self.cleaned_data.items()}
        return {code: text for code, text in given.items() if text}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.texts:
            raise forms.ValidationError("请至少填写一项情况说明。")
        return cleaned


class SubmitForm(PageForm):
    head = forms.CharField(label="单位负责人", max_length=50, required=False)


class ReviewForm(PageForm):
    decision = forms.ChoiceField(label="结论", choices=Decision.choices)
    opinion = forms.CharField(
        label="意见",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回的须写明。",
    )


class ReleaseForm(PageForm):
    """`missing`: the units that have not filed, who releases all the same says why."""

    def __init__(self, *args, missing, **kwargs):
        super().__init__(*args, **kwargs)
        if missing:
            self.fields["reason"] = forms.CharField(
                label="未报齐而发布的原因",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="单位名单和原因留存在这一版，并印在表上。未报单位的数据由本系统直接生成。",
            )


class ReasonForm(PageForm):
    reason = forms.CharField(label="更正原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CalendarForm(forms.Form):
    """Of which place the calendar is, and of which table."""

    place = PlaceField(label="区域", required=False)
    kind = forms.ChoiceField(label="报表", required=False)

    def __init__(self, data):
        kinds = kind_choices()
        given = {"kind": data.get("kind") or (kinds[0][0] if kinds else "")}
        super().__init__(given | {name: data.get(name, "") for name in ("place", "place_text")})
        self.fields["kind"].choices = kinds

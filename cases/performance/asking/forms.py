"""Input of a party by its link, and of who makes a link."""

from django import forms

from cases.agreements.wording import sentence
from cases.performance.asking.actions import Said
from cases.performance.asking.models import Says
from governance.pages.forms import PageForm


class LinkForm(PageForm):
    party = forms.ModelChoiceField(label="给哪一方", queryset=None, empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.standing().order_by("side", "seq")


class AnswerForm(PageForm):
    """For each obligation what happened; what is left open is not answered."""

    def __init__(self, *args, obligations, **kwargs):
        super().__init__(*args, **kwargs)
        self.obligations = obligations
        for one in obligations:
            self.fields[f"says_{one.pk}"] = forms.ChoiceField(
                label=sentence(one), choices=Says.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"done_on_{one.pk}"] = forms.DateField(label="哪一天履行的", required=False)
            self.fields[f"note_{one.pk}"] = forms.CharField(label="想说明的情况", required=False, max_length=200)

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(f"says_{one.pk}") for one in self.obligations):
            self.add_error(None, "请至少选择一项的履行情况。")
        return cleaned

    @property
    def said(self) -> list[Said]:
        values = self.cleaned_data
        return [
            Said(one.pk, values[f"says_{one.pk}"], values.get(f"done_on_{one.pk}"), values.get(f"note_{one.pk}", ""))
            for one in self.obligations
            if values.get(f"says_{one.pk}")
        ]

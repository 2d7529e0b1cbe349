from django import forms

from governance.duplicates.models import Verdict
from governance.pages.forms import PageForm


class DecideForm(PageForm):
    verdict = forms.ChoiceField(
        label="结论",
        widget=forms.RadioSelect,
        choices=[
            (Verdict.SAME, "是同一人：后登记的一条指向先登记的一条，今后用先登记的"),
            (Verdict.DIFFERENT, "不是同一人：两条都保留"),
        ],
    )
    note = forms.CharField(label="判断依据", max_length=200, help_text="例如：电话核实、查看证件原件、派出所证明。")

"""Input around old registers."""

from django import forms

from cases.committees.models import MediationCommittee
from cases.registers.files import REGISTER
from governance.files.purposes import MB
from governance.pages.forms import PageForm

FILE_HELP = f".xlsx 工作簿，不超过 {REGISTER.limit // MB} MB、20 万行。旧版 .xls 请先另存为 .xlsx。"


class WorkbookField(forms.FileField):
    def __init__(self, **options):
        messages = {"empty": "文件是空的。"}
        super().__init__(max_length=160, error_messages=messages, help_text=FILE_HELP, **options)
        self.widget.attrs["accept"] = ".xlsx"


class BringForm(PageForm):
    """A register, and whose it is."""

    committee = forms.ModelChoiceField(
        label="调委会",
        queryset=None,
        required=False,
        empty_label="按表中“调委会”列",
        help_text="整份登记簿属于一个调委会的，请选定；一份表里有几个调委会的，每行写明。",
    )
    file = WorkbookField(label="登记簿")

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        rows = MediationCommittee.objects.visible_to(by, "register.import").select_related("body").order_by("area_id")
        self.fields["committee"].queryset = rows
        found = list(rows[:2])
        if len(found) == 1:
            self.fields["committee"].initial = found[0]


class CorrectionForm(PageForm):
    file = WorkbookField(label="更正表")


class UndoForm(PageForm):
    reason = forms.CharField(label="撤销原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

from django import forms

from governance.calendars.actions import FIRST_YEAR, LAST_YEAR
from governance.calendars.listing import faults
from governance.calendars.models import CalendarYear
from governance.calendars.notices import read_notice
from governance.pages.forms import PageForm

HOW = "可直接粘贴通知全文。每个节日一段，例如：“元旦：1月1日至3日放假。1月4日上班。”"


class NoticeForm(PageForm):
    """A year's notice: where it stands, and its text; `days` are what the text lists. `expected`: the version seen."""

    title = forms.CharField(label="依据文件", max_length=200)
    document_no = forms.CharField(label="文号", required=False, max_length=100)
    issued_on = forms.DateField(label="发文日期")
    text = forms.CharField(
        label="放假与上班日期", max_length=8000, widget=forms.Textarea(attrs={"rows": 10}), help_text=HOW
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = []

    def read(self, year, text):
        reading = read_notice(text, year)
        for problem in reading.problems or faults(year, reading.days):
            self.add_error("text", problem)
        self.days = reading.days

    def notice(self):
        """What the action takes of the form."""
        values = self.cleaned_data
        named = {name: values[name] for name in ("title", "document_no", "issued_on")}
        return {**named, "days": self.days, "expected": values.get("expected") or 0}


class PublishForm(NoticeForm):
    year = forms.IntegerField(
        label="年份",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "invalid": "请填写四位年份。",
            "min_value": f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
            "max_value": f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
        },
    )
    field_order = ("year", "title", "document_no", "issued_on", "text")

    def clean_year(self):
        year = self.cleaned_data["year"]
        if CalendarYear.objects.filter(pk=year).exists():
            raise forms.ValidationError(f"{year} 年已经公布。需要更正的，请在该年页面选择“更正”并说明理由。")
        return year

    def clean(self):
        values = super().clean()
        if "year" in values and "text" in values:
            self.read(values["year"], values["text"])
        return values

    def notice(self):
        return {**super().notice(), "year": self.cleaned_data["year"], "expected": 0}


class CorrectForm(NoticeForm):
    reason = forms.CharField(label="更正理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self):
        values = super().clean()
        if "text" in values:
            self.read(self.year, values["text"])
        return values

    def notice(self):
        return {**super().notice(), "year": self.year, "reason": self.cleaned_data["reason"]}

from datetime import timedelta

from django import forms
from django.utils import timezone

from governance.notices.actions import morning_of
from governance.pages.forms import PageForm

LATER = [("1", "明天 9 点"), ("3", "3 天后"), ("day", "指定日期")]


class SnoozeForm(PageForm):
    """Tomorrow at nine, in three days, or a date; cleans to the moment when the notice comes back."""

    later = forms.ChoiceField(label="推迟到", choices=LATER, widget=forms.RadioSelect, initial="1")
    day = forms.DateField(
        label="日期",
        required=False,
        help_text="选“指定日期”时填写，最多 90 天。",
        widget=forms.DateInput(attrs={"data-quick": "no"}),
    )

    def clean(self):
        cleaned = super().clean()
        later = cleaned.get("later")
        day = cleaned.get("day") if later == "day" else timezone.localdate() + timedelta(days=int(later or 0))
        if later == "day" and day is None and "day" not in self.errors:
            self.add_error("day", "请填写日期。")
        if day is not None and not self.errors:
            cleaned["until"] = morning_of(day)
        return cleaned

    def add_error(self, field, error):
        """The action speaks of `until`; on the page that is the date."""
        super().add_error("day" if field == "until" else field, error)

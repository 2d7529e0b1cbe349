from datetime import timedelta

from django import forms
from django.utils import timezone

from governance.pages.forms import PageForm


class AbsenceForm(PageForm):
    """People think in last days; an absence keeps the day of return."""

    deputy = forms.CharField(
        label="代办人", max_length=50, help_text="填写姓名或用户名。代办人的任职须覆盖您的全部任职区域。"
    )
    starts_on = forms.DateField(label="开始日")
    last_day = forms.DateField(label="最后一天", help_text="次日起，提醒只发给您本人。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self):
        cleaned = super().clean()
        last = cleaned.pop("last_day", None)
        if last and last.year < 9999:
            cleaned["ends_on"] = last + timedelta(days=1)
        elif last:
            self.add_error("last_day", "请核对日期。")
        return cleaned

    def add_error(self, field, error):
        """The action speaks of `ends_on`; on the page that is the last day."""
        super().add_error("last_day" if field == "ends_on" else field, error)

"""What forms about a case share: the moment at which something happened."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from cases.docket.moments import MINUTE, right_after
from governance.pages.fields import MomentField
from governance.pages.forms import PageForm

LATE = timedelta(days=1)  # from here on the form shows the field; after how many days it is asked, a rule says


def minute_now():
    """This moment as a form shows it: in Shanghai, to the minute."""
    return timezone.localtime().replace(second=0, microsecond=0)


class HappenedField(MomentField):
    """A moment to the minute. The running minute means now, so that an act does not come before the one just done."""

    def clean(self, value):
        moment = super().clean(value)
        now = timezone.now()
        return now if moment and moment <= now < moment + MINUTE else moment


class HappenedForm(PageForm):
    """`moments`: names of the fields that say when; `late_reason` shows itself once one of them lies back."""

    moments: tuple[str, ...] = ("happened_at",)

    late_reason = forms.CharField(
        label="补录原因",
        required=False,
        max_length=200,
        widget=forms.HiddenInput,
        help_text="发生在几天以前、现在才登记的，请说明原因。",
    )

    def __init__(self, data=None, files=None, *, case=None, **options):
        super().__init__(data, files, **options)
        self.case = case
        for name in self.moments:
            if name in self.fields and self.fields[name].required:
                self.fields[name].initial = self.fields[name].initial or minute_now
        if self.is_bound and self._lies_back():
            self.fields["late_reason"].widget = forms.TextInput(attrs={"maxlength": 200})
        self.order_fields([name for name in self.fields if name != "late_reason"])

    def clean(self):
        cleaned = super().clean()
        for name in self.moments:
            if cleaned.get(name):
                cleaned[name] = self._in_order(cleaned[name])
        return cleaned

    def _in_order(self, moment):
        if self.case is None:
            return moment
        return right_after(right_after(moment, self.case.received_at), self.case.accepted_at)

    def _lies_back(self):
        typed = (self.fields[name].to_python(self._raw(name)) for name in self.moments if self._raw(name))
        try:
            return any(moment and timezone.now() - moment > LATE for moment in typed)
        except forms.ValidationError:
            return False

    def _raw(self, name):
        field = self.fields.get(name)
        return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) if field else None


class DatedForm(PageForm):
    """`days`: names of the fields that say on which day; `late_reason` shows itself once one of them lies back."""

    days: tuple[str, ...] = ()

    late_reason = forms.CharField(
        label="补录原因",
        required=False,
        max_length=200,
        widget=forms.HiddenInput,
        help_text="几天以前的事、现在才登记的，请说明原因。",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.is_bound and self._lies_back():
            self.fields["late_reason"].widget = forms.TextInput(attrs={"maxlength": 200})
        self.order_fields([name for name in self.fields if name != "late_reason"])

    def _lies_back(self):
        today = timezone.localdate()
        for name in self.days:
            try:
                day = self.fields[name].to_python(self.data.get(self.add_prefix(name)))
            except forms.ValidationError:
                continue
            if day and today - day > LATE:
                return True
        return False

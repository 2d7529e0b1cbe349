"""What a board is of: a place, and a period out of a list or from day to day."""

from django import forms

from governance.errors import Invalid
from governance.metrics.periods import days, parse, period_of
from governance.pages.fields import PlaceField

OWN = "range"


class BoardForm(forms.Form):
    place = PlaceField(label="区域", required=False)
    period = forms.ChoiceField(label="期间", required=False)
    first = forms.DateField(label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data, *, today):
        super().__init__({name: data.get(name, "") for name in ("place", "place_text", "first", "last")})
        self.data["period"] = asked = (data.get("period") or str(today.year))[:30]
        self.fields["period"].choices = _choices(today, asked)

    def clean_period(self):
        """The period; None where it goes from day to day."""
        text = self.cleaned_data["period"]
        if text == OWN:
            return None
        try:
            return parse(text)
        except Invalid as refusal:
            raise forms.ValidationError(refusal.message) from None

    def clean(self):
        cleaned = super().clean()
        if self.data.get("period") == OWN and not self.errors:
            first, last = cleaned.get("first"), cleaned.get("last")
            for name, value in (("first", first), ("last", last)):
                if value is None:
                    self.add_error(name, "自定期间请填写起止日期。")
            if first and last:
                cleaned["period"] = self._days(first, last)
        return cleaned

    def _days(self, first, last):
        try:
            return days(first, last)
        except Invalid as refusal:
            self.add_error("last", refusal.message)
            return None


def _choices(today, asked):
    month = period_of("month", today)
    found = [month, month.one_before(), period_of("quarter", today), period_of("quarter", today).one_before()]
    found += [period_of("half", today), period_of("year", today), period_of("year", today).one_before()]
    found += [period_of("week", today), period_of("day", today)]
    choices = [(one.code, one.label) for one in found]
    if asked and asked != OWN and asked not in dict(choices):
        choices.append((asked, _label(asked)))
    return [*choices, (OWN, "自定起止日期")]


def _label(text):
    try:
        return parse(text).label
    except Invalid:
        return text

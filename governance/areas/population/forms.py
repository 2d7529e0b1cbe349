"""Input for the figures of a place."""

from datetime import date

from django import forms

from governance.areas.population.models import FIGURES, AreaPopulation
from governance.pages.forms import PageForm, PageModelForm

MOST = 100_000_000


class PopulationForm(PageModelForm):
    class Meta:
        model = AreaPopulation
        fields = ["as_of", "source", "confidence", *FIGURES]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            label = AreaPopulation._meta.get_field(name).verbose_name
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST)
        self.fields["source"].help_text = "例如：街道统计站季度报表、第七次人口普查。"
        self.fields["households"].help_text = "不清楚的项目留空，不要填 0。"

    def act_values(self) -> dict:
        values = self.cleaned_data
        plain = {name: values[name] for name in ("as_of", "source", "confidence")}
        return {**plain, "figures": {name: values[name] for name in FIGURES}}


class AsOfForm(PageForm):
    """Which figure is summed, of which day, and under the places of which day."""

    figure = forms.ChoiceField(
        label="数字", choices=[(n, AreaPopulation._meta.get_field(n).verbose_name) for n in FIGURES]
    )
    known_on = forms.DateField(label="数据截至", required=False)
    areas_on = forms.DateField(label="按哪一天的区划", required=False)

    def clean(self):
        values = super().clean()
        known_on, areas_on = values.get("known_on"), values.get("areas_on")
        if known_on and areas_on and areas_on < known_on:
            self.add_error("areas_on", "不能早于数据截至的日期。")
        return values


def asked_or_default(query, today: date) -> AsOfForm:
    """The form with what the query asks, and today where it asks nothing."""
    default = {"figure": "households", "known_on": today.isoformat(), "areas_on": today.isoformat()}
    return AsOfForm({name: query.get(name) or default[name] for name in default})

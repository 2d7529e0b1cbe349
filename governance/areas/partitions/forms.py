"""Input for estates, grids and building groups."""

from django import forms

from governance.areas.codes import COMMITTEE
from governance.areas.models import Area
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm, PageModelForm

MOST_HOUSEHOLDS = 200_000
STARTS_ON = "这一天起归属该居（村）委会。"


def _households(form):
    if "households" in form.fields:
        form.fields["households"] = forms.IntegerField(
            label=form.fields["households"].label, required=False, min_value=0, max_value=MOST_HOUSEHOLDS
        )


class EstateForm(PageModelForm):
    """What is known of an estate; with `is_new`, also where it lies and since when."""

    area = PlaceField(label="居（村）委会", level=COMMITTEE)
    second_area = PlaceField(
        label="另一居（村）委会", level=COMMITTEE, required=False, help_text="小区跨两个居（村）委会时填写。"
    )
    starts_on = forms.DateField(label="起始日", help_text=STARTS_ON)

    class Meta:
        model = Estate
        fields = ["name", "kind", "address", "built_year", "floor_area", "households", "property_firm"]

    field_order = ["area", "second_area", "starts_on", "name", "kind", "address"]

    def __init__(self, *args, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        _households(self)
        self.fields["built_year"] = forms.IntegerField(label="建成年份", required=False, min_value=1840, max_value=2100)
        if not is_new:
            for name in ("area", "second_area", "starts_on"):
                del self.fields[name]

    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def areas(self) -> list[Area]:
        chosen = [self.cleaned_data["area"], self.cleaned_data["second_area"]]
        return list({area.code: area for area in chosen if area}.values())


class LinkForm(PageForm):
    area = PlaceField(label="居（村）委会", level=COMMITTEE)
    starts_on = forms.DateField(label="起始日", help_text=STARTS_ON)
    households = forms.IntegerField(
        label="其中户数", required=False, min_value=0, max_value=MOST_HOUSEHOLDS, help_text="不清楚可以不填。"
    )


class EndForm(PageForm):
    ends_on = forms.DateField(label="终止日", help_text="自这一天起不再有效。")
    reason = forms.CharField(label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LinkEndForm(PageForm):
    ends_on = forms.DateField(label="终止日", help_text="自这一天起不再归属。")


class GridForm(PageModelForm):
    area = PlaceField(label="居（村）委会", level=COMMITTEE)
    starts_on = forms.DateField(label="起始日", help_text=STARTS_ON)

    class Meta:
        model = Grid
        fields = ["code", "name", "leader", "households"]

    field_order = ["area", "starts_on"]

    def __init__(self, *args, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        _households(self)
        if not is_new:
            del self.fields["area"], self.fields["starts_on"]


class BuildingGroupForm(PageModelForm):
    """`estates`: those that may be chosen."""

    area = PlaceField(label="居（村）委会", level=COMMITTEE)
    starts_on = forms.DateField(label="起始日", help_text=STARTS_ON)

    class Meta:
        model = BuildingGroup
        fields = ["estate", "name", "leader", "households", "has_party_group", "is_justice_point"]

    field_order = ["area", "starts_on"]

    def __init__(self, *args, estates, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        _households(self)
        self.fields["estate"].queryset = estates
        self.fields["estate"].empty_label = "不属于小区"
        if not is_new:
            del self.fields["area"], self.fields["starts_on"]

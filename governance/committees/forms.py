"""Input for bodies."""

from django import forms

from governance.committees.models import Body
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm, PageModelForm


class BodyForm(PageModelForm):
    """`estates` and `parents`: those that may be chosen. Kind, place and day are asked of a new body only."""

    area = PlaceField(label="所在区域", help_text="居（村）委会、街道（镇）等，按组织类型选择。")

    class Meta:
        model = Body
        fields = [
            "kind",
            "established_on",
            "name",
            "short_name",
            "estate",
            "parent",
            "credit_code",
            "phone",
            "address",
        ]

    field_order = ["kind", "area", "established_on", "name"]

    def __init__(self, *args, estates, parents, is_new=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset, self.fields["parent"].queryset = estates, parents
        self.fields["estate"].empty_label = self.fields["parent"].empty_label = "无"
        self.fields["estate"].help_text = "业主组织必须选择。"
        self.fields["credit_code"].help_text = "18 位，没有可以不填。"
        self.fields["phone"].help_text = "办公电话，对居民公开；不要填写个人手机。"
        if not is_new:
            for name in ("kind", "area", "established_on"):
                del self.fields[name]


class DissolveForm(PageForm):
    dissolved_on = forms.DateField(label="终止日", help_text="自这一天起不再存在。")
    reason = forms.CharField(label="终止依据", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

"""Input for a return visit: on a phone, in the order of the talk."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.visits.models import Found, Reached, Satisfaction, SeenPerformance

SEEN = {"done": "done", "partial": "part", "overdue": "overdue", "refused": "refused"}


class VisitForm(HappenedForm):
    """What is asked only of who was reached is not demanded of who was not."""

    moments = ("visited_at",)

    party = forms.ModelChoiceField(label="回访哪一方", queryset=None, empty_label=None, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.PHONE)
    visited_at = HappenedField(label="时间")
    reached = forms.ChoiceField(
        label="是否联系上", choices=Reached.choices, initial=Reached.YES, widget=forms.RadioSelect
    )
    performance = forms.ChoiceField(
        label="履行情况", choices=SeenPerformance.choices, required=False, widget=forms.RadioSelect
    )
    satisfaction = forms.TypedChoiceField(
        label="满意度",
        choices=Satisfaction.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    found = forms.MultipleChoiceField(
        label="发现的问题",
        choices=Found.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有问题的不勾选。勾选后登记完即转到相应的办理。",
    )
    situation = forms.CharField(
        label="回访情况",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="发现问题的应写明情况。",
    )
    measures = forms.CharField(label="处理措施", required=False, max_length=500)
    place = forms.CharField(label="地点", required=False, max_length=200, help_text="上门回访的填写。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.standing().order_by("side", "seq")
        self.fields["performance"].initial = SEEN.get(self.case.performance, "going_on")

    def clean_found(self):
        return tuple(self.cleaned_data["found"])

"""Input for a party that joins a case under way: who they are, and what they said to it."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.intake.models import Answer
from cases.mediation.forms import CHECKED
from cases.parties.forms import JoinOrganisationForm, JoinPersonForm

ABOUT = (
    "happened_at",
    "answer",
    "channel",
    "spoke_with",
    "note",
    "told_by",
    "agreed_by",
    "conflict_note",
    "late_reason",
)


class JoiningFields(HappenedForm):
    happened_at = HappenedField(label="参加时间")
    answer = forms.ChoiceField(
        label="本人是否同意参加调解",
        choices=[("", "请选择"), *Answer.choices],
        help_text="须本人（未成年的由监护人）同意。",
    )
    channel = forms.ChoiceField(label="征询方式", choices=Channel.choices, initial=Channel.FACE)
    spoke_with = forms.CharField(label="接话人", max_length=100, required=False, help_text="不是本人的填写。")
    note = forms.CharField(label="参加的缘由", max_length=500, required=False)
    told_by = forms.ChoiceField(label="权利义务告知方式", choices=Channel.choices, initial=Channel.FACE)
    agreed_by = forms.CharField(label="现有各方的意见", max_length=200, help_text="例如：刘桂珍、马俊均同意其参加。")
    conflict_note = forms.CharField(label="利害关系核实情况", required=False, max_length=300, help_text=CHECKED)


class LetPersonJoinForm(JoinPersonForm, JoiningFields):
    field_order = (*JoinPersonForm.field_order, "occupation", "unit", *ABOUT)


class LetOrganisationJoinForm(JoinOrganisationForm, JoiningFields):
    field_order = ("side", "kind", "credit_code", "name", "head", "number", "phone", *ABOUT)

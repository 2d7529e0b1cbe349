"""Input for sessions."""

from django import forms

from cases.docket.codes import Channel
from cases.docket.forms import HappenedField, HappenedForm
from cases.mediation.sessions.models import ClosedReason, Method, SessionResult
from cases.parties.models import Participant, ParticipantRole, Representation
from governance.pages.forms import PageForm

OPENNESS = (("", "不公开"), *((code, f"不公开：{label}") for code, label in ClosedReason.choices), ("open", "公开"))


class OpennessField(forms.ChoiceField):
    """Open, or closed and why: cleans to (is_open, closed_reason)."""

    def __init__(self, **options):
        super().__init__(label="是否公开", choices=OPENNESS, required=False, **options)

    def clean(self, value):
        chosen = super().clean(value)
        return (True, "") if chosen == "open" else (False, chosen)


class WithOpenness:
    """Splits the choice into the two values that the actions take."""

    def clean(self):
        cleaned = super().clean()
        if "openness" in cleaned:
            cleaned["is_open"], cleaned["closed_reason"] = cleaned.pop("openness")
        return cleaned


class PlanForm(WithOpenness, PageForm):
    planned_at = forms.DateTimeField(label="时间")
    place = forms.CharField(label="地点", max_length=200)
    openness = OpennessField(help_text="涉及隐私、商业秘密或者有当事人不同意的，不能公开。")
    told_by = forms.ChoiceField(
        label="通知各方当事人",
        required=False,
        choices=[("", "稍后通知"), *((c, f"已通知：{n}") for c, n in Channel.choices)],
    )


class SpeakerChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, speaker):
        return f"{speaker.name}（{speaker.party.name}的{speaker.get_kind_display()}）"


class PartyChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, party):
        return f"{party.get_side_display()} {party.name}"


class InvitedChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, participant):
        return f"{participant.get_role_display()} {participant.name}"


class HoldForm(WithOpenness, HappenedForm):
    """What took place. Who of the parties is not ticked, and not spoken for, was absent."""

    moments = ("starts_at", "ends_at")

    starts_at = HappenedField(label="开始时间")
    ends_at = HappenedField(label="结束时间")
    place = forms.CharField(label="地点", max_length=200)
    parties = PartyChoice(
        label="到场的当事人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有勾选、也没有代理人或监护人到场的，记为未到场。",
    )
    speakers = SpeakerChoice(
        label="到场的代理人、监护人、代表人",
        queryset=Representation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    invited = InvitedChoice(
        label="到场的参与人",
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(label="其他到场人", required=False, max_length=300, help_text="多人用顿号隔开。")
    methods = forms.MultipleChoiceField(
        label="调解方式", choices=Method.choices, widget=forms.CheckboxSelectMultiple, initial=[Method.FACE]
    )
    openness = OpennessField()
    result = forms.ChoiceField(
        label="结果", choices=SessionResult.choices, widget=forms.RadioSelect, initial=SessionResult.CONTINUE
    )
    text = forms.CharField(
        label="调解记录",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="可以稍后补写；签名之后不能再改。单方私下谈话不要写在这里，请记入单独谈话笔记。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        standing = self.case.parties.standing()
        self.fields["parties"].queryset = standing
        self.fields["parties"].initial = standing
        speakers = Representation.objects.standing().filter(party__in=standing).select_related("party")
        self._offer("speakers", speakers)
        self._offer("invited", self.case.participants.all())

    def _offer(self, name, rows):
        """A list that has nobody in it is not asked."""
        if rows.exists():
            self.fields[name].queryset = rows
        else:
            del self.fields[name]

    def clean_others(self):
        return tuple(
            name.strip() for name in self.cleaned_data["others"].replace("，", "、").split("、") if name.strip()
        )


class CallOffForm(PageForm):
    reason = forms.CharField(label="取消原因", max_length=200)


class RecordForm(PageForm):
    text = forms.CharField(label="调解记录", max_length=10_000, widget=forms.Textarea(attrs={"rows": 14}))


class SignForm(PageForm):
    signed_at = HappenedField(label="签名时间")
    signed_by = forms.CharField(
        label="签名人", max_length=300, help_text="当事人、其他到场人、调解员、记录人；拒绝签名的请注明。"
    )
    upload = forms.FileField(
        label="签名页照片或扫描件",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.heic,application/pdf"}),
    )


class CorrectForm(PageForm):
    text = forms.CharField(label="补正内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    reason = forms.CharField(label="补正原因", max_length=200)


class InviteForm(PageForm):
    role = forms.ChoiceField(label="身份", choices=ParticipantRole.choices)
    name = forms.CharField(label="姓名", max_length=100)
    unit = forms.CharField(label="单位", max_length=100, required=False)
    agreed_by = forms.CharField(
        label="各方同意情况",
        max_length=200,
        help_text="邀请须征得当事人同意（《人民调解法》第二十条），如“双方当面同意”。",
    )

"""Input for judicial confirmation."""

from django import forms
from django.utils import timezone

from cases.confirmation.actions import APPLY_FOR
from cases.confirmation.checks import ITEMS, MATTERS, PAPERS
from cases.confirmation.models import NOT_CONFIRMED, NOT_TAKEN_IN, OTHER, Manner, ObjectionResult, Outcome, WhyNot
from cases.docket.forms import DatedForm
from cases.mediation.inquiry.forms import ManyFilesField
from cases.mediation.sessions.forms import PartyChoice
from cases.parties.models import Representation

PAPER_HELP = "照片或 PDF，每个不超过 20 MB。"


def _of(group):
    return [(item.code, item.text) for item in ITEMS if item.group == group]


class AgentChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, one):
        return f"{one.party.name}：由{one.get_kind_display()}{one.name}代为申请"


class ApplyForm(DatedForm):
    """The courts that the rule proposes; another one is typed. Who is not ticked does not apply."""

    days = ("applied_on",)

    court = forms.ChoiceField(label="向哪个法院申请", widget=forms.RadioSelect)
    other_court = forms.CharField(label="其他法院", required=False, max_length=60)
    joined = PartyChoice(
        label="共同申请的当事人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="须由各方当事人共同申请，可以本人或者由代理人办理。",
    )
    agents = AgentChoice(
        label="由代理人或者监护人代为申请的",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="没有选的，由当事人本人（单位由法定代表人）申请；委托代理人的授权委托书须写明代为申请司法确认。",
    )
    manner = forms.ChoiceField(
        label="申请方式",
        choices=Manner.choices,
        initial=Manner.WRITTEN,
        required=False,
        widget=forms.RadioSelect,
    )
    applied_on = forms.DateField(label="申请日期")
    matters = forms.MultipleChoiceField(
        label=MATTERS, choices=_of(MATTERS), required=False, widget=forms.CheckboxSelectMultiple
    )
    papers = forms.MultipleChoiceField(
        label=PAPERS, choices=_of(PAPERS), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, case, courts, **kwargs):
        super().__init__(*args, **kwargs)
        self.courts = courts
        offered = [(str(place), f"{court.name}（{court.why}）") for place, court in enumerate(courts)]
        self.fields["court"].choices = [*offered, (OTHER, "其他法院（如中级人民法院、专门人民法院）")]
        self.fields["court"].initial = "0" if courts else OTHER
        self.fields["joined"].queryset = case.parties.standing().order_by("side", "seq")
        self.fields["applied_on"].initial = timezone.localdate
        speakers = Representation.objects.standing().filter(party__in=case.parties.standing(), kind__in=APPLY_FOR)
        self.fields["agents"].queryset = speakers.select_related("party").order_by("party__side", "party__seq", "pk")
        if not speakers.exists():
            del self.fields["agents"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("court") == OTHER and not cleaned.get("other_court"):
            self.add_error("other_court", "请填写法院全称。")
        return cleaned

    @property
    def application(self):
        """What `apply_confirmation` takes."""
        values = self.cleaned_data
        if values["court"] == OTHER:
            court, ground = values["other_court"], OTHER
        else:
            chosen = self.courts[int(values["court"])]
            court, ground = chosen.name, chosen.grounds[0]
        return {
            "court": court,
            "ground": ground,
            "joined": tuple(values["joined"]),
            "agents": tuple(values.get("agents", ())),
            "manner": values["manner"] or Manner.WRITTEN,
            "applied_on": values["applied_on"],
            "checked": (*values["matters"], *values["papers"]),
            "late_reason": values["late_reason"],
        }


class AcceptanceForm(DatedForm):
    days = ("accepted_on",)

    accepted_on = forms.DateField(label="法院受理日期")
    docket = forms.CharField(label="法院案号", max_length=60, help_text="如（2026）沪0114民特123号。")
    uploads = ManyFilesField(label="受理通知书", required=False, help_text=PAPER_HELP)


class OutcomeForm(DatedForm):
    days = ("decided_on",)

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label="裁定或结束日期")
    docket = forms.CharField(label="裁定书案号", required=False, max_length=60, help_text="与受理案号相同的不用填写。")
    why_not = forms.ChoiceField(
        label="法院认定的情形",
        required=False,
        choices=[
            ("", "不适用"),
            ("不予受理", [(one.value, one.label) for one in NOT_TAKEN_IN if one != WhyNot.OTHER]),
            ("裁定驳回", [(one.value, one.label) for one in NOT_CONFIRMED]),
        ],
        help_text="不予受理、裁定驳回的，按法院文书选择。",
    )
    reason = forms.CharField(
        label="法院的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选“其他”的须写明。",
    )
    uploads = ManyFilesField(label="裁定书", required=False, help_text=PAPER_HELP)


class ObjectionForm(DatedForm):
    days = ("known_on", "filed_on")

    party = forms.ModelChoiceField(
        label="提出异议的当事人", queryset=None, required=False, empty_label="不是本案当事人"
    )
    objector = forms.CharField(
        label="提出异议的利害关系人", required=False, max_length=100, help_text="不是本案当事人的填写。"
    )
    known_on = forms.DateField(
        label="收到裁定（知道）的日期", help_text="当事人自收到裁定之日起 15 日，利害关系人自知道之日起 6 个月。"
    )
    filed_on = forms.DateField(label="提出异议的日期", initial=timezone.localdate)
    grounds = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = case.parties.order_by("side", "seq")


class ObjectionResultForm(DatedForm):
    days = ("decided_on",)

    result = forms.ChoiceField(label="结果", choices=ObjectionResult.choices, widget=forms.RadioSelect)
    decided_on = forms.DateField(label="裁定日期")
    docket = forms.CharField(label="法院案号", required=False, max_length=60)
    uploads = ManyFilesField(label="裁定书", required=False, help_text=PAPER_HELP)

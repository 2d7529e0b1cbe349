"""Input for judicial confirmation."""

from django import forms
from django.utils import timezone

from cases.confirmation.checks import ITEMS, MATTERS, PAPERS
from cases.confirmation.models import OTHER, Outcome
from cases.docket.forms import DatedForm
from cases.mediation.inquiry.forms import ManyFilesField
from cases.mediation.sessions.forms import PartyChoice

PAPER_HELP = "照片或 PDF，每个不超过 20 MB。"


def _of(group):
    return [(item.code, item.text) for item in ITEMS if item.group == group]


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
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="驳回、不予受理的写明法院的理由。",
    )
    uploads = ManyFilesField(label="裁定书", required=False, help_text=PAPER_HELP)

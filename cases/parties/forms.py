"""Input of the pages of parties. Numbers and rules are checked by the actions."""

from django import forms

from cases.docket.forms import HappenedField, HappenedForm
from cases.parties.identity import Looked, paper_of
from cases.parties.models import AgentKind, Authority, PartyKind, RepresentationKind, Shown, Side, SpecialGroup
from governance.pages.forms import PageForm
from governance.persons.forms import NO_MEMORY

ORGANISATION_KINDS = [choice for choice in PartyKind.choices if choice[0] != PartyKind.NATURAL]
NUMBER_HELP = "已登记的人员按证件号码和姓名认出，不会重复登记。"


def _number(label="身份证号", help_text=NUMBER_HELP):
    box = forms.TextInput(attrs=NO_MEMORY)
    return forms.CharField(label=label, max_length=60, required=False, widget=box, help_text=help_text)


def _phone():
    box = forms.TextInput(attrs={**NO_MEMORY, "inputmode": "tel"})
    return forms.CharField(label="电话", max_length=40, required=False, widget=box)


class AboutFields(PageForm):
    """What the case itself knows of a party."""

    special_groups = forms.MultipleChoiceField(
        label="涉及特殊群体",
        choices=[choice for choice in SpecialGroup.choices if choice[0] != SpecialGroup.MINOR],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="未成年人和 60 周岁以上老年人按证件自动标注。",
    )
    members = forms.IntegerField(
        label="这一方代表的人数", min_value=1, max_value=100_000, initial=1, help_text="10 人以上须有 2 至 5 名代表人。"
    )
    lacks_capacity = forms.BooleanField(label="无（限制）民事行为能力的成年人，由监护人代理", required=False)
    occupation = forms.CharField(label="职业", max_length=50, required=False)
    unit = forms.CharField(label="工作单位", max_length=100, required=False)


class JoinPersonForm(AboutFields):
    side = forms.ChoiceField(label="地位", choices=Side.choices)
    number = _number()
    name = forms.CharField(label="姓名", max_length=60)
    phone = _phone()
    guardian_name = forms.CharField(label="监护人姓名", max_length=60, required=False, help_text="未成年人必须登记。")
    guardian_number = _number("监护人身份证号", "")
    guardian_relation = forms.CharField(label="监护人与当事人关系", max_length=50, required=False)

    field_order = (
        "side",
        "number",
        "name",
        "phone",
        "guardian_name",
        "guardian_number",
        "guardian_relation",
        "lacks_capacity",
        "special_groups",
        "members",
    )


class JoinOrganisationForm(PageForm):
    side = forms.ChoiceField(label="地位", choices=Side.choices)
    kind = forms.ChoiceField(label="类型", choices=ORGANISATION_KINDS)
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=40, required=False, widget=forms.TextInput(attrs=NO_MEMORY)
    )
    name = forms.CharField(label="名称（个体工商户填字号）", max_length=200)
    head = forms.CharField(label="法定代表人（负责人、经营者）", max_length=60)
    number = _number("经营者身份证号", "个体工商户的经营者；其他单位不填。")
    phone = _phone()


class SpeakerForm(PageForm):
    kind = forms.ChoiceField(label="身份", choices=RepresentationKind.choices)
    number = _number()
    name = forms.CharField(label="姓名", max_length=60)
    phone = _phone()
    agent_kind = forms.ChoiceField(
        label="代理人类型", choices=[("", "不是委托代理人"), *AgentKind.choices], required=False
    )
    authority = forms.ChoiceField(
        label="授权",
        choices=[("", "不是委托代理人"), *Authority.choices],
        required=False,
        help_text="只有特别授权才能代为承认、放弃、变更请求和达成协议（《民事诉讼法》第六十二条）。",
    )
    relation = forms.CharField(label="与当事人关系", max_length=50, required=False)
    matters = forms.CharField(label="委托事项", max_length=200, required=False, help_text="不填即为参加本纠纷的调解。")
    until_on = forms.DateField(label="委托期限至", required=False, help_text="不填即至本次调解程序终结。")
    file = forms.FileField(label="授权委托书、名单或证明", required=False, help_text="照片、PDF 或 Word 文档。")


class LeaveForm(PageForm):
    left_on = forms.DateField(label="退出日期")
    reason = forms.CharField(label="原因", max_length=200)


class DeathForm(PageForm):
    died_on = forms.DateField(label="死亡（单位为终止）日期")
    note = forms.CharField(label="依据", max_length=200, required=False, help_text="例如：死亡医学证明、注销登记。")


class EndSpeakingForm(PageForm):
    ended_on = forms.DateField(label="终止日")


class IdentityForm(HappenedForm):
    """One row for each party: how its paper was seen, which paper it was, or why it could not be had."""

    moments = ("checked_at",)

    checked_at = HappenedField(label="核对时间")

    def __init__(self, *args, case, **options):
        super().__init__(*args, case=case, **options)
        self.parties = list(case.parties.standing().select_related("person").prefetch_related("identity_checks"))
        for party in self.parties:
            seen = bool(party.identity_checks.all())
            self.fields[f"shown_{party.pk}"] = forms.ChoiceField(
                label=f"{party.get_side_display()}{party.name}",
                choices=[("", "已核对，不再登记" if seen else "还没有核对"), *Shown.choices],
                required=False,
            )
            self.fields[f"paper_{party.pk}"] = forms.CharField(
                label=f"{party.name}的证件", required=False, max_length=50, initial=paper_of(party)
            )
            self.fields[f"reason_{party.pk}"] = forms.CharField(
                label=f"{party.name}的证件为何未能取得",
                required=False,
                max_length=200,
                help_text="例如：始终未到场；达成书面协议的，各方证件都须核对。",
            )
        self.order_fields([name for name in self.fields if name not in self.moments and name != "late_reason"])

    @property
    def asked(self) -> dict:
        """What the action takes."""
        of = self.cleaned_data
        looked = tuple(
            Looked(party, shown, of[f"paper_{party.pk}"], of[f"reason_{party.pk}"])
            for party in self.parties
            if (shown := of[f"shown_{party.pk}"])
        )
        return {"looked": looked, "checked_at": of["checked_at"], "late_reason": of["late_reason"]}

"""What is typed into a filing: parties and those who speak for them (as many as there are), then the dispute.

The fields of the third party card are called `p3-name` and so on, those of the second speaker `s2-name`; each speaker
says in `of` for which party. Checked here is shape alone; what the field's rules refuse, the action says.
"""

import re
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cases.accidents.forms import AccidentFields
from cases.docket.codes import SUBTYPES, Casualties, Difficulty, DisputeType, Source, SourceForm
from cases.intake.models import CourtMode, Organ
from cases.parties.models import AgentKind, Authority, PartyKind, RepresentationKind, Side, SpecialGroup
from governance.areas.partitions.models import Estate
from governance.pages.fields import MomentField, PlaceField
from governance.pages.forms import PageForm
from governance.persons.forms import NO_MEMORY, SEXES

MOST_PARTIES, MOST_SPEAKERS = 30, 30
PREFIX = re.compile(r"([ps])(\d{1,2})-(?:side|of)")
FIRST_SIDES = (Side.APPLICANT, Side.RESPONDENT)
PRIVATE = {**NO_MEMORY, "data-private": ""}  # never kept in the browser
SUBTYPE_CHOICES = [("", "不细分"), *((name, name) for names in SUBTYPES.values() for name in names)]


def _hidden(**options):
    return forms.CharField(widget=forms.HiddenInput, required=False, **options)


class WhoFields(PageForm):
    """Somebody: found by number, or named."""

    known = _hidden(max_length=40)
    number = forms.CharField(
        label="身份证号",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={**PRIVATE, "data-look": ""}),
    )
    name = forms.CharField(
        label="姓名", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="电话",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**PRIVATE, "inputmode": "tel", "data-look": ""}),
    )


class PartyFields(WhoFields):
    side = forms.ChoiceField(choices=Side.choices, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="是谁", choices=PartyKind.choices, initial=PartyKind.NATURAL)
    credit_code = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**NO_MEMORY, "data-look": ""}),
    )
    head = forms.CharField(label="法定代表人（负责人、经营者）", max_length=60, required=False)
    sex = forms.ChoiceField(label="性别", choices=SEXES, required=False)
    birth_on = forms.DateField(
        label="出生日期", required=False, widget=forms.DateInput(attrs={"data-quick": "no", "data-private": ""})
    )
    address = forms.CharField(label="住址或地址", max_length=200, required=False)
    occupation = forms.CharField(label="职业", max_length=50, required=False)
    unit = forms.CharField(label="工作单位", max_length=100, required=False)
    members = forms.IntegerField(
        label="这一方代表的人数",
        min_value=1,
        max_value=100_000,
        initial=1,
        required=False,
        help_text="一人或一个单位填 1；10 人以上须推选 2 至 5 名代表人，并附签名名单。",
    )
    lacks_capacity = forms.BooleanField(label="无（限制）民事行为能力的成年人，由监护人代理", required=False)
    special_groups = forms.MultipleChoiceField(
        label="涉及特殊群体",
        choices=[choice for choice in SpecialGroup.choices if choice[0] != SpecialGroup.MINOR],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="未成年人和 60 周岁以上老年人按证件自动标注。",
    )
    papers = _hidden(max_length=200)

    MORE = ("special_groups", "lacks_capacity", "members", "sex", "birth_on", "address", "occupation", "unit")

    @property
    def more_is_open(self) -> bool:
        """Whether something stands, or is wrong, in the part that is folded away."""
        fields = [self[name] for name in self.MORE]
        return any(self.is_bound and field.errors for field in fields) or any(
            str(field.value() or "") not in ("", "1", "False") for field in fields
        )

    def clean(self):
        values = super().clean()
        if not values.get("known") and not values.get("name"):
            self.add_error("name", "请填写姓名或名称。")
        return values


class SpeakerFields(WhoFields):
    of = forms.IntegerField(min_value=0, max_value=MOST_PARTIES, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="身份", choices=RepresentationKind.choices, initial=RepresentationKind.AGENT)
    agent_kind = forms.ChoiceField(label="代理人类型", choices=[("", "请选择"), *AgentKind.choices], required=False)
    authority = forms.ChoiceField(
        label="授权",
        choices=[("", "请选择"), *Authority.choices],
        required=False,
        help_text="只有特别授权才能代为承认、放弃、变更请求和达成协议。",
    )
    relation = forms.CharField(label="与当事人关系", max_length=50, required=False)
    papers = _hidden(max_length=200)

    def clean(self):
        values = super().clean()
        if not values.get("known") and not values.get("name"):
            self.add_error("name", "请填写姓名；不需要的，请移除。")
        for name in ("agent_kind", "authority"):
            if values.get("kind") == RepresentationKind.AGENT and not values.get(name):
                self.add_error(name, "委托代理人须注明代理人类型和授权。")
        return values


class DisputeFields(AccidentFields, PageForm):
    """What happened and what is asked; a letter where another organ hands it over."""

    facts = forms.CharField(
        label="发生了什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "data-hints": ""}),
        help_text="时间、地点、经过、损失。可用手机键盘的语音输入。",
    )
    dispute_type = forms.ChoiceField(
        label="纠纷类型", choices=[("", "按内容建议"), *DisputeType.choices], required=False
    )
    dispute_subtype = forms.ChoiceField(label="具体类型", choices=SUBTYPE_CHOICES, required=False)
    place_area = PlaceField(label="发生在哪个社区", required=False)
    place_estate = forms.ModelChoiceField(
        label="小区", queryset=Estate.objects.none(), required=False, empty_label="不在名单上，写在下面"
    )
    place_text = forms.CharField(
        label="小区、楼栋、门牌", max_length=200, required=False, help_text="例如：梧桐里小区 7 幢 301 室。"
    )
    requests = forms.CharField(
        label="要求",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行写一项，例如：停止漏水；赔偿损失。",
        required=False,
    )
    claim_amount = forms.DecimalField(
        label="涉及金额（元）",
        max_digits=20,  # more than a case may hold, so that the action says why
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
        help_text="没有金额的不填。",
    )
    source = forms.ChoiceField(label="怎么来的", choices=Source.choices, initial=Source.APPLICATION)
    source_form = forms.ChoiceField(
        label="申请方式", choices=SourceForm.choices, initial=SourceForm.ORAL, required=False
    )
    difficulty = forms.TypedChoiceField(
        label="难易程度", choices=Difficulty.choices, coerce=int, initial=Difficulty.ORDINARY
    )
    casualties = forms.ChoiceField(
        label="有无人员伤亡",
        choices=[("", "不清楚"), *Casualties.choices],
        required=False,
        help_text="因这起纠纷或者事故受伤、死亡的，包括不是当事人的。关系到案卷保管期限；以后查清的可以再改。",
    )
    received_at = MomentField(label="收到时间", required=False, help_text="不填即为现在。这个时间可证明诉讼时效中断。")
    late_reason = forms.CharField(label="补录原因", max_length=200, required=False)

    organ = forms.ChoiceField(label="来函部门", choices=[("", "请选择"), *Organ.choices], required=False)
    organ_name = forms.CharField(label="部门名称", max_length=100, required=False)
    court_mode = forms.ChoiceField(
        label="法院移送方式",
        choices=[("", "请选择"), *CourtMode.choices],
        required=False,
        help_text="调解期限随移送方式而定；简易程序的最短。来函没有写明程序的，请先问清。",
    )
    letter_no = forms.CharField(label="文号", max_length=60, required=False)
    letter_on = forms.DateField(label="发函日期", required=False)
    outside_no = forms.CharField(label="对方案号、警情号或信访号", max_length=60, required=False)
    contact_name = forms.CharField(label="对方联系人", max_length=50, required=False)
    contact_phone = forms.CharField(label="联系人办公电话", max_length=30, required=False)
    due_on = forms.DateField(
        label="要求办结日期", required=False, help_text="来函写明的最后一天；会计入本案期限并提醒。"
    )

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"] = forms.ModelChoiceField(committees, label="登记到", empty_label=None)
        if len(committees) == 1:
            self.fields["committee"].widget = forms.HiddenInput()
        self._offer_estates(committees)

    def _offer_estates(self, committees):
        """The estates of the committees' own places; without any, the place is only written."""
        estates = Estate.objects.of_places([committee.area_id for committee in committees], timezone.localdate())
        self.fields["place_estate"].queryset = estates
        if not estates:
            del self.fields["place_estate"]
            return
        self.fields["place_text"].label = "楼栋、门牌"
        self.fields["place_text"].help_text = "例如：7 幢 301 室。不在名单上的小区，连名称一起写。"

    def clean(self):
        """An estate that lies in one committee says which community it is."""
        cleaned = super().clean()
        estate = cleaned.get("place_estate")
        links = estate.current_links() if estate and not cleaned.get("place_area") else []
        if len(links) == 1:
            cleaned["place_area"] = links[0].area
        return cleaned

    def clean_requests(self):
        return tuple(line.strip() for line in self.cleaned_data["requests"].splitlines() if line.strip())

    def clean_claim_amount(self):
        amount = self.cleaned_data["claim_amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError("请求金额应大于 0；没有金额的，请留空。")
        return amount


@dataclass
class FilingForm:
    """All forms of one filing, bound to what was posted or begun with what a draft holds."""

    parties: list[PartyFields]
    speakers: list[SpeakerFields]
    dispute: DisputeFields

    @classmethod
    def posted(cls, data: QueryDict, *, committees) -> "FilingForm":
        names = _prefixes(data)
        return cls(
            [PartyFields(data, prefix=name) for name in names["p"]],
            [SpeakerFields(data, prefix=name) for name in names["s"]],
            DisputeFields(data, committees=committees),
        )

    @classmethod
    def kept(cls, data: QueryDict, *, committees, initial: dict) -> "FilingForm":
        """As a draft left it; two empty cards for one that has not begun."""
        names = _prefixes(data)
        parties = [_begun(PartyFields, data, name) for name in names["p"]]
        if not parties:
            parties = [PartyFields(prefix=f"p{n}", initial={"side": side}) for n, side in enumerate(FIRST_SIDES)]
        return cls(
            parties,
            [_begun(SpeakerFields, data, name) for name in names["s"]],
            DisputeFields(initial=initial | _values(data, DisputeFields.base_fields), committees=committees),
        )

    @property
    def all(self) -> list[PageForm]:
        return [*self.parties, *self.speakers, self.dispute]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.all])  # each, so that every mistake is shown at once

    def speakers_of(self, party: PartyFields) -> list[SpeakerFields]:
        number = str(party.prefix)[1:]
        return [form for form in self.speakers if str(form["of"].value()) == number]

    def form_with(self, name: str):
        """The form that has the field called `name` on the page, and the field's own name."""
        for form in self.all:
            own = name.removeprefix(f"{form.prefix}-") if form.prefix else name
            if own in form.fields and form.add_prefix(own) == name:
                return form, own
        return None, ""

    @property
    def has_errors(self) -> bool:
        return any(form.is_bound and form.errors for form in self.all)

    @property
    def mistakes(self):
        """Each mistake with the field where it is, None for one of the whole."""
        for form in self.all:
            if not form.is_bound:
                continue
            yield from ((None, error) for error in form.non_field_errors())
            for field in form:
                yield from ((field, error) for error in field.errors)

    @property
    def cards(self):
        """Each party with those who speak for it."""
        return [(party, self.speakers_of(party)) for party in self.parties]


def _prefixes(data) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"p": [], "s": []}
    for name in data:
        if (match := PREFIX.fullmatch(name)) and (match[1] == "p") == name.endswith("side"):
            found[match[1]].append(f"{match[1]}{int(match[2])}")
    most = {"p": MOST_PARTIES, "s": MOST_SPEAKERS}
    return {kind: sorted(set(names), key=lambda name: int(name[1:]))[: most[kind]] for kind, names in found.items()}


def _begun(form_class, data, prefix):
    return form_class(prefix=prefix, initial=_values(data, form_class.base_fields, prefix))


def _values(data, fields, prefix=""):
    """What a draft holds for these fields, as text; several choices as a list."""
    found = {}
    for name, field in fields.items():
        key = f"{prefix}-{name}" if prefix else name
        if key in data:
            found[name] = data.getlist(key) if isinstance(field, forms.MultipleChoiceField) else data[key]
    return found

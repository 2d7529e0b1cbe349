"""What other systems do with cases: file, refer, attach, withdraw."""

import base64
import binascii

import django_filters
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from cases.accidents.api import AccidentOrder, told_of
from cases.committees.models import MediationCommittee
from cases.docket.api import Cases, CaseShape
from cases.docket.codes import Casualties, Channel, Difficulty, DisputeType, Source, SourceForm
from cases.intake.actions import withdraw_case
from cases.intake.filing.actions import Named, TypedParty, TypedSpeaker, file_at_once
from cases.intake.filing.papers import hand_in_paper
from cases.intake.filings import Filing, Letter
from cases.intake.models import CourtMode, Direction, Organ, PaperKind, Referral
from cases.parties.models import AgentKind, Authority, PartyKind, RepresentationKind, Side, SpecialGroup
from governance.access import reach
from governance.api.shapes import Choice, Moment, Order, Shape, place_code
from governance.api.views import JSON, Resource
from governance.api.wire import encode
from governance.errors import Invalid

SOURCE_OF = {
    Organ.COURT: Source.COURT,
    Organ.PROCURATORATE: Source.PROCURATORATE,
    Organ.POLICE: Source.POLICE,
    Organ.PETITION: Source.PETITION,
}
MOST_REQUESTS = 20


def _text(longest, told, **kwargs):
    options = {"required": False, "allow_blank": True, "default": "", **kwargs}
    return serializers.CharField(max_length=longest, help_text=told, **options)


class SpeakerOrder(Order):
    kind = serializers.ChoiceField(RepresentationKind.choices, help_text="身份：委托代理人、监护人等")
    name = serializers.CharField(max_length=50, help_text="姓名")
    number = _text(40, "居民身份证号码")
    phone = _text(30, "电话")
    agent_kind = serializers.ChoiceField(AgentKind.choices, required=False, default="", help_text="代理人类型")
    authority = serializers.ChoiceField(Authority.choices, required=False, default="", help_text="授权")
    relation = _text(50, "与当事人关系")


class PartyOrder(Order):
    side = serializers.ChoiceField(Side.choices, help_text="地位")
    kind = serializers.ChoiceField(PartyKind.choices, default=PartyKind.NATURAL, help_text="类型")
    name = serializers.CharField(max_length=100, help_text="姓名或名称")
    number = _text(40, "居民身份证号码；个体工商户为经营者的")
    phone = _text(30, "电话")
    address = _text(200, "住址")
    credit_code = _text(40, "统一社会信用代码；自然人不填")
    head = _text(50, "法定代表人、负责人或经营者；自然人不填")
    special_groups = serializers.ListField(
        child=serializers.ChoiceField(SpecialGroup.choices), required=False, default=list, help_text="特殊群体"
    )
    members = serializers.IntegerField(min_value=1, max_value=100_000, default=1, help_text="人数")
    speakers = SpeakerOrder(many=True, required=False, default=list, help_text="代理人、监护人、代表人")


class DisputeOrder(AccidentOrder):
    """What is known of a dispute: the base of filing and of referring."""

    committee = place_code(help_text="调委会所在区域的 12 位区划代码")
    received_at = Moment(required=False, help_text="收到时间；不给则为现在")
    late_reason = _text(200, "补录原因；收到已超过规定天数时必填")
    dispute_type = serializers.ChoiceField(DisputeType.choices, help_text="纠纷类型")
    dispute_subtype = _text(20, "具体类型")
    difficulty = serializers.ChoiceField(Difficulty.choices, default=Difficulty.ORDINARY, help_text="难易程度")
    casualties = serializers.ChoiceField(
        Casualties.choices, default="", allow_blank=True, help_text="有无人员伤亡；不清楚的不填"
    )
    facts = serializers.CharField(max_length=2000, help_text="简要事实")
    requests = serializers.ListField(
        child=serializers.CharField(max_length=500),
        max_length=MOST_REQUESTS,
        required=False,
        default=list,
        help_text="请求事项",
    )
    claim_amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, required=False, allow_null=True, default=None, help_text="请求金额（元）"
    )
    place_area = place_code(required=False, allow_blank=True, default="", help_text="发生地的 12 位区划代码")
    place_text = _text(200, "发生地点")
    parties = PartyOrder(many=True, help_text="当事人：至少一名申请人、一名被申请人")


PARTIES = [
    {"side": "applicant", "name": "刘桂珍", "phone": "19900000201"},
    {"side": "respondent", "name": "马俊"},
]


class FileOrder(DisputeOrder):
    example = {
        "committee": "310114001001",
        "source_form": "online",
        "dispute_type": "D02",
        "dispute_subtype": "漏水",
        "facts": "楼上卫生间渗水，天花板受损。",
        "requests": ["停止漏水", "赔偿损失"],
        "claim_amount": "18600.00",
        "parties": PARTIES,
    }

    source_form = serializers.ChoiceField(SourceForm.choices, default=SourceForm.ONLINE, help_text="申请方式")


class ReferOrder(DisputeOrder):
    example = {
        "committee": "310114001001",
        "organ": "police",
        "organ_name": "新成路派出所",
        "letter_no": "新派调移〔2026〕9号",
        "letter_on": "2026-11-20",
        "dispute_type": "D02",
        "dispute_subtype": "噪音",
        "facts": "夜间噪音，多次报警。",
        "parties": PARTIES,
    }

    organ = serializers.ChoiceField(Organ.choices, help_text="来函部门类型")
    organ_name = serializers.CharField(max_length=100, help_text="来函部门名称")
    court_mode = serializers.ChoiceField(
        CourtMode.choices, required=False, default="", help_text="法院移送方式，决定期限"
    )
    letter_no = serializers.CharField(max_length=60, help_text="文号")
    letter_on = serializers.DateField(help_text="发函日期")
    contact_name = _text(50, "联系人")
    contact_phone = _text(30, "联系人办公电话")
    outside_no = _text(60, "对方案号、警情号或信访号")
    due_on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="要求办结日期；会计入本案期限"
    )
    reason = _text(500, "事由")


class AttachOrder(Order):
    example = {"kind": "application", "name": "申请书.pdf", "content": "JVBERi0xLjcK"}

    kind = serializers.ChoiceField(PaperKind.choices, help_text="材料类型")
    name = serializers.CharField(max_length=160, help_text="文件名")
    content = serializers.CharField(max_length=60_000_000, help_text="文件内容，Base64")


class WithdrawOrder(Order):
    example = {"asked_by": "申请人刘桂珍", "settled_privately": True, "channel": "online"}

    asked_by = serializers.CharField(max_length=100, help_text="谁提出撤回")
    settled_privately = serializers.BooleanField(default=False, help_text="是否已自行和解")
    channel = serializers.ChoiceField(Channel.choices, required=False, default="", help_text="方式")
    happened_at = Moment(required=False, help_text="撤回时间；不给则为现在")
    note = _text(500, "说明")


class LetterShape(Shape):
    example = {
        "id": 4,
        "direction": {"code": "in", "label": "收到"},
        "organ": {"code": "police", "label": "公安机关"},
        "organ_name": "新成路派出所",
        "letter_no": "新派调移〔2026〕9号",
        "letter_on": "2026-04-13",
        "received_at": "2026-04-13T11:00:00+08:00",
        "due_on": None,
        "replied_on": None,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    direction = Choice(Direction.choices, help_text="方向")
    organ = Choice(Organ.choices, help_text="部门类型")
    organ_name = serializers.CharField(help_text="部门名称")
    letter_no = serializers.CharField(help_text="文号")
    letter_on = serializers.DateField(allow_null=True, help_text="发函日期")
    received_at = serializers.DateTimeField(allow_null=True, help_text="收到时间；发出的为 null")
    due_on = serializers.DateField(allow_null=True, help_text="要求办结日期")
    replied_on = serializers.DateField(allow_null=True, help_text="回复日期")


class LetterFilter(django_filters.FilterSet):
    direction = django_filters.ChoiceFilter(label="方向", choices=Direction.choices)
    organ = django_filters.ChoiceFilter(label="部门类型", choices=Organ.choices)

    class Meta:
        model = Referral
        fields: list[str] = []


class CaseLetters(Resource):
    """一件案件的移送函：从哪里来、到哪里去。事由、联系人和回复内容不经接口给出。"""

    label = "移送函"
    reach = {"list": reach.within("cases.Case")}
    shape = LetterShape
    filterset_class = LetterFilter
    sorts = {"id": "pk"}

    def get_queryset(self):
        return Referral.objects.visible_to(self.request.user).filter(case=self.kwargs["pk"])


class PaperShape(Shape):
    example = {"id": 9, "kind": "application", "name": "申请书.pdf", "size": 20480, "digest": "66c7f0f4…"}

    id = serializers.IntegerField(source="pk", help_text="编号")
    kind = serializers.CharField(help_text="材料类型代码")
    name = serializers.CharField(source="file.name", help_text="文件名")
    size = serializers.IntegerField(source="file.size", help_text="大小（字节）")
    digest = serializers.CharField(source="file.digest", help_text="SM3 摘要")


class FiledCases(Cases):
    """调解案件：由其他系统登记、移送、补充材料、撤回。"""

    reach = Cases.reach | {
        "file": reach.holding("case.register"),
        "refer": reach.holding("case.register"),
        "attach": reach.within("cases.Case", "case.register"),
        "withdraw": reach.within("cases.Case", "case.register"),
    }

    @extend_schema(summary="登记申请", request=FileOrder, responses={201: CaseShape})
    def file(self, request):
        order = self.ordered(FileOrder)
        filing = _filing(order, source=Source.APPLICATION, source_form=order["source_form"])
        return self._file(order, filing, None)

    @extend_schema(summary="移送纠纷（附来函）", request=ReferOrder, responses={201: CaseShape})
    def refer(self, request):
        order = self.ordered(ReferOrder)
        source = SOURCE_OF.get(order["organ"], Source.OTHER)
        letter = Letter(
            **{name: order[name] for name in ("organ", "organ_name", "court_mode", "letter_no", "letter_on", "due_on")},
            **{name: order[name] for name in ("contact_name", "contact_phone", "outside_no", "reason")},
            received_at=order.get("received_at") or timezone.now(),
        )
        return self._file(order, _filing(order, source=source), letter)

    def _file(self, order, filing, letter):
        case = file_at_once(
            by=self.request.user,
            committee=_committee(order["committee"], self.request.user),
            received_at=order.get("received_at") or timezone.now(),
            filing=filing,
            parties=tuple(_party(place, party) for place, party in enumerate(order["parties"])),
            letter=letter,
            late_reason=order["late_reason"],
        )
        return self.created(case, "api:case")

    @extend_schema(summary="补充材料", request=AttachOrder, responses={201: PaperShape})
    def attach(self, request, pk):
        case = self.get_object()
        order = self.ordered(AttachOrder)
        upload = ContentFile(_decoded(order["content"]), name=order["name"])
        try:
            paper = hand_in_paper(upload, by=request.user, area=case.area_id, kind=order["kind"], case=case)
        except Invalid as refusal:
            raise Invalid(refusal.message, field="content" if refusal.field == "file" else refusal.field) from None
        return HttpResponse(encode(PaperShape().to_representation(paper)), JSON, 201)

    @extend_schema(summary="撤回申请", request=WithdrawOrder, responses=CaseShape)
    def withdraw(self, request, pk):
        case = self.get_object()
        version = self.version_read(case)
        order = self.ordered(WithdrawOrder)
        moment = order.pop("happened_at", None) or timezone.now()
        return self.answer(withdraw_case(case, by=request.user, happened_at=moment, version=version, **order))

    def represent(self, row):
        return self.shape().to_representation(self.get_queryset().get(pk=row.pk))


def _committee(code, by):
    """The committee at a place within the caller's reach; outside is as if it did not exist."""
    found = MediationCommittee.objects.visible_to(by, "case.register").filter(area=code).order_by("pk").first()
    if found is None:
        raise Invalid("这个区域没有您可以登记的调委会。", field="committee")
    return found


def _filing(order, **source):
    names = ("dispute_type", "dispute_subtype", "difficulty", "casualties", "facts", "claim_amount")
    names = (*names, "place_area", "place_text")
    return Filing(
        **{name: order[name] for name in names}, requests=tuple(order["requests"]), accident=told_of(order), **source
    )


def _party(place, order):
    prefix = f"parties.{place}"
    who = {name: order[name] for name in ("kind", "name", "number", "phone", "address", "credit_code", "head")}
    speakers = tuple(_speaker(f"{prefix}.speakers.{no}", one) for no, one in enumerate(order["speakers"]))
    groups = tuple(order["special_groups"])
    return TypedParty(
        prefix, order["side"], Named(**who), special_groups=groups, members=order["members"], speakers=speakers
    )


def _speaker(prefix, order):
    who = Named(name=order["name"], number=order["number"], phone=order["phone"])
    return TypedSpeaker(prefix, who, order["kind"], order["agent_kind"], order["authority"], order["relation"])


def _decoded(content):
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise Invalid("文件内容应为 Base64。", field="content") from None

"""Cases for API clients: where each stands; what was said stays in the file."""

from rest_framework import serializers

from cases.docket.codes import Channel, Difficulty, DisputeType, Result, Source, SourceForm
from cases.docket.due.models import TimeLimit
from cases.docket.events.models import CaseEvent
from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from cases.docket.states import Archive, Confirmation, Performance, Procedure
from cases.parties.models import PartyKind, Side
from cases.risk.codes import RiskLevel
from governance.access import reach
from governance.api.shapes import Choice, PlaceShape, Shape
from governance.api.views import Resource
from governance.errors import Gone


class CommitteeShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    name = serializers.CharField(source="body.name", help_text="名称")
    sign = serializers.CharField(help_text="编号简称")


class PartyShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="编号")
    side = Choice(Side.choices, help_text="地位")
    kind = Choice(PartyKind.choices, help_text="类型")
    name = serializers.CharField(help_text="姓名或名称")


class MediatorShape(Shape):
    id = serializers.IntegerField(source="pk", help_text="账号编号")
    name = serializers.CharField(help_text="姓名")


MONEY = {"max_digits": 14, "decimal_places": 2, "allow_null": True, "coerce_to_string": True}


class CaseShape(Shape):
    example = {
        "id": 31,
        "number": "（2026）嘉迎人调字第8号",
        "title": "刘桂珍与马俊漏水纠纷",
        "committee": {"id": 1, "name": "迎园社区人民调解委员会", "sign": "嘉迎"},
        "area": {"code": "310114001001", "name": "迎园社区居委会"},
        "procedure": {"code": "mediating", "label": "调解中"},
        "performance": {"code": "na", "label": "不适用"},
        "confirmation": {"code": "na", "label": "不适用"},
        "archive": {"code": "none", "label": "未立卷"},
        "source": {"code": "S1", "label": "依申请调解"},
        "source_form": {"code": "oral", "label": "口头申请"},
        "dispute_type": {"code": "D02", "label": "邻里纠纷"},
        "dispute_subtype": "漏水",
        "difficulty": {"code": 2, "label": "一般"},
        "risk_level": {"code": 0, "label": "无风险"},
        "claim_amount": "18600.00",
        "agreed_amount": None,
        "people_count": 2,
        "place_area": {"code": "310114001001", "name": "迎园社区居委会"},
        "place_text": "迎园新村 7 幢 201 室",
        "host": {"id": 3, "name": "林晓"},
        "parties": [
            {
                "id": 61,
                "side": {"code": "applicant", "label": "申请人"},
                "kind": {"code": "natural_person", "label": "自然人"},
                "name": "刘桂珍",
            }
        ],
        "received_at": "2026-01-31T10:05:00+08:00",
        "accepted_on": "2026-01-31",
        "result": None,
        "result_on": None,
        "performed_on": None,
        "closed_on": None,
        "due_on": "2026-02-28",
        "is_void": False,
        "is_imported": False,
        "version": 5,
    }

    computed = {"is_void": (bool, ("voided_at",))}

    id = serializers.IntegerField(source="pk", help_text="编号")
    number = serializers.CharField(help_text="案号；未受理为空")
    title = serializers.CharField(help_text="案件名称：当事人和纠纷")
    committee = CommitteeShape(help_text="承办的调委会")
    area = PlaceShape(help_text="调委会所在区域")
    procedure = Choice(Procedure.choices, help_text="程序状态")
    performance = Choice(Performance.choices, help_text="履行状态")
    confirmation = Choice(Confirmation.choices, help_text="司法确认状态")
    archive = Choice(Archive.choices, help_text="归档状态")
    source = Choice(Source.choices, help_text="来源")
    source_form = Choice(SourceForm.choices, help_text="申请方式；非依申请为 null")
    dispute_type = Choice(DisputeType.choices, help_text="纠纷类型")
    dispute_subtype = serializers.CharField(help_text="具体类型")
    difficulty = Choice(Difficulty.choices, help_text="难易程度")
    risk_level = Choice(RiskLevel.choices, help_text="现在的风险等级")
    claim_amount = serializers.DecimalField(**MONEY, help_text="请求金额（元）")
    agreed_amount = serializers.DecimalField(**MONEY, help_text="协议金额（元）")
    people_count = serializers.IntegerField(help_text="涉及人数")
    place_area = PlaceShape(allow_null=True, help_text="纠纷发生地")
    place_text = serializers.CharField(help_text="发生地点")
    host = MediatorShape(allow_null=True, help_text="主持调解员；未指派为 null")
    parties = PartyShape(many=True, source="parties_now", help_text="当事人")
    received_at = serializers.DateTimeField(help_text="收到时间")
    accepted_on = serializers.DateField(allow_null=True, help_text="受理日期")
    result = Choice(Result.choices, help_text="结果；未有结果为 null")
    result_on = serializers.DateField(allow_null=True, help_text="结果日期")
    performed_on = serializers.DateField(allow_null=True, help_text="履行完毕日期；尚未全部履行为 null")
    closed_on = serializers.DateField(allow_null=True, help_text="结案日期")
    due_on = serializers.DateField(allow_null=True, help_text="最近的期限")
    is_void = serializers.BooleanField(help_text="案号是否已作废")
    is_imported = serializers.BooleanField(help_text="是否由旧登记簿导入：只有登记簿记载的内容")
    version = serializers.IntegerField(help_text="版本")


class EventShape(Shape):
    example = {
        "id": 210,
        "seq": 3,
        "step": "T5",
        "text": "受理，编号（2026）嘉迎人调字第8号",
        "before": {"code": "consent", "label": "征询意愿"},
        "after": {"code": "accepted", "label": "已受理"},
        "channel": None,
        "happened_at": "2026-01-31T11:00:00+08:00",
        "recorded_at": "2026-01-31T11:02:10+08:00",
        "late_reason": "",
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    seq = serializers.IntegerField(help_text="在本案中的次序")
    step = serializers.CharField(help_text="步骤代码，见流转表；不改变状态的记录为空")
    text = serializers.CharField(help_text="事项")
    before = Choice(Procedure.choices, help_text="此前状态；首次登记为 null")
    after = Choice(Procedure.choices, help_text="此后状态")
    channel = Choice(Channel.choices, help_text="方式")
    happened_at = serializers.DateTimeField(help_text="发生时间")
    recorded_at = serializers.DateTimeField(help_text="记录时间")
    late_reason = serializers.CharField(help_text="补录原因")


class LimitStepShape(Shape):
    on = serializers.DateField(help_text="这一步到达的日期")
    text = serializers.CharField(help_text="这一步的说明")


class TimeLimitShape(Shape):
    example = {
        "id": 77,
        "key": "mediate",
        "label": "调解办结",
        "starts_on": "2026-03-04",
        "due_on": "2026-04-07",
        "is_provisional": False,
        "stopped_on": None,
        "met_on": None,
        "dropped_on": None,
        "steps": [
            {"on": "2026-03-04", "text": "2026-03-04（星期三）受理，当日不计入，自次日起算（民法典第二百零一条）。"},
            {"on": "2026-04-04", "text": "期限 1个月，到期月的对应日为 2026-04-04（民法典第二百零二条）。"},
        ],
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    key = serializers.CharField(help_text="期限事项代码")
    label = serializers.CharField(help_text="期限事项")  # type: ignore[assignment]  # DRF's own attribute, unused here
    starts_on = serializers.DateField(help_text="起算日")
    due_on = serializers.DateField(help_text="到期日")
    is_provisional = serializers.BooleanField(help_text="是否暂定：涉及的年份尚未登记放假安排")
    stopped_on = serializers.DateField(allow_null=True, help_text="中止日；没有中止为 null")
    met_on = serializers.DateField(allow_null=True, help_text="完成日")
    dropped_on = serializers.DateField(allow_null=True, help_text="不再适用日")
    steps = LimitStepShape(many=True, help_text="为什么是这一天：逐步推算")


class Cases(Resource):
    """调解案件：进度、期限、当事人姓名。陈述、笔录、证据不经接口给出；案卷已销毁的答 410。"""

    label = "调解案件"
    reach = {"list": reach.holding("case.view"), "retrieve": reach.within("cases.Case")}
    shape = CaseShape
    filterset_class = CaseFilter
    sorts = {"id": "pk", "received_at": "received_at"}
    leaves_gone = True

    def get_queryset(self):
        """Cases whose volume was destroyed are listed by the filter that asks for them, as on the page."""
        return Case.objects.visible_to(self.request.user).for_list().with_parties()

    def get_object(self):
        """Raises Gone for a case whose volume was destroyed, to whoever would have seen it."""
        if Case.objects.visible_to(self.request.user).filter(pk=self.kwargs["pk"], archive=Archive.DESTROYED).exists():
            raise Gone("案卷已依法销毁，仅保留案号、日期和统计数据。")
        return super().get_object()


class CaseEvents(Resource):
    """一件案件的办案过程：做了什么、何时发生、何时记录。"""

    label = "办案过程"
    reach = {"list": reach.within("cases.Case")}
    shape = EventShape
    sorts = {"seq": "seq"}

    def get_queryset(self):
        return CaseEvent.objects.visible_to(self.request.user).filter(case=self.kwargs["pk"])


class CaseLimits(Resource):
    """一件案件的期限：何时到期，为什么是这一天。"""

    label = "案件期限"
    reach = {"list": reach.within("cases.Case")}
    shape = TimeLimitShape
    sorts = {"due_on": "due_on"}

    def get_queryset(self):
        return TimeLimit.objects.visible_to(self.request.user).filter(case=self.kwargs["pk"])

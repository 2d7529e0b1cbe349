"""Feedback for the systems of other organs: what came of their own referrals, and their receipt for it."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from cases.docket.codes import Channel, Result
from cases.docket.states import Performance, Procedure
from cases.intake.models import Organ
from cases.interfaces.actions import record_receipt
from cases.interfaces.filters import FeedbackFilter
from cases.interfaces.models import Feedback, FeedbackKind
from cases.interfaces.papers import bring_addresses, bring_papers, fetch_paper
from governance.access import reach
from governance.api import etags, lists
from governance.api.shapes import Choice, Moment, Order, Shape
from governance.api.views import Resource
from governance.errors import WrongState


class AddressShape(serializers.Serializer):
    party = serializers.CharField(help_text="当事人")
    address = serializers.CharField(help_text="送达地址")
    phone = serializers.CharField(help_text="联系电话")


class FeedbackShape(Shape):
    example = {
        "id": 7,
        "case": 31,
        "number": "（2026）云新人调字第27号",
        "organ": {"code": "police", "label": "公安机关"},
        "organ_name": "新桐派出所",
        "letter_no": "新派调移〔2026〕9号",
        "outside_no": "",
        "kind": {"code": "police", "label": "履行情况和当事人书面申请"},
        "result": {"code": "10", "label": "调解成功"},
        "result_on": "2026-04-28",
        "performance": {"code": "in_progress", "label": "履行中"},
        "text": "各方达成书面协议，赔偿款已当场付清。",
        "agreed_facts": "",
        "requested_on": "2026-04-29",
        "procedure": {"code": "agreed", "label": "达成协议"},
        "due_on": "2026-05-08",
        "addresses": [],
        "has_paper": True,
        "channel": {"code": "letter", "label": "信函"},
        "sent_at": "2026-04-29T10:00:00+08:00",
        "received_at": None,
        "received_by": "",
        "receipt_no": "",
        "version": 1,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    case = serializers.IntegerField(source="case_id", help_text="案件编号")
    number = serializers.CharField(source="case.number", help_text="案号；未受理为空")
    organ = Choice(Organ.choices, source="referral.organ", help_text="移送部门类型")
    organ_name = serializers.CharField(source="referral.organ_name", help_text="移送部门名称")
    letter_no = serializers.CharField(source="referral.letter_no", help_text="来函文号")
    outside_no = serializers.CharField(source="referral.outside_no", help_text="对方案号、警情号或信访号")
    kind = Choice(FeedbackKind.choices, help_text="反馈种类")
    procedure = Choice(Procedure.choices, help_text="反馈时的程序")
    result = Choice(Result.choices, help_text="办理结果；还没有结果的为空")
    result_on = serializers.DateField(allow_null=True, help_text="结果日期；还没有结果的为 null")
    performance = Choice(Performance.choices, help_text="反馈时的履行状态")
    text = serializers.CharField(help_text="办理情况")
    agreed_facts = serializers.CharField(help_text="当事人签名确认的无争议事实；只给法院")
    requested_on = serializers.DateField(allow_null=True, help_text="当事人书面申请日期；只给公安机关")
    due_on = serializers.DateField(source="referral.due_on", allow_null=True, help_text="来函要求办结的日期")
    addresses = AddressShape(source="served_at", many=True, help_text="各方确认的送达地址；只在终止调解情况表中给法院")
    has_paper = serializers.BooleanField(help_text="是否有可以取走的文书（PDF）")
    channel = Choice(Channel.choices, help_text="反馈方式")
    sent_at = serializers.DateTimeField(help_text="反馈时间")
    received_at = serializers.DateTimeField(allow_null=True, help_text="签收时间；未签收为 null")
    received_by = serializers.CharField(help_text="签收人")
    receipt_no = serializers.CharField(help_text="回执编号")
    version = serializers.IntegerField(help_text="版本")


class ReceiptOrder(Order):
    example = {"received_by": "社区民警", "receipt_no": "新派收〔2026〕3号"}

    received_at = Moment(required=False, help_text="签收时间；不给则为现在")
    received_by = serializers.CharField(
        max_length=50, required=False, allow_blank=True, default="", help_text="签收人；不给则为本系统名称"
    )
    receipt_no = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="回执编号"
    )


class Feedbacks(Resource):
    """移送反馈：移送部门的系统取回自己移送的纠纷的办理结果，并签收。"""

    label = "移送反馈"
    reach = {
        "list": reach.holding("case.view"),
        "retrieve": reach.within("cases.Feedback"),
        "paper": reach.within("cases.Feedback"),
        "receive": reach.within("cases.Feedback", "case.register"),
    }
    shape = FeedbackShape
    filterset_class = FeedbackFilter
    sorts = {"id": "pk", "sent_at": "sent_at"}

    def get_queryset(self):
        return Feedback.objects.visible_to(self.request.user).select_related("case", "referral")

    def prepare(self, rows):
        bring_papers(rows)
        bring_addresses(rows)

    def get_object(self):
        row = super().get_object()
        self.prepare([row])
        return row

    def represent(self, row):
        fresh = type(row).objects.select_related("case", "referral").get(pk=row.pk)
        self.prepare([fresh])
        return self.shape().to_representation(fresh)

    @extend_schema(summary="取走反馈的文书", responses={(200, "application/pdf"): bytes})
    def paper(self, request, pk):
        """回复函或终止调解情况表，PDF；还没有制作的，409。"""
        lists.require_known(request.query_params, ())
        row = self.get_object()
        if row.paper is None:
            raise WrongState("这次反馈还没有制作文书，请稍后再取。")
        etag = f'"{row.paper.pdf.digest}"'
        if etags.is_unchanged(request.headers.get("If-None-Match"), etag):
            return HttpResponse(status=304, headers={"ETag": etag})
        content = fetch_paper(row, by=request.user)
        return HttpResponse(content, "application/pdf", headers={"ETag": etag, "X-Content-Type-Options": "nosniff"})

    @extend_schema(summary="签收反馈", request=ReceiptOrder, responses=FeedbackShape)
    def receive(self, request, pk):
        feedback = self.get_object()
        version = self.version_read(feedback)
        order = self.ordered(ReceiptOrder)
        moment = order.pop("received_at", None) or timezone.now()
        return self.answer(record_receipt(feedback, by=request.user, received_at=moment, version=version, **order))

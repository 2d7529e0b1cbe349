"""Subsidies for API clients of a district: claims with their shares, batches with their payment list."""

from django.db.models import Prefetch
from rest_framework import serializers

from cases.subsidies.filters import BatchFilter, ClaimFilter
from cases.subsidies.models import (
    BatchState,
    ClaimState,
    Grade,
    SubsidyBatch,
    SubsidyClaim,
    SubsidyPayment,
    SubsidyShare,
)
from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource

YUAN = {"max_digits": 12, "decimal_places": 2, "coerce_to_string": True}


class ShareShape(Shape):
    mediator = serializers.CharField(source="account.name", help_text="调解员姓名")
    percent = serializers.IntegerField(help_text="份额（%），合计 100")
    amount = serializers.DecimalField(**YUAN, help_text="金额（元）")


class ClaimShape(Shape):
    example = {
        "id": 12,
        "case": 31,
        "number": "（2026）云梧人调字第8号",
        "committee": "梧桐里社区人民调解委员会",
        "rule_grade": {"code": "ordinary", "label": "一般"},
        "grade": {"code": "ordinary", "label": "一般"},
        "amount": "300.00",
        "shares": [
            {"mediator": "钱卫东", "percent": 70, "amount": "210.00"},
            {"mediator": "孙丽华", "percent": 30, "amount": "90.00"},
        ],
        "state": {"code": "paid", "label": "已发放"},
        "claimed_at": "2026-05-21T09:30:00+08:00",
        "batch": 4,
        "version": 5,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    case = serializers.IntegerField(source="case_id", help_text="案件编号")
    number = serializers.CharField(source="case.number", help_text="案号")
    committee = serializers.CharField(source="case.committee.body.name", help_text="调委会")
    rule_grade = Choice(Grade.choices, help_text="按规则的等级")
    grade = Choice(Grade.choices, help_text="补贴等级")
    amount = serializers.DecimalField(source="base_amount", **YUAN, help_text="补贴金额（元）")
    shares = ShareShape(many=True, source="shares_now", help_text="各调解员的份额")
    state = Choice(ClaimState.choices, help_text="状态")
    claimed_at = serializers.DateTimeField(help_text="申报时间")
    batch = serializers.IntegerField(source="batch_id", allow_null=True, help_text="批次编号；未列入为 null")
    version = serializers.IntegerField(help_text="版本")


class SubsidyClaims(Resource):
    """补贴申报：等级、金额、份额、审核状态。"""

    label = "补贴申报"
    reach = {"list": reach.holding("subsidy.view"), "retrieve": reach.within("cases.SubsidyClaim")}
    shape = ClaimShape
    filterset_class = ClaimFilter
    sorts = {"id": "pk", "claimed_at": "claimed_at"}

    def get_queryset(self):
        shares = Prefetch("shares", SubsidyShare.objects.select_related("account"), to_attr="shares_now")
        rows = SubsidyClaim.objects.visible_to(self.request.user).select_related("case__committee__body")
        return rows.prefetch_related(shares)


class PaymentShape(Shape):
    mediator = serializers.CharField(source="account.name", help_text="调解员姓名")
    case_count = serializers.IntegerField(help_text="件数")
    gross_amount = serializers.DecimalField(**YUAN, help_text="补贴（元）")
    deducted_amount = serializers.DecimalField(**YUAN, help_text="扣回（元）")
    restored_amount = serializers.DecimalField(**YUAN, help_text="补发（元）：撤销追回后退还的")
    net_amount = serializers.DecimalField(**YUAN, help_text="实发（元）")


class BatchShape(Shape):
    example = {
        "id": 4,
        "area": "310114000000",
        "period": "2026年第2季度",
        "starts_on": "2026-04-01",
        "ends_on": "2026-06-30",
        "state": {"code": "paid", "label": "已发放"},
        "claim_count": 1,
        "gross_amount": "300.00",
        "deducted_amount": "0.00",
        "restored_amount": "0.00",
        "net_amount": "300.00",
        "paid_on": "2026-07-03",
        "voucher_no": "财支〔2026〕88号",
        "payments": [
            {
                "mediator": "钱卫东",
                "case_count": 1,
                "gross_amount": "300.00",
                "deducted_amount": "0.00",
                "restored_amount": "0.00",
                "net_amount": "300.00",
            }
        ],
        "version": 3,
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    area = serializers.CharField(source="area_id", help_text="区域代码（12 位）")
    period = serializers.CharField(help_text="期间")
    starts_on = serializers.DateField(help_text="期间首日")
    ends_on = serializers.DateField(help_text="期间末日")
    state = Choice(BatchState.choices, help_text="状态")
    claim_count = serializers.IntegerField(help_text="申报件数")
    gross_amount = serializers.DecimalField(**YUAN, help_text="补贴合计（元）；批准以前为 0")
    deducted_amount = serializers.DecimalField(**YUAN, help_text="扣回合计（元）")
    restored_amount = serializers.DecimalField(**YUAN, help_text="补发合计（元）")
    net_amount = serializers.DecimalField(**YUAN, help_text="实发合计（元）")
    paid_on = serializers.DateField(allow_null=True, help_text="发放日期；未发放为 null")
    voucher_no = serializers.CharField(help_text="支付凭证号")
    payments = PaymentShape(many=True, source="payments_now", help_text="发放清单；批准以前为空")
    version = serializers.IntegerField(help_text="版本")


class SubsidyBatches(Resource):
    """补贴批次：期间、合计、发放清单。"""

    label = "补贴批次"
    reach = {"list": reach.holding("subsidy.view"), "retrieve": reach.within("cases.SubsidyBatch")}
    shape = BatchShape
    filterset_class = BatchFilter
    sorts = {"id": "pk", "starts_on": "starts_on"}

    def get_queryset(self):
        rows = SubsidyBatch.objects.visible_to(self.request.user).for_list()
        payments = SubsidyPayment.objects.select_related("account").order_by("account__name", "pk")
        return rows.prefetch_related(Prefetch("payments", payments, to_attr="payments_now"))

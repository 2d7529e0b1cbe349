"""What goes back to the organ that handed a dispute over: its result, typed and dated, with the receipt kept."""

from django.db import models
from django.db.models.functions import Now

from cases.docket.codes import Channel, Result
from cases.docket.events.models import CaseEvent
from cases.docket.models import OfCaseQuerySet
from cases.docket.states import Performance, Procedure
from cases.intake.models import Direction, Organ, Referral


class FeedbackKind(models.TextChoices):
    """domain/mediation.md 1.6: what each link asks for."""

    RESULT = "result", "办理结果回复"
    COURT_END = "court_end", "终止调解情况表"
    POLICE = "police", "履行情况和当事人书面申请"
    PASSED_ON = "passed_on", "转交去向回复"
    RECEIVED = "received", "受理情况回复"
    STATUS = "status", "办理进度回复"
    VISIT = "visit", "回访情况回复"


FINAL = (
    FeedbackKind.RESULT,
    FeedbackKind.COURT_END,
    FeedbackKind.POLICE,
    FeedbackKind.PASSED_ON,
)  # nothing is owed then
WITH_RESULT = (FeedbackKind.RESULT, FeedbackKind.COURT_END, FeedbackKind.POLICE)


class FeedbackQuerySet(OfCaseQuerySet):
    def visible_to(self, actor, verb: str | None = None):
        """Whoever sees the case; an API client, which is another organ's system, what answers its own letters."""
        seen = super().visible_to(actor, verb)
        return seen.filter(_own_letters(actor)) if actor._meta.model_name == "apiclient" else seen

    def without_receipt(self):
        return self.filter(received_at__isnull=True)

    def for_list(self):
        return self.select_related("case__area", "referral", "account").order_by("-sent_at", "-id")


def _own_letters(client) -> models.Q:
    """The letter by which it filed a case, and those of the organ whose system it is said to be (OrganClient)."""
    filed = CaseEvent.objects.filter(client=client, step="T3").values("case_id")
    first = Referral.objects.filter(case=models.OuterRef("case"), direction=Direction.IN).order_by("id")
    own = models.Q(case__in=filed, referral=models.Subquery(first.values("pk")[:1]))
    of = OrganClient.objects.filter(client=client).first()
    return own | models.Q(referral__organ=of.organ, referral__organ_name=of.organ_name) if of else own


class Feedback(models.Model):
    """One answer to a letter by which a dispute came (反馈): what was found, as it stood when it was sent.

    `agreed_facts`: for a court, the facts that no party disputes and that the parties signed; nothing else said in a
    failed mediation goes to it. `requested_on`: for the police, the day of the parties' written request; that the
    agreement is performed stands apart from it (治安管理处罚法 第九条).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="feedbacks")
    referral = models.ForeignKey("cases.Referral", models.PROTECT, related_name="feedbacks")
    kind = models.CharField("种类", max_length=9, choices=FeedbackKind.choices)
    procedure = models.CharField("反馈时的程序", max_length=12, choices=Procedure.choices, blank=True)
    result = models.CharField("结果", max_length=2, choices=Result.choices, blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    performance = models.CharField("履行", max_length=12, choices=Performance.choices)
    text = models.CharField("办理情况", max_length=1000)
    agreed_facts = models.TextField("无争议事实", max_length=2000, blank=True)
    requested_on = models.DateField("当事人书面申请日期", null=True, blank=True)
    sent_at = models.DateTimeField("反馈时间")
    channel = models.CharField("方式", max_length=8, choices=Channel.choices)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="反馈人")
    received_at = models.DateTimeField("对方签收时间", null=True, blank=True)
    received_by = models.CharField("签收人", max_length=50, blank=True)
    receipt_no = models.CharField("回执编号", max_length=60, blank=True)
    receipt_client = models.ForeignKey(
        "governance.ApiClient", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收系统"
    )
    reply = models.CharField("对方答复", max_length=500, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反馈"
        ordering = ["case_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=True, received_by="", receipt_no="", receipt_client=None)
                | models.Q(received_at__gte=models.F("sent_at")) & ~models.Q(received_by=""),
                name="feedback_received_by_somebody_after_it_was_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(reply="", replied_on__isnull=True)
                | ~models.Q(reply="") & models.Q(replied_on__isnull=False),
                name="feedback_reply_with_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=FeedbackKind.POLICE) | models.Q(requested_on__isnull=False),
                name="feedback_to_police_with_the_request",
            ),
            models.CheckConstraint(
                condition=models.Q(result="", result_on__isnull=True)
                | ~models.Q(result="") & models.Q(result_on__isnull=False),
                name="feedback_result_with_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=WITH_RESULT) | ~models.Q(result=""),
                name="feedback_of_a_result_has_one",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.referral.organ_name}）"

    def get_absolute_url(self):
        return f"{self.case.get_absolute_url()}#feedback"

    @property
    def area_id(self):
        return self.case.area_id


class OrganClient(models.Model):
    """Which organ's system an API client is (对接部门): it sees what answers that organ's letters."""

    client = models.OneToOneField(
        "governance.ApiClient", models.PROTECT, related_name="organ", verbose_name="接口客户端"
    )
    organ = models.CharField("部门类型", max_length=20, choices=Organ.choices)
    organ_name = models.CharField("部门名称", max_length=100)
    account = models.ForeignKey("governance.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "对接部门"
        ordering = ["client_id"]

    def __str__(self):
        return f"{self.client}：{self.organ_name}"
